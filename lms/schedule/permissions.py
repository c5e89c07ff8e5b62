"""Who may plan sessions and rooms, take attendance, and see timetables."""

from typing import Any

from sqlalchemy import Select, or_, select

from lms.catalogue.models import Batch, Enrolment, Staff
from lms.catalogue.permissions import (
    may_view_batch,
    organises,
    studies_in,
    teaches,
    visible_batches,
)
from lms.core.access import permission, remember
from lms.core.db import exists
from lms.people.models import Person
from lms.people.permissions import is_admin, is_organiser
from lms.schedule.leave.models import LeaveRequest
from lms.schedule.leave.queries import batch_of as batch_of_leave
from lms.schedule.models import (
    Block,
    DayGrid,
    Holiday,
    PlanSearch,
    PlanUnit,
    Room,
    Session,
    Teaching,
    WebinarAccount,
)


def visible_sessions(person: Person) -> Select[Any]:
    """Return the select of the sessions that pass session.view for the person."""
    batches = visible_batches(person).with_only_columns(Batch.id)
    found = select(Session).where(Session.batch_id.in_(batches))
    if is_organiser(person):
        return found
    run = select(Staff.batch_id).where(Staff.person_id == person.id, Staff.role == "organiser")
    return found.where(or_(Session.published_at.is_not(None), Session.batch_id.in_(run)))


def teaches_session(person: Person, session: Session) -> bool:
    """Tell whether the person is one of the session's instructors."""
    own = select(Teaching.id).where(
        Teaching.session_id == session.id, Teaching.person_id == person.id
    )
    return remember(("teaches_session", person.id, session.id), lambda: exists(own))


@permission("room.list")
def may_list_rooms(person: Person) -> bool:
    """Organisers look after the rooms."""
    return is_organiser(person)


@permission("room.add")
def may_add_room(person: Person) -> bool:
    """Organisers add rooms."""
    return is_organiser(person)


@permission("room.view")
def may_view_room(person: Person, _room: Room) -> bool:
    """Organisers see each room."""
    return is_organiser(person)


@permission("room.edit")
def may_edit_room(person: Person, _room: Room) -> bool:
    """Organisers change and close rooms."""
    return is_organiser(person)


@permission("resource.list")
def may_list_resources(person: Person) -> bool:
    """Organisers see instructors, accounts, buildings and the working calendar."""
    return is_organiser(person)


@permission("resource.edit")
def may_edit_resources(person: Person) -> bool:
    """Organisers look after instructors' terms, accounts, buildings and the working calendar."""
    return is_organiser(person)


@permission("instructor.edit")
def may_edit_instructor(person: Person, _instructor: Person) -> bool:
    """Organisers agree with instructors what they teach, how much and when."""
    return is_organiser(person)


@permission("webinar_account.view")
def may_view_account(person: Person, _account: WebinarAccount) -> bool:
    """Organisers see each account."""
    return is_organiser(person)


@permission("webinar_account.edit")
def may_edit_account(person: Person, _account: WebinarAccount) -> bool:
    """Organisers change accounts."""
    return is_organiser(person)


@permission("block.view")
def may_view_block(person: Person, _block: Block) -> bool:
    """Organisers see closures and leave."""
    return is_organiser(person)


@permission("block.edit")
def may_edit_block(person: Person, _block: Block) -> bool:
    """Organisers take closures and leave back."""
    return is_organiser(person)


@permission("holiday.view")
def may_view_holiday(person: Person, _holiday: Holiday) -> bool:
    """Organisers look after the holidays."""
    return is_organiser(person)


@permission("holiday.edit")
def may_edit_holiday(person: Person, _holiday: Holiday) -> bool:
    """Organisers change the holidays."""
    return is_organiser(person)


@permission("day_grid.view")
def may_view_grid(person: Person, _grid: DayGrid) -> bool:
    """Organisers see how days are cut."""
    return is_organiser(person)


@permission("day_grid.edit")
def may_edit_grid(person: Person, _grid: DayGrid) -> bool:
    """Organisers say how days are cut."""
    return is_organiser(person)


