"""The store of statements: what cmi5 units say and keep, each within its own run."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import current_app

from lms.core.clock import now
from lms.core.db import db, get, lock
from lms.core.i18n import _
from lms.packages import queries, rules, xapi
from lms.packages.actions.playing import in_time, part_of, settle
from lms.packages.manifest.shape import Part
from lms.packages.models import (
    PackageLaunch,
    PackageReport,
    PackageRun,
    XapiDocument,
    XapiStatement,
)
from lms.packages.xapi import Session, Statement
from lms.people.models import Person

#: Bytes of one document, documents of one run.
_LARGEST, _MOST_DOCUMENTS = 1_000_000, 200


@dataclass(frozen=True)
class Answer:
    """What a unit is told: a status, and statement ids or a sentence."""

    status: int
    told: Any = ""


def actor_of(run: PackageRun) -> dict[str, Any]:
    """Return the trainee as cmi5 knows people: an account without a name."""
    account = {
        "homePage": current_app.config["PUBLIC_URL"], "name": f"peserta-{run.enrolment_id}",
    }  # fmt: skip
    return {"objectType": "Agent", "account": account}


def session_of(launch: PackageLaunch, part: Part) -> Session:
    """Return what the statements of a launch are held against."""
    said = queries.statements_about(launch.run, part.key)
    return Session(
        actor_of(launch.run), launch.run.registration, part.key, part.mastery,
        xapi.verbs_of(one.body for one in said if one.launch_id == launch.id),
        xapi.verbs_of(one.body for one in said),
    )  # fmt: skip


def open_session(launch: PackageLaunch, part: Part, back: str) -> None:
    """Say that a unit is launched, that an earlier session was left, and what it shall know."""
    run = launch.run
    earlier = queries.newest_launch(run, part.key, before=launch)
    if earlier is not None:
        _leave(earlier, part)
    session = session_of(launch, part)
    _add(launch, xapi.statement_of_ours("launched", session, str(launch.id), _moment()))
    data = xapi.launch_data(
        registration=run.registration, session_id=str(launch.id), activity=part.key,
        mastery=part.mastery, move_on=part.move_on, parameters=part.launch_data,
        own_window=part.own_window, back=back,
    )  # fmt: skip
    _write(run, "state", part.key, "LMS.LaunchData", json.dumps(data).encode(), "application/json")


def _leave(earlier: PackageLaunch, part: Part) -> None:
    session = session_of(earlier, part)
    said = session.in_session
    if xapi.VERBS["initialized"] in said and xapi.VERBS["terminated"] not in said:
        _add(earlier, xapi.statement_of_ours("abandoned", session, str(earlier.id), _moment()))


def _moment() -> str:
    return now().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _add(launch: PackageLaunch, statement: Statement) -> str:
    """Keep a statement with what a store adds to it; returns its UUID."""
    uuid = str(statement.get("id") or uuid4()).lower()
    moment = _moment()
    body = statement | {
        "id": uuid, "stored": moment, "version": "1.0.0",
        "timestamp": statement.get("timestamp", moment),
        "authority": {
            "objectType": "Agent",
            "account": {"homePage": current_app.config["PUBLIC_URL"], "name": "lms"},
        },
    }  # fmt: skip
    thing = body["object"].get("id", "")
    db.session.add(
        XapiStatement(uuid=uuid, run_id=launch.run_id, launch_id=launch.id,
                      verb=body["verb"]["id"], activity=str(thing)[:1000], body=body,
                      stored_at=now())
    )  # fmt: skip
    db.session.flush()
    return uuid


def fetch(launch: PackageLaunch) -> bool:
    """Hand out the token of a launch, once."""
    lock(launch)
    if launch.fetched_at is not None:
        return False
    launch.fetched_at = now()
    return True


def say(launch: PackageLaunch, part: Part, sent: list[Any]) -> Answer:
    """Keep all of these statements or none, and let them count."""
    run = launch.run
    lock(run)
    lock(launch)
    if not in_time(launch):
        return Answer(429, _("Paket ini melapor terlalu sering."))
    if len(sent) > xapi.MOST_AT_ONCE or queries.count_statements(launch) > xapi.MOST_IN_SESSION:
        return Answer(413, _("Terlalu banyak pernyataan."))
    fresh: list[Statement] = []
    uuids: list[str] = []
    session = session_of(launch, part)
    for statement in sent:
        refused, is_known = _check(statement, session, launch)
        if refused is not None:
            _note(launch, statement, [refused.told])
            return refused
        uuids.append(statement.setdefault("id", str(uuid4())).lower())
        if not is_known:
            fresh.append(statement)
            session = _having_said(session, statement)
    for statement in fresh:
        _add(launch, statement)
        _note(launch, statement, [])
    if fresh:
        _count(launch, part)
    return Answer(200, uuids)


def _check(statement: Any, session: Session, launch: PackageLaunch) -> tuple[Answer | None, bool]:
    """Return what refuses a statement, and whether it is one that is kept already."""
    if isinstance(statement, dict) and xapi.is_uuid(statement.get("id")):
        kept = queries.statement_with(statement["id"].lower())
        if kept is not None:
            same = kept.run_id == launch.run_id and xapi.same_words(kept.body, statement)
            return (None, True) if same else (Answer(409, _("id itu sudah dipakai.")), False)
    if len(json.dumps(statement)) > xapi.LONGEST:
        return Answer(413, _("Pernyataan ini terlalu panjang.")), False
    fault = xapi.fault_of(statement, session)
    return (Answer(*fault) if fault else None), False


def _having_said(session: Session, statement: Statement) -> Session:
    """Return the session after one more statement."""
    said = xapi.verbs_of([statement])
    return Session(
        session.actor, session.registration, session.activity, session.mastery,
        session.in_session | said, session.ever | said,
    )  # fmt: skip


def _note(launch: PackageLaunch, statement: Any, notes: list[str]) -> None:
    """Put a statement, kept or refused, on the record of what the package said."""
    launch.last_seq, launch.reports = launch.last_seq + 1, launch.reports + 1
    if launch.reports > rules.MOST_KEPT:
        return
    statement = statement if isinstance(statement, dict) else {}
    verb = statement.get("verb")
    name = str(verb.get("id", "") if isinstance(verb, dict) else "").rpartition("/")[2]
    said = {
        key: json.dumps(statement[key], ensure_ascii=False)[: rules.LONGEST_KEPT]
        for key in ("object", "result") if key in statement
    }  # fmt: skip
    db.session.add(
        PackageReport(launch_id=launch.id, seq=launch.last_seq, at=now(), kind=name[:40] or "?",
                      said=said, notes=notes)
    )  # fmt: skip


def _count(launch: PackageLaunch, part: Part) -> None:
    """Work out how far the trainee is with a unit from all that was said of it."""
    run = launch.run
    said = [
        one.body for one in queries.statements_about(run, part.key)
        if xapi.CATEGORY in xapi.categories(one.body) and one.verb not in xapi.OURS
    ]  # fmt: skip
    outcome = xapi.outcome_of(part.move_on, said)
    saved = part_of(run, part.key)
    saved.completion, saved.success = outcome.completion, outcome.success
    saved.score, saved.seconds, saved.saved_at = outcome.score, outcome.seconds, now()
    launch.score = rules.score_of_attempt(outcome)
    if xapi.VERBS["terminated"] in xapi.verbs_of(said[-1:]):
        launch.closed_at = now()
    was_done = run.done_at is not None
    settle(run, queries.task_of(run.unit), get(Person, run.enrolment.person_id))
    course = run.version.contents.course
    if run.done_at is not None and not was_done and course:
        session = Session(actor_of(run), run.registration, course)
        _add(launch, xapi.statement_of_ours("satisfied", session, str(launch.id), _moment()))


def keep_document(
    run: PackageRun, kind: str, about: str, name: str, content: bytes, content_type: str
) -> Answer:
    """Keep a document as it is, in the place of an earlier one."""
    lock(run)
    if len(content) > _LARGEST or queries.count_documents(run) >= _MOST_DOCUMENTS:
        return Answer(413, _("Dokumen ini terlalu besar, atau terlalu banyak dokumen."))
    _write(run, kind, about, name, content, content_type)
    return Answer(204)


def merge_document(
    run: PackageRun, kind: str, about: str, name: str, content: bytes, content_type: str
) -> Answer:
    """Put the members of a JSON object into those of an earlier one (xAPI part three, 2.2)."""
    lock(run)
    kept = queries.document_in(run, kind, about, name)
    if kept is None:
        return keep_document(run, kind, about, name, content, content_type)
    both = [_as_object(kept.content_type, kept.content), _as_object(content_type, content)]
    if both[0] is None or both[1] is None:
        return Answer(400, _("Hanya objek JSON yang dapat digabung."))
    merged = json.dumps(both[0] | both[1]).encode()
    return keep_document(run, kind, about, name, merged, "application/json")


def _as_object(content_type: str, content: bytes) -> dict[str, Any] | None:
    if content_type.partition(";")[0].strip() != "application/json":
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _write(
    run: PackageRun, kind: str, about: str, name: str, content: bytes, content_type: str
) -> None:
    kept = queries.document_in(run, kind, about, name)
    if kept is None:
        kept = XapiDocument(run_id=run.id, kind=kind, about=about, name=name)
        db.session.add(kept)
    kept.content, kept.content_type, kept.stored_at = content, content_type[:100], now()
    kept.etag = hashlib.sha1(content, usedforsecurity=False).hexdigest()  # as xAPI asks
    db.session.flush()


def drop_documents(run: PackageRun, documents: list[XapiDocument]) -> None:
    """Forget documents."""
    lock(run)
    for one in documents:
        db.session.delete(one)
