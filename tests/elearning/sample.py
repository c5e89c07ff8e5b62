"""Lessons and quizzes for the tests; every word of a key carries a canary."""

from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion, Unit
from lms.core.db import db
from lms.core.pictures import made_anew
from lms.elearning import actions, review
from lms.elearning.models import Activity, Attempt, Lesson, Question, Quiz, UnitRule
from lms.elearning.questions import kind_of
from lms.people.models import Person
from tests import cast


def a_picture(colour: str = "navy", size: tuple[int, int] = (12, 8), kind: str = "PNG") -> bytes:
    """Return a picture of one colour with a stroke."""
    picture = Image.new("RGB", size, colour)
    ImageDraw.Draw(picture).line((0, 0, *size), fill="white")
    target = BytesIO()
    picture.save(target, kind)
    return target.getvalue()


#: Pictures as the bank keeps them, by name.
PICTURES = {one.name: one.data for one in map(made_anew, map(a_picture, ("navy", "teal")))}

#: Stands in everything that a browser may not know before it is time.
CANARY = "KENARI"


def an_option(text: str, correct: bool = False) -> dict[str, Any]:
    """Return an option of a question."""
    return {"html": text, "correct": correct, "feedback_html": f"{CANARY} {text}"}


def bodies() -> list[dict[str, Any]]:
    """Return one question of each type."""
    common = {"points": "8.75", "feedback_html": f"<p>{CANARY} pembahasan</p>"}
    return [
        common | {
            "id": "satu", "type": "single", "text_html": "<p>Pilih satu</p>",
            "options": [an_option("A", True), an_option("B"), an_option("C")],
        },
        common | {
            "id": "jamak", "type": "multiple", "text_html": "<p>Pilih beberapa</p>",
            "options": [an_option("P", True), an_option("Q", True), an_option("R"), an_option("S")],
        },
        common | {
            "id": "betul", "type": "truefalse", "text_html": "<p>Benar atau salah</p>",
            "options": [an_option("Benar", True), an_option("Salah")],
        },
        common | {
            "id": "angka", "type": "numeric", "text_html": "<p>Berapa</p>",
            "answer": "73519.25", "tolerance": "0.125",
        },
        common | {
            "id": "isian", "type": "short", "text_html": "<p>Sebutkan</p>",
            "answers": [f"{CANARY} jawaban", "akuntabel"],
        },
    ]  # fmt: skip


def bodies_in_parts() -> list[dict[str, Any]]:
    """Return one question of each type whose answer has parts."""
    common = {"points": "8.75", "feedback_html": f"<p>{CANARY} pembahasan</p>"}
    return [
        common | {
            "id": "pasang", "type": "matching", "text_html": "<p>Jodohkan</p>",
            "pairs": [{"html": f"Butir {at}", "match": at} for at in range(3)],
            "choices": [{"html": f"Jodoh {at}"} for at in range(4)],
        },
        common | {
            "id": "urut", "type": "ordering", "text_html": "<p>Urutkan</p>",
            "items": [{"html": f"Langkah {at}", "place": at} for at in (2, 0, 3, 1)],
        },
        common | {
            "id": "rumpang", "type": "cloze",
            "text_html": "<p>Isi [[kata]], [[angka]], dan [[pilih]].</p>",
            "gaps": [
                {"id": "kata", "type": "short", "points": "2", "answers": [f"{CANARY} kata"]},
                {"id": "angka", "type": "numeric", "points": "1", "answer": "73519.25"},
                {"id": "pilih", "type": "single", "points": "1",
                 "options": [an_option("kiri", True), an_option("kanan")]},
            ],
        },
    ]  # fmt: skip


def an_essay() -> dict[str, Any]:
    """Return a question that a person marks."""
    return {
        "id": "uraian", "type": "essay", "text_html": "<p>Uraikan</p>", "points": "8.75",
        "feedback_html": f"<p>{CANARY} pembahasan</p>", "guide_html": f"<p>{CANARY} panduan</p>",
    }  # fmt: skip


def a_lesson(version: ProgrammeVersion, title: str = "Pengantar") -> Unit:
    """Add a lesson to the first subject."""
    unit = cast.a_unit(version, "lesson", title)
    db.session.add(Lesson(unit_id=unit.id, html=f"<p>Isi {title}</p>", size=2_800_000))
    db.session.commit()
    return unit


def an_activity(
    version: ProgrammeVersion, kind: str, title: str, facts: dict[str, Any], **way: Any
) -> Unit:
    """Add an activity of a kind to the first subject, with when it opens and is done."""
    unit = cast.a_unit(version, kind, title)
    db.session.add(Activity(unit_id=unit.id, html=f"<p>Uraian {title}</p>", facts=facts, size=900))
    a_way(unit, **way)
    return unit


def a_way(unit: Unit, **way: Any) -> None:
    """Say when a unit opens and is done."""
    usual = {"complete": "", "need": 0, "opens_day": 0, "after": [], "discussion": False}
    if way:
        db.session.add(UnitRule(unit_id=unit.id, **(usual | way)))
    db.session.commit()


def a_quiz(version: ProgrammeVersion, title: str = "Kuis", **facts: Any) -> Quiz:
    """Add a quiz with one question of each type to the first subject."""
    unit = cast.a_unit(version, "quiz", title)
    questions = facts.pop("questions", None) or bodies()
    policy = facts.pop("review", "after_submit")
    facts["review"] = review.POLICIES[policy] if isinstance(policy, str) else review.tidy(policy)
    values = {
        "intro": "<p>Aturan</p>", "minutes": 30, "pass_mark": Decimal(70), "attempts_allowed": 2,
        "draw": len(questions),
    }  # fmt: skip
    quiz = Quiz(unit_id=unit.id, **(values | facts))
    db.session.add(quiz)
    db.session.flush()
    for position, body in enumerate(questions, 1):
        db.session.add(
            Question(quiz_id=quiz.id, key=body["id"], kind=body["type"], body=body,
                     position=position)
        )  # fmt: skip
    db.session.commit()
    return quiz


def an_attempt(batch: Batch, quiz: Quiz, enrolment: Enrolment, person: Person) -> Attempt:
    """Start an attempt through the real action."""
    attempt = actions.start_attempt(batch, quiz, enrolment, by=person)
    db.session.commit()
    return attempt


def right_answers(attempt: Attempt) -> dict[int, Any]:
    """Return the right answer to every question of an attempt, by position."""
    questions = enumerate(attempt.paper["questions"], 1)
    return {position: kind_of(question).right(question) for position, question in questions}


def answer_all(attempt: Attempt) -> None:
    """Save the right answer to every question."""
    for position, value in right_answers(attempt).items():
        assert actions.save_answer(attempt, position, value, flagged=False, seq=1)
    db.session.commit()
