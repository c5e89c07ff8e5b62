"""Activities, quizzes and what trainees did with them; the bank of questions and its imports."""

from lms.elearning.models.activities import Activity, MeetingRecording, Opening, UnitRule
from lms.elearning.models.bank import (
    IMPORT_STATES,
    BankCategory,
    BankFormerPath,
    BankImport,
    BankImportItem,
    BankQuestion,
    BankTag,
    BankVersion,
    CategoryMove,
)
from lms.elearning.models.discussions import DiscussionPost, DiscussionReading
from lms.elearning.models.pictures import (
    AttemptPicture,
    BankImportPicture,
    BankPicture,
    BankPictureUse,
)
from lms.elearning.models.regrades import Regrade, RegradedAttempt
from lms.elearning.models.rooms import QuizRoom, RoomEntry
from lms.elearning.models.study import (
    Answer,
    Attempt,
    ExtraTime,
    HandMark,
    Lesson,
    Question,
    Quiz,
    Stay,
    Visit,
)

__all__ = [
    "IMPORT_STATES",
    "Activity",
    "Answer",
    "Attempt",
    "AttemptPicture",
    "BankCategory",
    "BankFormerPath",
    "BankImport",
    "BankImportItem",
    "BankImportPicture",
    "BankPicture",
    "BankPictureUse",
    "BankQuestion",
    "BankTag",
    "BankVersion",
    "CategoryMove",
    "DiscussionPost",
    "DiscussionReading",
    "ExtraTime",
    "HandMark",
    "Lesson",
    "MeetingRecording",
    "Opening",
    "Question",
    "Quiz",
    "QuizRoom",
    "Regrade",
    "RegradedAttempt",
    "RoomEntry",
    "Stay",
    "UnitRule",
    "Visit",
]
