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
from lms.schedule.actions.board import (
    lock_session,
    move_session,
    publish_plan,
    put_back,
    read_target,
    stretch_session,
)
from lms.schedule.actions.booking import (
    Plan,
)
from lms.schedule.actions.calendars import (
    renew_calendar,
)
from lms.schedule.actions.groups import (
    add_group,
)
from lms.schedule.actions.importing import (
    apply_sheet,
    preview_sheet,
)
from lms.schedule.actions.instructors import (
    ProfileFacts,
    set_profile,
)
from lms.schedule.actions.moving import move_sessions
from lms.schedule.actions.rooms import (
    AccountFacts,
    RoomFacts,
    add_account,
    add_building,
    add_room,
    close_room,
    edit_account,
    edit_room,
    open_room,
    set_photo,
    set_travel,
)
from lms.schedule.actions.searches import (
    MOST_BATCHES,
    MOST_SECONDS,
    Trouble,
    apply_search,
    search_plan,
    search_repair,
    stop_plan_search,
)
from lms.schedule.actions.sessions import (
    cancel_session,
    check_plan,
    edit_session,
    plan_session,
    try_plan,
)
from lms.schedule.actions.templates import (
    Staffing,
    apply_template,
    clone_plan,
    place_line,
)
from lms.schedule.actions.units import (
    Change,
    apply_unit,
    undo_unit,
)
from lms.schedule.actions.working import (
    add_block,
    drop_block,
    drop_grid,
    drop_holiday,
    recheck_plan,
    set_grid,
    set_holiday,
)

__all__ = [
    "move_sessions",
    "MOST_BATCHES",
    "MOST_SECONDS",
    "Trouble",
    "apply_search",
    "search_plan",
    "search_repair",
    "stop_plan_search",
    "AccountFacts",
    "Change",
    "Noted",
    "Plan",
    "ProfileFacts",
    "RoomFacts",
    "Staffing",
    "add_account",
    "add_block",
    "add_building",
    "add_group",
    "add_room",
    "apply_sheet",
    "apply_template",
    "apply_unit",
    "be_present",
    "cancel_session",
    "check_in",
    "check_plan",
    "clone_plan",
    "close_roll",
    "close_room",
    "drop_block",
    "drop_grid",
    "drop_holiday",
    "edit_account",
    "edit_room",
    "edit_session",
    "lock_session",
    "move_session",
    "open_room",
    "place_line",
    "plan_session",
    "try_plan",
    "preview_sheet",
    "publish_plan",
    "put_back",
    "recheck_plan",
    "read_target",
    "refuse_outside_window",
    "renew_calendar",
    "reopen_roll",
    "save_roll",
    "set_grid",
    "set_holiday",
    "set_photo",
    "set_profile",
    "set_travel",
    "stretch_session",
    "undo_unit",
]
