"""What pages, listeners and the clock ask about messages and the people to be told."""

from lms.messages.queries.announcements import (
    announcement_with,
    announcements_for,
    audience_of,
    recipients,
)
from lms.messages.queries.due import (
    batches_ended_since,
    batches_in,
    data_gaps,
    last_told,
    meetings_of_day,
    quizzes_left,
    superiors_without_answer,
    without_answer,
    without_work,
    works_waiting,
)
from lms.messages.queries.inbox import PAGE, inbox, unread_of
from lms.messages.queries.letters import choices_of, person_by_id, to_mail
from lms.messages.queries.people import (
    Reader,
    author_of,
    batch_of,
    event_people,
    officer_ids,
    readers,
    results_of,
    team_ids,
    told_already,
    trainee_ids,
)

__all__ = [
    "PAGE",
    "Reader",
    "announcement_with",
    "announcements_for",
    "audience_of",
    "author_of",
    "batch_of",
    "batches_ended_since",
    "batches_in",
    "choices_of",
    "data_gaps",
    "event_people",
    "inbox",
    "last_told",
    "meetings_of_day",
    "officer_ids",
    "person_by_id",
    "quizzes_left",
    "readers",
    "recipients",
    "results_of",
    "team_ids",
    "to_mail",
    "told_already",
    "trainee_ids",
    "unread_of",
    "superiors_without_answer",
    "without_answer",
    "without_work",
    "works_waiting",
]
