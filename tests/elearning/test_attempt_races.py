"""Several browsers at once: what was acknowledged is stored, and nothing happens twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.elearning import queries
from lms.elearning.models import Answer, Attempt, Quiz
from lms.people.models import Person

SignIn = Callable[..., FlaskClient]


def test_two_clicks_on_start_make_one_attempt(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, quiz: Quiz
) -> None:
    address = f"/angkatan/{batch.id}/kuis/{quiz.unit_id}/mulai"
    browsers = [sign_in(sari) for _click in range(6)]
    db.session.commit()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda browser: browser.post(address), browsers))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == 1
    assert db.session.scalar(select(func.count(Attempt.id))) == 1


def test_acknowledged_means_stored_while_tabs_race_and_one_hands_in(
    app: Flask, sign_in: SignIn, sari: Person, attempt: Attempt
) -> None:
    """Every tab answers at random; afterwards the newest acknowledged change of each is there."""
    browsers = [sign_in(sari) for _tab in range(4)]
    address = f"/percobaan/{attempt.id}"
    db.session.commit()  # the test itself must hold no lock meanwhile

    def work(tab: int) -> list[tuple[int, int, int]]:
        rng, kept = Random(tab), []
        for seq in range(1, 26):
            sent = {"position": rng.randint(1, 5), "value": rng.randint(0, 1), "seq": seq}
            answer = browsers[tab].post(f"{address}/jawaban", json=sent)
            assert answer.status_code in (200, 403, 409)
            if answer.status_code == 200:
                kept.append((sent["position"], seq, sent["value"]))
            if tab == 0 and seq == 20:
                assert browsers[tab].post(f"{address}/kirim").status_code == 302
        return kept

    with ThreadPoolExecutor(4) as pool:
        acknowledged = [one for tab in pool.map(work, range(4)) for one in tab]
    stored = {a.position: (a.seq, a.value) for a in db.session.scalars(select(Answer))}
    for position in {one[0] for one in acknowledged}:
        newest = max(one[1:] for one in acknowledged if one[0] == position)
        assert stored[position][0] == newest[0]
        assert (position, *stored[position]) in acknowledged
    db.session.refresh(attempt)
    assert attempt.points == queries.sheet_of(attempt).marked().points
