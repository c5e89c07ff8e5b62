"""Lists and things agree: what a list shows is what its thing's permission allows."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from lms.assignments.models import Submission
from lms.assignments.permissions import visible_submissions
from lms.catalogue.models import Batch
from lms.catalogue.permissions import visible_batches
from lms.competence.models import IndexExemption
from lms.competence.permissions import visible_exemptions
from lms.core.access import can, forget
from lms.core.clock import now, today
from lms.core.db import db, rows
from lms.events.models import Event
from lms.events.permissions import visible_events
from lms.people.models import Person
from lms.projects.models import Project
from lms.projects.permissions import visible_projects
from tests import cast
from tests.events import cast as events

CAST = ("sari", "budi", "rina", "dedi", "lena", "adi")


@pytest.fixture
def scene(app: Flask, request: pytest.FixtureRequest) -> dict[str, Person]:
    """Give the cast, two batches of which Sari and Budi belong to one, and works in both."""
    people = {name: request.getfixturevalue(name) for name in CAST}
    version = cast.a_programme()
    unit = cast.a_unit(version, "assignment")
    for number, trainee in ((1, people["sari"]), (2, cast.a_person("Tono Wijaya"))):
        batch = cast.a_batch(version, number=number, state="running")
        seat = cast.an_enrolment(trainee, batch)
        if number == 1:
            cast.a_staff(people["budi"], batch)
        coach_id = people["budi"].id if number == 2 else None
        db.session.add(Project(enrolment_id=seat.id, opened_at=now(), coach_id=coach_id))
        for at, state in enumerate(("draft", "submitted"), 1):
            db.session.add(
                Submission(unit_id=unit.id, enrolment_id=seat.id, version=at, state=state,
                           saved_at=now(), submitted_at=now())
            )  # fmt: skip
    for by, audience, state in (
        (people["rina"], "all", "draft"), (people["rina"], "all", "open"),
        (people["rina"], "invited", "open"), (people["dedi"], "invited", "draft"),
    ):  # fmt: skip
        events.an_event(by, audience=audience, state=state)
    stranger = cast.a_person("Tini", opd=cast.an_office("Dishub"))
    db.session.add_all(
        IndexExemption(person_id=one.id, cell="teknis", starts_on=today(), reason="Tugas belajar",
                       granted_by_id=people["rina"].id, granted_at=now())
        for one in (people["sari"], people["dedi"], stranger)
    )  # fmt: skip
    db.session.commit()
    for person in people.values():
        db.session.refresh(person, ["grants"])
        person.held_roles = person.granted_roles()
    return people


PAIRS: list[tuple[type, str, Callable[[Person], object]]] = [
    (Batch, "batch.view", visible_batches),
    (Submission, "submission.grade", visible_submissions),
    (Event, "event.view", visible_events),
    (Project, "project.view", visible_projects),
    (IndexExemption, "index_exemption.view", visible_exemptions),
]


def test_lists_show_exactly_what_may_be_opened(scene: dict[str, Person]) -> None:
    differing = {}
    for name, person in scene.items():
        forget()
        for model, permission, visible in PAIRS:
            listed = {thing.id for thing in rows(visible(person))}
            allowed = {thing.id for thing in rows(select(model)) if can(person, permission, thing)}
            if listed != allowed:
                differing[name, model.__name__] = listed, allowed
    assert differing == {}
