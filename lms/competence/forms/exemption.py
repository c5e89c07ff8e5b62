"""Recording an exemption from the index, and ending or reversing one."""

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from lms.competence.rules import CELL_KEYS
from lms.core.clock import today
from lms.core.forms import Form
from lms.core.i18n import _, _l

_REASON = Length(max=500, message=_l("Tulis paling banyak 500 huruf."))


class ExemptionForm(Form):
    """Whom, from what, in which days, and why."""

    nip = StringField(
        _l("NIP"), [InputRequired(_l("Isi NIP pegawainya.")), Length(max=40)],
        description=_l("18 angka; spasi boleh ada"), render_kw={"inputmode": "numeric"},
    )  # fmt: skip
    cell = SelectField(_l("Dikecualikan dari"))
    starts_on = DateField(_l("Hari pertama"), [InputRequired(_l("Isi hari pertama."))])
    ends_on = DateField(
        _l("Hari terakhir"), [Optional()], description=_l("Kosong: sampai diakhiri")
    )
    reason = TextAreaField(
        _l("Alasan dan dasarnya"),
        [InputRequired(_l("Tulis alasan dan dasarnya.")), _REASON],
        description=_l("Misalnya nomor surat keputusan tugas belajar. Pegawai membacanya."),
        render_kw={"rows": 3},
    )

    @classmethod
    def of(cls, cells: dict[str, str], nip: str) -> "ExemptionForm":
        """Return the form with the cells by their words, for a person if the address names one."""
        made = cls(nip=nip, starts_on=today())
        made.cell.choices = [
            *(SelectChoice(key, _("Sel: %(cell)s", cell=cells[key])) for key in CELL_KEYS),
            SelectChoice("", _l("Seluruh indeks (tidak dihitung)")),
        ]
        return made

    @property
    def digits(self) -> str:
        """Return the NIP as it is kept: only its digits."""
        return "".join(one for one in self.nip.data or "" if one.isdigit())


class ReversalForm(Form):
    """Until when an exemption holds after all, and why."""

    last_day = DateField(
        _l("Hari terakhir berlakunya"),
        [Optional()],
        description=_l("Kosongkan bila pengecualian ini keliru sejak awal; skornya dihitung ulang "
                       "seolah-olah pengecualian itu tidak pernah ada."),
    )  # fmt: skip
    reason = TextAreaField(
        _l("Alasan"), [InputRequired(_l("Tulis alasannya.")), _REASON], render_kw={"rows": 3}
    )
