"""Marks sent later by a phone, choosing between two marks, and corrections with a reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lms.catalogue.models import Enrolment
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.formats import waktu
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import queries
from lms.schedule.actions.attendance import Noted, differs, note_down, refuse_no_roll, write
from lms.schedule.actions.warnings import warn_of_absences
from lms.schedule.marks import queries as found
from lms.schedule.marks.models import AttendanceMark
from lms.schedule.models import Attendance, Session

#: A device's clock is believed within these; beyond them the moment of arrival counts.
OLDEST = timedelta(days=14)


@dataclass(frozen=True)
class Sent:
    """One line of a device's journal."""

    key: str
    enrolment_id: int
    noted: Noted
    made_at: datetime
    #: Id of the last mark that the device had seen about this trainee, 0 for none.
    base: int = 0
    #: "All present" and the like: only for whoever has no mark yet.
    is_rest: bool = False


@dataclass(frozen=True)
class Merged:
    """For how many trainees a journal counted at once, and how many marks wait for a choice."""

    applied: int
    conflicts: int


def merge(
    session: Session, sent: Sequence[Sent], *, by: Person, via: str = "offline",
    over: Collection[str] = (),
) -> Merged:  # fmt: skip
    """Take over marks made elsewhere; where another mark came between, keep both for a choice.

    Sending the same journal twice changes nothing. A mark counts at once when its maker had seen
    the last one, or when that came about by one of the ways in `over`; otherwise, and when the
    roll was closed meanwhile, it waits beside the other.
    """
    lock(session)
    refuse_no_roll(session)
    heads, known = found.standing(session).heads, found.known_keys([one.key for one in sent])
    present = queries.marks_of(session)
    seats = {line.enrolment.id for line in queries.roll_of(session)}
    own: set[int] = set()
    conflicts = 0
    for one in sorted(sent, key=lambda one: one.made_at):
        current = present.get(one.enrolment_id)
        if one.key in known or one.enrolment_id not in seats or not _says_more(current, one):
            continue
        known.add(one.key)
        made_at = one.made_at if timedelta() <= now() - one.made_at <= OLDEST else now()
        told: dict[str, Any] = {"via": via, "by": by, "made_at": made_at, "key": one.key}
        head = heads.get(one.enrolment_id)
        follows = one.enrolment_id in own or _follows(head, one, by, over)
        if session.roll_closed_at is None and follows:
            own.add(one.enrolment_id)
            present[one.enrolment_id] = write(session, one.enrolment_id, current, one.noted, **told)
        else:
            note_down(session, one.enrolment_id, one.noted, state="conflict", **told)
            conflicts += 1
    db.session.flush()
    if own or conflicts:
        record("attendance.merged", session, by=by, via=via, applied=len(own), conflicts=conflicts)
    return Merged(len(own), conflicts)


def _says_more(current: Attendance | None, sent: Sent) -> bool:
    """Tell whether a sent mark says anything that the present one does not."""
    if current is None:
        return True
    if sent.is_rest or not differs(current, sent.noted):
        return False
    bare = Noted(sent.noted.status)
    return sent.noted != bare or current.status != sent.noted.status


def _follows(head: AttendanceMark | None, sent: Sent, by: Person, over: Collection[str]) -> bool:
    """Tell whether the sender knew the last mark, made it earlier, or may refine it."""
    if head is None or head.id == sent.base or head.via in over:
        return True
    return head.via == "offline" and head.by_id == by.id


def settle(
    session: Session, waiting: AttendanceMark, reason: str, *, take: bool, by: Person
) -> None:
    """Choose between the mark that counts and one that waited; both stay in the history."""
    lock(session)
    db.session.refresh(waiting)
    if waiting.state != "conflict":
        raise RuleBroken(_("Perbedaan ini sudah diselesaikan. Muat ulang halaman."))
    waiting.state = "settled"
    if take:
        current = queries.marks_of(session).get(waiting.enrolment_id)
        noted = Noted(
            waiting.status, waiting.minutes_late, waiting.note, waiting.minutes_early,
            waiting.minutes_away,
        )  # fmt: skip
        write(session, waiting.enrolment_id, current, noted, via="settled", by=by, reason=reason)
    db.session.flush()
    record("attendance.settled", session, by=by, enrolment=waiting.enrolment_id,
           mark=waiting.id, taken=take, reason=reason)  # fmt: skip


def correct(
    session: Session, enrolment: Enrolment, noted: Noted, reason: str, *, by: Person
) -> None:
    """Change one mark, also of a closed roll, saying why; the former one stays in the history."""
    lock(session)
    refuse_no_roll(session)
    if session.batch.state == "closed":
        raise RuleBroken(_("Angkatan ini sudah selesai, jadi kehadirannya tidak berubah lagi."))
    if now() < session.checkin_opens_at:
        opens = waktu(session.checkin_opens_at, session.batch.zone)
        raise RuleBroken(_("Presensi sesi ini dibuka %(when)s.", when=opens))
    if not reason.strip():
        raise RuleBroken(_("Tulis alasan perbaikan; alasan itu tersimpan di riwayat."))
    current = queries.marks_of(session).get(enrolment.id)
    if not differs(current, noted):
        raise RuleBroken(_("Tidak ada yang berubah: tanda ini sudah tercatat."))
    former = current.status if current is not None else ""
    write(session, enrolment.id, current, noted, via="correction", by=by, reason=reason.strip())
    db.session.flush()
    record("attendance.corrected", session, by=by, enrolment=enrolment.id, former=former,
           status=noted.status, reason=reason.strip())  # fmt: skip
    warn_of_absences(session.batch, [enrolment], by=by)
