"""The final meeting (rapat evaluasi akhir): proposals, decisions, lock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.gradebook import queries, rules
from lms.gradebook.actions.results import refuse_gaps
from lms.gradebook.models import FinalMeeting, MeetingDecision
from lms.people.models import Person


@dataclass(frozen=True)
class Minutes:
    """What the minutes say of the meeting itself."""

    held_on: date
    place: str
    chair: str
    present: list[str]
    note: str


def hold_meeting(
    batch: Batch, minutes: Minutes, decided: Mapping[int, tuple[str, str]], *, by: Person
) -> FinalMeeting:
    """Keep the minutes and the decisions (outcome, reason) that depart from the proposals."""
    lock(batch)
    meeting = _open_meeting(batch, by)
    meeting.held_on, meeting.place, meeting.chair = minutes.held_on, minutes.place, minutes.chair
    meeting.present, meeting.note = minutes.present, minutes.note
    standing = queries.decisions_of(meeting)
    for row in queries.sheet(batch).rows:
        proposed = row.verdict.outcome
        outcome, reason = decided.get(row.seat.id, (proposed, ""))
        kept = standing.get(row.seat.id)
        if outcome == proposed:
            if kept is not None:
                db.session.delete(kept)
            continue
        rules.check_decision(
            row.seat.name, proposed, outcome, reason, may_pass=queries.passes_by_marks(batch, row)
        )
        if kept is None:
            kept = MeetingDecision(meeting_id=meeting.id, enrolment_id=row.seat.id)
            db.session.add(kept)
        kept.proposed, kept.outcome, kept.reason = proposed, outcome, reason.strip()
    record("meeting.held", batch, by=by, on=minutes.held_on, decisions=len(decided))
    return meeting


def _open_meeting(batch: Batch, by: Person) -> FinalMeeting:
    if queries.release_of(batch) is not None:
        raise RuleBroken(_("Hasil angkatan ini sudah dirilis dan tidak dapat diubah."))
    meeting = queries.meeting_of(batch)
    if meeting is None:
        meeting = FinalMeeting(batch_id=batch.id, opened_by_id=by.id)
        db.session.add(meeting)
        meeting.held_on, meeting.present = now().date(), []
        meeting.place = meeting.chair = meeting.note = ""
        db.session.flush()
    elif meeting.locked_at is not None:
        raise RuleBroken(_("Putusan rapat sudah dikunci. Buka kuncinya dulu."))
    return meeting


def lock_meeting(batch: Batch, *, by: Person) -> FinalMeeting:
    """Lock the decisions and with them all marks; proposals that changed meanwhile stop it."""
    lock(batch)
    meeting = queries.meeting_of(batch)
    if meeting is None or meeting.locked_at is not None:
        raise RuleBroken(_("Isi berita acara rapat dulu, lalu kunci."))
    found = queries.sheet(batch).rows
    refuse_gaps(found)
    decided = queries.decisions_of(meeting)
    for row in found:
        kept = decided.get(row.seat.id)
        if kept is not None and kept.proposed != row.verdict.outcome:
            raise RuleBroken(
                _("Nilai %(name)s berubah sejak diputuskan. Periksa lagi putusannya.",
                  name=row.seat.name)
            )  # fmt: skip
    meeting.locked_at, meeting.locked_by_id = now(), by.id
    record("meeting.locked", meeting, by=by, people=len(found), departures=len(decided))
    return meeting


def reopen_meeting(batch: Batch, reason: str, *, by: Person) -> None:
    """Take the lock back, with a reason, as long as the result is not out."""
    lock(batch)
    meeting = queries.meeting_of(batch)
    if meeting is None or meeting.locked_at is None or queries.release_of(batch) is not None:
        raise RuleBroken(_("Tidak ada putusan terkunci yang dapat dibuka."))
    meeting.locked_at = meeting.locked_by_id = None
    record("meeting.reopened", meeting, by=by, reason=reason)
