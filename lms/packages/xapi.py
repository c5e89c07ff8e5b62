"""Statements of cmi5 and xAPI: what may be said in a session, and what it means. Pure.

Clauses: cmi5 specification 1.0 (sections 9 and 10), xAPI 1.0.3 (part two and three).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from lms.core.i18n import _
from lms.packages.rules import Outcome, seconds_of

VERSION = "1.0.3"
CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
_ADL, _CMI5 = "http://adlnet.gov/expapi/verbs/", "https://w3id.org/xapi/adl/verbs/"
VERBS = {
    "launched": f"{_ADL}launched", "initialized": f"{_ADL}initialized",
    "completed": f"{_ADL}completed", "passed": f"{_ADL}passed", "failed": f"{_ADL}failed",
    "terminated": f"{_ADL}terminated", "abandoned": f"{_CMI5}abandoned",
    "waived": f"{_CMI5}waived", "satisfied": f"{_CMI5}satisfied",
}  # fmt: skip
_VOIDED = f"{_ADL}voided"
#: What only a system such as this one says (cmi5 9.3).
OURS = {VERBS[name] for name in ("launched", "abandoned", "waived", "satisfied")} | {_VOIDED}
#: Statements of one request and of one session; letters of one.
MOST_AT_ONCE, MOST_IN_SESSION, LONGEST = 50, 5000, 60_000
_SCORE_PARTS = {"scaled", "raw", "min", "max"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)")

Statement = dict[str, Any]


@dataclass(frozen=True)
class Session:
    """What statements of a session are held against."""

    actor: dict[str, Any]
    registration: str
    activity: str
    #: Points out of 100 at which it is passed, "" for none.
    mastery: str = ""
    #: Verbs said so far with the cmi5 category: in this session, and in the whole registration.
    in_session: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()


def is_uuid(text: Any) -> bool:
    """Tell whether a text is a UUID as xAPI writes one."""
    try:
        return isinstance(text, str) and len(text) == 36 and bool(UUID(text))
    except ValueError:
        return False


def fault_of(statement: Any, session: Session) -> tuple[int, str] | None:
    """Return (status, sentence) for a statement that cannot be kept, None for a good one."""
    shape = _fault_of_shape(statement)
    if shape:
        return 400, shape
    if not same_agent(statement["actor"], session.actor):
        return 403, _("Pelaku pernyataan bukan peserta sesi ini.")
    context = statement.get("context") or {}
    if context.get("registration", session.registration) != session.registration:
        return 403, _("Pernyataan ini milik pendaftaran lain.")
    if statement["verb"]["id"] in OURS:
        return 403, _("Pernyataan itu hanya boleh dibuat oleh sistem.")
    if CATEGORY in categories(statement):
        fault = _fault_of_cmi5(statement, session)
        return (403, fault) if fault else None
    return None


def _fault_of_shape(statement: Any) -> str:
    """Return what is wrong with the form of a statement (xAPI part two, 2.4)."""
    if not isinstance(statement, dict):
        return _("Pernyataan harus objek JSON.")
    if "id" in statement and not is_uuid(statement["id"]):
        return _("id pernyataan bukan UUID.")
    verb, thing = statement.get("verb"), statement.get("object")
    if not isinstance(statement.get("actor"), dict) or not isinstance(verb, dict):
        return _("Pernyataan tanpa actor atau verb.")
    if not isinstance(thing, dict) or not _is_iri(verb.get("id")):
        return _("verb atau object tidak sah.")
    if thing.get("objectType", "Activity") == "Activity" and not _is_iri(thing.get("id")):
        return _("id kegiatan bukan IRI.")
    if any(not isinstance(statement.get(name, {}), dict) for name in ("result", "context")):
        return _("result atau context tidak sah.")
    if "timestamp" in statement and not _is_moment(statement["timestamp"]):
        return _("timestamp tidak sah.")
    if "attachments" in statement:
        return _("Lampiran pernyataan tidak diterima.")
    return _fault_of_result(statement.get("result", {}))


def _is_iri(text: Any) -> bool:
    return isinstance(text, str) and len(text) <= 1000 and ":" in text and " " not in text


def _is_moment(text: Any) -> bool:
    return isinstance(text, str) and bool(_MOMENT.fullmatch(text))


def _fault_of_result(result: Mapping[str, Any]) -> str:
    score = result.get("score", {})
    if not isinstance(score, dict) or not score.keys() <= _SCORE_PARTS:
        return _("score tidak sah.")
    if any(isinstance(part, bool) or not isinstance(part, int | float) for part in score.values()):
        return _("score harus angka.")
    if not -1 <= score.get("scaled", 0) <= 1:
        return _("score.scaled di luar −1 sampai 1.")
    least, most = score.get("min"), score.get("max")
    if least is not None and most is not None and least >= most:
        return _("score.min harus di bawah score.max.")
    raw = score.get("raw")
    if raw is not None and (
        (least is not None and raw < least) or (most is not None and raw > most)
    ):
        return _("score.raw di luar batasnya.")
    for name in ("success", "completion"):
        if not isinstance(result.get(name, True), bool):
            return _("%(name)s harus true atau false.", name=name)
    duration = result.get("duration", "PT0S")
    return "" if isinstance(duration, str) and duration[:1] == "P" else _("duration tidak sah.")


def _fault_of_cmi5(statement: Statement, session: Session) -> str:
    """Return which rule of a session a cmi5 statement breaks (cmi5 9.3, 9.5, 9.6)."""
    verb, context = statement["verb"]["id"], statement.get("context") or {}
    if context.get("registration") != session.registration or "timestamp" not in statement:
        return _("Pernyataan cmi5 tanpa registration atau timestamp.")
    if statement["object"].get("id") != session.activity:
        return _("Pernyataan cmi5 menyebut kegiatan lain.")
    if verb not in VERBS.values():
        return _("Kata kerja itu bukan kata kerja cmi5.")
    if VERBS["terminated"] in session.in_session:
        return _("Sesi ini sudah ditutup.")
    if (verb == VERBS["initialized"]) == (VERBS["initialized"] in session.in_session):
        return _("Sesi dimulai tepat sekali, sebelum pernyataan lain.")
    if verb in (VERBS["completed"], VERBS["passed"]) and verb in session.ever:
        return _("Itu sudah dinyatakan sekali.")
    if verb == VERBS["failed"] and VERBS["passed"] in session.ever:
        return _("Yang sudah lulus tidak dapat gagal.")
    return _fault_of_score(statement, verb, session)


def _fault_of_score(statement: Statement, verb: str, session: Session) -> str:
    result = statement.get("result", {})
    scaled = result.get("score", {}).get("scaled")
    if verb in (VERBS["passed"], VERBS["failed"]):
        if result.get("success") is not (verb == VERBS["passed"]) or "duration" not in result:
            return _("Lulus atau gagal perlu success dan duration.")
        if session.mastery and scaled is not None:
            reached = Decimal(str(scaled)) * 100 >= Decimal(session.mastery)
            if reached != (verb == VERBS["passed"]):
                return _("Nilainya tidak cocok dengan batas lulus.")
    if verb == VERBS["completed"] and (
        result.get("completion") is not True or "duration" not in result
    ):
        return _("Selesai perlu completion dan duration.")
    if verb == VERBS["terminated"] and "duration" not in result:
        return _("Penutup perlu duration.")
    return ""


def same_agent(one: Any, other: Mapping[str, Any]) -> bool:
    """Tell whether two agents are the same by their account."""
    return isinstance(one, dict) and one.get("account") == other.get("account")


def categories(statement: Statement) -> set[str]:
    """Return the ids of the categories a statement is in."""
    context = statement.get("context") or {}
    activities = context.get("contextActivities") or {}
    listed = activities.get("category") if isinstance(activities, dict) else None
    if isinstance(listed, dict):
        listed = [listed]
    if not isinstance(listed, list):
        return set()
    return {str(one.get("id")) for one in listed if isinstance(one, dict)}


def same_words(kept: Mapping[str, Any], sent: Mapping[str, Any]) -> bool:
    """Tell whether a statement sent again says what is kept, but for what the store adds."""
    added = ("stored", "authority", "version", "timestamp", "id")
    return {k: v for k, v in kept.items() if k not in added} == {
        k: v for k, v in sent.items() if k not in added
    }


def outcome_of(move_on: str, said: Sequence[Statement]) -> Outcome:
    """Return what the cmi5 statements of a unit mean, in the order they were said.

    Completed is what its moveOn asks for (cmi5 13.1.4); the last score counts.
    """
    verbs = {one["verb"]["id"] for one in said}
    passed, completed = VERBS["passed"] in verbs, VERBS["completed"] in verbs
    met = {
        "Passed": passed, "Completed": completed, "CompletedAndPassed": passed and completed,
        "CompletedOrPassed": passed or completed, "NotApplicable": bool(verbs),
    }[move_on or "NotApplicable"]  # fmt: skip
    success = "passed" if passed else "failed" if VERBS["failed"] in verbs else "unknown"
    scores = [one.get("result", {}).get("score", {}).get("scaled") for one in said]
    latest = next((one for one in reversed(scores) if one is not None), None)
    spent = [
        seconds_of(str(one.get("result", {}).get("duration", "")))
        for one in said if one["verb"]["id"] == VERBS["terminated"]
    ]  # fmt: skip
    return Outcome("completed" if met else "incomplete", success, _points(latest), sum(spent))


def _points(scaled: Any) -> Decimal | None:
    try:
        share = max(Decimal(), Decimal(str(scaled)))
    except InvalidOperation:
        return None
    return (share * 100).quantize(Decimal("0.01"))


def launch_data(
    *, registration: str, session_id: str, activity: str, mastery: str, move_on: str,
    parameters: str, own_window: bool, back: str,
) -> dict[str, Any]:  # fmt: skip
    """Return the document LMS.LaunchData of a session (cmi5 10.2)."""
    found: dict[str, Any] = {
        "contextTemplate": {
            "registration": registration,
            "contextActivities": {"grouping": [{"objectType": "Activity", "id": activity}]},
            "extensions": {SESSION: session_id},
        },
        "launchMode": "Normal",
        "launchMethod": "OwnWindow" if own_window else "AnyWindow",
        "moveOn": move_on,
        "returnURL": back,
    }
    if mastery:
        found["masteryScore"] = float(mastery) / 100
    return found | ({"launchParameters": parameters} if parameters else {})


def statement_of_ours(
    name: str, session: Session, session_id: str, moment: str, **result: Any
) -> Statement:
    """Return a statement that only the system says: launched, abandoned or satisfied."""
    return {
        "actor": session.actor,
        "verb": {"id": VERBS[name], "display": {"en": name}},
        "object": {"objectType": "Activity", "id": session.activity},
        "timestamp": moment,
        "context": {
            "registration": session.registration,
            "contextActivities": {"category": [{"id": CATEGORY}]},
            "extensions": {SESSION: session_id},
        },
    } | ({"result": result} if result else {})


def verbs_of(statements: Iterable[Statement]) -> frozenset[str]:
    """Return the verbs that were said with the cmi5 category."""
    return frozenset(one["verb"]["id"] for one in statements if CATEGORY in categories(one))
