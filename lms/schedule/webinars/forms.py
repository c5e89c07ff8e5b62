"""The file of a meeting's log."""

from flask_wtf.file import FileField

from lms.core.forms import Form
from lms.core.i18n import _l


class LogForm(Form):
    """One CSV as Zoom, Google Meet or Microsoft Teams exports it."""

    log = FileField(
        _l("Berkas CSV"), description=_l("Dari Zoom, Google Meet, atau Microsoft Teams.")
    )
