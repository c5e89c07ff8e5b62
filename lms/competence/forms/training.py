"""Reporting an outside training, and deciding on one."""

from decimal import Decimal

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, DateField, DecimalField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from lms.competence import words
from lms.competence.actions.trainings import Told
from lms.competence.models import OutsideTraining
from lms.core.forms import Form
from lms.core.i18n import _l
from lms.hours.rules import Conversion


class AmountField(DecimalField):
    """An amount as people here write it: 12 or 7,5."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a comma as the decimal sign."""
        super().process_formdata([one.strip().replace(",", ".") for one in valuelist])


class TrainingForm(Form):
    """What a person tells of a training elsewhere; the hours are not asked but computed."""

    form = SelectField(
        _l("Bentuk"),
        [DataRequired(_l("Pilih bentuknya."))],
        description=_l("Bentuk menentukan bagaimana JP dihitung."),
    )
    title = StringField(
        _l("Nama pelatihan atau kegiatan"),
        [DataRequired(_l("Tulis nama pelatihannya.")), Length(max=300)],
        description=_l("Seperti tertulis pada sertifikat atau surat tugas"),
    )
    organiser = StringField(
        _l("Penyelenggara"), [DataRequired(_l("Tulis penyelenggaranya.")), Length(max=200)]
    )
    number = StringField(
        _l("Nomor sertifikat atau surat"), [Optional(), Length(max=100)],
        description=_l("Wajib bila buktinya sertifikat"),
    )  # fmt: skip
    starts_on = DateField(_l("Hari pertama"), [InputRequired(_l("Isi hari pertama."))])
    ends_on = DateField(_l("Hari terakhir"), [InputRequired(_l("Isi hari terakhir."))])
    units = AmountField(
        _l("Jumlah"),
        [
            InputRequired(_l("Isi jumlahnya dengan angka.")),
            NumberRange(Decimal("0.25"), 2000, _l("Isi jumlah antara 0,25 dan 2000.")),
        ],
        places=None,
        description=_l("Menurut satuan bentuknya: JP pada sertifikat, hari, sesi, atau kegiatan"),
    )
    is_international = BooleanField(_l("Diselenggarakan di tingkat internasional"))
    note = TextAreaField(
        _l("Catatan untuk verifikator"), [Optional(), Length(max=2000)], render_kw={"rows": 3}
    )
    proofs = MultipleFileField(
        _l("Bukti"), description=_l("PDF, JPG, atau PNG. Paling banyak 5 berkas.")
    )
    is_other = BooleanField(_l("Ini pelatihan lain, bukan yang sudah tercatat."))

    @classmethod
    def of(cls, lines: list[Conversion], training: OutsideTraining | None = None) -> "TrainingForm":
        """Return the form with the forms that can be reported, filled in when one is amended."""
        made = cls(obj=training)
        made.form.choices = [SelectChoice("", _l("Pilih bentuk"))] + [
            SelectChoice(line.form, f"{words.FORMS[line.form]} ({words.UNITS[line.unit]})")
            for line in lines
        ]
        return made

    @property
    def told(self) -> Told:
        """Return what the person said."""
        return Told(
            self.form.data, self.title.data.strip(), self.organiser.data.strip(),
            (self.number.data or "").strip(), self.units.data, self.is_international.data,
            self.starts_on.data, self.ends_on.data, (self.note.data or "").strip(),
        )  # fmt: skip

    @property
    def uploads(self) -> list[FileStorage]:
        """Return the files that were really chosen."""
        return [one for one in self.proofs.data or [] if getattr(one, "filename", "")]


class DecisionForm(Form):
    """The reason of a decision; which one it is says the button."""

    note = TextAreaField(
        _l("Alasan atau permintaan"), [Optional(), Length(max=1000)], render_kw={"rows": 3},
        description=_l("Wajib saat menolak, meminta kelengkapan, atau membatalkan"),
    )  # fmt: skip
