"""Nothing of the key reaches a browser before it may, and nobody reaches another's attempt."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.access import can
from lms.core.db import db, rows
from lms.elearning import actions
from lms.elearning.models import Attempt, Quiz
from lms.elearning.permissions import visible_attempts
from lms.people.models import Person
from tests import cast
from tests.elearning import sample

pytestmark = pytest.mark.one_engine

SignIn = Callable[..., FlaskClient]
#: What the planted keys, feedback and weights look like in any answer.
SECRETS = re.compile(rf"{sample.CANARY}|73519|0[.,]125|8[.,]75|akuntabel|correct", re.I)
#: Moments may show any digits.
MOMENT = re.compile(r"\d\d:\d\d:\d\d\.\d+")


def test_no_answer_during_an_attempt_carries_the_key(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    browser = sign_in(sari)
    questions = [*sample.bodies(), *sample.bodies_in_parts(), sample.an_essay()]
    quiz = sample.a_quiz(version, questions=questions)
    first = sample.an_attempt(batch, quiz, seat, sari)
    actions.submit_attempt(first, by=sari)
    lesson = sample.a_lesson(version)
    db.session.commit()
    start = browser.post(f"/angkatan/{batch.id}/kuis/{quiz.unit_id}/mulai")
    address = start.location
    answers = [start]
    for position in range(1, len(questions) + 1):
        answers += [
            browser.get(f"{address}?n={position}"),
            browser.get(f"{address}?n={position}", headers={"HX-Request": "true"}),
            browser.post(f"{address}/jawaban", json={"position": position, "value": 0, "seq": 2}),
            browser.post(f"{address}/jawaban", json={"position": position, "value": 1, "seq": 1}),
            browser.post(f"{address}/jawaban", json={"position": position, "value": {}, "seq": 3}),
            browser.post(address, data={"position": position, "seq": 2, "value": 1, "ke": 1}),
            browser.post(
                f"{address}/jawaban", json={"position": position, "value": {"0": "1"}, "seq": 5}
            ),
        ]
    answers += [
        browser.get(f"{address}/tinjau"),
        browser.get(f"{address}/hasil", follow_redirects=True),
        browser.get(f"/percobaan/{first.id}/hasil"),  # its review waits for the open attempt
        browser.get(f"/angkatan/{batch.id}/kuis/{quiz.unit_id}"),
        browser.get(f"/angkatan/{batch.id}/belajar"),
        browser.get(f"/angkatan/{batch.id}/belajar/{lesson.id}"),
    ]
    for answer in answers:
        shown = answer.text.partition("</head>")[2] or answer.text
        if answer.request.path.endswith("/hasil"):
            shown = shown.replace("78,75 poin", "")  # the sum of a finished attempt is no key
        assert not SECRETS.search(MOMENT.sub("", shown)), answer.request.path
        assert not SECRETS.search(MOMENT.sub("", str(answer.headers)))


def test_an_attempt_is_its_trainees_alone(
    sign_in: SignIn, client: FlaskClient, sari: Person, budi: Person, rina: Person, dedi: Person,
    lena: Person, batch: Batch, attempt: Attempt,
) -> None:  # fmt: skip
    tono = cast.a_person("Tono Wijaya")
    cast.an_enrolment(tono, batch)
    address = f"/percobaan/{attempt.id}"
    answer = {"position": 1, "value": 0, "seq": 1}
    for person in (tono, budi, rina, dedi, lena):
        browser = sign_in(person)
        for path in (address, f"{address}/tinjau", f"{address}/hasil"):
            assert browser.get(path).status_code == 404
        assert browser.post(address, data=answer).status_code == 404
        assert browser.post(f"{address}/jawaban", json=answer).status_code == 404
        assert browser.post(f"{address}/kirim").status_code == 404
    assert client.get(address).status_code == 302
    db.session.refresh(attempt)
    assert attempt.submitted_at is None


def test_finished_attempts_are_open_to_who_teaches_there(
    sign_in: SignIn, sari: Person, budi: Person, rina: Person, dedi: Person, attempt: Attempt
) -> None:
    actions.submit_attempt(attempt, by=sari)
    db.session.commit()
    elsewhere = cast.a_person("Ningsih Utami", roles=("instructor",))
    address = f"/percobaan/{attempt.id}/hasil"
    statuses = [
        sign_in(person).get(address).status_code for person in (sari, budi, rina, dedi, elsewhere)
    ]
    assert statuses == [200, 200, 200, 404, 404]
    assert sign_in(budi).post(f"/percobaan/{attempt.id}/kirim").status_code == 403


def test_a_lost_seat_ends_answering_at_once(
    sign_in: SignIn, sari: Person, seat: Enrolment, attempt: Attempt
) -> None:
    browser = sign_in(sari)
    seat.state = "withdrawn"
    db.session.commit()
    answer = browser.post(
        f"/percobaan/{attempt.id}/jawaban", json={"position": 1, "value": 0, "seq": 1}
    )
    assert answer.status_code == 404


def test_lists_and_things_agree(
    app: object, sari: Person, budi: Person, rina: Person, dedi: Person, batch: Batch,
    seat: Enrolment, quiz: Quiz, attempt: Attempt,
) -> None:  # fmt: skip
    actions.submit_attempt(attempt, by=sari)
    second = sample.an_attempt(batch, quiz, seat, sari)
    for person in (sari, budi, rina, dedi):
        listed = {one.id for one in rows(visible_attempts(person))}
        allowed = {one.id for one in (attempt, second) if can(person, "attempt.view", one)}
        assert listed == allowed
