"""What is shown of answers, and when: every type of question in every state, aspect by aspect."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.clock import now
from lms.core.db import db
from lms.elearning import actions, queries, review
from lms.elearning.models import Attempt
from lms.elearning.questions import kind_of
from lms.elearning.showing import judged
from lms.people.models import Person
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.one_engine
QUESTIONS = [*sample.bodies(), *sample.bodies_in_parts(), sample.an_essay()]
#: What the planted right answers look like.
KEYS = re.compile(rf"{sample.CANARY} (jawaban|kata)|73519|akuntabel|Jawaban benar", re.I)
FEEDBACK = f"{sample.CANARY} pembahasan"
OPTION = re.compile(rf"{sample.CANARY} (A|B|C|P|Q|R|S|Benar|Salah)\b")


def test_moments_follow_each_other() -> None:
    sent = datetime(2026, 5, 4, 2, tzinfo=UTC)
    assert review.moment_of(sent, None, batch_is_over=True) == "during"
    at = [sent, sent + timedelta(minutes=14), sent + timedelta(minutes=15)]
    assert [review.moment_of(one, sent, batch_is_over=False) for one in at] == [
        "after", "after", "open",
    ]  # fmt: skip
    assert review.moment_of(sent, sent, batch_is_over=True) == "closed"


def test_a_policy_hides_what_it_does_not_name() -> None:
    policy = review.tidy({"after": ["marks", "rahasia"], "closed": list(review.ASPECTS)})
    assert policy["during"] == policy["open"] == [] and policy["after"] == ["marks"]
    assert review.shown(policy, "after", another_is_open=False) == {"marks"}
    assert review.shown(policy, "closed", another_is_open=False) == review.ALL
    assert review.shown(policy, "closed", another_is_open=True) == frozenset()
    assert review.shown({}, "closed", another_is_open=False) == frozenset()
    assert review.opens_later(policy, "after") == "closed"
    assert review.opens_later(review.POLICIES["after_submit"], "after") == ""
    for name, one in review.POLICIES.items():
        assert review.name_of(one) == name
    assert review.name_of(policy) == ""


def _told(line: Any) -> str:
    """Return all that a judged question says, whatever the template makes of it."""
    return repr({key: value for key, value in line.items() if key != "seen"})


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one["type"])
def test_each_aspect_tells_its_own_and_no_more(question: dict[str, Any]) -> None:
    wrong = {"single": 1, "multiple": [2], "truefalse": 1, "numeric": "5", "short": "lain",
             "matching": {"0": 1}, "ordering": {"0": 0}, "cloze": {"0": "lain"},
             "essay": "karangan"}[question["type"]]  # fmt: skip
    right = kind_of(question).right(question)
    nothing = judged(question, wrong, frozenset())
    assert nothing == judged(question, right, frozenset())  # not even by a hair
    for aspect in review.ASPECTS:
        told = _told(judged(question, wrong, frozenset({aspect})))
        assert (FEEDBACK in told) == (aspect == "feedback")
        assert not OPTION.search(told)  # said only beside the answer or the key
        if aspect != "key":
            assert not re.search(r"KENARI (jawaban|kata)|73519|akuntabel|Jodoh 0", told)
            assert "'correct': True" not in told
    # without the key two wrong questions look alike, whatever their right order or pairs
    hidden = review.ALL - {"key", "correct", "option_feedback"}
    shown = judged(question, wrong, hidden)
    assert [line["right"] for line in shown["lines"]] == [None] * len(shown["lines"])
    if question["type"] == "ordering":
        names = [str(line["name"]) for line in shown["lines"]]
        assert names == [item["html"] for item in question["items"]]


def _answered(batch: Batch, quiz: Any, seat: Enrolment, person: Person) -> Attempt:
    attempt = sample.an_attempt(batch, quiz, seat, person)
    sample.answer_all(attempt)
    return attempt


def _policy(moment: str, *aspects: str) -> dict[str, list[str]]:
    return review.tidy({moment: list(aspects)})


def test_no_state_shows_what_the_policy_keeps_for_another(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    """Plant a key in every type and look at the outcome in each state under each single cell."""
    browser = sign_in(sari)
    attempts = {}
    for moment in review.MOMENTS:
        for aspect in review.ASPECTS:
            quiz = sample.a_quiz(
                version, f"{moment} {aspect}", questions=QUESTIONS, review=_policy(moment, aspect)
            )
            attempt = _answered(batch, quiz, seat, sari)
            actions.submit_attempt(attempt, by=sari)
            attempts[moment, aspect] = attempt.id
    db.session.commit()
    sent = now()

    def look(state: str) -> None:
        for (moment, aspect), attempt_id in attempts.items():
            text = browser.get(f"/percobaan/{attempt_id}/hasil").text.partition("</head>")[2]
            is_due = moment == state
            assert (FEEDBACK in text) == (is_due and aspect == "feedback"), (state, moment, aspect)
            assert bool(KEYS.search(text)) == (is_due and aspect in ("key", "answer")), (
                state,
                moment,
                aspect,
            )  # fmt: skip  (the given answers are the right ones)
            if not (is_due and aspect == "key"):
                assert "Jawaban benar" not in text
            assert ("8,75 dari 8,75 poin" in text) == (is_due and aspect == "marks")
            assert ("Pembahasan</h2>" in text) == is_due

    look("after")
    with time_machine.travel(sent + timedelta(minutes=20), tick=False):
        look("open")
    batch.state = "closed"
    db.session.commit()
    browser = sign_in(sari)  # it was signed in until twenty minutes from now
    look("closed")


def test_what_is_checked_during_an_attempt_is_shown_and_stays(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    quiz = sample.a_quiz(
        version, questions=QUESTIONS, review=_policy("during", "correct", "feedback", "key")
    )
    browser = sign_in(sari)
    attempt = sample.an_attempt(batch, quiz, seat, sari)
    place = f"/percobaan/{attempt.id}"
    kinds = [question["type"] for question in attempt.paper["questions"]]
    right = sample.right_answers(attempt)
    for position, kind in enumerate(kinds, 1):
        page = browser.get(f"{place}?n={position}").text.partition("</head>")[2]
        assert sample.CANARY not in page and not KEYS.search(page), kind  # of no other question
        if kind == "essay":
            sent = {"position": position, "value": "x", "seq": 0}
            assert browser.post(f"{place}/periksa", data=sent).status_code == 422
            continue
        assert "Periksa jawaban" in page
        break
    at = kinds.index("short") + 1
    sent = {"position": at, "value": "akuntabel", "seq": 0, "ke": at}
    assert browser.post(f"{place}/periksa", data=sent).status_code == 302
    page = browser.get(f"{place}?n={at}").text
    assert FEEDBACK in page and "Benar" in page and "tidak dapat diubah lagi" in page
    # neither a newer change nor the same page nor a count out of bounds changes it any more
    for change in ({"seq": 9, "base": 8}, {"seq": 2**31 - 1, "base": 2**31 - 2, "writer": "w"}):
        answer = {"position": at, "value": "lain"} | change
        refused = browser.post(f"{place}/jawaban", json=answer)
        assert (refused.status_code, refused.json["reason"]) == (403, "settled")  # type: ignore[index]
    assert queries.sheet_of(attempt).answer(at) == "akuntabel"
    empty = next(one for one in range(1, len(kinds) + 1) if kinds[one - 1] == "numeric")
    browser.post(f"{place}/periksa", data={"position": empty, "seq": 0})
    answer = {"position": empty, "value": "73519,25", "seq": 3}
    assert browser.post(f"{place}/jawaban", json=answer).status_code == 403  # too late to know
    assert right[empty] is not None and queries.sheet_of(attempt).answer(empty) is None


def test_a_quiz_that_checks_nothing_has_no_button_and_refuses(
    sign_in: SignIn, sari: Person, attempt: Attempt
) -> None:
    browser, place = sign_in(sari), f"/percobaan/{attempt.id}"
    assert "Periksa jawaban" not in browser.get(place).text
    sent = {"position": 1, "value": 0, "seq": 0}
    assert browser.post(f"{place}/periksa", data=sent).status_code == 422
    answer = {"position": 1, "value": 1, "seq": 5, "base": 0}
    assert browser.post(f"{place}/jawaban", json=answer).status_code == 200
