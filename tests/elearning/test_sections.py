"""Sections of a quiz: their order, own draw and own time, and the result of each."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.elearning import actions, queries, sections
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.models import Question, Quiz
from lms.people.models import Person
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.one_engine
MOMENT = datetime(2026, 5, 4, 2, tzinfo=UTC)


def _section(key: str, minutes: int = 0, **facts: Any) -> dict[str, Any]:
    return {
        "key": key, "title": f"Bagian {key}", "text_html": f"<p>Petunjuk {key}</p>",
        "minutes": minutes, "draw": 2, "pools": [],
    } | facts  # fmt: skip


def _single(key: str) -> dict[str, Any]:
    return {
        "id": key, "type": "single", "text_html": f"<p>Soal {key}</p>", "points": "1",
        "feedback_html": "", "options": [sample.an_option("A", True), sample.an_option("B")],
    }  # fmt: skip


def test_a_paper_keeps_the_order_of_its_sections() -> None:
    one, two = [_single(f"a{at}") for at in range(9)], [_single(f"b{at}") for at in range(9)]
    for seed in range(20):
        paper = rules_of_quiz.draw_parts(
            [(_section("satu", 5), [(one, 3)]), (_section("dua"), [(two, 2), (one[:1], 1)])],
            Random(seed),
        )
        keys = [question["id"][0] for question in paper["questions"]]
        assert keys[:3] == ["a"] * 3 and sorted(keys[3:]) == ["a", "b", "b"]
        spans = [(part["first"], part["last"]) for part in paper["sections"]]
        assert spans == [(1, 3), (4, 6)]
    assert [sections.section_at(paper, at) for at in (1, 3, 4, 6)] == [0, 0, 1, 1]
    assert "sections" not in rules_of_quiz.draw_parts([(None, [(one, 3)])], Random(1))
    marks = sections.marks_by_section(paper, [Decimal(1), Decimal(0), None, *[Decimal(1)] * 3])
    assert [(one.points, one.out_of, one.waiting) for one in marks] == [(1, 3, 1), (3, 3, 0)]


def test_the_clocks_run_one_at_a_time_and_in_order() -> None:
    paper = {"sections": [
        _section("a", 10) | {"first": 1, "last": 2}, _section("b") | {"first": 3, "last": 3},
        _section("c", 5) | {"first": 4, "last": 5},
    ]}  # fmt: skip
    clocks, deadline = sections.clocks_of(paper), MOMENT + timedelta(minutes=12)
    assert sections.closes_at(clocks, 1, deadline) is None  # not opened: nothing is taken
    assert sections.closes_at(clocks, 3, deadline) == deadline
    with pytest.raises(RuleBroken, match="sebelumnya"):
        sections.opened(clocks, 4, MOMENT, 0)
    with pytest.raises(RuleBroken, match="tidak berwaktu"):
        sections.opened(clocks, 3, MOMENT, 0)
    first = sections.opened(clocks, 1, MOMENT, 50)
    assert sections.closes_at(first, 2, MOMENT + timedelta(hours=1)) == MOMENT + timedelta(
        minutes=15
    )
    assert sections.closes_at(first, 2, deadline) == deadline  # never beyond the whole
    assert sections.opened(first, 2, MOMENT + timedelta(minutes=9), 0) == first
    later = MOMENT + timedelta(minutes=4)
    second = sections.opened(first, 5, later, 0)
    states = [sections.state_of(sections.clock_at(second, at), later) for at in (1, 3, 4)]
    assert states == ["over", "free", "running"]
    longer = sections.lengthened(second, later, 100)
    assert sections.closes_at(longer, 4, deadline) == min(deadline, later + timedelta(minutes=10))
    assert longer[0] == second[0]  # what is over stays over
    assert sections.lengthened(longer, later, 0) == longer  # and nothing is shortened


def _reason(browser: FlaskClient, place: str, answer: dict[str, Any]) -> str:
    """Return why an answer is refused; the sentence goes along."""
    said = browser.post(f"{place}/jawaban", json=answer)
    assert said.status_code == 403 and said.json is not None and said.json["error"].endswith(".")
    return str(said.json["reason"])


@pytest.fixture
def divided(version: ProgrammeVersion) -> Quiz:
    """Give a quiz with a section of 10 minutes, one that draws from another quiz, one of 5."""
    pool = sample.a_quiz(version, "Lain", questions=[_single("x"), _single("y")])
    quiz = sample.a_quiz(
        version, "Terbagi", questions=[_single(key) for key in ("a1", "a2", "a3", "c1")], draw=5,
        sections=[
            _section("a", 10),
            _section("b", pools=[{"quiz": pool.unit.key, "draw": 2}]),
            _section("c", 5, draw=1),
        ],
    )  # fmt: skip
    for question in db.session.query(Question).filter_by(quiz_id=quiz.id):
        question.section = question.key[0]
    db.session.commit()
    return quiz


def test_a_section_with_its_own_time_is_opened_answered_and_over(
    sign_in: SignIn, count_queries: Callable[..., int], sari: Person, batch: Batch,
    seat: Enrolment, divided: Quiz,
) -> None:  # fmt: skip
    browser = sign_in(sari)
    attempt = sample.an_attempt(batch, divided, seat, sari)
    place = f"/percobaan/{attempt.id}"
    assert [question["id"][:1] for question in attempt.paper["questions"]][:2] == ["a", "a"]
    with time_machine.travel(now(), tick=False) as clock:
        door = browser.get(place).text
        assert "Petunjuk a" in door and "Buka bagian ini" in door and "Soal a" not in door
        seen = browser.get(f"{place}?n=3").text  # free of a clock
        assert "Petunjuk b" in seen and "Soal x" in seen
        assert "Soal a" not in seen and "Soal c" not in seen and "belum dibuka" in seen
        answer = {"position": 1, "value": 0, "seq": 1}
        assert _reason(browser, place, answer) == "section_waiting"
        assert browser.post(f"{place}/bagian", data={"position": 5}).status_code == 422
        assert browser.post(f"{place}/bagian", data={"position": 3}).status_code == 422
        assert browser.post(f"{place}/bagian", data={"position": 1}).status_code == 302
        assert "Soal a" in browser.get(place).text
        saves = count_queries(lambda: browser.post(f"{place}/jawaban", json=answer))
        assert saves <= 5  # a clock costs no statement
        clock.shift(timedelta(minutes=12))
        answer |= {"value": 1, "seq": 2}
        assert _reason(browser, place, answer) == "section_over"
        said = browser.post(place, data={"position": 1, "value": 1, "seq": 1, "ke": 2})
        assert "Waktu bagian ini sudah habis" in browser.get(said.location).text
        over = browser.get(place).text
        assert "tidak dapat diubah lagi" in over and 'name="tetap"' in over
        assert sample.CANARY not in over
        # moving on without scripts sends the form, which saves nothing and says nothing
        moved = browser.post(place, data={"position": 1, "value": 0, "tetap": 1, "ke": 2})
        assert moved.status_code == 302 and moved.location.endswith("n=2")
        tinjau = browser.get(f"{place}/tinjau").text
        assert "Bagian c" in tinjau and "Bagian ini belum dibuka" in tinjau
        assert browser.post(f"{place}/bagian", data={"position": 5}).status_code == 302
        last = {"position": 5, "value": 0, "seq": 1}
        assert browser.post(f"{place}/jawaban", json=last).status_code == 200
        assert browser.post(f"{place}/kirim").status_code == 302
        assert _reason(browser, place, last | {"value": 1, "seq": 2}) == "handed_in"
    shown = sign_in(sari).get(f"{place}/hasil").text
    assert "Hasil setiap bagian" in shown
    sheet = queries.sheet_of(attempt)
    marks = sections.marks_by_section(sheet.paper, sheet.marked().per_question)
    assert [one.title for one in marks] == ["Bagian a", "Bagian b", "Bagian c"]
    assert sum(one.points for one in marks) == attempt.points
    for one in marks:
        assert one.title in shown


def test_extra_time_reaches_the_section_that_runs(
    sari: Person, rina: Person, batch: Batch, seat: Enrolment, divided: Quiz
) -> None:
    attempt = sample.an_attempt(batch, divided, seat, sari)
    with time_machine.travel(now(), tick=False):
        actions.open_section(attempt, 1, by=sari)
        actions.give_extra_time(seat, 50, by=rina)
        assert attempt.closes_at(2) == now() + timedelta(minutes=15)
        actions.open_section(attempt, 5, by=sari)
        assert attempt.closes_at(5) == now() + timedelta(minutes=8)


def test_a_closed_attempt_opens_no_section(
    sari: Person, batch: Batch, seat: Enrolment, divided: Quiz
) -> None:
    attempt = sample.an_attempt(batch, divided, seat, sari)
    actions.submit_attempt(attempt, by=sari)
    with pytest.raises(RuleBroken, match="ditutup"):
        actions.open_section(attempt, 1, by=sari)
