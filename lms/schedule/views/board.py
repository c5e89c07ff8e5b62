"""The board: a week, a day or a whole batch, by rooms, instructors or batches; and its changes."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.clock import AGENCY_ZONE, today
from lms.core.errors import RuleBroken
from lms.core.forms import EmptyForm
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.schedule import actions, board, queries, words
from lms.schedule.board import Column
from lms.schedule.models import PlanUnit, Session
from lms.schedule.queries import BoardPlan
from lms.schedule.rules import read_time
from lms.schedule.views.blueprint import bp
from lms.schedule.weeks import Week, read_day, read_week, week_of, working_days

BY = {"ruang": _l("Per ruang"), "pengajar": _l("Per pengajar"), "angkatan": _l("Per angkatan")}
_VIEWS = {
    "pekan": _l("Pekan"),
    "hari": _l("Hari"),
    "daftar": _l("Daftar sepekan"),
    "program": _l("Seluruh angkatan"),
}


@dataclass(frozen=True)
class Wanted:
    """What of the board is asked for."""

    week: Week
    day: date
    by: str
    view: str
    batch_id: int | None

    @property
    def days(self) -> list[date]:
        """Return the days of the week or the one day."""
        return [self.day] if self.view == "hari" else self.week.days

    @property
    def before(self) -> str:
        """Return the day before."""
        return (self.day - timedelta(days=1)).isoformat()

    @property
    def after(self) -> str:
        """Return the day after."""
        return (self.day + timedelta(days=1)).isoformat()

    @property
    def week_span(self) -> tuple[date, date]:
        """Return the first and last day to publish; of a whole batch all its days."""
        if self.view == "program":
            return self.week.monday - timedelta(days=400), self.week.monday + timedelta(days=400)
        return self.week.days[0], self.week.days[-1]

    def arguments(self, **changes: Any) -> dict[str, Any]:
        """Return the address's arguments, some of them changed."""
        told = {
            "minggu": self.week.name, "per": self.by, "lihat": self.view,
            "angkatan": self.batch_id,
            "tanggal": self.day.isoformat() if self.view == "hari" else None,
        }  # fmt: skip
        return {key: value for key, value in (told | changes).items() if value is not None}


def wanted_board() -> Wanted:
    told = request.values
    day = read_day(told.get("tanggal", ""))
    week = week_of(day) if day else read_week(told.get("minggu", "")) or week_of(today())
    batch_id = told.get("angkatan", type=int)
    view = told.get("lihat", "") if told.get("lihat") in _VIEWS else "pekan"
    return Wanted(
        week, day or max(week.monday, min(today(), week.days[-1])),
        told.get("per", "") if told.get("per") in BY else "ruang",
        "pekan" if view == "program" and not batch_id else view, batch_id,
    )  # fmt: skip


@bp.get("/jadwal/papan", endpoint="board")
@requires("schedule.board")
@tab("organiser", _l("Jadwal"), order=30, icon="calendar")
def board_page():
    return _board_page(wanted_board())


def _board_page(wanted: Wanted, said: str = "", tone: str = "ok"):
    plan, sections = sections_of(wanted)
    problems = plan.problems
    batch = plan.batches.get(wanted.batch_id or 0)
    return page(
        "schedule/board.html",
        fragment="board",
        wanted=wanted,
        this_week=week_of(today()),
        first_week=week_of(batch.starts_on) if batch is not None else None,
        views=_VIEWS,
        sorts=BY,
        plan=plan,
        sections=sections,
        known={one.session_id: one for one in plan.meetings},
        broken=problems,
        hard={one.session_id for one in problems if one.is_hard},
        soft={one.session_id for one in problems if not one.is_hard},
        waiting=sum(one.is_draft or one.is_news for one in plan.meetings),
        tones=_tones(plan),
        needs=queries.needs_of(batch) if batch is not None else None,
        batch_choice=batch,
        choices=queries.batch_choices(wanted.days[0], wanted.days[-1], wanted.batch_id),
        units=queries.latest_units(limit=1),
        said=said,
        tone=tone,
        words=words,
        zone=AGENCY_ZONE,
    )


def _tones(plan: BoardPlan) -> dict[int, str]:
    """Return a colour for each batch of the board, by batch id; its name stands there too."""
    return {
        one: ("mawar", "info", "emas", "ok")[place % 4] for place, one in enumerate(plan.batches)
    }


@dataclass(frozen=True)
class Section:
    """A table of the board: a day, or with days as columns a week."""

    label: date
    columns: list[Column]
    rows: list[board.BoardRow]
    holiday: str = ""


def sections_of(wanted: Wanted) -> tuple[BoardPlan, list[Section]]:
    if wanted.view == "program":
        return _weeks(wanted)
    plan = queries.board_plan(wanted.days[0], wanted.days[-1], wanted.batch_id)
    columns = board.columns_of(wanted.by, plan.meetings, plan.world)
    busy = {one.day for one in plan.meetings}
    shown = wanted.days if wanted.view == "hari" else working_days(wanted.week, busy)
    return plan, [_day(wanted, plan, columns, day) for day in shown]


def _day(wanted: Wanted, plan: BoardPlan, columns: list[Column], day: date) -> Section:
    batch = plan.batches.get(wanted.batch_id or 0)
    programme = batch.programme_id if batch else None
    minutes = batch.version.jp_minutes if batch else 45
    rows = board.lay_out(
        columns, [one for one in plan.meetings if one.day == day], wanted.by, day,
        board.slots(day, programme, plan.world, minutes), plan.world.aways,
        batch.zone if batch else AGENCY_ZONE,
    )  # fmt: skip
    return Section(day, columns, rows, plan.world.holidays.get(day, ""))


