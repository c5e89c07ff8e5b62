"""Drawing, showing and marking: what an attempt is made of and what an answer earns."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from lms.elearning import quiz
from tests.elearning import sample

NOON = datetime(2026, 11, 27, 5, tzinfo=UTC)


def a_choice(key: str = "a", kind: str = "single", right: tuple[int, ...] = (0,), of: int = 4):
    """Return a question with options; those at `right` are correct."""
    return {
        "id": key, "type": kind, "text_html": f"<p>Soal {key}</p>", "points": "1",
        "feedback_html": "RAHASIA umpan balik",
        "options": [
            {"html": f"Pilihan {at}", "correct": at in right, "feedback_html": f"RAHASIA {at}"}
            for at in range(of)
        ],
    }  # fmt: skip


def a_number(answer: str = "45.5", tolerance: str = "0", points: str = "1") -> dict[str, Any]:
    """Return a numeric question."""
    return {"id": "n", "type": "numeric", "text_html": "<p>Berapa?</p>", "points": points,
            "feedback_html": "RAHASIA", "answer": answer, "tolerance": tolerance}  # fmt: skip


def a_short(*answers: str) -> dict[str, Any]:
    """Return a question answered with a few words."""
    return {"id": "s", "type": "short", "text_html": "<p>Apa?</p>", "points": "2",
            "feedback_html": "RAHASIA", "answers": list(answers)}  # fmt: skip


POOL = [
    a_choice("tunggal"), a_choice("jamak", "multiple", (0, 2)),
    a_choice("benar", "truefalse", of=2), a_number("7"), a_short("RAHASIA"),
    *sample.bodies_in_parts(), sample.an_essay(),
]  # fmt: skip


def test_a_paper_holds_as_many_questions_as_asked_for_and_none_twice() -> None:
    pool = [a_choice(str(number)) for number in range(20)]
    paper = quiz.draw(pool, 8, Random(1))
    keys = [question["id"] for question in paper["questions"]]
    assert len(keys) == len(set(keys)) == 8
    assert len(quiz.draw(pool, 0, Random(1))["questions"]) == 20
    assert len(quiz.draw(pool, 99, Random(1))["questions"]) == 20


def test_a_paper_is_plain_json_and_leaves_the_pool_alone() -> None:
    before = json.dumps(POOL)
    paper = quiz.draw(POOL, 0, Random(3))
    assert json.loads(json.dumps(paper)) == paper
    paper["questions"][0]["text_html"] = "lain"
    for question in paper["questions"]:
        for option in question.get("options", []):
            option["html"] = "lain"
    assert json.dumps(POOL) == before


def test_options_are_shuffled_but_true_comes_before_false() -> None:
    orders = set()
    for seed in range(30):
        single, true_false = sorted(
            quiz.draw([POOL[0], POOL[2]], 0, Random(seed))["questions"], key=lambda q: q["type"]
        )
        orders.add(tuple(option["html"] for option in single["options"]))
        assert [option["html"] for option in true_false["options"]] == ["Pilihan 0", "Pilihan 1"]
    assert len(orders) > 5


@pytest.mark.parametrize(
    ("answer", "points"),
    [(0, "1"), ("0", "1"), (1, "0"), (None, "0"), ("", "0"), (4, "0"), (-1, "0"), ("x", "0"),
     (True, "0"), ([0], "0"), ({"a": 1}, "0"), (float("inf"), "0"), (0.0, "0"), ("9" * 400, "0")],
)  # fmt: skip
def test_one_choice(answer: Any, points: str) -> None:
    assert quiz.mark_one(a_choice(), answer) == Decimal(points)


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        ([0, 2], "1"),  # both
        (["2", "0"], "1"),
        ([0], "0.5"),  # half
        ([0, 2, 3], "0.5"),  # both, but one too many
        ([0, 1], "0"),  # one right, one wrong
        ([1, 3], "0"),  # never below nothing
        ([0, 1, 2, 3], "0"),  # ticking everything earns nothing
        ([], "0"),
        (0, "0.5"),
        ([0, 9], "0"),
        ([[0]], "0"),
    ],
)
def test_several_choices_earn_right_minus_wrong(chosen: Any, points: str) -> None:
    assert quiz.mark_one(a_choice(kind="multiple", right=(0, 2)), chosen) == Decimal(points)


def test_a_third_of_a_point_is_rounded_half_up() -> None:
    question = a_choice(kind="multiple", right=(0, 1, 2))
    assert quiz.mark_one(question, [0]) == Decimal("0.33")
    assert quiz.mark_one(question, [0, 1]) == Decimal("0.67")
    assert quiz.mark_one(question, [0, 1, 2]) == 1


@pytest.mark.parametrize(
    ("key", "tolerance", "typed", "right"),
    [
        ("45.5", "0", "45,5", True),
        ("45.5", "0", "45.5", True),
        ("45.5", "0", " 45,50 ", True),
        ("45.5", "0", "45,6", False),
        ("45.5", "0.1", "45,6", True),
        ("45.5", "0.1", "45,61", False),
        ("45.5", "0.1", "45,4", True),
        ("1250", "0", "1.250", True),
        ("1250", "0", "1250", True),
        ("1250.5", "0", "1.250,5", True),
        ("1250000", "0", "Rp 1.250.000", True),
        ("1250000", "0", "1,25", False),
        ("0.125", "0", "0.125", True),
        ("1.125", "0", "1.125", True),
        ("70.01", "0", "70,01%", True),
        ("-3", "0", "-3", True),
        ("-3", "0", "−3", True),
        ("3", "0", "-3", False),
        ("3", "0", "tiga", False),
        ("3", "0", "", False),
        ("3", "0", "1e999999999", False),
        ("3", "0", "NaN", False),
        ("3", "0", "Infinity", False),
        ("3", "0", "9" * 400, False),
        ("3", "0", "٣", False),
    ],
)
def test_numbers_as_people_here_write_them(
    key: str, tolerance: str, typed: str, right: bool
) -> None:
    assert (quiz.mark_one(a_number(key, tolerance), typed) == 1) == right


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("Aparatur Sipil Negara", True),
        ("  aparatur   sipil NEGARA. ", True),
        ("aparatur-sipil-negara", True),
        ("ASN", True),
        ("asn!", True),
        ("aparatur sipil", False),
        ("???", False),
        ("", False),
    ],
)
def test_short_answers_without_case_and_punctuation(typed: str, right: bool) -> None:
    assert (quiz.mark_one(a_short("Aparatur Sipil Negara", "ASN"), typed) == 2) == right


def test_a_paper_is_the_sum_of_its_questions() -> None:
    paper = {"questions": [*POOL[:3], a_number("7"), a_short("Kolaboratif")]}
    marked = quiz.mark(paper, {0: 0, 1: [0], 2: 1, 4: "kolaboratif", 17: 3})
    assert [str(points) for points in marked.per_question] == ["1.00", "0.50", "0.00", "0", "2.00"]
    assert (marked.points, marked.out_of) == (Decimal("3.5"), 6)
    assert marked.percent == Decimal("58.33")


@pytest.mark.parametrize(
    ("points", "out_of", "percent"),
    [("0", "0", "0.00"), ("0", "3", "0.00"), ("2", "3", "66.67"), ("3", "3", "100.00"),
     ("5601", "8000", "70.01"), ("140009", "200000", "70.00"), ("140010", "200000", "70.01")],
)  # fmt: skip
def test_percent_has_two_decimals_rounded_half_up(points: str, out_of: str, percent: str) -> None:
    assert str(quiz.score_percent(Decimal(points), Decimal(out_of))) == percent


def test_stored_shapes() -> None:
    several, one, few, number = a_choice(kind="multiple"), a_choice(), a_short("a"), a_number("1")
    assert quiz.clean_answer(several, ["2", 0, "2"]) == [0, 2]
    assert quiz.clean_answer(one, "3") == 3
    assert quiz.clean_answer(few, "  kata ") == "kata"
    assert quiz.clean_answer(number, "   ") is None
    for question, value in ((one, "4"), (one, "1.0"), (several, ["a"])):
        with pytest.raises(ValueError, match="part"):
            quiz.clean_answer(question, value)
    with pytest.raises(ValueError, match="too long"):
        quiz.clean_answer(few, "x" * 501)


def test_the_deadline_and_its_grace() -> None:
    end = quiz.deadline(NOON, 30)
    assert end == NOON + timedelta(minutes=30)
    assert quiz.deadline(NOON, 30, extra_minutes=15) == NOON + timedelta(minutes=45)
    assert quiz.may_answer(end, end, None)
    assert quiz.may_answer(end + timedelta(seconds=60), end, None)
    assert not quiz.may_answer(end + timedelta(seconds=61), end, None)
    assert not quiz.may_answer(NOON, end, NOON)
