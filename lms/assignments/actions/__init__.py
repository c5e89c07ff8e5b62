"""Everything that changes works and their marks, one file per noun."""

from lms.assignments.actions.annotations import (
    annotate,
    drop_comment,
    keep_comment,
    remove_annotation,
)
from lms.assignments.actions.handing_in import hand_in, receipt_of, remove_file, save_draft
from lms.assignments.actions.marking import (
    be_present,
    confirm_marks,
    confirm_proposed,
    propose_marks,
    reopen_marks,
    return_work,
    save_marks,
    save_parts,
)
from lms.assignments.actions.moving import move_works
from lms.assignments.actions.places import extend, set_groups
from lms.assignments.actions.releasing import release_marks
from lms.assignments.actions.sheets import apply_sheet
from lms.assignments.actions.tasks import set_task
from lms.assignments.actions.uploads import (
    begin_upload,
    drop_upload,
    finish_upload,
    take_piece,
)

__all__ = [
    "annotate",
    "apply_sheet",
    "be_present",
    "begin_upload",
    "confirm_marks",
    "confirm_proposed",
    "drop_comment",
    "drop_upload",
    "extend",
    "finish_upload",
    "hand_in",
    "keep_comment",
    "move_works",
    "propose_marks",
    "receipt_of",
    "release_marks",
    "remove_annotation",
    "remove_file",
    "reopen_marks",
    "return_work",
    "save_draft",
    "save_marks",
    "save_parts",
    "set_groups",
    "set_task",
    "take_piece",
]
