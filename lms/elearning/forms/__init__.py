"""What browsers send: answers and their marks, and questions for the bank."""

from lms.elearning.forms.answers import HandMarkForm, SentAnswer, from_form, from_json
from lms.elearning.forms.bank import (
    BankUploadForm,
    QuestionEditForm,
    edit_form,
    written_of,
)
from lms.elearning.forms.categories import CategoryMoveForm
from lms.elearning.forms.discussions import PostForm
from lms.elearning.forms.meetings import RecordingForm
from lms.elearning.forms.pictures import (
    PictureForm,
    WordsForm,
    describe_pictures,
    picture_form,
    pictures_in,
    put_picture,
    take_picture_out,
    words_form,
    words_forms,
)
from lms.elearning.forms.regrades import HOW_WORDS, RegradeForm, correction_of, regrade_form
from lms.elearning.forms.rooms import RoomCodeForm, RoomEntryForm
from lms.elearning.forms.times import ExtraTimeForm

__all__ = [
    "HOW_WORDS",
    "RegradeForm",
    "correction_of",
    "regrade_form",
    "BankUploadForm",
    "CategoryMoveForm",
    "ExtraTimeForm",
    "HandMarkForm",
    "PictureForm",
    "PostForm",
    "WordsForm",
    "describe_pictures",
    "words_form",
    "words_forms",
    "picture_form",
    "pictures_in",
    "put_picture",
    "take_picture_out",
    "QuestionEditForm",
    "RecordingForm",
    "RoomCodeForm",
    "RoomEntryForm",
    "SentAnswer",
    "edit_form",
    "from_form",
    "from_json",
    "written_of",
]
