"""The outer fence against guessing at public addresses: so many requests a minute per address.

It counts in the memory of each process, so it is a fence, not a lock: what must not be guessed is
long (128-bit codes) or counted in the database (sign-in, check-in codes).
"""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
#: Of one address, and of all together.
GUESSING = "30 per minute"
TOGETHER = "1200 per minute"


def register(app: Flask) -> None:
    """Wire the fence into the application."""
    limiter.init_app(app)


def fence(view):  # type: ignore[no-untyped-def]
    """Let one address ask the view only so often, and everybody together only so often."""
    limited = limiter.limit(TOGETHER, key_func=lambda: "everybody")(view)
    return limiter.limit(GUESSING)(limited)
