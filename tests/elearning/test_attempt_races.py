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
    """Every tab answers at random upon what it has seen; the chain of changes has no fork."""
    browsers = [sign_in(sari) for _tab in range(4)]
    address = f"/percobaan/{attempt.id}"
    db.session.commit()  # the test itself must hold no lock meanwhile

    def work(tab: int) -> list[tuple[int, int, int]]:
        rng, kept, seen = Random(tab), [], dict.fromkeys(range(1, 6), 0)
        for turn in range(1, 26):
            position, value = rng.randint(1, 5), rng.randint(0, 1)
            sent = {
                "position": position, "value": value, "base": seen[position],
                "seq": seen[position] + 1, "writer": f"tab-{tab}",
            }  # fmt: skip
            answer = browsers[tab].post(f"{address}/jawaban", json=sent)
            assert answer.status_code in (200, 403, 409)
            if answer.status_code == 200:
                kept.append((position, answer.json["seq"], value))
            if answer.status_code != 403:
                seen[position] = answer.json["seq"]
            if tab == 0 and turn == 20:
                assert browsers[tab].post(f"{address}/kirim").status_code == 302
        return kept

    with ThreadPoolExecutor(4) as pool:
        acknowledged = {one for tab in pool.map(work, range(4)) for one in tab}
    assert len({one[:2] for one in acknowledged}) == len(acknowledged)  # a change has one value
    stored = {a.position: (a.seq, a.value) for a in db.session.scalars(select(Answer))}
    for position in {one[0] for one in acknowledged}:
        newest = max(one[1:] for one in acknowledged if one[0] == position)
        assert stored[position] == newest
    db.session.refresh(attempt)
    assert attempt.points == queries.sheet_of(attempt).marked().points
