"""Links that stop letters without signing in: signed, for one person and one topic, good for ever.

They open nothing else: whoever holds one can only stop the letters it came with.
"""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from lms.core.addresses import path_of
from lms.messages.rules import TOPICS
from lms.people.models import Person

#: Stands for all topics at once.
EVERYTHING = "semua"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="letters")


def path(person: Person, topic: str) -> str:
    """Return the path of the page that stops the person's letters about the topic."""
    return path_of("messages.unsubscribe", token=_signer().dumps([person.id, topic]))


def read(token: str) -> tuple[int, str] | None:
    """Return (person id, topic) of a link of ours, None for any other text."""
    try:
        person_id, topic = _signer().loads(token)
    except (BadSignature, ValueError):
        return None
    return person_id, topic


def topics(topic: str) -> list[str]:
    """Return the topics that a link is about."""
    return list(TOPICS) if topic == EVERYTHING else [topic]
