"""Kinds of messages, when a letter leaves, and what reminders look ahead to. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

#: How letters about a topic come.
HOWS = ("at_once", "daily", "never")
#: Who of a batch an announcement is for.
AUDIENCES = ("trainees", "team", "everybody", "waiting")
#: Topic -> how its letters come to somebody who chose nothing.
TOPICS = {
    "places": "at_once",
    "schedule": "at_once",
    "works": "at_once",
    "certificates": "at_once",
    "announcements": "at_once",
    "reminders": "daily",
}
#: So long before a task is due its reminder comes.
TASK_AHEAD = timedelta(days=2)
#: So many days before a phase ends its open quizzes are named.
QUIZ_DAYS = 2
#: After so long an owner who has not answered at a gate is reminded.
GATE_WAITS = timedelta(days=2)
#: So many days before its deadline a stage is named that its trainee has not handed on.
GATE_DAYS = 2
#: So many days after a batch its organisers hear, once a week, what its report still lacks.
REPORT_DAYS = 7
#: From this hour on (on the agency's clock) people are told of tomorrow's sessions.
TOMORROW_FROM = 15
#: A survey is named within so many days after it can be answered in full.
SURVEY_DAYS = timedelta(days=7)
#: A change that begins sooner than this is told by letter whatever the hour.
SOON = timedelta(hours=12)


@dataclass(frozen=True)
class Kind:
    """One kind of message: its topic, and how the inbox marks it."""

    topic: str
    icon: str
    tone: str = ""


KINDS = {
    "place_accepted": Kind("places", "circle-check", "ok"),
    "place_promoted": Kind("places", "circle-check", "ok"),
    "place_waiting": Kind("places", "hourglass"),
    "place_declined": Kind("places", "circle-x"),
    "place_withdrawn": Kind("places", "circle-x"),
    "plan_published": Kind("schedule", "calendar-plus", "info"),
    "teaching_changed": Kind("schedule", "user-check", "info"),
    "plan_troubled": Kind("schedule", "alert-triangle", "bad"),
    "session_moved": Kind("schedule", "calendar-time", "warn"),
    "session_cancelled": Kind("schedule", "calendar-off", "bad"),
    "absence_near": Kind("schedule", "clock", "warn"),
    "absence_exceeded": Kind("schedule", "circle-x", "bad"),
    "leave_asked": Kind("schedule", "mail"),
    "leave_approved": Kind("schedule", "circle-check", "ok"),
    "leave_declined": Kind("schedule", "circle-x", "bad"),
    "work_returned": Kind("works", "edit", "warn"),
    "marks_released": Kind("works", "clipboard-check", "ok"),
    "project_asked": Kind("works", "flag", "warn"),
    "project_decided": Kind("works", "flag", "info"),
    "project_consultation_asked": Kind("works", "notes"),
    "project_consultation_refused": Kind("works", "notes", "warn"),
    "result_released": Kind("certificates", "clipboard-check", "ok"),
    "result_corrected": Kind("certificates", "refresh", "warn"),
    "remedial_set": Kind("certificates", "alert-triangle", "warn"),
    "result_settled": Kind("certificates", "clipboard-check", "info"),
    "certificate_issued": Kind("certificates", "certificate", "ok"),
    "certificate_revoked": Kind("certificates", "ban", "bad"),
    "certificate_replaced": Kind("certificates", "refresh"),
    "outside_training_decided": Kind("certificates", "clipboard-check"),
    "event_changed": Kind("schedule", "calendar-time", "warn"),
    "event_cancelled": Kind("schedule", "calendar-off", "bad"),
    "participation_invited": Kind("places", "mail"),
    "participation_promoted": Kind("places", "circle-check", "ok"),
    "participation_accepted": Kind("works", "circle-check", "ok"),
    "participation_returned": Kind("works", "edit", "warn"),
    "participation_met": Kind("works", "notes"),
    "announcement": Kind("announcements", "message-circle"),
    "task_due": Kind("reminders", "clock", "warn"),
    "sessions_ahead": Kind("reminders", "calendar-event"),
    "event_ahead": Kind("reminders", "calendar-event"),
    "quizzes_due": Kind("reminders", "help", "warn"),
    "survey_open": Kind("reminders", "message-circle"),
    "superior_survey_open": Kind("reminders", "user-check"),
    "certificate_data": Kind("reminders", "certificate", "warn"),
    "office_data": Kind("reminders", "building", "warn"),
    "task_late": Kind("reminders", "clock", "bad"),
    "study_idle": Kind("reminders", "books", "warn"),
    "works_waiting": Kind("reminders", "clipboard-check", "warn"),
    "gate_waiting": Kind("reminders", "hourglass", "warn"),
    "sheet_waiting": Kind("reminders", "scale", "warn"),
    "gate_due": Kind("reminders", "flag", "warn"),
    "consultation_waiting": Kind("reminders", "notes", "warn"),
    "report_gaps": Kind("reminders", "file-text", "warn"),
}


@dataclass(frozen=True)
class Hours:
    """When letters rest (from, to, on the agency's clock), and when the digest leaves."""

    rest_from: int
    rest_to: int
    digest: int

    def rests(self, wall: datetime) -> bool:
        """Tell whether letters rest at that moment; equal hours mean that they never do."""
        if self.rest_from <= self.rest_to:
            return self.rest_from <= wall.hour < self.rest_to
        return wall.hour >= self.rest_from or wall.hour < self.rest_to


def post_at(wall: datetime, how: str, hours: Hours, *, urgent: bool = False) -> datetime | None:
    """Return when a letter about something told at `wall` leaves, None when none is wanted.

    What is urgent waits neither for the morning nor for the digest.
    """
    if how == "never":
        return None
    if urgent:
        return wall
    if how == "daily":
        return _next(wall, hours.digest)
    return _next(wall, hours.rest_to) if hours.rests(wall) else wall


def _next(wall: datetime, hour: int) -> datetime:
    """Return the next time that the clock strikes `hour`."""
    today = datetime.combine(wall.date(), time(hour), wall.tzinfo)
    return today if today > wall else today + timedelta(days=1)
