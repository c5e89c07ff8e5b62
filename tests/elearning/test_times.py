"""Extra time per person, and the pause between two attempts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.elearning import actions
from lms.elearning.models import Attempt
from lms.elearning.quiz import extra_minutes
from lms.people.models import Person
from tests.elearning import sample


def test_a_share_of_the_time_is_rounded_up() -> None:
    assert [extra_minutes(30, 25), extra_minutes(30, 0), extra_minutes(5, 25)] == [8, 0, 2]


def test_extra_time_lengthens_what_runs_and_what_follows(
    sign_in: Callable[..., FlaskClient], sari: Person, rina: Person, budi: Person, batch: Batch,
    seat: Enrolment, attempt: Attempt,
) -> None:  # fmt: skip
    browser, address = sign_in(rina), f"/angkatan/{batch.id}/waktu-tambahan"
    assert f'href="{address}"' in browser.get(f"/angkatan/{batch.id}/belajar").text
    sent = {"enrolment": seat.id, "percent": 50}
    assert browser.post(address, data=sent).status_code == 302
    db.session.refresh(attempt)
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=45)
    assert sari.name in browser.get(address).text
    quiz_page = sign_in(sari).get(f"/angkatan/{batch.id}/kuis/{attempt.quiz.unit_id}").text
    assert "45 menit" in quiz_page and "termasuk tambahan 15 menit" in quiz_page
    browser.post(address, data=sent | {"percent": 0})
    db.session.refresh(attempt)
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=45)  # never shortened
    browser.post(address, data=sent | {"percent": 100})
    actions.submit_attempt(attempt, by=sari)
    db.session.commit()
    second = sample.an_attempt(batch, attempt.quiz, seat, sari)
    assert second.deadline_at - second.started_at == timedelta(minutes=60)
    for wrong in ({"percent": 33}, {"enrolment": 0}, {"enrolment": "x"}):
        assert browser.post(address, data=sent | wrong).status_code == 422
    assert sign_in(budi).post(address, data=sent).status_code == 403
    assert sign_in(sari).get(address).status_code == 403


@pytest.mark.one_engine
def test_the_next_attempt_waits_until_the_pause_is_over(
    sign_in: Callable[..., FlaskClient],
    sari: Person,
    batch: Batch,
    seat: Enrolment,
    version: ProgrammeVersion,
) -> None:
    quiz = sample.a_quiz(version, cooldown=30, attempts_allowed=0)
    first = sample.an_attempt(batch, quiz, seat, sari)
    actions.submit_attempt(first, by=sari)
    db.session.commit()
    browser, place = sign_in(sari), f"/angkatan/{batch.id}/kuis/{quiz.unit_id}"
    with time_machine.travel(now() + timedelta(minutes=29), tick=False):
        waiting = browser.get(place).text
        assert "Percobaan 2 terbuka" in waiting and "Mulai percobaan" not in waiting
        with pytest.raises(RuleBroken, match="1 menit lagi"):
            actions.start_attempt(batch, quiz, seat, by=sari)
    with time_machine.travel(now() + timedelta(minutes=31), tick=False):
        assert "Mulai percobaan 2" in browser.get(place).text
        assert actions.start_attempt(batch, quiz, seat, by=sari).number == 2
