"""Where a session or a waiting line may go, and moving it there; also without scripts."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time, timedelta
from itertools import groupby

from flask import abort, jsonify, request
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.schedule import actions, board, queries, words
from lms.schedule.board import Column
from lms.schedule.checks import why_not
from lms.schedule.models import Session
from lms.schedule.queries import BoardPlan
from lms.schedule.views.blueprint import bp
from lms.schedule.views.board import BY, Section, Wanted, answer, sections_of, wanted_board


@bp.get("/sesi/<int:session_id>/tempat")
@requires("session.edit", Session)
def places(session: Session):
    """Answer which cells of the board are forbidden to the session, and why."""
    wanted = wanted_board()
    plan, sections = sections_of(wanted)
    return jsonify(_forbidden(_placed(session, plan), session.batch, wanted, plan, sections))


@bp.get("/angkatan/<int:batch_id>/jadwal/baris/tempat")
@requires("session.plan", Batch)
def line_places(batch: Batch):
    """Answer which cells of the board are forbidden to a line that waits, and why."""
    key = request.args.get("baris", "")
    need = next((one for one in queries.needs_of(batch) if one.key == key), None) or abort(404)
    wanted = wanted_board()
    plan, sections = sections_of(wanted)
    placed = queries.as_meeting(batch, need, plan)
    found = _forbidden(placed, batch, wanted, plan, sections)
    for section, row, column in _cells(sections):
        if wrong := board.wrong_column(need.line.mode, column.kind, column.id):
            found[_key(section, row, column)] = wrong
    return jsonify(found)


def _placed(session: Session, plan: BoardPlan) -> queries.Placed:
    """Return a session as a meeting, also when the board shows other days."""
    known = next((one for one in plan.meetings if one.session_id == session.id), None)
    if known is not None:
        return known
    own = queries.board_plan(session.day, session.day)
    return next((one for one in own.meetings if one.session_id == session.id), None) or abort(404)


def _forbidden(
    placed: queries.Placed, batch: Batch, wanted: Wanted, plan: BoardPlan, sections: list[Section]
) -> dict[str, str]:
    if wanted.batch_id and sections:  # other batches hold the same rooms and people
        first, last = sections[0].label, sections[-1].label + timedelta(days=6)
        plan = queries.board_plan(first, last)
    names = {person.id: person.name for person in queries.instructors()}
    near = defaultdict(list)
    for meeting in plan.meetings:
        near[meeting.day].append(meeting)
    found = {}
    at: dict[tuple[date, time], queries.Placed] = {}
    for section, row, column in _cells(sections):
        day = _day_of(section, column)
        if (day, row.starts) not in at:
            at[day, row.starts] = board.moved(placed, day, row.starts, plan.world, batch.zone)
        there = board.with_column(at[day, row.starts], column.key, plan.world, names)
        reason = (
            board.outside(there, batch.starts_on, batch.ends_on)
            or board.without_address(placed, column)
            or why_not(there, near[day], plan.world)
        )
        if reason:
            found[_key(section, row, column)] = reason
    return found


def _day_of(section: Section, column: Column) -> date:
    return date.fromordinal(column.id) if column.kind == "day" else section.label


def _key(section: Section, row: board.BoardRow, column: Column) -> str:
    """Return a cell as forms and scripts write it."""
    return f"{_day_of(section, column).isoformat()}|{row.starts:%H:%M}|{column.key}"


def _cells(sections: list[Section]):
    for section in sections:
        for row in section.rows:
            for column in section.columns:
                yield section, row, column


@bp.route("/sesi/<int:session_id>/pindah", methods=["GET", "POST"])
@requires("session.edit", Session)
@under("schedule.board")
def move_session(session: Session):
    wanted = wanted_board()
    session = queries.session_in_full(session)
    if request.method == "GET":
        return _move_page(session, wanted)
    return answer(
        wanted,
        lambda: actions.move_session(
            session, actions.read_target(request.form.get("ke", "")),
            copy="salin" in request.form, by=current_user,
        ),
        _("%(title)s dipindahkan.", title=session.title)
        if "salin" not in request.form
        else _("%(title)s disalin sebagai rancangan.", title=session.title),
    )  # fmt: skip


def _move_page(session: Session, wanted: Wanted):
    """Show every cell of the week as a choice, the forbidden ones with their reason."""
    plan, sections = sections_of(wanted)
    forbidden = _forbidden(_placed(session, plan), session.batch, wanted, plan, sections)
    return page(
        "schedule/move.html",
        session=session,
        batch=session.batch,
        wanted=wanted,
        sorts=BY,
        sections=[(section, list(_choices(section, forbidden))) for section in sections],
        words=words,
    )


def _choices(section: Section, forbidden: Mapping[str, str]):
    """Give each time of a day with its places (names, key, reason); those of one reason as one."""
    for row in section.rows:
        cells = [(column.label, _key(section, row, column)) for column in section.columns]
        runs = (list(run) for _same, run in groupby(cells, lambda one: forbidden.get(one[1], one)))
        yield (
            row.starts,
            [
                ([label for label, _to in run], run[0][1], forbidden.get(run[0][1], ""))
                for run in runs
            ],
        )
