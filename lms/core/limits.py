"""The outer fence against guessing at public addresses: so many requests a minute per address.

It counts in the memory of each process, so it is a fence, not a lock: what must not be guessed is
long (128-bit codes) or counted in the database (sign-in, check-in codes).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, current_app, request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

counter = FixedWindowRateLimiter(MemoryStorage())
#: Of one address, and of all together.
GUESSING = parse("30 per minute")
TOGETHER = parse("1200 per minute")


def fence(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let one address ask the view only so often, and everybody together only so often."""

    @wraps(view)
    def fenced(*args: Any, **kwargs: Any) -> Any:
        if current_app.config["FENCE"]:
            name = request.endpoint or ""
            own = counter.hit(GUESSING, name, request.remote_addr or "")
            if not own or not counter.hit(TOGETHER, name):
                abort(429)
        return view(*args, **kwargs)

    return fenced
