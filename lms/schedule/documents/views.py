"""Documents of a batch on one page, and each of them as PDF and XLSX."""

from flask import abort
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.queries import seated
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.menu import under
from lms.core.pages import page
from lms.core.paper import answer
from lms.schedule import queries as schedule
from lms.schedule.documents import papers, queries
from lms.schedule.models import Room
from lms.schedule.views.blueprint import bp
from lms.schedule.weeks import read_day


@bp.get("/angkatan/<int:batch_id>/dokumen")
@requires("batch.view", Batch)
@under("schedule.timetable")
def documents(batch: Batch):
    days = queries.meeting_days(batch)
    return page(
        "schedule/documents.html",
        batch=batch,
        days=days,
        nearest=min(days, key=lambda day: abs((day - today()).days), default=None),
        may_see_people=can(current_user, "attendance.view_all", batch),
    )


@bp.get("/angkatan/<int:batch_id>/jadwal.xlsx")
@requires("batch.view", Batch)
def timetable_xlsx(batch: Batch):
    return answer(papers.timetable(batch, schedule.sessions_of(batch)), "xlsx")


@bp.get("/angkatan/<int:batch_id>/daftar-hadir/<written>.xlsx")
@requires("attendance.view_all", Batch)
def sheet_xlsx(batch: Batch, written: str):
    day = read_day(written)
    meetings = schedule.meetings_on(batch, day) if day else []
    if day is None or not meetings:
        abort(404)
    return answer(papers.sheet(batch, day, meetings, seated(batch)), "xlsx")


@bp.get("/angkatan/<int:batch_id>/rekap-hadir.<any(pdf,xlsx):form>")
@requires("attendance.view_all", Batch)
def presence_paper(batch: Batch, form: str):
    paper = papers.presence(
        batch, queries.held_meetings(batch), schedule.attendance_recap(batch), queries.cells(batch)
    )
    return answer(paper, form)


@bp.get("/angkatan/<int:batch_id>/daftar-tugas.<any(pdf,xlsx):form>")
@requires("attendance.view_all", Batch)
def assignments_paper(batch: Batch, form: str):
    return answer(papers.assignments(batch, schedule.sessions_of(batch)), form)


@bp.get("/ruang/<int:room_id>/pintu/<written>.<any(pdf,xlsx):form>")
@requires("room.view", Room)
def door_paper(room: Room, written: str, form: str):
    day = read_day(written)
    if day is None:
        abort(404)
    return answer(papers.door(room, day, queries.day_in(room, day)), form)
