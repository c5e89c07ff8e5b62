"""A session in a person's own day: state, what changed, and what can be done now."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import url_for

from lms.core.clock import now, today
from lms.core.codes import window_state
from lms.core.formats import jam
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import words
from lms.schedule.models import Attendance, Session

#: The link of a virtual meeting works so long before its start.
JOIN_BEFORE = timedelta(minutes=15)


def cards(
    sessions: Sequence[Session], noted: Mapping[int, Attendance], person: Person
) -> list[dict[str, Any]]:
    """Return the items of a day list; the first meeting still to begin today is the next one."""
    moment = now()
    following = next(
        (
            one.id
            for one in sessions
            if one.is_meeting
            and one.id not in noted
            and one.starts_at > moment
            and one.day == today()
        ),
        None,
    )
    return [card(one, noted.get(one.id), person, is_next=one.id == following) for one in sessions]


def card(
    session: Session,
    noted: Attendance | None,
    person: Person,
    *,
    is_next: bool = False,
    studies: bool = True,
) -> dict[str, Any]:
    """Return one item of a day list; `studies` tells whether attendance is the person's own."""
    teaches = any(teaching.person_id == person.id for teaching in session.teaching)
    badge, tone = _badge(session, noted, studies and not teaches)
    return {
        "starts": session.starts_at,
        "ends": session.ends_at,
        "zone": session.batch.zone,
        "title": session.title,
        "meta": f"{words.details(session)} · {session.batch.name}",
        "url": url_for("schedule.session", session_id=session.id),
        "badge": badge,
        "badge_tone": tone,
        "next": is_next,
        "note": session.note,
        **(_work(session) if teaches else _presence(session, noted)),
    }


def _badge(session: Session, noted: Attendance | None, studies: bool) -> tuple[str, str]:
    """Return (words, tone) of a session's state for a person."""
    if session.cancelled_at is not None:
        return _("Dibatalkan"), "bad"
    if noted is not None:
        word = str(words.STATUSES[noted.status])
        at = f" {jam(noted.at, session.batch.zone, bare=True)}" if noted.is_own else ""
        return word + at, words.TONES[noted.status]
    if session.starts_at <= now() < session.ends_at:
        return _("Berlangsung"), "info"
    if studies and session.is_meeting and session.ends_at <= now():
        return _("Belum tercatat"), "warn"
    return "", ""


def _presence(session: Session, noted: Attendance | None) -> dict[str, str]:
    """Return what a trainee can do now: join, check in, or wait for one of them."""
    moment = now()
    if session.cancelled_at is not None or moment > session.ends_at:
        return {}
    window = window_state(moment, session.checkin_opens_at, session.checkin_closes_at)
    if session.is_meeting and noted is None and window == "open" and not session.roll_closed_at:
        return {"action_url": url_for("schedule.check_in"), "action": _("Catat kehadiran")}
    if session.mode == "virtual" and moment >= session.starts_at - JOIN_BEFORE:
        return {"action_url": session.link, "action": _("Masuk sesi virtual")}
    if session.is_meeting and noted is None and window == "early":
        opens = jam(session.checkin_opens_at, session.batch.zone)
        return {"locked_until": _("Catat kehadiran mulai pukul %(time)s", time=opens)}
    return {}


def _work(session: Session) -> dict[str, str]:
    """Return what an instructor can do now: take the roll once its time has come."""
    if not session.is_meeting:
        return {}
    if now() < session.checkin_opens_at:
        opens = jam(session.checkin_opens_at, session.batch.zone)
        return {"locked_until": _("Anda mengajar. Presensi dibuka pukul %(time)s", time=opens)}
    roll = url_for("schedule.roll", session_id=session.id)
    if session.roll_closed_at is not None:
        return {"action_url": roll, "action": _("Lihat presensi")}
    return {"action_url": roll, "action": _("Isi presensi")}
