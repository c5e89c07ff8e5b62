"""Sign-in and password forms."""

from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from lms.core.forms import Form
from lms.core.i18n import _l


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
