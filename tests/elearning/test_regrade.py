"""Correcting a question that was answered already: seen first, applied as one, taken back."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.elearning import actions, regrading
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.models import Attempt, Quiz, RegradedAttempt
from lms.elearning.regrading import Correction
from lms.people.models import Person
from tests.elearning import sample
from tests.elearning.sample import CANARY

SignIn = Callable[..., FlaskClient]

QUESTION = {
    "id": "a", "type": "single", "text_html": "<p>?</p>", "points": "2", "feedback_html": "",
    "options": [{"html": "Ya", "correct": True}, {"html": "Tidak", "correct": False}],
}  # fmt: skip


def test_a_corrected_question_counts_as_corrected() -> None:
    other = {**QUESTION, "id": "b", "type": "short", "answers": ["satu"]}
    paper = {"questions": [QUESTION, other]}
    answers = {0: 1, 1: "dua"}

    def percent(*corrections: Correction) -> Decimal:
        return rules_of_quiz.mark(regrading.corrected_paper(paper, corrections), answers).percent

    assert percent() == 0
    assert percent(Correction("a", "key", ["Tidak"])) == 50
    assert percent(Correction("a", "all", []), Correction("b", "key", ["dua"])) == 100
    assert percent(Correction("b", "void", []), Correction("a", "key", ["Tidak"])) == 100
    back = Correction("a", "key", regrading.key_of(QUESTION))
    assert percent(Correction("a", "key", ["Tidak"]), back) == 0
    with pytest.raises(RuleBroken):
        regrading.check(QUESTION, back)
    with pytest.raises(RuleBroken):
        regrading.check({**QUESTION, "type": "essay"}, Correction("a", "key", ["x"]))
    seen = rules_of_quiz.public_question(regrading.corrected(QUESTION, Correction("a", "all", [])))
    assert "waived" not in seen


@pytest.mark.parametrize(
    "question",
    [*sample.bodies(), *sample.bodies_in_parts(), sample.an_essay()],
    ids=lambda one: one["type"],
)
@pytest.mark.parametrize("how", ["all", "void"])
def test_a_question_of_any_type_comes_back_from_its_correction(
    question: dict[str, Any], how: str
) -> None:
    waived = regrading.corrected(question, Correction(question["id"], how, []))
    assert waived["waived"] == how
    back = Correction(question["id"], "key", regrading.key_of(question))
    assert regrading.corrected(waived, back) == question


def test_a_long_list_of_questions_is_narrowed_by_words_and_type() -> None:
    asked = [
        regrading.Asked("a", "single", "Apa itu pengadaan?"),
        regrading.Asked("b", "short", "Sebutkan cara pengadaan"),
        regrading.Asked("kontrak-1", "single", "Kapan batas waktunya?"),
    ]

    def keys(text: str, kind: str = "") -> list[str]:
        return [one.key for one in regrading.fitting(asked, text, kind)]

    assert keys("") == ["a", "b", "kontrak-1"]
    assert keys("PENGADAAN cara") == keys("", "short") == ["b"]
    assert keys("pengadaan", "single") == ["a"]
    assert keys("kontrak") == ["kontrak-1"] and keys("tidak ada") == []


def test_crossing_the_pass_mark_is_told() -> None:
    told = [regrading.crosses(Decimal(b), Decimal(a), Decimal(70)) for b, a in
            ((60, 70), (70, 69), (70, 90), (10, 20))]  # fmt: skip
    assert told == ["up", "down", "", ""]
    assert regrading.crosses(None, Decimal(90), Decimal(70)) == ""


@pytest.mark.one_engine
def test_a_correction_is_seen_applied_to_all_and_taken_back(
    batch: Batch, quiz: Quiz, seat: Enrolment, attempt: Attempt, sign_in: SignIn, sari: Person,
    budi: Person,
) -> None:  # fmt: skip
    place = next(at for at, one in enumerate(attempt.paper["questions"], 1) if one["id"] == "satu")
    options = attempt.paper["questions"][place - 1]["options"]
    wrong = next(at for at, one in enumerate(options) if not one["correct"])
    actions.save_answer(attempt, place, wrong, flagged=False, seq=1)
    actions.submit_attempt(attempt, by=sari)
    db.session.commit()
    points, html = attempt.points, options[wrong]["html"]
    address = f"/angkatan/{batch.id}/kuis/{quiz.unit_id}/koreksi"
    assert sign_in(sari).get(address).status_code in (403, 404)
    browser = sign_in(budi)
    for kind in ("satu", "jamak", "betul", "angka", "isian"):
        assert browser.get(f"{address}?soal={kind}").status_code == 200
    listed = browser.get(address).text
    assert all(f"soal={kind}" in listed for kind in ("satu", "jamak", "betul"))
    narrowed = browser.get(f"{address}?jenis=truefalse&cari=betul").text
    assert "jenis=truefalse&amp;cari=betul&amp;soal=betul" in narrowed
    assert "soal=satu" not in narrowed and "1 soal" in narrowed
    assert "Tidak ada soal yang cocok" in browser.get(f"{address}?cari=zzz").text
    chosen = browser.get(f"{address}?jenis=truefalse&soal=betul").text
    assert f'href="{address}?jenis=truefalse"' in chosen  # back to the list as it was
    asked = next(o for o in _asked(attempt) if o["id"] == "satu")
    right = next(at for at, one in enumerate(asked["options"]) if one["html"] == html)
    sent = {"soal": "satu", "how": "key", "option": str(right), "reason": "Kunci keliru."}
    seen = browser.post(address, data=sent)
    assert seen.status_code == 200 and "Sari Wulandari" in seen.text
    db.session.refresh(attempt)
    assert attempt.points == points  # only looked at
    assert browser.post(address, data=sent | {"reason": ""}).status_code == 422
    assert browser.post(address, data=sent | {"terapkan": "1"}).status_code == 302
    db.session.refresh(attempt)
    assert attempt.points == points + Decimal("8.75")
    done = db.session.scalars(select(RegradedAttempt)).one()
    assert done.after is not None and done.before is not None and done.after > done.before
    # who begins now gets the corrected question, and still no key
    again = actions.start_attempt(batch, quiz, seat, by=sari)
    db.session.commit()
    drawn = next(one for one in again.paper["questions"] if one["id"] == "satu")
    assert regrading.key_of(drawn) == [html]
    assert CANARY not in sign_in(sari).get(f"/percobaan/{again.id}").text
    assert browser.post(f"{address}/{done.regrade_id}/urungkan").status_code == 302
    db.session.refresh(attempt)
    assert attempt.points == points
    assert browser.post(f"{address}/{done.regrade_id}/urungkan").status_code == 422


def _asked(attempt: Attempt) -> list[dict[str, object]]:
    return list(attempt.paper["questions"])
