"""Everything that changes messages: telling, reading, choosing how letters come."""

from lms.messages.actions.inbox import mark_all_read, mark_read
from lms.messages.actions.telling import tell

__all__ = ["mark_all_read", "mark_read", "tell"]
