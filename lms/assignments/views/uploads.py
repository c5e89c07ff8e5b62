"""Uploads in pieces, as the tus protocol has them (tus.io, version 1.0.0: creation, checksum)."""

import base64
import binascii

from flask import Response, request, url_for
from flask_login import current_user

from lms.assignments import actions, queries
from lms.assignments.actions.uploads import MOST_PIECE
from lms.assignments.models import Upload
from lms.assignments.views.blueprint import bp, brief_or_404
from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place
from lms.core.access import requires
from lms.core.db import lock_left
from lms.core.forms import EmptyForm

_TUS = {"Tus-Resumable": "1.0.0"}
#: What tus answers to a piece that was not kept.
_NOT_KEPT = {"out of step": 409, "damaged": 460}


def _answer(status: int, sentence: str = "", **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(sentence, status, _TUS | named, mimetype="text/plain")


@bp.post("/angkatan/<int:batch_id>/tugas/<int:unit_id>/unggahan")
@requires("batch.study", Batch)
def begin_upload(batch: Batch, unit_id: int):
    brief = brief_or_404(batch, unit_id)
    form = EmptyForm(formdata=None)
    if not form.accepts(
        lambda: actions.begin_upload(
            batch, brief, own_place(current_user, batch), name=_name_sent(),
            size=request.headers.get("Upload-Length", 0, type=int),
        )
    ):  # fmt: skip
        return _answer(422, form.problems[0][1])
    return _answer(201, Location=url_for(".continue_upload", upload_id=form.result.id))


def _name_sent() -> str:
    """Return the file's name out of the metadata: pairs of a word and a base64 text."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return ""
    return ""


@bp.route("/unggahan/<int:upload_id>", methods=["HEAD"])
@requires("upload.continue", Upload)
def upload_offset(upload: Upload):
    length = {"Upload_Length": str(upload.size), "Cache_Control": "no-store"}
    return _answer(200, Upload_Offset=str(upload.offset), **length)


@bp.route("/unggahan/<int:upload_id>", methods=["PATCH"])
@requires("upload.continue", Upload)
def continue_upload(upload: Upload):
    """Take a piece, read from the line while nobody waits for the database."""
    if (request.content_length or 0) > MOST_PIECE:
        return _answer(413)
    with lock_left():
        data = request.get_data(cache=False)
    offset = request.headers.get("Upload-Offset", -1, type=int)
    became = actions.take_piece(upload, offset, data, _checksum())
    if became in _NOT_KEPT:
        return _answer(_NOT_KEPT[became])
    if upload.offset == upload.size:
        return _finish(upload)
    return _answer(204, Upload_Offset=str(upload.offset))


def _checksum() -> bytes | None:
    kind, _space, value = request.headers.get("Upload-Checksum", "").partition(" ")
    try:
        return base64.b64decode(value, validate=True) if kind == "sha256" else None
    except binascii.Error:
        return b""


def _finish(upload: Upload) -> Response:
    """Put the whole file into the draft; one that is refused is forgotten, with the sentence."""
    batch, enrolment = queries.place_of(upload)
    brief = brief_or_404(batch, upload.unit_id)
    size, form = str(upload.size), EmptyForm(formdata=None)
    done = form.accepts(
        lambda: actions.finish_upload(upload, batch, brief, enrolment, by=current_user)
    )
    actions.drop_upload(upload)
    return _answer(204, Upload_Offset=size) if done else _answer(422, form.problems[0][1])
