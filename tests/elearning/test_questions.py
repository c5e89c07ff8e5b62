"""Every type of question by the same laws, and the rules of those whose answer has parts."""

import json
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.elearning import quiz
from lms.elearning.questions import TYPES, kind_of
from lms.elearning.questions.written import (
    GapForm,
    OptionForm,
    PairForm,
    QuestionForm,
    faults_of,
)  # fmt: skip
from tests.elearning import sample

MATCHING, ORDERING, CLOZE = sample.bodies_in_parts()
POOL = [*sample.bodies(), MATCHING, ORDERING, CLOZE, sample.an_essay()]
MARKED_BY_RULE = POOL[:-1]
a_question = st.sampled_from(POOL)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from("01239x") | st.text(max_size=3), inner)
    ),
    max_leaves=8,
)


def drawn(question: dict[str, Any], seed: int) -> dict[str, Any]:
    """Return a question as one paper holds it."""
    return quiz.draw([question], 1, Random(seed))["questions"][0]  # type: ignore[no-any-return]


def test_there_is_a_sample_of_every_type() -> None:
    assert {question["type"] for question in POOL} == set(TYPES)


@given(a_question, st.integers(0, 999), anything)
def test_whatever_is_sent_earns_between_nothing_and_everything(
    question: dict[str, Any], seed: int, value: Any
) -> None:
    points = quiz.mark_one(drawn(question, seed), value)
    assert points is None or 0 <= points <= Decimal(question["points"])
    assert points is not None or question["type"] == "essay"


@given(st.sampled_from(MARKED_BY_RULE), st.integers(0, 999))
def test_the_right_answer_earns_everything_in_every_order(
    question: dict[str, Any], seed: int
) -> None:
    paper = drawn(question, seed)
    assert quiz.mark_one(paper, kind_of(paper).right(paper)) == Decimal(question["points"])


@given(a_question, st.integers(0, 999), anything)
def test_cleaning_what_is_clean_changes_nothing_also_after_json(
    question: dict[str, Any], seed: int, value: Any
) -> None:
    paper = drawn(question, seed)
    for one in (value, kind_of(paper).right(paper)):
        try:
            clean = quiz.clean_answer(paper, one)
        except ValueError:
            continue
        assert quiz.clean_answer(paper, json.loads(json.dumps(clean))) == clean


@given(a_question, st.integers(0, 999))
def test_a_paper_is_json_of_the_same_parts(question: dict[str, Any], seed: int) -> None:
    paper = drawn(question, seed)
    assert json.loads(json.dumps(paper)) == paper
    for part in ("options", "pairs", "choices", "items", "gaps"):
        for side in ("html", "id"):
            here, there = ([one.get(side) for one in q.get(part, [])] for q in (paper, question))
            assert sorted(map(str, here)) == sorted(map(str, there))


