"""Tests that draw from the pools of others, and subjects that open when those before are passed."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Course, Enrolment, ProgrammeVersion, Unit
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.elearning import actions, queries, review, rules
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.models import Attempt, Lesson, Quiz
from lms.people.models import Person
from tests import cast
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]


def _bodies(name: str, count: int) -> list[dict[str, Any]]:
    body = sample.bodies()[0]
    return [body | {"id": f"{name}{n}", "text_html": f"<p>{name} {n}</p>"} for n in range(count)]


@pytest.fixture
def blueprint(version: ProgrammeVersion) -> Quiz:
    """Give a test of two questions from one pool and three from another, that counts nothing."""
    first = sample.a_quiz(version, "Satu", questions=_bodies("a", 5))
    second = sample.a_quiz(version, "Dua", questions=_bodies("b", 4))
    unit = cast.a_unit(version, "quiz", "Tes akhir")
    quiz = Quiz(
        unit_id=unit.id, intro="", minutes=30, pass_mark=Decimal(0), attempts_allowed=1, draw=5,
        review=review.POLICIES["after_submit"], counts=False,
        pools=[{"quiz": first.unit.key, "draw": 2}, {"quiz": second.unit.key, "draw": 3}],
    )  # fmt: skip
    db.session.add(quiz)
    db.session.commit()
    return quiz


def test_so_many_questions_of_each_pool_are_drawn_and_mixed() -> None:
    pools = [(_bodies("a", 9), 3), (_bodies("b", 2), 2)]
    papers = [rules_of_quiz.draw_from(pools, Random(seed))["questions"] for seed in range(20)]
    for paper in papers:
        assert Counter(question["id"][0] for question in paper) == {"a": 3, "b": 2}
    assert {paper[0]["id"][0] for paper in papers} == {"a", "b"}


def test_a_blueprint_draws_from_the_pools_and_stays_out_of_the_mark(
    batch: Batch, seat: Enrolment, sari: Person, blueprint: Quiz
) -> None:
    attempt = sample.an_attempt(batch, blueprint, seat, sari)
    ids = [question["id"] for question in attempt.paper["questions"]]
    by_quiz = Counter(one.partition("#")[0] for one in ids)
    assert by_quiz == {pool["quiz"]: pool["draw"] for pool in blueprint.pools}
    assert len(set(ids)) == 5
    sample.answer_all(attempt)
    actions.submit_attempt(attempt, by=sari)
    db.session.commit()
    assert attempt.points == attempt.out_of
    assert queries.scores(batch) == []
    assert queries.quiz_count(batch.version_id) == 2
    assert queries.own_scores(seat) == []


def test_its_key_stays_hidden_while_a_quiz_of_its_pools_is_open(
    sign_in: SignIn, batch: Batch, seat: Enrolment, sari: Person, blueprint: Quiz
) -> None:
    attempt = sample.an_attempt(batch, blueprint, seat, sari)
    actions.submit_attempt(attempt, by=sari)
    browser, address = sign_in(sari), f"/percobaan/{attempt.id}/hasil"
    assert sample.CANARY in browser.get(address).text
    first = db.session.scalars(select(Quiz).where(Quiz.counts).order_by(Quiz.id)).first()
    assert first is not None
    sample.an_attempt(batch, first, seat, sari)
    assert sample.CANARY not in browser.get(address).text


@pytest.mark.parametrize(
    ("unlock", "passed", "locked"),
    [
        ("", [False, False], [False, False]),
        ("passed", [False, False, False], [False, True, True]),
        ("passed", [True, False, True], [False, False, True]),
        ("passed", [True, True, True], [False, False, False]),
        ("passed", [], []),
    ],
)
def test_a_subject_opens_when_all_before_are_passed(
    unlock: str, passed: list[bool], locked: list[bool]
) -> None:
    assert rules.locked_subjects(unlock, passed) == locked


def test_the_way_opens_by_passing(
    sign_in: SignIn, batch: Batch, seat: Enrolment, sari: Person, version: ProgrammeVersion,
    quiz: Quiz, budi: Person,
) -> None:  # fmt: skip
    version.unlock = "passed"
    second = db.session.scalars(select(Course).order_by(Course.position.desc())).first()
    assert second is not None
    unit = Unit(course_id=second.id, key="02-isu/01-isu", kind="lesson", title="Isu", minutes=9,
                position=1)  # fmt: skip
    db.session.add(unit)
    db.session.flush()
    db.session.add(Lesson(unit_id=unit.id, html="<p>Isi isu</p>", size=9))
    db.session.commit()
    browser, address = sign_in(sari), f"/angkatan/{batch.id}/belajar/{unit.id}"
    assert "Isi isu" not in browser.get(address).text
    assert "belum terbuka" in browser.get(address).text
    for refused in (f"{address}/selesai", f"{address}/posisi"):
        assert browser.post(refused, data={"position": 5}).status_code == 422
    assert "Terkunci" in browser.get(f"/angkatan/{batch.id}/belajar").text
    with pytest.raises(RuleBroken, match="terbuka setelah"):
        actions.refuse_locked(batch, seat, unit.id)

    attempt: Attempt = sample.an_attempt(batch, quiz, seat, sari)
    sample.answer_all(attempt)
    actions.submit_attempt(attempt, by=sari)
    db.session.commit()
    assert "Isi isu" in browser.get(address).text
    assert browser.post(f"{address}/selesai").status_code == 302


def test_who_teaches_reads_everything(
    sign_in: SignIn, batch: Batch, version: ProgrammeVersion, quiz: Quiz, budi: Person
) -> None:
    version.unlock = "passed"
    lesson = sample.a_lesson(version)
    db.session.commit()
    assert "Isi Pengantar" in sign_in(budi).get(f"/angkatan/{batch.id}/belajar/{lesson.id}").text
