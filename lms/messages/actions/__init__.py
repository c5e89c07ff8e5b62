"""Everything that changes messages: telling, reminding, reading, choosing how letters come."""

from lms.messages.actions.announcements import announce
from lms.messages.actions.choices import choose, stop
from lms.messages.actions.inbox import mark_all_read, mark_read
from lms.messages.actions.letters import write_letters
from lms.messages.actions.nudges import (
    nudge_for_data,
    nudge_for_gates,
    nudge_for_marks,
    nudge_for_study,
    nudge_for_task,
)
from lms.messages.actions.reminders import remind
from lms.messages.actions.telling import tell

__all__ = [
    "announce",
    "choose",
    "mark_all_read",
    "mark_read",
    "nudge_for_data",
    "nudge_for_gates",
    "nudge_for_marks",
    "nudge_for_study",
    "nudge_for_task",
    "remind",
    "stop",
    "tell",
    "write_letters",
]
