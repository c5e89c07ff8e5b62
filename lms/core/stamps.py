"""Proof of when a code was scanned or a page opened: signed, so that what follows may come later.

The code is part of it: a stamp fetched beforehand with any other code does not let somebody in with
the picture of a code that was shown then and sent on afterwards.
"""

from datetime import UTC, datetime
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from lms.core.clock import now

#: The button under a scanned code works so long.
SECONDS = 180


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="check-in")


def stamp(thing: Any, person: Any, code: str) -> str:
    """Return a signed note that this person opened this code of a session or event now."""
    return str(_signer().dumps([*_key(thing, person, code), int(now().timestamp())]))


def seen_at(
    text: str, thing: Any, person: Any, code: str, *, within: float = SECONDS
) -> datetime | None:
    """Return when the code was opened; None when the note is old, foreign or not ours.

    `within`: seconds after which a note is old.
    """
    try:
        *key, moment = _signer().loads(text)
    except (BadSignature, ValueError, TypeError):
        return None
    opened = datetime.fromtimestamp(moment, UTC)
    fresh = 0 <= (now() - opened).total_seconds() <= within
    return opened if fresh and key == _key(thing, person, code) else None


def _key(thing: Any, person: Any, code: str) -> list[Any]:
    return [thing.__tablename__, thing.id, person.id, code]
