"""Timetables, sessions, rooms, attendance and calendar feeds."""

from lms.schedule.views import calendars, checkin, recap, roll, rooms, sessions, timetables
from lms.schedule.views.blueprint import bp

__all__ = ["bp", "calendars", "checkin", "recap", "roll", "rooms", "sessions", "timetables"]
