"""Releasing the result of a batch."""

from typing import Any

from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.gradebook import queries, rulebooks
from lms.gradebook.events import result_changed
from lms.gradebook.models import MeetingDecision, Release, Result
from lms.gradebook.queries import Row
from lms.people.models import Person


def release(batch: Batch, *, by: Person) -> Release:
    """Freeze and publish the result of everybody in the batch, once.

    Where a final meeting was held, its decisions are the result, and it must be locked before.
    """
    lock(batch)
    if queries.release_of(batch) is not None:
        raise RuleBroken(_("Hasil angkatan ini sudah dirilis dan tidak dapat diubah."))
    meeting = queries.meeting_of(batch)
    if meeting is not None and meeting.locked_at is None:
        raise RuleBroken(_("Kunci putusan rapat evaluasi akhir sebelum merilis hasil."))
    found = queries.sheet(batch)
    refuse_gaps(found.rows)
    act = Release(batch_id=batch.id, by_id=by.id, at=now(), rulebook=batch.version.rulebook)
    db.session.add(act)
    db.session.flush()
    book = rulebooks.get(batch.version.rulebook, batch.starts_on)
    decided = queries.decisions_of(meeting)
    for row in found.rows:
        result = _result(row, decided.get(row.seat.id), book, found.components)
        result.release_id = act.id
        db.session.add(result)
    record("result.released", act, by=by, batch=batch.id, people=len(found.rows))
    places = [row.seat.id for row in found.rows]
    result_changed.send(batch, what="result_released", places=places, by=by)
    return act


def refuse_gaps(rows: list[Row]) -> None:
    """Refuse to fix results while somebody's marks are missing."""
    if not rows:
        raise RuleBroken(_("Angkatan ini belum mempunyai peserta."))
    missing = [row for row in rows if row.verdict.outcome == rulebooks.INCOMPLETE]
    if missing:
        names = ", ".join(row.seat.name for row in missing[:3])
        raise RuleBroken(
            _(
                "Nilai %(count)s peserta belum lengkap (%(names)s). Lengkapi sebelum merilis.",
                count=len(missing),
                names=names,
            )
        )


def _result(
    row: Row,
    decision: MeetingDecision | None,
    book: rulebooks.Rulebook,
    parts: list[dict[str, Any]],
) -> Result:
    verdict = row.verdict
    outcome, reasons, predicate = verdict.outcome, list(verdict.reasons), verdict.predicate
    if decision is not None and decision.outcome != verdict.outcome:
        outcome = decision.outcome
        reasons = [_("Putusan rapat evaluasi akhir: %(why)s", why=decision.reason), *reasons]
        passed = outcome == "lulus" and verdict.final is not None
        predicate = book.qualification(parts, verdict.final) if passed and verdict.final else ""
    return Result(
        enrolment_id=row.seat.id, final=verdict.final, predicate=predicate, outcome=outcome,
        reasons=reasons, trace=rulebooks.steps(parts, row.points, book.edition.clauses),
    )  # fmt: skip