def _weeks(wanted: Wanted) -> tuple[BoardPlan, list[Section]]:
    """Return all weeks of a batch in which it meets, with their days as columns."""
    whole = queries.batch_span(wanted.batch_id or 0)
    if whole is None:
        return queries.board_plan(wanted.days[0], wanted.days[-1], 0), []
    plan = queries.board_plan(*whole, wanted.batch_id)
    weeks = sorted({week_of(one.day).monday for one in plan.meetings} or {wanted.week.monday})
    sections = []
    for monday in weeks:
        week = Week(monday)
        own = [one for one in plan.meetings if one.day in week.days]
        days = working_days(week, {one.day for one in own})
        columns = [
            Column("day", day.toordinal(), words.short_day(day), plan.world.holidays.get(day, ""))
            for day in days
        ]
        batch = plan.batches[wanted.batch_id or 0]
        pattern = board.slots(monday, batch.programme_id, plan.world, batch.version.jp_minutes)
        sections.append(
            Section(monday, columns, board.lay_out(columns, own, "hari", monday, pattern))
        )
    return plan, sections


def answer(wanted: Wanted, change: Any, done: str):
    """Carry out a change and show the board anew, for scripts as a fragment with a sentence."""
    form = EmptyForm()
    accepted = form.accepts(change)
    said = done if accepted else form.problems[0][1]
    if request.headers.get("HX-Request"):
        return _board_page(wanted, said, "ok" if accepted else "bad"), 200 if accepted else 422
    if not accepted:
        raise RuleBroken(said)
    flash(said, "success")
    return redirect(url_for(".board", **wanted.arguments()))


@bp.post("/sesi/<int:session_id>/rentang")
@requires("session.edit", Session)
@under("schedule.board")
def stretch_session(session: Session):
    session = queries.session_in_full(session)

    def stretch() -> PlanUnit:
        ends: time = read_time(request.form.get("sampai", ""))
        return actions.stretch_session(session, ends, by=current_user)

    return answer(wanted_board(), stretch, _("Lama %(title)s diubah.", title=session.title))


@bp.post("/sesi/<int:session_id>/kunci")
@requires("session.edit", Session)
@under("schedule.board")
def lock_session(session: Session):
    locked = not session.is_locked
    return answer(
        wanted_board(),
        lambda: actions.lock_session(session, locked=locked, by=current_user),
        _("%(title)s terkunci.", title=session.title)
        if locked
        else _("Kunci %(title)s dibuka.", title=session.title),
    )


@bp.post("/sesi/<int:session_id>/kembalikan")
@requires("session.edit", Session)
@under("schedule.board")
def put_back(session: Session):
    session = queries.session_in_full(session)
    title = session.title
    return answer(
        wanted_board(),
        lambda: actions.put_back(session, by=current_user),
        _("%(title)s dikembalikan ke daftar.", title=title),
    )


@bp.post("/angkatan/<int:batch_id>/jadwal/baris")
@requires("session.plan", Batch)
@under("schedule.board")
def place_line(batch: Batch):
    def place() -> PlanUnit:
        target = actions.read_target(request.form.get("ke", ""))
        return actions.place_line(batch, request.form.get("baris", ""), *target, by=current_user)

    return answer(wanted_board(), place, _("Sesi diletakkan sebagai rancangan."))


@bp.post("/jadwal/perubahan/<int:plan_unit_id>/urungkan")
@requires("plan_unit.undo", PlanUnit)
@under("schedule.board")
def undo_unit(unit: PlanUnit):
    told = _("%(title)s diurungkan.", title=unit.title)
    if unit.kind == "repair":
        told += " " + _("Yang tidak tersedia tetap tercatat; hapus di halamannya bila keliru.")
    return answer(wanted_board(), lambda: actions.undo_unit(unit, by=current_user), told)


@bp.get("/jadwal/masalah")
@requires("schedule.board")
@under("schedule.board")
def troubles():
    meetings, problems = queries.troubles_ahead()
    return page(
        "schedule/troubles.html",
        known={one.session_id: one for one in meetings},
        broken=problems,
        week_of=week_of,
    )


@bp.get("/jadwal/terbitkan")
@requires("schedule.board")
@under("schedule.board")
def publish_preview():
    return _publish_page(EmptyForm(formdata=None), wanted_board())


def _publish_page(form: EmptyForm, wanted: Wanted):
    notices, hard = queries.notices_of(*wanted.week_span, wanted.batch_id)
    return page(
        "schedule/publish.html", form=form, wanted=wanted, notices=notices, hard=hard, words=words
    )


@bp.post("/jadwal/terbitkan")
@requires("schedule.board")
@under("schedule.board")
def publish():
    form, wanted = EmptyForm(), wanted_board()
    ids = [int(one) for one in request.form.getlist("batch") if one.isdigit()]
    sessions = queries.unpublished(*wanted.week_span, ids)
    if form.accepts(lambda: actions.publish_plan(sessions, by=current_user)):
        flash(_("%(count)s sesi diterbitkan.", count=form.result), "success")
        return redirect(url_for(".board", **wanted.arguments()))
    return _publish_page(form, wanted), 422
