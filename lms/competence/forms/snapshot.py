"""What a report of the index was for."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from lms.core.forms import Form
from lms.core.i18n import _l


class SnapshotForm(Form):
    """The letter or occasion of a report."""

    title = StringField(
        _l("Nomor surat atau keperluan"),
        [InputRequired(_l("Tulis nomor surat atau keperluannya.")),
         Length(max=120, message=_l("Tulis paling banyak 120 huruf."))],
    )  # fmt: skip
