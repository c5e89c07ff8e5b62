"""What pages, rules and the areas above ask about lessons, quizzes and progress."""

from lms.elearning.queries.attempts import (
    Sheet,
    answer_at,
    attempts_of,
    batch_of,
    has_open_attempt,
    overdue_attempts,
    pools_of,
    quiz_in,
    sheet_of,
)
from lms.elearning.queries.gains import Comparison, comparison, tests_around
from lms.elearning.queries.progress import (
    continue_at,
    progress,
    progress_of_batch,
    quizzes_due,
    studies_of,
)
from lms.elearning.queries.scores import Score, own_scores, quiz_count, scores
from lms.elearning.queries.study import (
    Outline,
    Progress,
    Step,
    Subject,
    Try,
    lesson_in,
    outline,
    outlines,
)

__all__ = [
    "Comparison",
    "Outline",
    "Progress",
    "Score",
    "Sheet",
    "Step",
    "Subject",
    "Try",
    "answer_at",
    "attempts_of",
    "batch_of",
    "comparison",
    "continue_at",
    "lesson_in",
    "outline",
    "outlines",
    "overdue_attempts",
    "own_scores",
    "has_open_attempt",
    "pools_of",
    "progress",
    "progress_of_batch",
    "quiz_count",
    "quiz_in",
    "quizzes_due",
    "scores",
    "sheet_of",
    "studies_of",
    "tests_around",
]
