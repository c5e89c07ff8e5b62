"""The form of one text of the report."""

from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import Length, NumberRange

from lms.core.forms import Form
from lms.core.i18n import _l
from lms.reports import rules
from lms.reports.actions import Change

_COUNT = [NumberRange(0, 2**53)]


class TextForm(Form):
    """A text, with what tells pages apart that write it at the same time."""

    body = TextAreaField(
        _l("Naskah"),
        [Length(max=rules.LONGEST, message=_l("Satu bagian paling panjang 20.000 huruf."))],
        render_kw={"rows": 6, "maxlength": rules.LONGEST},
    )
    seq = IntegerField(validators=_COUNT, default=0)
    base = IntegerField(validators=_COUNT, default=0)
    writer = HiddenField(validators=[Length(max=64)])

    def change(self) -> Change:
        """Return what was sent."""
        return Change(self.body.data or "", self.seq.data or 0, self.base.data or 0,
                      self.writer.data or "")  # fmt: skip
