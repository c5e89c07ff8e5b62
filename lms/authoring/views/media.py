"""The pictures and files that belong to published lessons."""

from pathlib import Path

from flask import abort, current_app, send_from_directory

from lms.authoring.files import MEDIA
from lms.authoring.views.blueprint import bp
from lms.core.access import requires


@bp.get("/media/<key>/<version>/<course>/<name>")
@requires("signed_in")
def media(key: str, version: str, course: str, name: str):
    """Answer with a file of a published version: it never changes, so browsers may keep it."""
    mime = MEDIA.get(name.rpartition(".")[2])
    if mime is None:
        abort(404)
    folder = Path(current_app.config["VAR_DIR"]) / "media"
    response = send_from_directory(folder, f"{key}/{version}/{course}/{name}", mimetype=mime)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    return response
