"""What is done with packages: kept, put into batches, opened, and listened to."""

from lms.packages.actions.batches import add_activity, choose_version, remove_activity
from lms.packages.actions.library import keep_package
from lms.packages.actions.playing import Saved, open_part, save

__all__ = [
    "Saved",
    "add_activity",
    "choose_version",
    "keep_package",
    "open_part",
    "remove_activity",
    "save",
]
