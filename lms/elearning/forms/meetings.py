"""Where the recording of a live session is seen."""

from wtforms import StringField
from wtforms.validators import Length, Optional, Regexp

from lms.core.forms import Form
from lms.core.i18n import _l


class RecordingForm(Form):
    """The address of a recording; empty takes it away."""

    url = StringField(
        _l("Alamat rekaman"),
        [Optional(), Length(max=500),
         Regexp(r"https://[^\s/]+\.[^\s]+$", message=_l("Tulis alamat lengkap, diawali https://."))],
        description=_l("Kosongkan untuk menghapusnya."),
    )  # fmt: skip
