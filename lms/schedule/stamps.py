"""Proof of when a code was scanned: signed, so that the button may be pressed later."""

from datetime import UTC, datetime

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from lms.core.clock import now
from lms.people.models import Person
from lms.schedule.models import Session

#: The button under a scanned code works so long.
SECONDS = 180


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="check-in")


def stamp(session: Session, person: Person) -> str:
    """Return a signed note that this person opened this session's code now."""
    return str(_signer().dumps([session.id, person.id, int(now().timestamp())]))


def seen_at(text: str, session: Session, person: Person) -> datetime | None:
    """Return when the code was opened; None when the note is old, foreign or not ours."""
    try:
        session_id, person_id, moment = _signer().loads(text)
    except (BadSignature, ValueError, TypeError):
        return None
    opened = datetime.fromtimestamp(moment, UTC)
    fresh = 0 <= (now() - opened).total_seconds() <= SECONDS
    return opened if fresh and (session_id, person_id) == (session.id, person.id) else None
