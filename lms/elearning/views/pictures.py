"""The pictures of questions from the bank."""

from flask import Response, abort

from lms.core.access import requires
from lms.core.pictures import MIME
from lms.elearning import queries
from lms.elearning.bank import PICTURES
from lms.elearning.models import BankPicture
from lms.elearning.views.blueprint import bp

#: What is shown cannot run, whatever stands in it.
_CLOSED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.get(f"{PICTURES}/<bank_picture_id>")
@requires("bank_picture.view", BankPicture)
def bank_picture(picture: BankPicture):
    """Answer with a picture: its name is the hash of its content, so browsers may keep it."""
    content = queries.content_of(picture.name)
    if content is None:
        abort(404)
    response = Response(content, mimetype=MIME[picture.name.rpartition(".")[2]])
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = _CLOSED
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.set_etag(picture.name)
    return response
