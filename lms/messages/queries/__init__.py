"""What pages, listeners and the clock ask about messages and the people to be told."""

from lms.messages.queries.inbox import PAGE, inbox, unread_of
from lms.messages.queries.letters import choices_of, person_by_id, to_mail
from lms.messages.queries.people import (
    Reader,
    author_of,
    batch_of,
    readers,
    results_of,
    team_ids,
    told_already,
    trainee_ids,
)

__all__ = [
    "PAGE",
    "Reader",
    "author_of",
    "batch_of",
    "choices_of",
    "inbox",
    "person_by_id",
    "readers",
    "results_of",
    "team_ids",
    "to_mail",
    "told_already",
    "trainee_ids",
    "unread_of",
]
