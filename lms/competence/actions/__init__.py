"""Everything that changes reports of training and the conversion of forms into hours."""

from lms.competence.actions.conversion import add_line
from lms.competence.actions.trainings import (
    amend,
    decide,
    decide_many,
    report,
    undo,
    withdraw,
)

__all__ = ["add_line", "amend", "decide", "decide_many", "report", "undo", "withdraw"]
