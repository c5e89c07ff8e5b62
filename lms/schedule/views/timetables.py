"""Timetables: a person's own day, a batch's week, all rooms of a week, and paper."""

from collections.abc import Iterable
from datetime import date

from flask import abort, request
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.queries import seated
from lms.core.access import SIGNED_IN, can, requires
from lms.core.clock import AGENCY_ZONE, local, today
from lms.core.i18n import _l
from lms.core.menu import tab
from lms.core.pages import page
from lms.core.pdf import answer_pdf
from lms.schedule import cards, paper, queries, words
from lms.schedule.grid import Item, lay_out
from lms.schedule.models import Session
from lms.schedule.views.blueprint import bp
from lms.schedule.weeks import Week, read_day, read_week, week_of, working_days


@bp.get("/jadwal")
@requires(SIGNED_IN)
@tab("trainee", _l("Jadwal"), order=30, icon="calendar")
@tab("instructor", _l("Jadwal"), order=15, icon="calendar")
def my_day():
    day = read_day(request.args.get("tanggal", "")) or today()
    week = week_of(day)
    sessions = queries.sessions_for(current_user, week.days[0], week.days[-1])
    own = [session for session in sessions if session.day == day]
    noted = queries.own_attendance(current_user, own)
    return page(
        "schedule/my_day.html",
        day=day,
        week=week,
        today=today(),
        busy={session.day for session in sessions if session.cancelled_at is None},
        cards=cards.cards(own, noted, current_user),
        zones=sorted({session.batch.zone for session in own} or {AGENCY_ZONE}),
        following=None if own else queries.next_session(current_user),
        words=words,
    )


@bp.get("/angkatan/<int:batch_id>/jadwal")
@requires("batch.view", Batch)
@tab("batch", _l("Jadwal"), order=30, icon="calendar")
def timetable(batch: Batch):
    week = _week(batch)
    may_plan = can(current_user, "session.plan", batch)
    sessions = queries.sessions_of(batch, week, drafts=may_plan)
    days = working_days(week, {session.day for session in sessions})
    return page(
        "schedule/timetable.html",
        batch=batch,
        week=week,
        days=days,
        today=today(),
        rows=_rows(days, sessions, lambda session: session.day, batch.zone),
        by_day=[(day, [one for one in sessions if one.day == day]) for day in days],
        sessions=sessions,
        jp=sum(session.jp for session in sessions if session.cancelled_at is None),
        may_plan=may_plan,
        may_subscribe=can(current_user, "attendance.view", batch),
        may_print_sheet=can(current_user, "attendance.view_all", batch),
        words=words,
    )


def _week(batch: Batch) -> Week:
    """Return the week asked for; without one this week, or the batch's nearest to it."""
    asked = read_week(request.args.get("minggu", ""))
    return asked or week_of(max(batch.starts_on, min(today(), batch.ends_on)))


def _rows(columns, sessions: Iterable[Session], column_of, zone: str):
    items = [
        Item(
            column_of(session),
            local(session.starts_at, zone).time(),
            local(session.ends_at, zone).time(),
            session,
        )
        for session in sessions
    ]
    return lay_out(columns, items)


@bp.get("/angkatan/<int:batch_id>/jadwal.pdf")
@requires("batch.view", Batch)
def timetable_pdf(batch: Batch):
    week = read_week(request.args.get("minggu", ""))
    document = paper.timetable(batch, queries.sessions_of(batch, week), week)
    return answer_pdf(document, f"jadwal-angkatan-{batch.id}{f'-{week.name}' if week else ''}")


@bp.get("/angkatan/<int:batch_id>/daftar-hadir/<written>.pdf")
@requires("attendance.view_all", Batch)
def sheet_pdf(batch: Batch, written: str):
    day: date | None = read_day(written)
    meetings = queries.meetings_on(batch, day) if day else []
    if day is None or not meetings:
        abort(404)
    document = paper.sheet(batch, day, meetings, seated(batch))
    return answer_pdf(document, f"daftar-hadir-angkatan-{batch.id}-{day}")
