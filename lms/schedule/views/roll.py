"""The roll call, closing and opening it, and the code on the wall."""

from collections import Counter

from flask import current_app, flash, redirect, request, url_for
from flask_login import current_user

from lms.core import codes, qr
from lms.core.access import can, requires
from lms.core.clock import now
from lms.core.forms import EmptyForm, ReasonForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.offline import kept_while_open
from lms.core.pages import page
from lms.schedule import actions, queries, rules, words
from lms.schedule.actions import Noted
from lms.schedule.marks import queries as history
from lms.schedule.models import STATUSES, Session
from lms.schedule.views.blueprint import bp

#: The wall asks for news at least this often, in seconds.
_NEWS = 5


@bp.route("/sesi/<int:session_id>/presensi", methods=["GET", "POST"])
@requires("session.roll", Session)
@under("schedule.timetable")
def roll(session: Session):
    form = EmptyForm()
    if request.method == "GET":
        return kept_while_open(_roll_page(session, form, {}))
    noted, step = _noted(), request.form.get("langkah", "")
    rest = {"semua": rules.PRESENT, "sisa": rules.ABSENT}.get(step)
    if not form.accepts(lambda: _keep(session, noted, rest, close=step == "tutup")):
        return _roll_page(session, form, noted), 422
    flash(
        _("Presensi tersimpan dan ditutup.") if step == "tutup"
        else _("Presensi tersimpan, %(count)s tanda berubah.", count=form.result), "success",
    )  # fmt: skip
    return redirect(url_for(".roll", session_id=session.id))


def _keep(session: Session, noted: dict[int, Noted], rest: str | None, *, close: bool) -> int:
    count = actions.save_roll(session, noted, rest=rest, by=current_user)
    if close:
        actions.close_roll(session, by=current_user)
    return count


def _noted() -> dict[int, Noted]:
    """Return the marks as sent, by enrolment id; anything that is no mark is left out."""
    sent = {}
    for name, status in request.form.items():
        number = name.removeprefix("s-")
        if number != name and number.isdigit() and status in STATUSES:
            late = request.form.get(f"m-{number}", 0, type=int)
            early = request.form.get(f"e-{number}", 0, type=int)
            note = request.form.get(f"n-{number}", "").strip()[:200]
            sent[int(number)] = Noted(status, min(max(late, 0), 600), note, min(max(early, 0), 600))
    return sent


def _roll_page(session: Session, form: EmptyForm, noted: dict[int, Noted]):
    session = queries.session_in_full(session)
    lines, standing = queries.roll_of(session), history.standing(session)
    marks = {line.enrolment.id: noted.get(line.enrolment.id) or line.attendance for line in lines}
    counts = Counter(mark.status for mark in marks.values() if mark is not None)
    return page(
        "schedule/roll.html",
        session=session,
        lines=lines,
        marks=marks,
        counts=counts,
        unmarked=len(lines) - counts.total(),
        heads=standing.heads,
        waiting=standing.conflicts,
        is_early=now() < session.checkin_opens_at,
        may_reopen=can(current_user, "session.reopen", session),
        words=words,
        form=form,
    )


@bp.route("/sesi/<int:session_id>/presensi/buka", methods=["GET", "POST"])
@requires("session.reopen", Session)
@under("schedule.timetable")
def reopen_roll(session: Session):
    form = ReasonForm()
    if request.method == "POST":
        if form.accepts(lambda: actions.reopen_roll(session, form.reason.data, by=current_user)):
            flash(_("Presensi dibuka lagi. Alasannya tercatat di jurnal."), "success")
            return redirect(url_for(".roll", session_id=session.id))
        return page("schedule/reopen.html", batch=session.batch, session=session, form=form), 422
    return page("schedule/reopen.html", batch=session.batch, session=session, form=form)


@bp.get("/sesi/<int:session_id>/layar")
@requires("session.roll", Session)
def wall(session: Session):
    moment = now()
    lines = queries.roll_of(session)
    state = codes.window_state(moment, session.checkin_opens_at, session.checkin_closes_at)
    code = codes.code_at(session.checkin_secret, moment)
    address = url_for(".scan", session_id=session.id, code=code)
    return page(
        "schedule/wall.html",
        fragment="wall",
        session=session,
        state=state if session.is_meeting and not session.roll_closed_at else "off",
        code=code,
        qr=qr.draw(current_app.config["PUBLIC_URL"] + address),
        left=codes.seconds_left(moment),
        again=min(_NEWS, codes.seconds_left(moment)),
        here=_arrivals(lines),
        expected=len(lines),
        words=words,
    )


def _arrivals(lines: list[queries.RollLine]) -> list[queries.RollLine]:
    """Return who is here, the latest arrival first."""
    here = [line for line in lines if line.attendance and line.attendance.status == rules.PRESENT]
    return sorted(here, key=lambda line: line.attendance.at, reverse=True)  # type: ignore[union-attr]
