"""A quiz (content.py, question_files.py): done when it is passed or used up."""

from lms.core.i18n import _l
from lms.elearning.kinds.kind import Kind

KIND = Kind("quiz", _l("Kuis"), "help", ("score",), place="kuis")
