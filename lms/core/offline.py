"""Without a connection: the service worker, what makes the site installable, and kept pages."""

import json
from typing import Any

from flask import Blueprint, Response, jsonify, make_response

from lms.core import pages
from lms.core.access import public
from lms.core.addresses import address
from lms.core.assets import STATIC, asset, site_version, static
from lms.core.i18n import _

bp = Blueprint("offline", __name__)

#: The scripts that the worker shares with pages, in their order.
_SHARED = ("idb.js", "js/store.js")
#: The cloth behind the mark, as in css/tokens.css.
CLOTH = "#3d0e24"


def kept_while_open(html: str) -> Response:
    """Return a page that the device keeps by itself: work that must go on when the line breaks."""
    response = make_response(html)
    response.headers["X-Offline"] = "keep"
    return response


@bp.get("/luring.js")
@public
def worker() -> Response:
    """Give the service worker, from the root: it may only serve what lies below its address."""
    build = {
        "version": site_version(),
        "scripts": [asset(name) if "/" not in name else static(name) for name in _SHARED],
        "door": address("offline.door"),
        "signOut": address("people.sign_out"),
    }
    script = f"const BUILD = {json.dumps(build)};\n{(STATIC / 'js/worker.js').read_text()}"
    response = Response(script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/aplikasi.webmanifest")
@public
def installable() -> Response:
    """Tell browsers how the site is installed on a device."""
    icons = [_icon("icon-192.png", 192), _icon("icon-512.png", 512)]
    response = jsonify(
        id="/", start_url="/", scope="/", display="standalone", lang="id",
        name=_("Ruang Belajar ASN, BPSDM Lampung"), short_name=_("Ruang Belajar"),
        theme_color=CLOTH, background_color=CLOTH,
        icons=[*icons, _icon("icon-mask.png", 512) | {"purpose": "maskable"}],
    )  # fmt: skip
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _icon(name: str, side: int) -> dict[str, Any]:
    return {"src": asset(name), "sizes": f"{side}x{side}", "type": "image/png"}


@bp.get("/luring")
@public
def door() -> str:
    """Show what this device keeps; also where one lands without a connection."""
    return pages.page("offline.html")
