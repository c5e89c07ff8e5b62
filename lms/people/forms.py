"""Sign-in and password forms, and those of the register of people."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional, Regexp

from lms.core.clock import today
from lms.core.forms import Form
from lms.core.i18n import _, _l
from lms.people.models import Opd, Person
from lms.people.words import EMPLOYMENTS, POSITION_KINDS, ROLES

_MAIL = Regexp(
    r"[^@\s]+@[^@\s]+\.[^@\s]+$",
    message=_l("Isi alamat surel yang lengkap, misalnya nama@contoh.go.id."),
)


class SignInForm(Form):
    """NIP or e-mail, and password."""

    account = StringField(
        _l("NIP atau surel dinas"),
        [DataRequired(_l("Isi NIP atau surel dinas Anda.")), Length(max=200)],
        description=_l("NIP 18 angka, boleh dengan spasi"),
        render_kw={"autocomplete": "username", "autocapitalize": "none"},
    )
    password = PasswordField(
        _l("Kata sandi"),
        [DataRequired(_l("Isi kata sandi Anda.")), Length(max=128)],
        render_kw={"autocomplete": "current-password"},
    )


class ConfirmForm(Form):
    """The password once more, before a sensitive verb."""

    password = PasswordField(
        _l("Kata sandi"),
        [DataRequired(_l("Isi kata sandi Anda.")), Length(max=128)],
        render_kw={"autocomplete": "current-password"},
    )


class NewPasswordForm(Form):
    """A new password, twice."""

    password = PasswordField(
        _l("Kata sandi baru"),
        [DataRequired(_l("Isi kata sandi baru.")), Length(max=128)],
        description=_l("Paling sedikit 8 huruf atau angka; kalimat pendek lebih mudah diingat"),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("Ulangi kata sandi baru"),
        [EqualTo("password", _l("Kedua isian kata sandi belum sama."))],
        render_kw={"autocomplete": "new-password"},
    )


def _choices(words: dict[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(key, label) for key, label in words.items()]


def _office_choices(offices: Sequence[Opd], none: str) -> list[SelectChoice]:
    return [SelectChoice(0, none), *(SelectChoice(office.id, office.name) for office in offices)]


class PersonForm(Form):
    """What is known of an employee."""

    nip = StringField(_l("NIP"), [Optional(), Length(max=30)], description=_l("18 angka"))
    name = StringField(_l("Nama tanpa gelar"), [DataRequired(_l("Isi nama.")), Length(max=200)])
    title_front = StringField(_l("Gelar di depan nama"), [Length(max=60)])
    title_back = StringField(_l("Gelar di belakang nama"), [Length(max=60)])
    email = StringField(
        _l("Surel dinas"),
        [Optional(), Length(max=200), _MAIL],
    )
    employment = SelectField(_l("Status kepegawaian"), choices=_choices(EMPLOYMENTS))
    position_kind = SelectField(_l("Jenis jabatan"), choices=_choices(POSITION_KINDS))
    position_title = StringField(_l("Jabatan"), [Length(max=200)])
    golongan = StringField(_l("Golongan"), [Length(max=10)], description=_l("Misalnya III/a"))
    office = SelectField(_l("Perangkat daerah"), coerce=int)

    @classmethod
    def of(cls, offices: Sequence[Opd], person: Person | None = None) -> "PersonForm":
        """Return the form that offers these offices, filled in with a known person."""
        form = cls(obj=person, office=person.opd_id or 0 if person else 0)
        form.office.choices = _office_choices(offices, _("Tidak ada"))
        return form

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was filled in as columns of a person."""
        words = ("name", "title_front", "title_back", "position_title", "golongan")
        return {
            "nip": "".join((self.nip.data or "").split()) or None,
            "email": (self.email.data or "").strip().lower() or None,
            "employment": self.employment.data,
            "position_kind": self.position_kind.data,
            "opd_id": self.office.data or None,
        } | {name: (self[name].data or "").strip() for name in words}


class GrantForm(Form):
    """A role, where it holds, and from when until when."""

    role = SelectField(_l("Peran"), choices=_choices(ROLES))
    office = SelectField(
        _l("Perangkat daerah"), coerce=int, description=_l("Hanya untuk Pengelola OPD")
    )
    starts_on = DateField(_l("Hari pertama"), [InputRequired(_l("Isi tanggal."))])
    ends_on = DateField(
        _l("Hari terakhir"), [Optional()], description=_l("Kosongkan bila belum ditentukan")
    )

    @classmethod
    def of(cls, offices: Sequence[Opd]) -> "GrantForm":
        """Return the form that offers these offices, from today on."""
        form = cls(starts_on=today())
        form.office.choices = _office_choices(offices, _("Semua"))
        return form
