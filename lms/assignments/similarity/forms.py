"""What a person notes about two works, and a text that everybody may use."""

from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from lms.assignments.similarity.rules import FINE, TALK
from lms.assignments.similarity.words import VERDICTS
from lms.core.forms import Form, ReasonForm, trimmed
from lms.core.i18n import _l


class NoteForm(ReasonForm):
    """What was seen, and why."""

    verdict = RadioField(
        _l("Hasil melihat"),
        [InputRequired(_l("Pilih salah satu."))],
        choices=[SelectChoice(verdict, VERDICTS[verdict]) for verdict in (FINE, TALK)],
    )


class CommonTextForm(Form):
    """A text that does not count when works are compared."""

    title = StringField(
        _l("Judul"),
        [DataRequired(_l("Tulis judulnya.")),
         Length(max=120, message=_l("Tulis paling banyak %(max)d huruf."))],
        filters=[trimmed], description=_l("Misalnya: kutipan pasal, templat surat, sumpah"),
    )  # fmt: skip
    text = TextAreaField(
        _l("Teks"),
        [DataRequired(_l("Tempel teksnya.")),
         Length(min=40, max=50_000, message=_l("Tempel teks 40 sampai 50.000 huruf."))],
        filters=[trimmed], render_kw={"rows": 8},
    )  # fmt: skip
