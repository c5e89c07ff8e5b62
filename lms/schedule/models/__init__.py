"""Rooms and other resources, the working calendar, sessions and what they occupy, who came."""

from lms.schedule.models.attendance import STATUSES, Attendance
from lms.schedule.models.calendars import CalendarFeed
from lms.schedule.models.resources import (
    BLOCK_KINDS,
    Block,
    Building,
    InstructorProfile,
    Room,
    TeachingRight,
    Travel,
    WebinarAccount,
)
from lms.schedule.models.searches import PlanSearch
from lms.schedule.models.sessions import (
    MODES,
    RESOURCE_KINDS,
    WHOLE,
    Booking,
    Session,
    Teaching,
    TrainingGroup,
)
from lms.schedule.models.units import UNIT_KINDS, PlanStep, PlanUnit
from lms.schedule.models.working import HOLIDAY_KINDS, DayGrid, Holiday

__all__ = [
    "BLOCK_KINDS",
    "HOLIDAY_KINDS",
    "MODES",
    "RESOURCE_KINDS",
    "STATUSES",
    "UNIT_KINDS",
    "WHOLE",
    "Attendance",
    "Block",
    "Booking",
    "Building",
    "CalendarFeed",
    "DayGrid",
    "Holiday",
    "InstructorProfile",
    "PlanSearch",
    "PlanStep",
    "PlanUnit",
    "Room",
    "Session",
    "Teaching",
    "TeachingRight",
    "TrainingGroup",
    "Travel",
    "WebinarAccount",
]
