"""The front doors."""

from flask import Blueprint, redirect, url_for
from flask_login import current_user

from lms.core.access import public

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def front_door():
    if not current_user.is_authenticated:
        return redirect(url_for("people.sign_in"))
    return redirect(url_for("people.account"))
