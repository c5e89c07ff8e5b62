"""Sessions, passwords and the wait after wrong tries; later ways to sign in call into here."""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_login import AnonymousUserMixin, LoginManager, current_user

from lms.core.clock import now
from lms.people import queries
from lms.people.models import Person

#: RFC 9106's second recommendation scaled to two cores: 19 MiB, two passes.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
#: Verified when the account does not exist, so that both answers take as long.
_NOBODY = hasher.hash(secrets.token_hex(16))
#: The cookie's "last seen" is rewritten at most this often, in seconds.
_SEEN_STEP = 60

login_manager = LoginManager()
login_manager.session_protection = None  # sessions are rows; a changing phone address is normal


class Guest(AnonymousUserMixin):  # type: ignore[misc]
    """Someone who has not signed in."""

    id = None
    front = "guest"
    fronts: list[str] = []
    locale = None
    display_name = ""

    def has_role(self, *_roles: str, opd_id: int | None = None) -> bool:
        """Say no: guests hold no role."""
        return False


login_manager.anonymous_user = Guest


def token_hash(token: str) -> str:
    """Return what the database keeps of a session's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_key(account: str) -> str:
    """Return what the database keeps of an account somebody tried."""
    return hashlib.sha256(account.strip().lower().encode()).hexdigest()


def password_fits(person: Person | None, password: str) -> bool:
    """Tell whether `password` is the person's; takes as long when there is no such person."""
    kept = person.password_hash if person is not None and person.password_hash else _NOBODY
    try:
        return hasher.verify(kept, password) and kept is not _NOBODY
    except (VerificationError, InvalidHashError):
        return False


@login_manager.user_loader  # type: ignore[misc]
def load(token: str) -> Person | None:
    """Return the person whose sign-in carries `token`, None when it ended, idled or aged out."""
    seen = datetime.fromtimestamp(session.get("seen_at", 0), UTC)
    if now() - seen > current_app.config["SIGN_IN_IDLE"]:
        return None
    found = queries.signed_in(token_hash(token))
    if found is None:
        return None
    person, created_at = found
    if not person.is_active or now() - created_at > current_app.config["SIGN_IN_ABSOLUTE"]:
        return None
    person.session_token, g.person_id = token, str(person.id)
    chosen, fronts = session.get("front"), person.fronts
    person.front = chosen if chosen in fronts else fronts[-1]
    return person


def default_front(person: Person) -> str:
    """Return the front door of the person's work: the last one offered, trainee if none."""
    return person.fronts[-1]


@login_manager.unauthorized_handler  # type: ignore[misc]
def ask_to_sign_in() -> Any:
    """Send a guest to the sign-in page and back afterwards; scripts get a plain 401."""
    if request.headers.get("HX-Request") or request.accept_mimetypes.best == "application/json":
        return Response(status=401)
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("people.sign_in", next=target))


def remember_seen(response: Response) -> Response:
    """Move the idle limit along with use, without touching the database."""
    moment = int(now().timestamp())
    if "_user_id" in session and moment - session.get("seen_at", 0) > _SEEN_STEP:
        session["seen_at"] = moment
    return response


def must_choose_password() -> Any:
    """Lead a person with a single-use password to the page that replaces it, and nowhere else."""
    if not current_user.is_authenticated or current_user.password_state != "first":
        return None
    if request.endpoint in ("static", "people.change_password", "people.sign_out"):
        return None
    return redirect(url_for("people.change_password"))


def register(app: Flask) -> None:
    """Wire sign-in into the application."""
    login_manager.init_app(app)
    app.before_request(must_choose_password)
    app.after_request(remember_seen)
