"""The blueprint that the views of this area share, and the frame in which a package is shown."""

from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, make_response, request

from lms.core.pages import page
from lms.core.web import FEATURES, POLICY
from lms.packages import h5p_player
from lms.packages.links import Ticket, origin_of, start_link
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


def framed(template: str, version: PackageVersion, **context: Any) -> Any:
    """Return a page that may show a version of a package in a frame, from that version's origin.

    The address of its player (`stage`) is good for two minutes.
    """
    origin = origin_of(current_app.config["PACKAGE_ORIGIN"], version.sha256)
    ticket = Ticket(version.sha256, version.standard, request.host_url.rstrip("/"))
    stage = origin + start_link(current_app.config["SECRET_KEY"], ticket)
    response = make_response(page(template, version=version, origin=origin, stage=stage, **context))
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src {origin}"
    response.headers["Permissions-Policy"] = f'{FEATURES}, unload=(self "{origin}")'
    return response
