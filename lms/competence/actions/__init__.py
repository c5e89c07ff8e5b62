"""Everything that changes reports of training, the conversion of forms, and the index."""

from lms.competence.actions.conversion import add_line
from lms.competence.actions.settling import (
    look_after,
    reckon_anew,
    settle,
    settle_touched,
    trace_back,
)
from lms.competence.actions.trainings import (
    amend,
    decide,
    decide_many,
    report,
    undo,
    withdraw,
)

__all__ = [
    "add_line",
    "amend",
    "decide",
    "decide_many",
    "look_after",
    "reckon_anew",
    "report",
    "settle",
    "settle_touched",
    "trace_back",
    "undo",
    "withdraw",
]
