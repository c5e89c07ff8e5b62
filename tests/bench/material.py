"""What the demo data lack for measuring: a gradebook of 100 × 10, and 200 trainees at a quiz.

Run as `python -m tests.bench.material` inside a prepared environment; prints where they are.
"""

import json
import secrets
from datetime import timedelta
from decimal import Decimal

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from lms import create_app
from lms.catalogue.models import Batch, Course, Enrolment, ProgrammeVersion, Unit
from lms.core.clock import now, today
from lms.core.db import db
from lms.demo.accounts import ACCOUNTS, PASSWORD
from lms.gradebook.models import ComponentScore
from lms.people import signin
from lms.people.models import Person, UserSession
from tests import cast

PEOPLE = 100
COMPONENTS = 10
#: As many as the largest number of connections: each saves answers of an attempt of its own.
AT_THE_QUIZ = 200


def address(number: int) -> str:
    """Return the e-mail address of a measured trainee."""
    return f"ukur{number}@demo.invalid"


def a_nip(month: int, number: int) -> str:
    """Return a valid NIP of somebody appointed in a month of 2010; the demo people are others."""
    return f"198501012010{month:02d}1{number + 1:03d}"


def seats_of(batch: Batch, month: int, count: int) -> list[int]:
    """Let people, appointed in a month of their own, sit in a batch; return their places."""
    people = [{"name": f"Peserta {n}", "nip": a_nip(month, n)} for n in range(count)]
    ids = db.session.scalars(insert(Person).returning(Person.id), people)
    seats = [
        {"batch_id": batch.id, "person_id": one, "state": "accepted", "applied_at": now()}
        for one in ids
    ]
    return list(db.session.scalars(insert(Enrolment).returning(Enrolment.id), seats))


def signed_in(app: Flask, person: Person, front: str) -> FlaskClient:
    """Return a browser of the person at one of their fronts."""
    token = secrets.token_hex(8)
    db.session.add(
        UserSession(token_hash=signin.token_hash(token), person_id=person.id, created_at=now())
    )
    db.session.commit()
    client = app.test_client()
    moment = int(now().timestamp())
    with client.session_transaction() as session:
        session.update(_user_id=token, seen_at=moment, fresh_at=moment, _fresh=True, front=front)
    return client


def add_people() -> list[Person]:
    """Add the trainees, all with the password of the demo accounts."""
    kept = signin.hasher.hash(PASSWORD)
    return [
        cast.a_person(
            f"Peserta Ukur {number + 1}",
            nip=a_nip(1, number),
            email=address(number),
            password_hash=kept,
            password_state="own",
        )
        for number in range(AT_THE_QUIZ)
    ]


def add_gradebook(people: list[Person]) -> int:
    """Add a batch with a score of every trainee in every component; returns its id."""
    parts = [
        {"key": f"bagian-{number}", "title": f"Bagian {number + 1}", "weight": 100 // COMPONENTS,
         "source": "outside", "confidence": "D"}
        for number in range(COMPONENTS)
    ]  # fmt: skip
    version = cast.a_programme(
        "ukur-nilai", title="Pengukuran nilai", rulebook="generic", components=parts
    )
    batch = cast.a_batch(
        version, quota=PEOPLE, state="grading", starts_on=today() - timedelta(days=9)
    )
    for person in people[:PEOPLE]:
        enrolment = cast.an_enrolment(person, batch)
        db.session.add_all(
            ComponentScore(
                enrolment_id=enrolment.id, component=part["key"], source="manual",
                points=Decimal(7000 + (enrolment.id * 37 + place * 11) % 3000) / 100,
                entered_by_id=person.id, at=now(),
            )
            for place, part in enumerate(parts)
        )  # fmt: skip
    db.session.commit()
    return batch.id


def add_quiz_batch(people: list[Person]) -> tuple[int, int]:
    """Open a running batch of a programme that has a quiz; returns batch and unit."""
    quiz = db.session.scalars(select(Unit).where(Unit.kind == "quiz").order_by(Unit.id)).first()
    if quiz is None:
        raise SystemExit("courses/ holds no quiz to measure with")
    course = db.session.get_one(Course, quiz.course_id)
    version = db.session.get_one(ProgrammeVersion, course.version_id)
    batch = cast.a_batch(version, state="running", starts_on=today() - timedelta(days=2), number=99)
    for person in people:
        cast.an_enrolment(person, batch)
    trainee = next(account.email for account in ACCOUNTS if account.role == "trainee")
    known = db.session.scalars(select(Person).where(Person.email == trainee)).one()
    held = select(Enrolment.id).where(Enrolment.person_id == known.id)
    if db.session.scalar(held.limit(1)) is None:
        cast.an_enrolment(known, batch)
    return batch.id, quiz.id


def main() -> None:
    """Add everything and print its ids."""
    with create_app().app_context():
        people = add_people()
        batch, quiz = add_quiz_batch(people)
        print(json.dumps({"marks": add_gradebook(people), "batch": batch, "quiz": quiz}))


if __name__ == "__main__":
    main()
