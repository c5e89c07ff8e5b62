"""The origin of packages: a web application of its own, without database, cookies or people.

It answers on LMS_PACKAGE_ORIGIN, host names other than that of the system: what a package does
there reaches neither the sign-in nor the pages around it, nor what another package keeps: each
version runs on a name of its own where the setting has a place for one ("*"). It hands out only
files of packages, and only to who brings a signed link (links.py).
"""

import mimetypes
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from werkzeug.exceptions import Forbidden, HTTPException, MethodNotAllowed, NotFound
from werkzeug.security import safe_join
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from config import Config
from lms.core import assets
from lms.packages import h5p_player
from lms.packages.links import Ticket, files_link, origin_of, read_link

_STAGE = Path(__file__).parent / "stage"
_OURS = ("stage.css", "stage.js", "h5p.js", "memory.js")
#: Run-times from the npm registry, by standard.
_RUNTIMES = {"scorm12": ["scorm12.js"], "scorm2004": ["scorm2004.js"],
             "h5p": ["memory.js", "h5p/main.bundle.js", "h5p.js"]}  # fmt: skip
_BUILT = ("scorm12.js", "scorm2004.js")
#: Kinds that the machine's table may lack.
_KINDS = {
    ".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json",
    ".svg": "image/svg+xml", ".webp": "image/webp", ".woff": "font/woff", ".woff2": "font/woff2",
    ".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg", ".m4a": "audio/mp4",
    ".ogg": "audio/ogg", ".vtt": "text/vtt", ".xml": "text/xml", ".wasm": "application/wasm",
}  # fmt: skip
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # many packages say all they have to say in `unload`, which browsers are about to switch off
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "unload=(self)",
    "Cross-Origin-Resource-Policy": "same-origin",
    # no page may call itself by the name above to reach a neighbour (document.domain)
    "Origin-Agent-Cluster": "?1",
}
#: Packages of others carry scripts of every kind; what they may reach is this origin alone.
_OF_FILES = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; "
    "connect-src 'self' data: blob: {host}; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-src 'self' data: blob:; frame-ancestors 'self' {host}"
)
_OF_STAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; connect-src {host}; frame-ancestors {host}"
)
_PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>Paket</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/alat/stage.css"></head>
<body data-host="{host}" data-files="{files}" data-standard="{standard}">
<iframe id="isi" title="Isi paket" allow="fullscreen; autoplay"></iframe>
{scripts}
</body></html>
"""


class Origin:
    """The application; `setting` is LMS_PACKAGE_ORIGIN."""

    def __init__(self, secret: str, folder: Path, setting: str) -> None:
        self.secret = secret
        self.folder = folder
        self.setting = setting

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        try:
            response = self._answer(request)
        except HTTPException as refused:
            response = Response(f"{refused.code}\n", refused.code, mimetype="text/plain")
            response.headers["Content-Security-Policy"] = "default-src 'none'"
            response.headers["Cache-Control"] = "no-store"
        response.headers.update(_HEADERS)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed
        if request.headers.get("Service-Worker"):  # would stay and watch what comes later
            raise Forbidden
        _root, place, rest = (request.path.split("/", 2) + ["", ""])[:3]
        if place == "mulai":
            return self._stage(request, rest)
        if place == "isi":
            return self._file(request, rest)
        if place == "alat":
            return self._tool(request, rest)
        raise NotFound

    def _ticket(self, request: Request, purpose: str, token: str) -> Ticket:
        """Return what a link opens; refused on the name of another package."""
        ticket = read_link(self.secret, purpose, token)
        if ticket is None:
            raise Forbidden
        own = urlsplit(origin_of(self.setting, ticket.sha256)).hostname
        if "*" in self.setting and request.host.partition(":")[0] != own:
            raise Forbidden
        return ticket

    def _stage(self, request: Request, token: str) -> Response:
        """Give the page in which a package runs; it talks to the page around it and to no other."""
        ticket = self._ticket(request, "start", token)
        scripts = [*_RUNTIMES.get(ticket.standard, ()), "stage.js"]
        page = _PAGE.format(
            host=escape(ticket.host), files=escape(files_link(self.secret, ticket)),
            standard=escape(ticket.standard),
            scripts="\n".join(f'<script src="/alat/{name}"></script>' for name in scripts),
        )  # fmt: skip
        response = Response(page, mimetype="text/html")
        # H5P content runs in this very page, as scripts that write scripts and styles
        policy = _OF_FILES if ticket.standard == "h5p" else _OF_STAGE
        response.headers["Content-Security-Policy"] = policy.format(host=ticket.host)
        response.headers["Cache-Control"] = "no-store"
        # what another package left in this browser is none of this one's business
        response.headers["Clear-Site-Data"] = '"storage"'
        if urlsplit(ticket.host).hostname != request.host.partition(":")[0]:
            self._forget_cookies(request, response)
        return response

    def _forget_cookies(self, request: Request, response: Response) -> None:
        """Take back what packages left as cookies, for their own host and for the name above it.

        Clear-Site-Data would take the sign-in of a system on the same site as well; cookies know no
        ports, so on the very host of the system they are left alone.
        """
        _star, _dot, above = request.host.partition(":")[0].partition(".")
        for name in request.cookies:
            response.delete_cookie(name)
            if "*" in self.setting:
                response.delete_cookie(name, domain=above)

    def _file(self, request: Request, rest: str) -> Response:
        token, _slash, path = rest.partition("/")
        ticket = self._ticket(request, "files", token)
        found = safe_join(str(package_folder(self.folder, ticket.sha256)), path)
        if found is None or not Path(found).is_file():
            raise NotFound
        return _sent(request, Path(found), ticket)

    def _tool(self, request: Request, name: str) -> Response:
        if name == "h5p-frame.js":  # the core reads the storage that a browser may deny
            return self._h5p_frame()
        path = self._path_of(name)
        if path is None or not path.is_file():
            raise NotFound
        kind = _KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain"
        response = send_file(path, request.environ, mimetype=kind, conditional=True)
        response.headers["Content-Type"] = kind
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        response.headers["Cache-Control"] = "no-cache"
        return response

    def _h5p_frame(self) -> Response:
        """Give the script of H5P's own frame, with a storage before it where there is none."""
        core = self._path_of("h5p/frame.bundle.js")
        if core is None or not core.is_file():
            raise NotFound
        script = (_STAGE / "memory.js").read_text() + "\n" + core.read_text()
        response = Response(script, mimetype="text/javascript")
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        response.headers["Cache-Control"] = "no-cache"
        return response

    def _path_of(self, name: str) -> Path | None:
        """Return where one of our own scripts, a run-time, or a part of H5P's player lies."""
        if name in _OURS:
            return _STAGE / name
        if name in _BUILT and name in assets.manifest():
            return Path(assets.STATIC / assets.manifest()[name]["file"])
        if name.startswith("h5p/"):
            found = safe_join(str(h5p_player.folder(self.folder.parent)), name[4:])
            return Path(found) if found else None
        return None


def package_folder(folder: Path, sha256: str) -> Path:
    """Return where the files of a version lie."""
    return folder / sha256[:2] / sha256


def _sent(request: Request, path: Path, ticket: Ticket) -> Response:
    """Send a file, or the part of it that is asked for; its own words say in which letters."""
    suffix = path.suffix.lower()
    kind = _KINDS.get(suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = send_file(path, request.environ, mimetype=kind, conditional=True)
    response.headers["Content-Type"] = kind
    response.headers["Content-Security-Policy"] = _OF_FILES.format(host=ticket.host)
    response.headers["Cache-Control"] = "private, max-age=21600"
    return response


def create() -> Origin:
    """Build the application with the settings of the system."""
    config = Config()
    return Origin(config.SECRET_KEY, config.VAR_DIR / "packages", config.PACKAGE_ORIGIN)
