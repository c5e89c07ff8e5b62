"""What somebody says in a discussion."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from lms.core.forms import Form
from lms.core.i18n import _l
from lms.elearning.rules import LONGEST_POST


class PostForm(Form):
    """A post or an answer."""

    text = TextAreaField(
        _l("Tulisan Anda"),
        [InputRequired(_l("Tulis sesuatu lebih dahulu.")),
         Length(max=LONGEST_POST, message=_l("Tulisan ini terlalu panjang."))],
        description=_l("Tampil bagi peserta dan pengajar angkatan ini, dengan nama Anda."),
    )  # fmt: skip
