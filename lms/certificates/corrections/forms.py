"""What is corrected in a released result, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from lms.core.forms import Form, trimmed
from lms.core.i18n import _l


class CorrectionForm(Form):
    """Points by NIP for one part, and the reason; weights come by name."""

    part = SelectField(_l("Komponen yang dikoreksi"), validate_choice=False)
    text = TextAreaField(
        _l("NIP dan nilai yang benar"),
        [Length(max=100_000, message=_l("Isinya terlalu panjang. Tempel bagian demi bagian."))],
        description=_l(
            "Satu peserta per baris: NIP, tab, nilai. Kosongkan bila hanya bobot, kunci kuis, "
            "atau nilai tugas yang berubah."
        ),
        render_kw={"rows": 4, "spellcheck": "false"},
    )
    reason = StringField(
        _l("Alasan koreksi"),
        [Length(max=300)],
        filters=[trimmed],
        description=_l("Misalnya: kunci soal nomor 7 keliru, nota dinas nomor 12"),
    )
    seen = HiddenField()

    def offer(self, parts: Sequence[Mapping[str, Any]]) -> "CorrectionForm":
        """Say which parts are typed in."""
        self.part.choices = [SelectChoice(part["key"], part["title"]) for part in parts]
        return self
