"""The pictures and files that belong to published lessons."""

from pathlib import Path

from flask import abort, current_app, send_from_directory
from werkzeug.wrappers import Response

from lms.authoring.files import MEDIA
from lms.authoring.views.blueprint import bp
from lms.core.access import requires

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
#: Forms that no browser shows: they are kept, not opened.
_TO_KEEP = ("docx", "xlsx", "pptx")


@bp.get("/media/<key>/<version>/<course>/<name>")
@requires("signed_in")
def media(key: str, version: str, course: str, name: str):
    """Answer with a file of a published version: it never changes, so browsers may keep it."""
    mime = MEDIA.get(name.rpartition(".")[2])
    if mime is None:
        abort(404)
    form = name.rpartition(".")[2]
    folder = Path(current_app.config["VAR_DIR"]) / "media"
    response = send_from_directory(
        folder, f"{key}/{version}/{course}/{name}", mimetype=mime, as_attachment=form in _TO_KEEP
    )
    # a browser's own reader of PDF does not start in a sandbox; nothing else may run in either
    policy = _PDF_POLICY if form == "pdf" else _POLICY
    return _for_long(response, policy)


@bp.get("/media/<key>/<version>/<course>/<name>/halaman/<int:number>")
@requires("signed_in")
def media_page(key: str, version: str, course: str, name: str, number: int):
    """Answer with a page of a published PDF as a picture."""
    folder = Path(current_app.config["VAR_DIR"]) / "pages"
    place = f"{key}/{version}/{course}/{name}/{number}.webp"
    return _for_long(send_from_directory(folder, place, mimetype="image/webp"), _POLICY)


def _for_long(response: Response, policy: str) -> Response:
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = policy
    return response
