"""The Flask class: one request is one transaction; returning commits, raising undoes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from itsdangerous import URLSafeTimedSerializer

from lms.core import templating
from lms.core.db import db, writing

View = Callable[..., Any]


class KeptSigner(SecureCookieSessionInterface):
    """Flask's signed cookies, with the signer of an application made once."""

    def __init__(self) -> None:
        self._kept: dict[str, URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the signer that fits the application's key."""
        key = str(app.secret_key)
        if key not in self._kept:
            self._kept[key] = super().get_signing_serializer(app)
        return self._kept[key]


class House(Flask):
    """Flask with the transaction around every view, so that no view or action commits."""

    jinja_environment = templating.FoldingEnvironment
    session_interface = KeptSigner()

    def ensure_sync(self, func: View) -> View:
        """Return the view as it is: none of ours is a coroutine, and Flask looks at each call."""
        return func

    def preprocess_request(self) -> ResponseReturnValue | None:  # type: ignore[override]
        writing.set(False)  # until the access line lets a POST through (access.py)
        most = getattr(self.view_functions.get(request.endpoint or ""), "most_bytes", None)
        if most:
            request.max_content_length = most(self)
        return super().preprocess_request()

    def dispatch_request(self) -> ResponseReturnValue:  # type: ignore[override]
        try:
            response = super().dispatch_request()
            if writing.get():
                db.session.commit()  # returned: keep
            else:
                db.session.remove()  # GET cannot write
            return response
        except BaseException:
            db.session.rollback()  # raised: undo
            raise
        finally:
            writing.set(True)


@contextmanager
def transaction() -> Iterator[None]:
    """Keep what a command does in the block, or undo all of it when it raises."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
