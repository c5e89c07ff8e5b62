"""Everything that changes rooms, sessions, attendance and calendar feeds."""

from lms.schedule.actions.attendance import (
    Noted,
    be_present,
    check_in,
    close_roll,
    refuse_outside_window,
    reopen_roll,
    save_roll,
)
from lms.schedule.actions.calendars import renew_calendar
from lms.schedule.actions.rooms import RoomFacts, add_room, close_room, edit_room, open_room
from lms.schedule.actions.sessions import Plan, cancel_session, edit_session, plan_session

__all__ = [
    "Noted",
    "Plan",
    "RoomFacts",
    "add_room",
    "be_present",
    "cancel_session",
    "check_in",
    "close_roll",
    "close_room",
    "edit_room",
    "edit_session",
    "open_room",
    "plan_session",
    "refuse_outside_window",
    "renew_calendar",
    "reopen_roll",
    "save_roll",
]
