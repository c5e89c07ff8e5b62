"""Everything that changes marks and results of a batch, one file per noun."""

from lms.gradebook.actions.components import set_parts, try_parts
from lms.gradebook.actions.corrections import correct_results, read_correction
from lms.gradebook.actions.evidence import (
    Preview,
    apply_import,
    attach_evidence,
    preview_import,
    undo_import,
    withdraw_evidence,
)
from lms.gradebook.actions.meetings import (
    Minutes,
    hold_meeting,
    lock_meeting,
    reopen_meeting,
)
from lms.gradebook.actions.remedials import set_remedial, settle
from lms.gradebook.actions.results import release
from lms.gradebook.actions.scores import (
    apply_block,
    enter_score,
    enterable,
    preview_block,
)

__all__ = [
    "Minutes",
    "Preview",
    "apply_block",
    "apply_import",
    "attach_evidence",
    "correct_results",
    "enter_score",
    "enterable",
    "hold_meeting",
    "lock_meeting",
    "preview_block",
    "preview_import",
    "read_correction",
    "release",
    "reopen_meeting",
    "set_parts",
    "set_remedial",
    "settle",
    "try_parts",
    "undo_import",
    "withdraw_evidence",
]
