"""Who is to be told: people of a batch, whether they still serve, and how they want letters."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from lms.assignments.models import Submission
from lms.catalogue.models import Batch, Enrolment, Staff
from lms.core.clock import today
from lms.core.db import db, one, rows
from lms.events.models import Event, EventSpeaker, Participation
from lms.messages.models import Choice, Message
from lms.messages.rules import TOPICS
from lms.people.models import Person, RoleGrant
from lms.projects.models import Project
from lms.schedule.models import Session


@dataclass(frozen=True)
class Reader:
    """Somebody to be told, and how letters about the topic come ("never" without an address)."""

    id: int
    name: str
    how: str


def readers(person_ids: Collection[int], topic: str) -> list[Reader]:
    """Return those of these people who still serve, with the way they want the topic's letters."""
    if not person_ids:
        return []
    found = db.session.execute(
        _readers(), {"ids": list(set(person_ids)), "topic": topic, "today": today()}
    )
    return [
        Reader(row.id, row.name, (row.how or TOPICS[topic]) if row.email else "never")
        for row in found
    ]


@cache
def _readers() -> Any:
    own = and_(Choice.person_id == Person.id, Choice.topic == bindparam("topic"))
    return (
        select(Person.id, Person.name, Person.email, Choice.how)
        .outerjoin(Choice, own)
        .where(
            Person.id.in_(bindparam("ids", expanding=True)),
            or_(Person.ended_on.is_(None), Person.ended_on >= bindparam("today")),
        )
        .order_by(Person.name, Person.id)
    )


def people_of(enrolment_ids: Collection[int]) -> dict[int, int]:
    """Return whose these places are: enrolment id -> person id."""
    found = db.session.execute(
        select(Enrolment.id, Enrolment.person_id).where(Enrolment.id.in_(enrolment_ids))
    )
    return {row.id: row.person_id for row in found}


def told_already(person_ids: Collection[int], key: str) -> set[int]:
    """Return those of these people who have a message with this key."""
    return set(
        rows(
            select(Message.person_id).where(
                Message.key == key, Message.person_id.in_(set(person_ids))
            )
        )
    )


def batch_of(batch_id: int) -> Batch:
    """Return a batch by its id."""
    return db.session.get_one(Batch, batch_id)


def place_of(project: Project) -> Enrolment:
    """Return the place of whose project it is, with person and batch."""
    return one(  # type: ignore[no-any-return]
        select(Enrolment)
        .where(Enrolment.id == project.enrolment_id)
        .options(joinedload(Enrolment.person), joinedload(Enrolment.batch))
    )


def teacher_ids(batch_id: int) -> list[int]:
    """Return whoever works in a batch."""
    return rows(select(Staff.person_id).where(Staff.batch_id == batch_id).distinct())


def organiser_ids(batch: Batch) -> list[int]:
    """Return who organises a batch: who opened it, and the organisers of its team."""
    team = select(Staff.person_id).where(Staff.batch_id == batch.id, Staff.role == "organiser")
    return list({*rows(team), *([batch.opened_by_id] if batch.opened_by_id else ())})


def batch_of_work(work: Submission) -> Batch:
    """Return the batch that a work belongs to."""
    statement = select(Batch).join(Enrolment, Enrolment.batch_id == Batch.id)
    return db.session.scalars(statement.where(Enrolment.id == work.enrolment_id)).one()


def trainee_ids(batch_id: int, *states: str) -> list[int]:
    """Return the people whose place in a batch is in one of the states: with a seat, if none."""
    return rows(
        select(Enrolment.person_id).where(
            Enrolment.batch_id == batch_id, Enrolment.state.in_(states or ("accepted",))
        )
    )


def expected_at(session: Session) -> list[int]:
    """Return the trainees who are to come to a session: of its group when one meets apart."""
    statement = select(Enrolment.person_id).where(
        Enrolment.batch_id == session.batch_id, Enrolment.state == "accepted"
    )
    if session.group is not None:
        statement = statement.where(Enrolment.group == session.group.name)
    return rows(statement)


def team_ids(batch_id: int, *roles: str) -> list[int]:
    """Return the people who work in a batch, in one of `roles` if given."""
    statement = select(Staff.person_id).where(Staff.batch_id == batch_id)
    return rows(statement.where(Staff.role.in_(roles)) if roles else statement)


def event_people(event_id: int) -> list[int]:
    """Return who is invited to an event, registered, waiting for a seat, or speaks there."""
    places = select(Participation.person_id).where(
        Participation.event_id == event_id, Participation.state != "cancelled"
    )
    speakers = select(EventSpeaker.person_id).where(EventSpeaker.event_id == event_id)
    return rows(places) + rows(speakers)


def event_by_id(event_id: int) -> Event:
    """Return an event by its id."""
    return db.session.get_one(Event, event_id)


def officer_ids(opd_ids: Collection[int]) -> dict[int, list[int]]:
    """Return who looks after the staff of each of these offices today, by office id."""
    if not opd_ids:
        return {}
    found: dict[int, list[int]] = {}
    grants: list[RoleGrant] = rows(
        select(RoleGrant).where(
            RoleGrant.role == "opd_officer",
            RoleGrant.opd_id.in_(set(opd_ids)),
            RoleGrant.starts_on <= today(),
            or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today()),
        )
    )
    for grant in grants:
        if grant.opd_id is not None:  # a grant for everywhere is nobody's own office
            found.setdefault(grant.opd_id, []).append(grant.person_id)
    return found


def people_at(places: Collection[int]) -> list[int]:
    """Return whose these enrolments are."""
    return rows(select(Enrolment.person_id).where(Enrolment.id.in_(places)))
