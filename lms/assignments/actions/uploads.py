"""Files that arrive in pieces (tus 1.0): a dropped line costs the piece under way, no more."""

import hashlib
import secrets
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import delete, func, select
from werkzeug.datastructures import FileStorage

from lms.assignments.actions.handing_in import MOST_FILES, save_draft
from lms.assignments.models import Brief, Upload
from lms.catalogue import gates
from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.jobs import every_minute
from lms.people.models import Person

#: Bytes of one piece; the time after which an upload that was left is forgotten.
MOST_PIECE, KEPT = 8_000_000, timedelta(days=2)


def begin_upload(
    batch: Batch, brief: Brief, enrolment: Enrolment, *, name: str, size: int
) -> Upload:
    """Make room for a file of a draft; refuses one that is empty or too large before it is sent."""
    gates.refuse_closed(batch, enrolment, brief.unit_id)
    if size < 1:
        raise RuleBroken(_("Berkas kosong. Pilih berkas lain."))
    if size > brief.max_mb * 1_000_000:
        raise RuleBroken(
            _("Berkas lebih besar dari %(limit)s MB. Perkecil lalu unggah lagi.",
              limit=brief.max_mb)
        )  # fmt: skip
    open_ones = select(func.count()).where(Upload.enrolment_id == enrolment.id)
    if (db.session.scalar(open_ones) or 0) >= 2 * MOST_FILES:
        raise RuleBroken(_("Terlalu banyak unggahan yang belum selesai. Lanjutkan yang ada dulu."))
    upload = Upload(token=secrets.token_hex(16), enrolment_id=enrolment.id, unit_id=brief.unit_id,
                    name=name[:120], size=size, offset=0, begun_at=now())  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    return upload


def take_piece(upload: Upload, offset: int, data: bytes, checksum: bytes | None) -> str:
    """Keep the next piece and return "kept"; else why not: "out of step" or "damaged".

    Out of step: it does not go on where the file ends, so the browser asks for the offset.
    Damaged: it is not what its hash says, so the browser sends it again.
    """
    lock(upload)
    if offset != upload.offset or len(data) > upload.size - upload.offset:
        return "out of step"
    if checksum is not None and hashlib.sha256(data).digest() != checksum:
        return "damaged"
    path = _path(upload.token)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.seek(offset)
        file.write(data)
        file.truncate()
    upload.offset = offset + len(data)
    return "kept"


def finish_upload(
    upload: Upload, batch: Batch, brief: Brief, enrolment: Enrolment, *, by: Person
) -> None:
    """Put a whole file into the draft, checked as if it had come with a form.

    Whoever calls drops the upload afterwards, also when the file was refused.
    """
    with _path(upload.token).open("rb") as stream:
        save_draft(batch, brief, enrolment, text=None,
                   uploads=[FileStorage(stream, upload.name)], by=by)  # fmt: skip


def drop_upload(upload: Upload) -> None:
    """Forget an upload and what has arrived of it."""
    db.session.delete(upload)
    _path(upload.token).unlink(missing_ok=True)


@every_minute
def drop_left_uploads() -> None:
    """Forget uploads that nobody went on with."""
    old = Upload.begun_at < now() - KEPT
    for token in db.session.scalars(select(Upload.token).where(old)):
        _path(token).unlink(missing_ok=True)
    db.session.execute(delete(Upload).where(old))


def _path(token: str) -> Path:
    return Path(current_app.config["VAR_DIR"]) / "uploads" / token
