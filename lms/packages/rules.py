"""What a package may say, what of it counts, and when an activity is done. Pure.

A package runs in the trainee's browser: whatever it says can be made up there. Nothing here trusts
it beyond shape and range, and its points are marked as reported by the package.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from lms.core.i18n import _
from lms.packages.manifest.shape import Part

#: Elements of one report, letters of one value, letters of all (the largest standard asks for
#: 64,000 of suspend data; older packages write more than SCORM 1.2 allows).
MOST_VALUES, LONGEST_VALUE, MOST_LETTERS = 4000, 128_000, 500_000
#: Reports of one launch within a minute, and those whose words are kept.
MOST_PER_MINUTE, MOST_KEPT = 60, 500
#: Letters of one value in the record of what was said.
LONGEST_KEPT = 400
#: Letters of the sequencing of a package.
MOST_SEQUENCING = 400_000
#: Nobody sits longer before one part: ten days.
MOST_SECONDS = 864_000
_NAME = re.compile(r"(cmi|adl)(\.[A-Za-z0-9_]{1,60}){1,8}")
_SPAN_12 = re.compile(r"(\d{2,4}):(\d\d):(\d\d)(\.\d{1,2})?")
_SPAN_2004 = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)

Values = dict[str, str]


@dataclass(frozen=True)
class Learner:
    """What a package is told of the person before it: no NIP, no office."""

    id: str
    name: str


@dataclass(frozen=True)
class Outcome:
    """How far a trainee is with one part, in the words of no standard."""

    #: "completed", "incomplete" or "unknown".
    completion: str = "unknown"
    #: "passed", "failed" or "unknown".
    success: str = "unknown"
    #: Out of 100.
    score: Decimal | None = None
    seconds: int = 0


def accept(sent: Any) -> tuple[Values, list[str]]:
    """Return the values of a report that can be kept, and in sentences what cannot."""
    if not isinstance(sent, dict):
        return {}, [_("Laporan tidak terbaca: bukan pasangan nama dan nilai.")]
    notes: list[str] = []
    kept: Values = {}
    letters = 0
    for name, value in sent.items():
        if len(kept) >= MOST_VALUES:
            notes.append(_("Lebih dari %(most)s nilai; sisanya tidak disimpan.", most=MOST_VALUES))
            break
        if value in ([], {}):  # the run-time's way to say: none of these yet
            continue
        text = _as_text(value)
        if text is None or not isinstance(name, str) or not _NAME.fullmatch(name):
            notes.append(_("%(name)s tidak dikenal dan tidak disimpan.", name=str(name)[:60]))
            continue
        letters += len(text)
        if len(text) > LONGEST_VALUE or letters > MOST_LETTERS:
            notes.append(_("%(name)s terlalu panjang dan tidak disimpan.", name=name[:60]))
            continue
        kept[name] = text
    return kept, notes[:20]


def _as_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)[:40]
    return value.replace("\0", "") if isinstance(value, str) else None


def outcome_of(
    standard: str, values: Mapping[str, str], *, final: bool = False
) -> tuple[Outcome, list[str]]:
    """Return what the values of one part mean, and in sentences what is out of range.

    A part that says goodbye without a word on its state has been gone through (SCORM 1.2 RTE
    3.4.4, SCORM 2004 SN 3.13.2: what content does not set, the system does).
    """
    notes: list[str] = []
    found = _outcome_12(values, notes) if standard == "scorm12" else _outcome_2004(values, notes)
    if final and found.completion == "unknown" and not has_begun(standard, values):
        found = replace(found, completion="completed")
    return found, notes


def _outcome_12(values: Mapping[str, str], notes: list[str]) -> Outcome:
    """Read SCORM 1.2: one status says both; a failed part is one to be done again."""
    status = values.get("cmi.core.lesson_status", "")
    success = status if status in ("passed", "failed") else "unknown"
    completion = (
        "completed" if status in ("passed", "completed")
        else "incomplete" if status in ("failed", "incomplete", "browsed")
        else "unknown"
    )  # fmt: skip
    score = _share(values, "cmi.core.score", notes)
    return Outcome(completion, success, score, seconds_of(values.get("cmi.core.total_time", "")))


def _outcome_2004(values: Mapping[str, str], notes: list[str]) -> Outcome:
    completion = values.get("cmi.completion_status", "")
    success = values.get("cmi.success_status", "")
    scaled = _number(values.get("cmi.score.scaled", ""))
    if scaled is not None and not -1 <= scaled <= 1:
        notes.append(_("Nilai %(found)s di luar −1 sampai 1; tidak dipakai.", found=scaled))
        scaled = None
    score = (
        max(Decimal(), scaled) * 100 if scaled is not None else _share(values, "cmi.score", notes)
    )
    return Outcome(
        completion if completion in ("completed", "incomplete") else "unknown",
        success if success in ("passed", "failed") else "unknown",
        _rounded(score),
        seconds_of(values.get("cmi.total_time", "")),
    )


def _share(values: Mapping[str, str], place: str, notes: list[str]) -> Decimal | None:
    """Return points out of 100 from raw, min and max; 0 to 100 where no bounds are said."""
    raw = _number(values.get(f"{place}.raw", ""))
    if raw is None:
        return None
    least = _number(values.get(f"{place}.min", "")) or Decimal()
    most = _number(values.get(f"{place}.max", "")) or Decimal(100)
    if most <= least or not least <= raw <= most:
        notes.append(
            _("Nilai %(found)s di luar %(least)s sampai %(most)s; tidak dipakai.", found=raw,
              least=least, most=most)
        )  # fmt: skip
        return None
    return _rounded((raw - least) * 100 / (most - least))


def _rounded(score: Decimal | None) -> Decimal | None:
    return None if score is None else score.quantize(Decimal("0.01"))


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text) if len(text) <= 20 else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and abs(found) < 10**9 else None


def seconds_of(text: str) -> int:
    """Return a span of time in whole seconds, however the standard writes it; 0 for none."""
    text = text[:60]
    if old := _SPAN_12.fullmatch(text):
        hours, minutes, seconds = (int(part) for part in old.groups()[:3])
        return min(MOST_SECONDS, 3600 * hours + 60 * minutes + seconds)
    new = _SPAN_2004.fullmatch(text)
    if new is None or text in ("", "P", "PT"):
        return 0
    sizes = (31_536_000, 2_592_000, 86_400, 3600, 60, 1)
    parts = zip(new.groups(), sizes, strict=True)
    return min(MOST_SECONDS, int(sum(float(part or 0) * size for part, size in parts)))


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> Values:
    """Return the values that are new or different, shortened for the record."""
    return {
        name: value[:LONGEST_KEPT] for name, value in after.items() if before.get(name, "") != value
    }


def of_whole(sent: Any) -> Outcome | None:
    """Return what the rules between parts make of the whole; None where they say nothing."""
    if not isinstance(sent, dict):
        return None
    completion, success = sent.get("completionStatus"), sent.get("successStatus")
    return Outcome(
        completion if completion in ("completed", "incomplete") else "unknown",
        success if success in ("passed", "failed") else "unknown",
    )


def together(outcomes: Sequence[Outcome]) -> Outcome:
    """Return how far one is with several parts: all must be completed, none failed."""
    if not outcomes:
        return Outcome()
    all_done = all(one.completion == "completed" for one in outcomes)
    told = [one.success for one in outcomes if one.success != "unknown"]
    success = "failed" if "failed" in told else "passed" if told and all_done else "unknown"
    scores = [one.score for one in outcomes if one.score is not None]
    return Outcome(
        "completed" if all_done else "incomplete",
        success,
        _rounded(sum(scores, Decimal()) / len(scores)) if scores else None,
        sum(one.seconds for one in outcomes),
    )


#: Which of several attempts gives the points of a graded part.
ATTEMPTS = ("best", "last")


def score_of_attempt(outcome: Outcome) -> Decimal | None:
    """Return the score with which an attempt ended, None while it has not."""
    has_ended = outcome.completion == "completed" or outcome.success != "unknown"
    return outcome.score if has_ended else None


def points_of(attempts: Sequence[tuple[str, Decimal]], attempt: str) -> Decimal:
    """Return the points (0-100, two decimals) of a package: the mean of its parts that give any.

    `attempts` are (key of the part, score), the oldest first, at least one; `attempt` is one of
    ATTEMPTS.
    """
    by_part: dict[str, list[Decimal]] = {}
    for key, score in attempts:
        by_part.setdefault(key, []).append(score)
    counted = [max(own) if attempt == "best" else own[-1] for own in by_part.values()]
    return (sum(counted, Decimal()) / len(counted)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def is_done(requires: str, least: Decimal | None, whole: Outcome) -> bool:
    """Tell whether the whole of a package is what its activity asks for."""
    if requires == "score":
        return whole.score is not None and whole.score >= (least or Decimal())
    if requires == "passed":
        return whole.success == "passed"
    return whole.completion == "completed"


def to_resume(standard: str, values: Mapping[str, str]) -> Values:
    """Return the values with which a part goes on where it was left."""
    left_out = ("session_time", "exit", "entry", "total_time")
    kept = {
        name: value for name, value in values.items()
        if value != "" and name.rpartition(".")[2] not in left_out
        and not name.endswith((".student_id", ".student_name", "_count", "_children", "._version"))
        and not name.startswith(("cmi.learner_id", "cmi.learner_name", "adl.nav"))
    }  # fmt: skip
    total = "cmi.core.total_time" if standard == "scorm12" else "cmi.total_time"
    return kept | ({total: values[total]} if values.get(total) else {})


def opening(standard: str, part: Part, learner: Learner, before: Mapping[str, str]) -> Values:
    """Return everything a part finds in its data model when it opens."""
    old = standard == "scorm12"
    entry = "resume" if has_begun(standard, before) else "" if before else "ab-initio"
    core, data = ("cmi.core", "cmi.student_data") if old else ("cmi", "cmi")
    found = to_resume(standard, before) | {
        f"{core}.{'student' if old else 'learner'}_id": learner.id,
        f"{core}.{'student' if old else 'learner'}_name": learner.name,
        f"{core}.credit": "credit",
        f"{core}.{'lesson_mode' if old else 'mode'}": "normal",
        f"{core}.entry": entry,
        "cmi.launch_data": part.launch_data,
        f"{data}.max_time_allowed": part.time_limit,
        f"{data}.time_limit_action": part.time_action,
    }
    if old:
        found["cmi.student_data.mastery_score"] = part.mastery
    else:
        found["cmi.completion_threshold"] = part.threshold
        if part.mastery:
            found["cmi.scaled_passing_score"] = f"{Decimal(part.mastery) / 100:f}"
    return {name: value for name, value in found.items() if value != ""}


def has_begun(standard: str, values: Mapping[str, str]) -> bool:
    """Tell whether a part goes on from before, rather than anew."""
    place = "cmi.core.exit" if standard == "scorm12" else "cmi.exit"
    marks = ("cmi.suspend_data", "cmi.core.lesson_location", "cmi.location")
    return values.get(place) == "suspend" or any(values.get(mark) for mark in marks)
