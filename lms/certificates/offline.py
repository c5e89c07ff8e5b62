"""The page that checks QR statements without network: script, style and keys in one file."""

import base64
import hashlib
import json
import re
from pathlib import Path

from flask import current_app

from lms.core.assets import manifest
from lms.core.clock import today
from lms.core.formats import tanggal
from lms.core.pdf import STATIC

_PARTS = Path(__file__).parent / "pocket"


def page(keys: list[dict[str, str]]) -> tuple[str, str]:
    """Return the page, and the content policy that lets just its own script and style run."""
    library = (STATIC / manifest()["ed25519.js"]["file"]).read_text()
    own = (_PARTS / "page.js").read_text().replace("@KEYS@", json.dumps(keys))
    script = f"{_without_exports(library)}\n{own}"
    style = (_PARTS / "page.css").read_text()
    text = (_PARTS / "page.html").read_text()
    for mark, part in (
        ("@STYLE@", style),
        ("@AGENCY@", current_app.config["AGENCY_NAME"]),
        ("@DAY@", tanggal(today())),
        ("@SCRIPT@", script),
    ):
        text = text.replace(mark, part)
    return text, (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "media-src blob: mediastream:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _without_exports(library: str) -> str:
    """Return a module as part of another one, in which it stands inside a page."""
    return re.sub(r"^export \{[^}]*\};?|^export (?=const|function|class)", "", library, flags=re.M)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
