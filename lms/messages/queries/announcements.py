"""Announcements of a batch, and who gets one."""

from collections.abc import Collection

from sqlalchemy import select

from lms.catalogue.models import Batch
from lms.catalogue.permissions import may_teach
from lms.core.db import one, rows
from lms.messages.models import Announcement
from lms.messages.queries.people import Reader, readers, team_ids, trainee_ids
from lms.people.models import Person

#: Announcements shown of a batch.
MOST = 50


def announcements_for(person: Person, batch: Batch) -> list[Announcement]:
    """Return what was announced in a batch, newest first; trainees see what was for trainees."""
    statement = select(Announcement).where(Announcement.batch_id == batch.id)
    if not may_teach(person, batch):
        statement = statement.where(Announcement.audience.in_(("trainees", "everybody")))
    return rows(statement.order_by(Announcement.at.desc(), Announcement.id.desc()).limit(MOST))


def announcement_with(key: str) -> Announcement | None:
    """Return the announcement made with this key."""
    found: Announcement | None = one(select(Announcement).where(Announcement.key == key))
    return found


def audience_of(batch_id: int, audience: str) -> Collection[int]:
    """Return the people of a batch that an audience means."""
    if audience == "waiting":
        return trainee_ids(batch_id, "waiting")
    trainees = trainee_ids(batch_id) if audience in ("trainees", "everybody") else []
    return [*trainees, *(team_ids(batch_id) if audience in ("team", "everybody") else [])]


def recipients(batch: Batch, audience: str, but: Person) -> list[Reader]:
    """Return who would be told by an announcement, by name."""
    people = set(audience_of(batch.id, audience)) - {but.id}
    return readers(people, "announcements")
