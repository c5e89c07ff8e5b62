"""What is done with packages: kept, put into batches, opened, and listened to."""

from lms.packages.actions.batches import add_activity, choose_version, remove_activity
from lms.packages.actions.library import keep_package
from lms.packages.actions.materials import apply_material, keep_material, undo_material
from lms.packages.actions.playing import Saved, open_part, save
from lms.packages.actions.statements import (
    actor_of,
    drop_documents,
    fetch,
    keep_document,
    merge_document,
    open_session,
    say,
)

__all__ = [
    "Saved",
    "actor_of",
    "add_activity",
    "apply_material",
    "choose_version",
    "drop_documents",
    "fetch",
    "keep_document",
    "keep_material",
    "keep_package",
    "merge_document",
    "open_part",
    "open_session",
    "remove_activity",
    "save",
    "say",
    "undo_material",
]
