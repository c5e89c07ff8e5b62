"""What pages, listeners and the clock ask about messages and the people to be told."""

from lms.messages.queries.inbox import PAGE, inbox, unread_of
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
    "inbox",
    "readers",
    "results_of",
    "team_ids",
    "told_already",
    "trainee_ids",
    "unread_of",
]