@permission("schedule.board")
def may_open_board(person: Person) -> bool:
    """Organisers see all rooms and batches of a week side by side."""
    return is_organiser(person)


@permission("honour.view")
def may_view_honour(person: Person) -> bool:
    """Organisers see what instructors taught in a month, and say as what they are paid."""
    return is_organiser(person)


@permission("teaching_rate.edit")
def may_edit_rates(person: Person) -> bool:
    """Administrators enter rates of teaching."""
    return is_admin(person)


@permission("plan_unit.view")
def may_view_unit(person: Person, _unit: PlanUnit) -> bool:
    """Organisers see the changes of the plan."""
    return is_organiser(person)


@permission("plan_unit.undo")
def may_undo_unit(person: Person, _unit: PlanUnit) -> bool:
    """Organisers undo changes of the plan."""
    return is_organiser(person)


@permission("plan_search.view")
def may_view_search(person: Person, search: PlanSearch) -> bool:
    """Organisers, and whoever asked for it, see a search, stop it and use what it found."""
    return is_organiser(person) or search.made_by_id == person.id


@permission("session.plan")
def may_plan(person: Person, batch: Batch) -> bool:
    """Who runs the batch plans its sessions."""
    return organises(person, batch)


@permission("session.view")
def may_view(person: Person, session: Session) -> bool:
    """Whoever may see the batch sees its sessions; drafts are seen by who runs it."""
    if session.is_draft:
        return organises(person, session.batch)
    return may_view_batch(person, session.batch)


@permission("session.edit")
def may_edit(person: Person, session: Session) -> bool:
    """Who runs the batch moves, changes and cancels its sessions."""
    return organises(person, session.batch)


@permission("session.roll")
def may_take_roll(person: Person, session: Session) -> bool:
    """The session's own instructors, and who runs the batch."""
    return organises(person, session.batch) or teaches_session(person, session)


@permission("session.reopen")
def may_reopen(person: Person, session: Session) -> bool:
    """Only who runs the batch opens a closed roll call again."""
    return organises(person, session.batch)


@permission("session.checkin")
def may_check_in(person: Person, session: Session) -> bool:
    """Only a trainee with a seat in the batch notes the own attendance."""
    return studies_in(person, session.batch)


@permission("attendance.view")
def may_view_attendance(person: Person, batch: Batch) -> bool:
    """Trainees see their own attendance; who teaches or runs the batch sees everybody's."""
    return studies_in(person, batch) or may_view_all_attendance(person, batch)


@permission("attendance.view_all")
def may_view_all_attendance(person: Person, batch: Batch) -> bool:
    """Who teaches in the batch or runs it sees, prints and exports everybody's attendance."""
    return teaches(person, batch) or organises(person, batch)


def _batch(leave: LeaveRequest) -> Batch:
    return remember(("batch_of_leave", leave.id), lambda: batch_of_leave(leave))


def _asked(person: Person, leave: LeaveRequest) -> bool:
    own = select(Enrolment.id).where(
        Enrolment.id == leave.enrolment_id, Enrolment.person_id == person.id
    )
    return remember(("asked_leave", person.id, leave.id), lambda: exists(own))


@permission("leave_request.ask")
def may_ask_leave(person: Person, batch: Batch) -> bool:
    """Only a trainee with a seat in the batch asks for leave."""
    return studies_in(person, batch)


@permission("leave_request.view")
def may_view_leave(person: Person, leave: LeaveRequest) -> bool:
    """The trainee who asked, and who teaches in the batch or runs it, read request and document."""
    return _asked(person, leave) or may_view_all_attendance(person, _batch(leave))


@permission("leave_request.decide")
def may_decide_leave(person: Person, leave: LeaveRequest) -> bool:
    """Who teaches in the batch or runs it decides, never about the own request."""
    return not _asked(person, leave) and may_view_all_attendance(person, _batch(leave))


@permission("leave_request.withdraw")
def may_withdraw_leave(person: Person, leave: LeaveRequest) -> bool:
    """Only the trainee who asked takes the request back."""
    return _asked(person, leave)
