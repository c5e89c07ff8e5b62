"""A category of the bank and what it shall be called."""

from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from lms.core.forms import Form
from lms.core.i18n import _l


class CategoryMoveForm(Form):
    """What a category shall be called, and how many questions the preview told."""

    path = HiddenField(validators=[DataRequired(_l("Pilih kategorinya.")), Length(max=400)])
    wanted = StringField(
        _l("Nama baru"), [DataRequired(_l("Tulis nama barunya.")), Length(max=200)],
        description=_l("Nama lain mengganti nama; Atasan / Nama memindahkan; nama kategori yang "
                       "sudah ada menggabungkan."),
    )  # fmt: skip
    seen = IntegerField(validators=[InputRequired()], widget=HiddenInput())
