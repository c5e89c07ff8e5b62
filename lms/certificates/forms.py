"""Revoking a certificate, and asking whether one is real."""

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.core.forms import Form
from lms.core.i18n import _l


class RevokeForm(Form):
    """Why a certificate is withdrawn; strangers will read it."""

    reason = TextAreaField(
        _l("Alasan pencabutan"),
        [
            DataRequired(_l("Tulis alasan pencabutan.")),
            Length(min=10, max=500, message=_l("Tulis alasan dalam 10 sampai 500 huruf.")),
        ],
        description=_l("Alasan ini tampil di halaman pemeriksaan sertifikat."),
    )


class VerifyForm(Form):
    """The code printed below the QR."""

    class Meta(Form.Meta):
        csrf = False  # a GET form that changes nothing

    kode = StringField(
        _l("Kode sertifikat"),
        [DataRequired(_l("Ketik kode di sebelah QR sertifikat.")), Length(max=60)],
        description=_l("26 huruf dan angka di sebelah kode QR. Huruf O dan angka 0 dianggap sama."),
        render_kw={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"},
    )
