"""Everything that changes events and places in them."""

from lms.events.actions.attendance import check_in, save_roll
from lms.events.actions.events import (
    EventPlan,
    announce_event,
    cancel_event,
    change_event,
    close_event,
    plan_event,
    reopen_event,
)
from lms.events.actions.places import add_people, cancel_place, promote, register
from lms.events.actions.proof import (
    EVIDENCE_KINDS,
    EVIDENCE_MB,
    accept_evidence,
    confirm_meeting,
    hand_in_evidence,
    log_meeting,
    object_to_meeting,
    remove_meeting,
    return_evidence,
)

__all__ = [
    "EVIDENCE_KINDS",
    "EVIDENCE_MB",
    "EventPlan",
    "accept_evidence",
    "add_people",
    "announce_event",
    "cancel_event",
    "cancel_place",
    "change_event",
    "check_in",
    "close_event",
    "confirm_meeting",
    "hand_in_evidence",
    "log_meeting",
    "object_to_meeting",
    "plan_event",
    "promote",
    "register",
    "remove_meeting",
    "reopen_event",
    "return_evidence",
    "save_roll",
]