def with_another_key(question: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Return the question with everything secret exchanged and everything visible kept."""
    other = json.loads(json.dumps(question)) | {"feedback_html": "lain", "points": "1"}
    for secret in ("answer", "answers", "tolerance", "guide_html"):
        other[secret] = "123"
    for option in other.get("options", []):
        option |= {"correct": rng.random() < 0.5, "feedback_html": "x", "credit": "0.5"}
    for pair in other.get("pairs", []):
        pair["match"] = rng.randrange(len(other["choices"]))
    for place, item in enumerate(rng.sample(other.get("items", []), len(other.get("items", [])))):
        item["place"] = place
    for gap in other.get("gaps", []):
        gap |= {"answer": "9", "answers": ["9"], "tolerance": "9", "points": "9"}
        for option in gap.get("options", []):
            option |= {"correct": True, "feedback_html": "x"}
    return other  # type: ignore[no-any-return]


@given(a_question, st.integers(0, 999))
def test_what_a_browser_sees_does_not_depend_on_the_key(
    question: dict[str, Any], seed: int
) -> None:
    other = with_another_key(question, Random(seed))
    shown = quiz.public_question(drawn(question, seed))
    assert shown == quiz.public_question(drawn(other, seed))
    assert sample.CANARY not in json.dumps(shown)


def test_each_pair_earns_its_share_and_guessing_with_one_choice_only_one() -> None:
    earned = [
        quiz.mark_one(MATCHING | {"points": "3"}, value)
        for value in ({"0": 0, "1": "1", "2": 2}, {"0": 0, "1": 2, "2": 1}, {"0": 1, "1": 1},
                      {"0": 9}, {"7": 0}, ["0"], {"0": ""})
    ]  # fmt: skip
    assert earned == [3, 1, 1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("places", "points"),  # of the items that belong at 2, 0, 3, 1
    [("2031", 3), ("3102", 2), ("3021", 1), ("1302", 0), ("0000", 0), ("0011", 0), ("203", 1)],
)
def test_neighbours_in_the_right_order_earn_wherever_they_stand(places: str, points: int) -> None:
    answer = {str(at): place for at, place in enumerate(places)}
    assert quiz.mark_one(ORDERING | {"points": "3"}, answer) == points


@given(st.permutations(range(4)), st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_places_given_twice_never_earn_more_than_an_order(
    order: list[int], places: list[int]
) -> None:
    """What a blind guess earns is the mean over all right orders: twins must not raise it."""
    pairs = sum(places.count(one) == 1 == places.count(one + 1) for one in places)
    assert pairs <= 3
    question = ORDERING | {"items": [{"html": "x", "place": place} for place in order]}
    share = kind_of(question).share(question, {str(at): one for at, one in enumerate(places)})
    assert share is not None and share * 3 <= pairs


def test_gaps_earn_by_their_points() -> None:
    question = CLOZE | {"points": "4"}
    for answer, points in (
        ({"0": "kenari KATA", "1": "73.519,25", "2": 0}, 4),
        ({"0": "kenari kata"}, 2),
        ({"1": "73519,25", "2": "1"}, 1),
        ({"0": "lain", "1": "tiga"}, 0),
        ({"0": "x" * 501}, 0),
    ):
        assert quiz.mark_one(question, answer) == points


def test_an_option_may_earn_a_part() -> None:
    question = sample.bodies()[0] | {"points": "2"}
    question["options"][1]["credit"] = "0.5"
    assert [quiz.mark_one(question, at) for at in range(3)] == [2, 1, 0]


def test_an_essay_waits_for_a_person_unless_it_is_empty() -> None:
    paper = {"questions": [sample.bodies()[0], sample.an_essay()]}
    assert quiz.mark(paper, {0: 0}).waiting == 0
    waiting = quiz.mark(paper, {0: 0, 1: "Uraian saya"})
    assert (waiting.waiting, waiting.points) == (1, Decimal("8.75"))
    marked = quiz.mark(paper, {0: 0, 1: "Uraian saya"}, {1: Decimal("6.5")})
    assert (marked.waiting, marked.points) == (0, Decimal("15.25"))


RIGHT, WRONG = OptionForm("ya", True, ""), OptionForm("tidak", False, "")


@pytest.mark.parametrize(
    ("form", "key"),
    [
        (QuestionForm("a", "single", "Apa?", options=[RIGHT, WRONG]), None),
        (QuestionForm("a", "single", "", options=[RIGHT, WRONG]), "text"),
        (QuestionForm("a", "single", "Apa?", options=[RIGHT]), "options"),
        (QuestionForm("a", "single", "Apa?", options=[RIGHT, RIGHT]), "options"),
        (QuestionForm("a", "multiple", "Apa?", options=[WRONG, OptionForm("b", False, "")]),
         "options"),
        (QuestionForm("a", "single", "Apa?", options=[OptionForm("<", True, ""),
                                                      OptionForm(">", False, "")]), None),
        (QuestionForm("a", "short", "Apa?", answers=["!!"]), "answer"),
        (QuestionForm("a", "numeric", "Apa?"), "answer"),
        (QuestionForm("a", "matching", "Apa?", pairs=[PairForm("a", "x"), PairForm("b", "x")],
                      extras=["y"]), None),
        (QuestionForm("a", "matching", "Apa?", pairs=[PairForm("a", "x"), PairForm("b", "x")]),
         "pairs"),
        (QuestionForm("a", "matching", "Apa?", pairs=[PairForm("a", "x"), PairForm("b", "y")],
                      extras=["X"]), "extras"),
        (QuestionForm("a", "ordering", "Apa?", items=["x", "x"]), "items"),
        (QuestionForm("a", "ordering", "Apa?", items=["x", "y"]), None),
        (QuestionForm("a", "cloze", "Isi [[a]]", gaps=[GapForm("a", "short", answers=["x"])]),
         None),
        (QuestionForm("a", "cloze", "Isi", gaps=[GapForm("a", "short", answers=["x"])]), "text"),
        (QuestionForm("a", "cloze", "![[[a]]](x.png)", gaps=[GapForm("a", "short",
                                                                     answers=["x"])]), "text"),
        (QuestionForm("a", "cloze", "[[a]] [[b]]", gaps=[GapForm("a", "short", answers=["x"])]),
         "text"),
        (QuestionForm("a", "cloze", "[[a]]", gaps=[GapForm("a", "single", [RIGHT])]), "gaps"),
        (QuestionForm("a", "essay", "Uraikan."), None),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_question_is_said_where_it_stands(
    form: QuestionForm, key: str | None
) -> None:
    found = list(faults_of(form))
    assert {place for place, _sentence in found} == ({key} if key else set())
