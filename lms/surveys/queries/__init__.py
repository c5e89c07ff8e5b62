"""Which surveys a batch has, what came of them, and who is asked as somebody's superior."""

from lms.surveys.queries.sheets import (
    Result,
    Sheet,
    beside,
    result_of,
    results_of,
    sheet_in,
    sheets_of,
)
from lms.surveys.queries.superiors import (
    Alumnus,
    alumni_of,
    alumnus,
    asked_of,
    named_count,
)

__all__ = [
    "Alumnus",
    "Result",
    "Sheet",
    "alumni_of",
    "alumnus",
    "asked_of",
    "beside",
    "named_count",
    "result_of",
    "results_of",
    "sheet_in",
    "sheets_of",
]
