"""Everything that changes training reports, the conversion of forms, personnel, and the index."""

from lms.competence.actions.conversion import add_line
from lms.competence.actions.exemptions import exempt, reverse_exemption
from lms.competence.actions.personnel import begin_import, confirm_import, read_again, undo_import
from lms.competence.actions.radar import nominate_at_risk, take_back_nominations
from lms.competence.actions.scenarios import (
    Wish,
    nominate,
    options_of,
    stop_search,
    take_back,
    try_out,
)
from lms.competence.actions.settling import (
    look_after,
    reckon_anew,
    settle,
    settle_touched,
    trace_back,
)
from lms.competence.actions.snapshots import freeze
from lms.competence.actions.trainings import amend, decide, decide_many, report, undo, withdraw

__all__ = [
    "Wish",
    "add_line",
    "amend",
    "begin_import",
    "confirm_import",
    "decide",
    "decide_many",
    "exempt",
    "freeze",
    "look_after",
    "nominate",
    "nominate_at_risk",
    "options_of",
    "read_again",
    "reckon_anew",
    "report",
    "reverse_exemption",
    "settle",
    "settle_touched",
    "stop_search",
    "take_back",
    "take_back_nominations",
    "trace_back",
    "try_out",
    "undo",
    "undo_import",
    "withdraw",
]
