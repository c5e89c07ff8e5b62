"""A page to read: Markdown in a file of its own, .md (content.py)."""

from lms.core.i18n import _l
from lms.elearning.kinds.kind import Kind

KIND = Kind(
    "lesson", _l("Bacaan"), "file-text", ("declared", "visited", "minutes", "marked"),
    template="elearning/lesson.html",
)  # fmt: skip
