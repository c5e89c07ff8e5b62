"""Everything that changes by studying and by marking, one function per verb."""

from lms.elearning.actions.attempts import (
    Saved,
    close_if_overdue,
    close_overdue,
    save_answer,
    start_attempt,
    submit_attempt,
)
from lms.elearning.actions.bank import (
    add_question,
    change_question,
    checked,
    restore_question,
    retire_question,
)
from lms.elearning.actions.batch_units import (
    add_batch_activity,
    add_batch_lesson,
    remove_batch_activity,
)
from lms.elearning.actions.categories import move_category, undo_category_move
from lms.elearning.actions.discussions import (
    edit_post,
    mark_read,
    post,
    remove_post,
    restore_post,
)
from lms.elearning.actions.exchange import (
    apply_bank_import,
    begin_bank_import,
    discard_bank_import,
    undo_bank_import,
)
from lms.elearning.actions.lessons import (
    finish_lesson,
    record_reading,
    record_watching,
    refuse_locked,
)
from lms.elearning.actions.marking import HandMarking, mark_by_hand
from lms.elearning.actions.meetings import enter_recording
from lms.elearning.actions.moving import move_work
from lms.elearning.actions.openings import close_units, mark_done, open_units, unmark
from lms.elearning.actions.pictures import keep_pictures, upload_picture
from lms.elearning.actions.regrades import regrade, undo_regrade
from lms.elearning.actions.rooms import close_room, enter_room, open_room, refuse_outside_room
from lms.elearning.actions.sections import open_section, settle_answer
from lms.elearning.actions.times import give_extra_time

__all__ = [
    "checked",
    "keep_pictures",
    "upload_picture",
    "open_section",
    "settle_answer",
    "close_room",
    "move_category",
    "undo_category_move",
    "enter_room",
    "open_room",
    "refuse_outside_room",
    "move_work",
    "regrade",
    "undo_regrade",
    "give_extra_time",
    "apply_bank_import",
    "begin_bank_import",
    "discard_bank_import",
    "undo_bank_import",
    "add_batch_activity",
    "add_batch_lesson",
    "add_question",
    "change_question",
    "restore_question",
    "retire_question",
    "HandMarking",
    "Saved",
    "close_if_overdue",
    "close_overdue",
    "close_units",
    "edit_post",
    "enter_recording",
    "finish_lesson",
    "mark_by_hand",
    "mark_done",
    "mark_read",
    "open_units",
    "post",
    "record_reading",
    "record_watching",
    "refuse_locked",
    "remove_batch_activity",
    "remove_post",
    "restore_post",
    "save_answer",
    "start_attempt",
    "submit_attempt",
    "unmark",
]
