"""The types of questions, one file each. Pure: how a type is shuffled, shown, read and marked."""

from lms.elearning.questions.choice import Single
from lms.elearning.questions.cloze import Cloze
from lms.elearning.questions.essay import Essay
from lms.elearning.questions.kind import Kind, Question
from lms.elearning.questions.matching import Matching
from lms.elearning.questions.multiple import Multiple
from lms.elearning.questions.numeric import Numeric
from lms.elearning.questions.ordering import Ordering
from lms.elearning.questions.short import Short
from lms.elearning.questions.truefalse import TrueFalse

#: Every type by the name it has in files and rows.
TYPES: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Single(), Multiple(), TrueFalse(), Short(), Numeric(), Matching(), Ordering(), Cloze(),
        Essay(),
    )
}  # fmt: skip


def kind_of(question: Question) -> Kind:
    """Return the type of a question."""
    return TYPES[question["type"]]


__all__ = ["TYPES", "Kind", "Question", "kind_of"]
