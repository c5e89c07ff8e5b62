"""Everything that changes messages: telling, reading, choosing how letters come."""

from lms.messages.actions.choices import choose, stop
from lms.messages.actions.inbox import mark_all_read, mark_read
from lms.messages.actions.letters import write_letters
from lms.messages.actions.telling import tell

__all__ = ["choose", "mark_all_read", "mark_read", "stop", "tell", "write_letters"]
