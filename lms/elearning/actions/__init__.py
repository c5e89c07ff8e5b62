"""Everything that changes by studying and by marking, one function per verb."""

from lms.elearning.actions.attempts import (
    Saved,
    close_if_overdue,
    close_overdue,
    save_answer,
    start_attempt,
    submit_attempt,
)
from lms.elearning.actions.lessons import finish_lesson, record_reading, refuse_locked
from lms.elearning.actions.marking import HandMarking, mark_by_hand

__all__ = [
    "HandMarking",
    "Saved",
    "close_if_overdue",
    "close_overdue",
    "finish_lesson",
    "mark_by_hand",
    "record_reading",
    "refuse_locked",
    "save_answer",
    "start_attempt",
    "submit_attempt",
]
