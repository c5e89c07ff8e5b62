"""A quiz from start to outcome: each verb works, is refused, is repeated, comes late."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.elearning import actions, queries
from lms.elearning.cli import close_overdue_attempts
from lms.elearning.models import Attempt, Question, Quiz
from lms.people.models import Person
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]


def _start(browser: FlaskClient, batch: Batch, quiz: Quiz) -> str:
    answer = browser.post(f"/angkatan/{batch.id}/kuis/{quiz.unit_id}/mulai")
    assert answer.status_code == 302
    return str(answer.location)


def _save(browser: FlaskClient, attempt: Attempt, **sent: object) -> object:
    return browser.post(f"/percobaan/{attempt.id}/jawaban", json=sent)


def test_starting_draws_and_keeps_a_paper_and_starting_again_resumes_it(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, quiz: Quiz
) -> None:
    browser = sign_in(sari)
    address = _start(browser, batch, quiz)
    assert _start(browser, batch, quiz) == address
    attempt = db.session.scalars(select(Attempt)).one()
    assert attempt.number == 1
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=30)
    assert len(attempt.paper["questions"]) == 5


def test_a_reload_shows_the_same_questions_and_options_in_the_same_order(
    sign_in: SignIn, sari: Person, attempt: Attempt
) -> None:
    browser = sign_in(sari)
    address = f"/percobaan/{attempt.id}?n=2"
    tokens = re.compile(r'name="csrf_token" value="[^"]+"')
    shown = {tokens.sub("", browser.get(address).text.split("<main")[1]) for _visit in range(3)}
    assert len(shown) == 1


def test_a_later_edit_of_a_question_does_not_touch_an_attempt(
    sari: Person, attempt: Attempt
) -> None:
    sample.answer_all(attempt)
    for question in db.session.scalars(select(Question)):
        question.body = question.body | {"answer": "1", "answers": ["x"], "options": []}
    db.session.commit()
    actions.submit_attempt(attempt, by=sari)
    assert attempt.points == attempt.out_of == Decimal("43.75")


def test_attempts_are_limited(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, quiz: Quiz
) -> None:
    browser = sign_in(sari)
    for _number in range(2):
        browser.post(f"{_start(browser, batch, quiz)}/kirim")
    refused = browser.post(f"/angkatan/{batch.id}/kuis/{quiz.unit_id}/mulai")
    assert refused.status_code == 422 and "kesempatan" in refused.text
    assert (
        "Semua kesempatan sudah Anda pakai"
        in browser.get(f"/angkatan/{batch.id}/kuis/{quiz.unit_id}").text
    )
    numbers = db.session.scalars(select(Attempt.number).order_by(Attempt.number)).all()
    assert numbers == [1, 2]


@pytest.mark.parametrize(("state", "days"), [("closed", 0), ("open", 30)])
def test_a_quiz_waits_for_the_batch_and_ends_with_it(
    sari: Person, batch: Batch, seat: Enrolment, quiz: Quiz, state: str, days: int
) -> None:
    batch.state = state
    batch.starts_on += timedelta(days=days)
    batch.ends_on += timedelta(days=days)
    db.session.commit()
    with pytest.raises(RuleBroken):
        actions.start_attempt(batch, quiz, seat, by=sari)


def test_an_answer_is_saved_in_few_statements_and_told_back(
    sign_in: SignIn, count_queries: Callable[..., int], sari: Person, attempt: Attempt
) -> None:
    browser = sign_in(sari)
    address, sent = f"/percobaan/{attempt.id}/jawaban", {"position": 1, "value": 0, "seq": 1}
    assert count_queries(lambda: browser.post(address, json=sent)) <= 5
    answer = _save(browser, attempt, position=1, value=1, flagged=True, seq=2)
    assert answer.status_code == 200 and answer.json["seq"] == 2  # type: ignore[attr-defined]
    sheet = queries.sheet_of(attempt)
    assert sheet.rows[1].value == 1 and sheet.is_flagged(1)
    text = browser.get(f"/percobaan/{attempt.id}?n=1").text
    assert "Tersimpan" in text and "checked" in text


def test_the_same_change_sent_twice_is_acknowledged_twice(
    sign_in: SignIn, sari: Person, attempt: Attempt
) -> None:
    browser = sign_in(sari)
    told = [_save(browser, attempt, position=1, value=[0, 1], seq=1) for _sent in range(2)]
    assert [answer.status_code for answer in told] == [200, 200]  # type: ignore[attr-defined]
    assert told[0].json == told[1].json  # type: ignore[attr-defined]


def test_an_older_change_never_overwrites_a_newer_one(
    sign_in: SignIn, sari: Person, attempt: Attempt
) -> None:
    here, there = sign_in(sari), sign_in(sari)
    _save(here, attempt, position=1, value=2, seq=1)
    _save(here, attempt, position=1, value=0, flagged=True, seq=2)
    for seq in (1, 2):
        stale = _save(there, attempt, position=1, value=1, seq=seq)
        assert stale.status_code == 409  # type: ignore[attr-defined]
        assert stale.json | {"saved_at": ""} == {  # type: ignore[attr-defined]
            "saved_at": "", "seq": 2, "value": 0, "flagged": True,
        }  # fmt: skip
    assert queries.answer_at(attempt, 1).value == 0  # type: ignore[union-attr]


def test_a_stale_page_is_refused_however_much_was_typed_in_it(
    sign_in: SignIn, sari: Person, attempt: Attempt
) -> None:
    browser = sign_in(sari)

    def save(writer: str, value: int, *, base: int, seq: int) -> int:
        sent = {"position": 1, "value": value, "base": base, "seq": seq, "writer": writer}
        return _save(browser, attempt, **sent).status_code  # type: ignore[attr-defined,no-any-return]

    assert save("here", 0, base=0, seq=1) == 200
    assert save("there", 1, base=0, seq=9) == 409
    assert save("", 1, base=0, seq=9) == 409
    assert save("here", 2, base=0, seq=12) == 200  # its own changes are known to it
    assert save("here", 2, base=0, seq=12) == 200
    assert save("there", 1, base=1, seq=20) == 409
    assert save("there", 1, base=12, seq=13) == 200
    assert save("here", 0, base=0, seq=99) == 409
    kept = queries.answer_at(attempt, 1)
    assert kept is not None and (kept.value, kept.seq, kept.writer) == (1, 13, "there")


def test_an_answer_reads_as_it_was_sent_however_often_one_is_saved(
    sign_in: SignIn, sari: Person, attempt: Attempt
) -> None:
    """The statement that keeps answers is asked by prepared words from its second time on."""
    browser, place = sign_in(sari), f"/percobaan/{attempt.id}/jawaban"
    for seq, value in enumerate(("2", "tiga puluh", "7", "null", "0"), 1):
        sent = {"position": 1, "value": value, "seq": seq, "base": seq - 1, "writer": "w"}
        assert browser.post(place, data=sent).status_code == 200
        assert browser.post(place, data=sent).status_code == 200  # the reply was lost
        kept = queries.answer_at(attempt, 1)
        assert kept is not None and kept.value == value
        assert abs(kept.saved_at - now()) < timedelta(minutes=1)


def test_what_was_saved_is_acknowledged_also_after_handing_in(
    sign_in: SignIn, sari: Person, attempt: Attempt
) -> None:
    browser = sign_in(sari)
    sent = {"position": 1, "value": 0, "seq": 1, "writer": "here"}
    _save(browser, attempt, **sent)
    browser.post(f"/percobaan/{attempt.id}/kirim")
    assert _save(browser, attempt, **sent).status_code == 200  # type: ignore[attr-defined]
    late = _save(browser, attempt, **sent | {"value": 1, "seq": 2})
    assert late.status_code == 403  # type: ignore[attr-defined]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "sent",
    [
        {"position": 1, "value": 1, "seq": 1, "writer": "x" * 41},
        {"position": 1, "value": 1, "seq": 1, "writer": 5},
        {"position": 1, "value": 1, "seq": 1, "base": -1},
        None, [], "x", {"position": 0, "value": 1, "seq": 1}, {"position": 6, "value": 1, "seq": 1},
        {"position": True, "value": 1, "seq": 1}, {"position": 1, "value": 1},
        {"position": 1, "value": 1, "seq": 0}, {"position": 1, "value": 1, "seq": 2**31},
        {"position": 1, "value": {"a": 1}, "seq": 1}, {"position": 1, "value": {"0": []}, "seq": 1},
        {"position": 1, "value": {"0": "x" * 501}, "seq": 1},
        {"position": 1, "value": -1, "seq": 1},
        {"position": 1, "value": "x" * 20_001, "seq": 1}, {"position": 1, "value": "\0", "seq": 1},
        {"position": 1, "value": [[1]], "seq": 1}, {"position": 1, "value": [0] * 51, "seq": 1},
        {"position": 1, "value": 1, "flagged": "ya", "seq": 1}, {"position": "1", "seq": 1},
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(
    sign_in: SignIn, sari: Person, attempt: Attempt, sent: object
) -> None:
    answer = sign_in(sari).post(f"/percobaan/{attempt.id}/jawaban", json=sent)
    assert answer.status_code == 422
    assert queries.sheet_of(attempt).rows == {}


def test_an_answer_that_fits_no_option_counts_as_none(sari: Person, attempt: Attempt) -> None:
    for position in range(1, 6):
        actions.save_answer(attempt, position, 99, flagged=False, seq=1)
    actions.submit_attempt(attempt, by=sari)
    assert attempt.points == 0


def test_answers_count_until_a_minute_after_the_deadline(
    sign_in: SignIn, sari: Person, attempt: Attempt
) -> None:
    with time_machine.travel(attempt.deadline_at + timedelta(seconds=59), tick=False):
        assert _save(sign_in(sari), attempt, position=1, value=0, seq=1).status_code == 200  # type: ignore[attr-defined]
    with time_machine.travel(attempt.deadline_at + timedelta(seconds=61), tick=False):
        browser = sign_in(sari)
        assert _save(browser, attempt, position=1, value=1, seq=2).status_code == 403  # type: ignore[attr-defined]
        assert "Waktu kuis ini sudah habis" in browser.get(f"/percobaan/{attempt.id}").text
        assert "Waktu kuis ini sudah habis" in browser.get(f"/percobaan/{attempt.id}/tinjau").text
        left = browser.post(f"/percobaan/{attempt.id}", data={"position": 1, "value": 1, "ke": 2})
        assert left.status_code == 302
    assert queries.answer_at(attempt, 1).value == 0  # type: ignore[union-attr]


def test_a_signed_out_browser_is_told_so_and_nothing_is_stored(
    client: FlaskClient, attempt: Attempt
) -> None:
    answer = client.post(
        f"/percobaan/{attempt.id}/jawaban", json={"position": 1, "value": 0, "seq": 1},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert answer.status_code == 401
    assert queries.sheet_of(attempt).rows == {}


def test_without_scripts_moving_on_saves_first(
    sign_in: SignIn, sari: Person, attempt: Attempt
) -> None:
    browser = sign_in(sari)
    address = f"/percobaan/{attempt.id}"
    sent = {"position": 1, "seq": 0, "value": ["0", "2"], "flagged": "1", "ke": "2"}
    assert browser.post(address, data=sent).location == f"{address}?n=2"
    kept = queries.answer_at(attempt, 1)
    assert kept is not None and kept.value == ["0", "2"] and kept.flagged and kept.seq == 1
    old = browser.post(address, data={"position": 1, "seq": 0, "value": "1", "ke": "3"})
    assert old.location == f"{address}?n=3"
    assert "jendela atau perangkat lain" in browser.get(old.location).text
    cleared = {"position": 1, "seq": 1, "value": "0", "kosongkan": "1"}
    assert browser.post(address, data=cleared).location == f"{address}?n=1"
    assert queries.sheet_of(attempt).answer(1) is None
    assert browser.post(address, data={"position": 5, "ke": "tinjau"}).location.endswith("/tinjau")
    assert browser.post(address, data={"position": "x", "ke": "2"}).status_code == 302


def test_the_look_back_names_what_is_open(sign_in: SignIn, sari: Person, attempt: Attempt) -> None:
    actions.save_answer(attempt, 2, 0, flagged=True, seq=1)
    db.session.commit()
    text = sign_in(sari).get(f"/percobaan/{attempt.id}/tinjau").text
    assert "1 dari 5 soal dijawab" in text
    assert "4 soal belum dijawab" in text
    assert text.count("Ditandai ragu") == 1


def test_handing_in_marks_once_and_gives_a_receipt(
    sign_in: SignIn, sari: Person, attempt: Attempt
) -> None:
    sample.answer_all(attempt)
    browser = sign_in(sari)
    for _sent in range(2):
        answer = browser.post(f"/percobaan/{attempt.id}/kirim")
        assert answer.location == f"/percobaan/{attempt.id}/hasil"
    db.session.refresh(attempt)
    assert (attempt.closed_by, attempt.points) == ("person", Decimal("43.75"))
    text = browser.get(answer.location).text
    assert attempt.receipt in text and "100,00" in text and "Mencapai nilai lulus" in text
    assert _save(browser, attempt, position=1, value=9, seq=9).status_code == 403  # type: ignore[attr-defined]
    assert browser.get(f"/percobaan/{attempt.id}").location == answer.location


def test_an_attempt_nobody_hands_in_is_closed_with_its_saved_answers(
    app: object, sari: Person, attempt: Attempt
) -> None:
    sample.answer_all(attempt)
    end = attempt.deadline_at
    with time_machine.travel(end + timedelta(seconds=59), tick=False):
        assert close_overdue_attempts() == 0
    with time_machine.travel(end + timedelta(seconds=61), tick=False):
        assert close_overdue_attempts() == 1
        assert close_overdue_attempts() == 0
    db.session.refresh(attempt)
    assert (attempt.closed_by, attempt.submitted_at) == ("deadline", end)
    assert attempt.points == attempt.out_of


def test_coming_back_late_closes_the_attempt_and_the_next_one_starts(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, quiz: Quiz, attempt: Attempt
) -> None:
    with time_machine.travel(attempt.deadline_at + timedelta(minutes=5), tick=False):
        address = _start(sign_in(sari), batch, quiz)
    assert address != f"/percobaan/{attempt.id}"
    db.session.refresh(attempt)
    assert attempt.closed_by == "deadline"
    assert [one.number for one in queries.attempts_of(seat, quiz.id)] == [1, 2]


def test_the_best_attempt_is_the_score(
    sari: Person, batch: Batch, seat: Enrolment, quiz: Quiz, attempt: Attempt
) -> None:
    sample.answer_all(attempt)
    actions.submit_attempt(attempt, by=sari)
    actions.submit_attempt(sample.an_attempt(batch, quiz, seat, sari), by=sari)
    db.session.commit()
    score = queries.Score(seat.id, sari.id, quiz.unit_id, "Kuis", Decimal("100.00"))
    assert queries.scores(batch) == queries.own_scores(seat) == [score]
    assert queries.quiz_count(batch.version_id) == 1


def test_review_follows_the_policy(
    sign_in: SignIn, sari: Person, budi: Person, batch: Batch, seat: Enrolment,
    version: ProgrammeVersion,
) -> None:  # fmt: skip
    browser = sign_in(sari)
    seen = {}
    for review in ("after_submit", "after_close", "never"):
        quiz = sample.a_quiz(version, review, review=review)
        attempt = sample.an_attempt(batch, quiz, seat, sari)
        actions.submit_attempt(attempt, by=sari)
        db.session.commit()
        seen[review] = f"/percobaan/{attempt.id}/hasil"
    shown = {name: sample.CANARY in browser.get(at).text for name, at in seen.items()}
    assert shown == {"after_submit": True, "after_close": False, "never": False}
    assert all(sample.CANARY in sign_in(budi).get(at).text for at in seen.values())
    batch.state = "closed"
    db.session.commit()
    shown = {name: sample.CANARY in browser.get(at).text for name, at in seen.items()}
    assert shown == {"after_submit": True, "after_close": True, "never": False}
