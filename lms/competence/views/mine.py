"""The short address of one's own score."""

from flask import redirect, request, url_for
from flask_login import current_user

from lms.competence.views.blueprint import bp
from lms.core.access import requires
from lms.core.menu import under


@bp.get("/kompetensi/saya")
@requires("competence.own")
@under("competence.hours")
def mine():
    chosen = request.args.get("aturan")
    return redirect(url_for(".person_score", person_id=current_user.id, aturan=chosen))
