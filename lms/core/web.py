"""What every answer carries (headers), every template sees (globals), and what errors look like."""

import logging
import re
from functools import cache
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, request
from flask_login import current_user
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from whitenoise import WhiteNoise

from lms.core import offline, pages
from lms.core.access import can, public, requires
from lms.core.addresses import address, this_page
from lms.core.assets import PREFIX, STATIC, static
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _, _l, lazy_pgettext
from lms.core.jobs import Job

log = logging.getLogger(__name__)
bp = Blueprint("core", __name__)

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
#: What pages may use of the device.
FEATURES = "camera=(self), microphone=(), geolocation=()"
#: On every answer, also of our own files.
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": FEATURES,
}
_OF_PAGES = _ALWAYS | {"Cache-Control": "no-store"}
_VARY = ("Cookie", "HX-Request")
#: How a script of ours imports another one.
_IMPORT = re.compile(r'from "\./([\w-]+\.js)"')
_YEAR = "max-age=31536000; includeSubDomains"


def add_headers(response: Response) -> Response:
    """Put the security headers on an answer; pages of signed-in people are never kept."""
    headers = response.headers
    if "person_id" in g:
        headers["X-Person"] = g.person_id  # whose page it is, for what a device keeps (worker.js)
    given = {name.lower() for name, _value in headers}
    for name, value in _OF_PAGES.items():
        if name.lower() not in given:
            headers.add(name, value)
    if "vary" in given:
        response.vary.update(_VARY)
    else:
        headers.add("Vary", ", ".join(_VARY))
    if current_app.config["HTTPS"]:
        headers["Strict-Transport-Security"] = _YEAR
    return response


class OwnFiles(WhiteNoise):  # type: ignore[misc]
    """Serves our own files; one that is not what its address names is kept by nobody.

    While servers of two versions run side by side, an address of one reaches the other, and
    browsers would keep the wrong content for a year.
    """

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer one request."""
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        known = self.find_file(path) if self.autorefresh else self.files.get(path)
        if known is None or not query.startswith("v="):
            return super().__call__(environ, start_response)
        if static(path.removeprefix(PREFIX)) == f"{path}?{query}":
            return super().__call__(environ, start_response)

        def begin(status: str, headers: list[tuple[str, str]]) -> Any:
            others = [one for one in headers if one[0].lower() != "cache-control"]
            return start_response(status, [*others, ("Cache-Control", "no-store")])

        return super().__call__(environ, begin)


def static_headers(headers: Any, _path: str, url: str) -> None:
    """Put the security headers on our own files."""
    for name, value in _ALWAYS.items():
        headers[name] = value
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if url.rsplit("/", 1)[-1] in _imported():
        headers["Cache-Control"] = "no-cache"  # asked for by its plain name: unchanged, it is a 304


@cache
def _imported() -> frozenset[str]:
    """Return the names of our scripts that other scripts import, so without a hash of content."""
    texts = (script.read_text() for script in (STATIC / "js").glob("*.js"))
    return frozenset(name for text in texts for name in _IMPORT.findall(text))


#: Code -> what happened, and what to do.
_PLAIN = {
    403: "errors/403.html",
    404: "errors/404.html",
    413: "errors/413.html",
    429: "errors/429.html",
}


def _reload_person() -> None:
    """Load the present person again: the failed transaction took its rows along."""
    g.pop("_login_user", None)
    g.pop("remembered", None)
    g.pop("menus", None)


def show_refusal(refused: RuleBroken) -> Any:
    """Say a rule's refusal on a page of its own, for buttons that are no form."""
    _reload_person()
    return pages.page("errors/422.html", sentence=refused.sentence), 422


def show_error(error: HTTPException) -> Any:
    """Say what an HTTP error means in plain words."""
    if (error.code or 500) < 400:
        return error
    _reload_person()
    template = _PLAIN.get(error.code or 500, "errors/404.html" if error.code == 405 else "")
    if error.code == 400:
        sentence = _("Halaman ini terlalu lama terbuka atau isinya tidak lengkap. "
                     "Muat ulang halaman lalu kirim sekali lagi.")  # fmt: skip
        return pages.page("errors/422.html", sentence=sentence), 400
    return pages.page(template or "errors/500.html"), error.code


def show_fault(fault: Exception) -> Any:
    """Log an unexpected fault and say so without details."""
    log.exception("unexpected fault at %s", request.path, exc_info=fault)
    db.session.rollback()
    _reload_person()
    return pages.page("errors/500.html"), 500


@bp.get("/pekerjaan/<int:job_id>")
@requires("job.view", Job)
def job(job: Job) -> Any:
    """Show how far a background job is (a fragment that polls until it is over)."""
    return pages.page("job.html", fragment="job", job=job)


@bp.get("/sehat")
@public
def health() -> Any:
    """Tell a load balancer whether this web process and its database live: 200 or 503, no more."""
    try:
        db.session.execute(db.text("SELECT 1"))
    except DBAPIError:
        log.exception("the database does not answer")
        return Response("down\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")


_FRONTS = {
    "guest": "",
    "trainee": lazy_pgettext("singular", "Peserta"),
    "instructor": _l("Pengajar"),
    "organiser": _l("Penyelenggara"),
    "opd": _l("Pengelola OPD"),
    "leader": _l("Pimpinan"),
    "admin": _l("Admin"),
}


def _globals() -> dict[str, Any]:
    front, fronts = current_user.front, current_user.fronts
    return {
        "front": front,
        "fronts": [(each, str(_FRONTS[each])) for each in fronts],
        "front_label": str(_FRONTS[front]),
        "theme": request.cookies.get("theme", ""),
    }


def count_statements(app: Flask) -> None:
    """Count the statements of each request and say the number in a header (benchmarks, tests)."""

    @app.before_request
    def start() -> None:
        pages.statements.set([0])

    @app.after_request
    def tell(response: Response) -> Response:
        counter = pages.statements.get()
        response.headers["Server-Timing"] = f'db;desc="{counter[0] if counter else 0}"'
        return response


def register(app: Flask) -> None:
    """Wire headers, globals, error pages and the small pages of the foundation."""
    app.after_request(add_headers)
    app.context_processor(_globals)
    app.jinja_env.globals.update(can=lambda *args: can(current_user, *args))
    app.jinja_env.globals["tabs"] = pages.prepared_tabs
    app.jinja_env.globals.update(url_for=address, this_page=this_page)
    app.register_error_handler(RuleBroken, show_refusal)
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(Exception, show_fault)
    app.register_blueprint(bp)
    app.register_blueprint(offline.bp)
