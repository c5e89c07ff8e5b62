"""The blueprint that the views of this area share, and the frame in which a package is shown."""

from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, make_response, request

from lms.core.pages import page
from lms.core.web import POLICY
from lms.packages import h5p_player
from lms.packages.links import Ticket, start_link
from lms.packages.models import PackageVersion

bp = Blueprint("packages", __name__)


def most_bytes(app: Any) -> int:
    """Return how large a request with a package may be: the form around the file included."""
    return int(app.config["PACKAGE_MB"]) * 1_000_000 + 100_000


def by_token(view: Any) -> Any:
    """Say that the view is asked with a token of its own, never by the sign-in of a browser."""
    view.by_token = True
    return view


def playable(version: PackageVersion | None) -> bool:
    """Tell whether the run-time of a version is there: that of H5P is fetched only when wanted."""
    if version is None or version.standard != "h5p":
        return True
    return h5p_player.is_there(Path(current_app.config["VAR_DIR"]))


def stage_link(version: PackageVersion) -> str:
    """Return the address that opens the player of a version, for two minutes."""
    ticket = Ticket(version.sha256, version.standard, request.host_url.rstrip("/"))
    secret = current_app.config["SECRET_KEY"]
    return str(current_app.config["PACKAGE_ORIGIN"]) + start_link(secret, ticket)


def framed(template: str, **context: Any) -> Any:
    """Return a page that may show the origin of packages in a frame."""
    origin = current_app.config["PACKAGE_ORIGIN"]
    response = make_response(page(template, origin=origin, **context))
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src {origin}"
    return response
