"""Telling people: a row for each, written with the change, so that both stand or fall."""

from collections.abc import Collection
from typing import Any

from flask import current_app

from lms.core.clock import local, now
from lms.core.db import add_all_missing
from lms.messages import queries, rules
from lms.messages.models import Announcement, Message
from lms.people.models import Person


def tell(
    kind: str, person_ids: Collection[int], link: str, facts: dict[str, Any], *,
    about: str = "", key: str | None = None, urgent: bool = False,
    announcement: Announcement | None = None, but: Person | None = None,
) -> int:  # fmt: skip
    """Tell these people, except who did it (`but`) and who no longer serves; returns how many.

    With `key` nobody is told twice: whoever has a message of that key is left out.
    """
    wanted = set(person_ids) - ({but.id} if but is not None else set())
    if key is not None and wanted:
        wanted -= queries.told_already(wanted, key)
    people = queries.readers(wanted, rules.KINDS[kind].topic)
    same = {
        "kind": kind, "facts": _plain(facts), "link": link, "about": about, "key": key, "at": now(),
        "announcement_id": announcement.id if announcement else None,
    }  # fmt: skip
    add_all_missing(
        Message,
        ["person_id", "key"],
        [
            {**same, "person_id": person.id, "mail_at": _post_at(person.how, urgent=urgent)}
            for person in people
        ],
    )
    return len(people)


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in facts.items()
    }


def _post_at(how: str, *, urgent: bool) -> Any:
    """Return when a letter leaves; none while the agency has no mail server."""
    if not current_app.config["MAIL_HOST"]:
        return None
    rest_from, rest_to = current_app.config["MAIL_REST"]
    hours = rules.Hours(rest_from, rest_to, current_app.config["MAIL_DIGEST_HOUR"])
    return rules.post_at(local(now()), how, hours, urgent=urgent)
