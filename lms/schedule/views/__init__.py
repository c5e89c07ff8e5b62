"""Timetables, sessions, resources, attendance and calendar feeds."""

from lms.schedule.documents import views as documents
from lms.schedule.feeds import views as feeds
from lms.schedule.honour import views as honour
from lms.schedule.leave import views as leave
from lms.schedule.marks import views as marks
from lms.schedule.views import (
    board,
    calendars,
    checkin,
    moving,
    planning,
    recap,
    resources,
    roll,
    rooms,
    searches,
    sessions,
    sheets,
    timetables,
    working,
)
from lms.schedule.views.blueprint import bp
from lms.schedule.webinars import views as webinars

__all__ = [
    "board",
    "bp",
    "calendars",
    "checkin",
    "documents",
    "feeds",
    "honour",
    "leave",
    "marks",
    "moving",
    "planning",
    "recap",
    "resources",
    "roll",
    "rooms",
    "searches",
    "sessions",
    "sheets",
    "timetables",
    "webinars",
    "working",
]
