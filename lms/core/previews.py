"""Previews of small tables: what a page shows before it is kept travels sealed by us.

Tables of thousands of rows are kept as rows of the database instead (docs/decisions/0066).
"""

from typing import Any

from flask import current_app
from flask_wtf.file import FileField, FileRequired
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField
from wtforms.validators import DataRequired

from lms.core import files
from lms.core.db import lock
from lms.core.errors import RuleBroken
from lms.core.forms import Form
from lms.core.i18n import _, _l

#: Seconds within which a preview may be applied.
LASTS = 3600
#: A small table; larger ones are a mistake.
MOST_BYTES = 2_000_000


class TableForm(Form):
    """A table to be looked at first."""

    table = FileField(
        _l("Berkas CSV atau XLSX"),
        [FileRequired(_l("Pilih berkas CSV atau XLSX."))],
        description=_l("Baris pertama memuat nama kolom, seperti pada templat."),
    )


class ApplyForm(Form):
    """The sealed preview, sent back to be kept."""

    preview = HiddenField(validators=[DataRequired(_l("Pratinjau kosong. Unggah berkasnya lagi."))])


def table_of(upload: FileStorage) -> tuple[bytes, str]:
    """Return (content, kind) of an uploaded table; RuleBroken when it is none or too large."""
    data = upload.stream.read(MOST_BYTES + 1)
    kind = files.kind_of(data, upload.filename or "")
    if not kind and files.is_locked(data):
        raise RuleBroken(files.locked())
    if kind not in ("csv", "xlsx") or len(data) > MOST_BYTES:
        raise RuleBroken(_("Pilih berkas CSV atau XLSX yang lebih kecil dari 2 MB."))
    return data, kind


def go_on(found: Any, before: str, after: str) -> None:
    """Move an import that is kept in rows from one state to the next; RuleBroken from another."""
    lock(found)
    if found.state != before:
        raise RuleBroken(_("Impor ini sudah berubah sejak Anda membukanya. Muat ulang halaman."))
    found.state, found.problem = after, ""


def seal(purpose: str, content: Any) -> str:
    """Return `content` (JSON) as a text that a page can carry and nobody can alter."""
    text: str = _sealer(purpose).dumps(content)
    return text


def unseal(purpose: str, text: str, refusal: str = "") -> Any:
    """Return what was sealed for the same purpose; RuleBroken when altered or too old."""
    try:
        return _sealer(purpose).loads(text, max_age=LASTS)
    except BadSignature as fault:
        raise RuleBroken(
            refusal or _("Pratinjau ini rusak atau terlalu lama. Mulai lagi dari berkasnya.")
        ) from fault


def _sealer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=f"preview.{purpose}")
