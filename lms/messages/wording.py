"""How a message reads, on the inbox page and in a letter: from its template and its facts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from markupsafe import Markup

from lms.core import templating
from lms.messages.models import Message
from lms.messages.rules import KINDS, Kind
from lms.projects.words import STAGES
from lms.schedule.words import MODES


@dataclass(frozen=True)
class Words:
    """A message in the reader's language, ready for a page."""

    kind: Kind
    title: Markup
    body: Markup
    #: What only the inbox says: reasons and comments do not travel by e-mail.
    detail: Markup

    @property
    def plain_title(self) -> str:
        """Return the title as letters write it."""
        return self.title.unescape()


def of(message: Message) -> Words:
    """Return how a message reads to the present reader."""
    template = templating.environment().get_template(f"messages/letters/{message.kind}.html")
    context = template.new_context(_facts(message))

    def block(name: str) -> Markup:
        found = template.blocks.get(name)
        return Markup("".join(found(context)).strip() if found else "")  # noqa: S704 (autoescaped)

    return Words(KINDS[message.kind], block("title"), block("body"), block("detail"))


def _facts(message: Message) -> dict[str, Any]:
    """Return the facts as templates read them: moments and days instead of their ISO text."""
    facts = {key: _read(key, value) for key, value in message.facts.items()}
    if message.announcement is not None:
        facts["announcement"] = message.announcement
    return {"agency": current_app.config["AGENCY_NAME"], "modes": MODES,
            "stages": STAGES, **facts}  # fmt: skip


def _read(key: str, value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{name: _read(name, one) for name, one in line.items()} for line in value]
    if value and key.endswith("_at"):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if value and key.endswith("_on") else value
