"""Revoking a certificate, asking whether one is real, and how they are numbered."""

from datetime import date

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from lms.certificates import words
from lms.certificates.numbering import Rule
from lms.core.clock import today
from lms.core.forms import Form
from lms.core.i18n import _, _l

#: A reason is read by strangers, so it says something.
_REASON = Length(min=10, max=500, message=_l("Tulis alasan dalam 10 sampai 500 huruf."))


class RevokeForm(Form):
    """Why a certificate is withdrawn; strangers will read it."""

    reason = TextAreaField(
        _l("Alasan pencabutan"),
        [DataRequired(_l("Tulis alasan pencabutan.")), _REASON],
        description=_l("Alasan ini tampil di halaman pemeriksaan sertifikat."),
    )


class AllowForm(Form):
    """Why whose certificate was withdrawn by decision may have another."""

    reason = TextAreaField(
        _l("Alasan"),
        [DataRequired(_l("Tulis alasannya.")), _REASON],
        description=_l("Misalnya: keberatan diterima dengan nota dinas nomor 12."),
    )


class _Question(Form):
    """A form sent by GET: it asks and changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False


class VerifyForm(_Question):
    """The code printed below the QR."""

    kode = StringField(
        _l("Kode sertifikat"),
        [DataRequired(_l("Ketik kode di sebelah QR sertifikat.")), Length(max=60)],
        description=_l("26 huruf dan angka di sebelah kode QR. Huruf O dan angka 0 dianggap sama."),
        render_kw={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"},
    )


class NumberForm(_Question):
    """A number, with something only who holds the paper knows."""

    nomor = StringField(
        _l("Nomor sertifikat"),
        [DataRequired(_l("Ketik nomor sertifikat.")), Length(max=80)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    nip = StringField(
        _l("4 angka terakhir NIP pemegang"),
        [
            DataRequired(_l("Ketik 4 angka terakhir NIP.")),
            Length(min=4, max=4, message=_l("Ketik tepat 4 angka.")),
        ],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class FileForm(Form):
    """The PDF itself."""

    berkas = FileField(
        _l("Berkas PDF sertifikat"),
        [FileRequired(_l("Pilih berkas PDF sertifikat."))],
        description=_l("Berkas hanya dibandingkan, tidak disimpan."),
    )


class CorrectForm(Form):
    """The facts about a person as they should be, and why."""

    name = StringField(
        _l("Nama lengkap dengan gelar"),
        [DataRequired(_l("Nama wajib diisi.")), Length(max=150)],
    )
    nip = StringField(_l("NIP"), [Optional(), Length(max=18)])
    birth_place = StringField(_l("Tempat lahir"), [Length(max=80)])
    birth_date = DateField(_l("Tanggal lahir"), [Optional()])
    golongan = StringField(_l("Pangkat/golongan ruang"), [Length(max=40)])
    position = StringField(_l("Jabatan"), [Length(max=150)])
    office = StringField(_l("Instansi"), [Length(max=150)])
    registration = StringField(_l("Kode registrasi alumni (KRA)"), [Length(max=60)])
    reason = TextAreaField(
        _l("Alasan perbaikan"),
        [DataRequired(_l("Tulis alasan perbaikan.")), _REASON],
        description=_l("Alasan ini tampil di halaman pemeriksaan sertifikat lama."),
    )

    FACTS = ("name", "nip", "birth_place", "birth_date", "golongan", "position", "office",
             "registration")  # fmt: skip

    def changes(self) -> dict[str, str | None]:
        """Return the facts as they are frozen: dates as ISO text, nothing as None where it was."""
        found = {key: self[key].data for key in self.FACTS}
        day = found["birth_date"]
        found["birth_date"] = day.isoformat() if day else None
        found["nip"] = found["nip"] or None
        return found


class SignForm(Form):
    """Who signs at BSrE; both are used for this request and never kept."""

    nik = StringField(
        _l("NIK penanda tangan"),
        [
            DataRequired(_l("Isi NIK penanda tangan.")),
            Regexp(r"\d{16}$", message=_l("NIK terdiri atas 16 angka.")),
        ],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    passphrase = PasswordField(
        _l("Passphrase"),
        [DataRequired(_l("Isi passphrase sertifikat elektronik.")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    after = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])


class NumberRuleForm(Form):
    """How numbers of a kind look from a year on."""

    kind = SelectField(_l("Jenis sertifikat"))
    scope = StringField(
        _l("Unit"),
        [
            DataRequired(_l("Isi unit yang memiliki urutan nomor.")),
            Length(max=30),
            Regexp(r"[A-Za-z][\w .\-]*$", message=_l("Mulai dengan huruf, tanpa garis miring.")),
        ],
        description=_l("Pemilik urutan nomor; jenis dengan unit yang sama berbagi urutan."),
    )
    year = IntegerField(
        _l("Mulai tahun"),
        [
            InputRequired(_l("Isi tahun mulai berlaku.")),
            NumberRange(2000, 2999, _l("Isi tahun dengan empat angka.")),
        ],
        default=lambda: today().year,
    )
    pattern = StringField(
        _l("Pola nomor"),
        [DataRequired(_l("Isi pola nomor.")), Length(max=80)],
        description=_l(
            "{seq:04} urutan dengan empat angka, {code} kode klasifikasi arsip, {unit} unit, "
            "{roman_month} bulan Romawi, {month} bulan, {year} tahun. "
            "Huruf lain tercetak apa adanya."
        ),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        self.kind.choices = [("", _("Semua jenis lain")), *words.KINDS.items()]

    def rule(self) -> Rule:
        """Return the rule as it was filled in."""
        pattern = (self.pattern.data or "").strip()
        return Rule(self.kind.data, (self.scope.data or "").strip(), self.year.data or 0, pattern)

    def day(self) -> date:
        """Return the first day on which the rule gives numbers: today, or its New Year."""
        year: int = self.year.data
        return today() if year == today().year else date(year, 1, 1)
