"""A question of the bank with its category and tags, and the uploads of the bank."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from lms.core.forms import Form
from lms.core.i18n import _l
from lms.elearning.questions.written import QuestionForm
from lms.elearning.writing import QuestionWriteForm, write_form, written_of


class QuestionEditForm(QuestionWriteForm):
    """A question of any type; only the fields of its type are shown."""

    category = StringField(
        _l("Kategori"),
        [DataRequired(_l("Tulis kategorinya.")), Length(max=200)],
        description=_l("Boleh bertingkat: Pengadaan / Kontrak. Kategori baru dibuat sendiri."),
    )
    tags = StringField(
        _l("Label"), [Length(max=300)],
        description=_l("Pisahkan dengan koma, misalnya: mudah, hitungan"),
    )  # fmt: skip


class BankUploadForm(Form):
    """A file of questions and where those go that name no category."""

    file = FileField(_l("Berkas soal"), [FileRequired(_l("Pilih berkas soalnya."))])
    category = StringField(
        _l("Kategori tujuan"), [DataRequired(_l("Tulis kategorinya.")), Length(max=200)],
        description=_l("Untuk soal yang tidak menyebut kategori sendiri."),
    )  # fmt: skip


def edit_form(written: QuestionForm | None, **facts: Any) -> QuestionEditForm:
    """Return the form of a question of the bank, or of a new one."""
    form: QuestionEditForm = write_form(written, QuestionEditForm, **facts)
    return form


__all__ = ["BankUploadForm", "QuestionEditForm", "edit_form", "written_of"]
