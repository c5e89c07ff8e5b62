"""Handing in, and the words of a mark."""

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, IntegerField, TextAreaField
from wtforms.validators import Length, Optional

from lms.core.forms import Form
from lms.core.i18n import _l


class WorkForm(Form):
    """Text, files and the statement of own work."""

    text = TextAreaField(
        _l("Jawaban"),
        [
            Optional(),
            Length(max=40000, message=_l("Jawaban terlalu panjang. Unggah sebagai berkas.")),
        ],
        render_kw={"rows": 10},
    )
    uploads = MultipleFileField(_l("Tambah berkas"))
    own_work = BooleanField(_l("Saya menyatakan ini karya saya sendiri dan sumbernya dicantumkan."))


class MarkForm(Form):
    """The general feedback and the revision the page was made from; levels come by name."""

    comment = TextAreaField(
        _l("Umpan balik untuk peserta"), [Length(max=5000)], render_kw={"rows": 4}
    )
    revision = IntegerField(widget=HiddenField.widget, default=0)
