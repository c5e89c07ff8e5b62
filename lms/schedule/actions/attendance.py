"""Attendance: the instructor's roll call, and the trainee's own check-in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.catalogue.models import Enrolment
from lms.core.audit import record
from lms.core.clock import now
from lms.core.codes import code_fits, window_state
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.formats import jam, waktu
from lms.core.i18n import _
from lms.people import actions as people
from lms.people.models import Person
from lms.schedule import queries, rules, words
from lms.schedule.models import Attendance, Session


@dataclass(frozen=True)
class Noted:
    """What an instructor notes about one trainee."""

    status: str
    minutes_late: int = 0
    note: str = ""

    @property
    def late(self) -> int:
        """Return the minutes late, which only who is present can be."""
        return self.minutes_late if self.status == rules.PRESENT else 0


def save_roll(
    session: Session, noted: Mapping[int, Noted], *, rest: str | None = None, by: Person
) -> int:
    """Keep a roll call, by enrolment id; `rest` is the status of whoever has none yet.

    Whoever is left out stays as they were, so a check-in made meanwhile is not lost. Returns how
    many marks changed.
    """
    _begin(session)
    lines = queries.roll_of(session)
    changes: dict[str, list[str]] = {}
    for line in lines:
        mark = noted.get(line.enrolment.id)
        if mark is None and rest is not None and line.attendance is None:
            mark = Noted(rest)
        if mark is not None and _differs(line.attendance, mark):
            former = line.attendance.status if line.attendance else ""
            changes[str(line.enrolment.id)] = [former, mark.status]
            _write(session, line.enrolment, line.attendance, mark, via="roll", by=by)
    if changes:
        record("attendance.rolled", session, by=by, changes=changes)
    return len(changes)


def close_roll(session: Session, *, by: Person) -> None:
    """Close a roll call in which everybody has a mark; only organisers open it again."""
    _begin(session)
    lines = queries.roll_of(session)
    missing = [line.enrolment.person.name for line in lines if line.attendance is None]
    if missing:
        names = ", ".join(missing[:3])
        raise RuleBroken(
            _("%(count)s peserta belum ditandai: %(names)s. Tandai mereka lebih dahulu.",
              count=len(missing), names=f"{names}, …" if len(missing) > 3 else names)
        )  # fmt: skip
    if now() < session.starts_at:
        raise RuleBroken(_("Presensi dapat ditutup setelah sesi dimulai."))
    session.roll_closed_at = now()
    present = sum(line.attendance.status == rules.PRESENT for line in lines if line.attendance)
    record("attendance.closed", session, by=by, present=present, of=len(lines))


def reopen_roll(session: Session, reason: str, *, by: Person) -> None:
    """Open a closed roll call again, saying why."""
    lock(session)
    if session.roll_closed_at is None:
        raise RuleBroken(_("Presensi sesi ini masih terbuka."))
    session.roll_closed_at = None
    record("attendance.reopened", session, by=by, reason=reason)


def check_in(
    person: Person, typed: str, *, session: Session | None = None,
    seen_at: datetime | None = None, via: str = "code",
) -> Attendance | None:  # fmt: skip
    """Note that the person is present, by a code of one of the meetings open to them now.

    `session` limits the search to one meeting, and `seen_at` is when its code was scanned. None
    when the code fits nothing: the wrong try is counted, and after several the person must wait,
    whatever the next code.
    """
    people.refuse_code_guessing(person)
    if session is not None:
        refuse_outside_window(session)
    candidates = [session] if session is not None else queries.checkins_at(person, now())
    if not candidates:
        _explain_none(person)
    for candidate in candidates:
        if code_fits(candidate.checkin_secret, typed, seen_at or now()):
            return be_present(person, candidate, via=via)
    people.count_wrong_code(person, session or "session")
    return None


def _explain_none(person: Person) -> None:
    """Say when the nearest check-in of today is, or that there is none."""
    today = [session for session in queries.sessions_today(person) if session.is_meeting]
    ahead = [session for session in today if session.checkin_closes_at >= now()]
    for session in [*ahead, *reversed(today)][:1]:
        refuse_outside_window(session)
    raise RuleBroken(_("Tidak ada sesi yang membuka presensi untuk Anda saat ini."))


def be_present(person: Person, session: Session, *, via: str) -> Attendance:
    """Note the person as present within the window; a second time changes nothing."""
    _begin(session)
    refuse_outside_window(session)
    enrolment = queries.seat_of(person, session)
    if enrolment is None:
        raise RuleBroken(_("Anda bukan peserta sesi ini."))
    found = queries.attendance_of(enrolment, session)
    if found is not None and found.status == rules.PRESENT:
        return found
    if found is not None:
        raise RuleBroken(
            _("Pengajar sudah menandai Anda %(status)s untuk sesi ini. "
              "Sampaikan kepada pengajar bila itu belum tepat.",
              status=str(words.STATUSES[found.status]).lower())
        )  # fmt: skip
    late = max(timedelta(), now() - session.starts_at)
    mark = Noted(rules.PRESENT, minutes_late=int(late.total_seconds() // 60))
    attendance = _write(session, enrolment, None, mark, via=via, by=person)
    people.forget_wrong_codes(person)
    record("attendance.checked_in", session, by=person, via=via)
    return attendance


def refuse_outside_window(session: Session) -> None:
    """Refuse a check-in before its window opens or after it closed, with the times."""
    zone = session.batch.zone
    opens, closes = jam(session.checkin_opens_at, zone), jam(session.checkin_closes_at, zone)
    state = window_state(now(), session.checkin_opens_at, session.checkin_closes_at)
    if state == "early":
        raise RuleBroken(
            _("Presensi sesi ini dibuka %(day)s. Sekarang pukul %(now)s; isi kodenya nanti.",
              day=waktu(session.checkin_opens_at, zone), now=jam(now(), zone))
        )  # fmt: skip
    if state == "late":
        raise RuleBroken(
            _("Presensi mandiri sesi ini sudah ditutup: dibuka %(opens)s sampai %(closes)s. "
              "Sampaikan kehadiran Anda kepada pengajar.", opens=opens, closes=closes)
        )  # fmt: skip


def _begin(session: Session) -> None:
    """Hold the session, and refuse marks for one that is off, closed, or far ahead."""
    lock(session)
    if not session.is_meeting:
        raise RuleBroken(_("Sesi ini tidak memakai presensi."))
    if session.roll_closed_at is not None:
        raise RuleBroken(
            _("Presensi sesi ini sudah ditutup %(when)s. Penyelenggara dapat membukanya lagi.",
              when=waktu(session.roll_closed_at, session.batch.zone))
        )  # fmt: skip
    if now() < session.checkin_opens_at:
        raise RuleBroken(
            _("Presensi sesi ini dibuka %(when)s.",
              when=waktu(session.checkin_opens_at, session.batch.zone))
        )  # fmt: skip


def _differs(found: Attendance | None, mark: Noted) -> bool:
    if found is None:
        return True
    return (found.status, found.minutes_late, found.note) != (mark.status, mark.late, mark.note)


def _write(
    session: Session, enrolment: Enrolment, found: Attendance | None, mark: Noted,
    *, via: str, by: Person,
) -> Attendance:  # fmt: skip
    attendance = found or Attendance(session_id=session.id, enrolment_id=enrolment.id)
    attendance.status, attendance.minutes_late, attendance.note = mark.status, mark.late, mark.note
    attendance.via, attendance.at, attendance.by_id = via, now(), by.id
    db.session.add(attendance)
    db.session.flush()
    return attendance
