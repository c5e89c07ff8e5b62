"""The form of a document that is put into a dossier."""

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from lms.core.forms import Form, trimmed
from lms.core.i18n import _l
from lms.reports.dossier import contents, words


class DocumentForm(Form):
    """A document, where it belongs and what it is called in the archive."""

    item = SelectField(_l("Butir"))
    title = StringField(
        _l("Nama dokumen"), [DataRequired(_l("Tulis nama dokumennya.")), Length(max=80)],
        filters=[trimmed], description=_l("Menjadi nama berkas di arsip."),
        render_kw={"maxlength": 80},
    )  # fmt: skip
    document = FileField(
        _l("Berkas"), [FileRequired(_l("Pilih berkasnya."))],
        description=_l("PDF, DOCX, XLSX, PPTX, JPG, atau PNG."),
    )  # fmt: skip

    def offer(self, items: tuple[str, ...]) -> "DocumentForm":
        """Let one of these items be chosen."""
        self.item.choices = [
            (item, f"{contents.number_of(item)}. {words.ITEMS[item]}") for item in items
        ]
        return self
