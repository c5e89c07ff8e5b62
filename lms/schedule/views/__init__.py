"""Timetables, sessions, rooms, attendance and calendar feeds."""

from lms.schedule.documents import views as documents
from lms.schedule.feeds import views as feeds
from lms.schedule.honour import views as honour
from lms.schedule.leave import views as leave
from lms.schedule.marks import views as marks
from lms.schedule.views import calendars, checkin, recap, roll, rooms, sessions, timetables
from lms.schedule.views.blueprint import bp
from lms.schedule.webinars import views as webinars

__all__ = [
    "bp",
    "calendars",
    "checkin",
    "documents",
    "feeds",
    "honour",
    "leave",
    "marks",
    "recap",
    "roll",
    "rooms",
    "sessions",
    "timetables",
    "webinars",
]
