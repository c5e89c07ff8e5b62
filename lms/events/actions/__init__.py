"""Everything that changes events and places in them."""

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

__all__ = [
    "EventPlan",
    "add_people",
    "announce_event",
    "cancel_event",
    "cancel_place",
    "change_event",
    "close_event",
    "plan_event",
    "promote",
    "register",
    "reopen_event",
]
