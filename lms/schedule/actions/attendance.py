"""Attendance: the instructor's roll call, and the trainee's own check-in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

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
from lms.schedule.actions.warnings import warn_of_absences
from lms.schedule.marks.models import AttendanceMark
from lms.schedule.models import Attendance, Session


@dataclass(frozen=True)
class Noted:
    """What an instructor notes about one trainee."""

    status: str
    minutes_late: int = 0
    note: str = ""
    minutes_early: int = 0
    minutes_away: int = 0

    def facts(self) -> dict[str, Any]:
        """Return the columns of a mark; only who is present can be late or leave early."""
        here = self.status == rules.PRESENT
        return {
            "status": self.status,
            "note": self.note,
            "minutes_late": self.minutes_late if here else 0,
            "minutes_early": self.minutes_early if here else 0,
            "minutes_away": self.minutes_away if here else 0,
        }


def save_roll(
    session: Session, noted: Mapping[int, Noted], *, rest: str | None = None, by: Person
) -> int:
    """Keep a roll call, by enrolment id; `rest` is the status of whoever has none yet.

    Whoever has approved leave gets that instead of the rest. Whoever is left out stays as they
    were, so a check-in made meanwhile is not lost. Returns how many marks changed.
    """
    _begin(session)
    changes: dict[str, list[str]] = {}
    for line in queries.roll_of(session):
        mark = noted.get(line.enrolment.id)
        if mark is None and rest is not None and line.attendance is None:
            mark = Noted(line.leave or rest)
        if mark is not None and differs(line.attendance, mark):
            former = line.attendance.status if line.attendance else ""
            changes[str(line.enrolment.id)] = [former, mark.status]
            write(session, line.enrolment.id, line.attendance, mark, via="roll", by=by)
    db.session.flush()
    if changes:
        record("attendance.rolled", session, by=by, changes=changes)
    return len(changes)


def close_roll(session: Session, *, by: Person) -> None:
    """Close a roll call in which everybody has a mark; only organisers open it again."""
    _begin(session)
    _mark_leaves(session, by)
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
    away = [line.enrolment for line in lines if line.attendance.status == rules.ABSENT]  # type: ignore[union-attr]
    warn_of_absences(session.batch, away, by=by)


def _mark_leaves(session: Session, by: Person) -> None:
    """Note approved leave of whoever has no mark yet."""
    for line in queries.roll_of(session):
        if line.attendance is None and line.leave is not None:
            write(session, line.enrolment.id, None, Noted(line.leave), via="leave", by=by)
    db.session.flush()


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
    attendance = write(session, enrolment.id, None, mark, via=via, by=person)
    db.session.flush()
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
    refuse_no_roll(session)
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


def refuse_no_roll(session: Session) -> None:
    """Refuse marks for a session that is off, or held in one's own time."""
    if not session.is_meeting:
        raise RuleBroken(_("Sesi ini tidak memakai presensi."))


def differs(found: Attendance | None, mark: Noted) -> bool:
    """Tell whether a mark says anything else than what is noted."""
    return found is None or any(
        getattr(found, name) != value for name, value in mark.facts().items()
    )


def note_down(
    session: Session, enrolment_id: int, mark: Noted, *, via: str, by: Person,
    made_at: datetime | None = None, reason: str = "", key: str | None = None,
    state: str = "applied",
) -> AttendanceMark:  # fmt: skip
    """Add a mark to the history of its cell; the caller holds the session and flushes."""
    line = AttendanceMark(
        session_id=session.id, enrolment_id=enrolment_id, **mark.facts(), via=via,
        made_at=made_at or now(), kept_at=now(), by_id=by.id, reason=reason, key=key, state=state,
    )  # fmt: skip
    db.session.add(line)
    return line


def write(
    session: Session, enrolment_id: int, found: Attendance | None, mark: Noted, **told: Any
) -> Attendance:
    """Add a mark to the history and let it count; `told` is what `note_down` takes."""
    line = note_down(session, enrolment_id, mark, **told)
    attendance = found or Attendance(session_id=session.id, enrolment_id=enrolment_id)
    for name, value in mark.facts().items():
        setattr(attendance, name, value)
    attendance.via, attendance.at, attendance.by_id = line.via, line.made_at, line.by_id
    db.session.add(attendance)
    return attendance
