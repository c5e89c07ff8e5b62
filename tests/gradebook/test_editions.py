"""Every known scheme under its rulebook: worked examples at each bound, and what always holds."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.gradebook import rulebooks
from lms.gradebook.models import OUTCOMES
from lms.gradebook.rulebooks import INCOMPLETE, SCHEMES, Scheme, Verdict
from lms.gradebook.rulebooks.edition import Edition, in_force
from lms.schedule.rules import Recap

DAY = date(2026, 7, 1)
LIMIT = {"sessions": 6, "jp": 18, "days": 2}
BOOKS = {"latsar": "latsar_cpns", "procurement": "pbj_level_1"}
LATSAR = [one for one in SCHEMES if one.programme_kind == "latsar"]
#: An example: the weights of PKP are not published, so whoever runs the batch enters them.
PKP: list[dict[str, Any]] = [
    {"key": "akademik", "title": "Akademik", "weight": 30},
    {"key": "lapangan", "title": "Studi lapangan", "weight": 15},
    {"key": "aksi", "title": "Aksi perubahan", "weight": 45},
    {"key": "sikap", "title": "Sikap perilaku", "weight": 10},
]


def judge(name: str, parts: Any, marks: Any, absence: Recap | None = None) -> Verdict:
    """Judge with one mark for all parts, or one for each."""
    if isinstance(marks, str):
        marks = [marks] * len(parts)
    points = {part["key"]: None if mark is None else Decimal(mark)
              for part, mark in zip(parts, marks, strict=True)}  # fmt: skip
    return rulebooks.get(name, DAY).judge(parts, points, absence, LIMIT)


BOUNDS = [
    ("60.00", "tidak_lulus", "Tidak Memuaskan"), ("60.01", "ditunda", "Kurang Memuaskan"),
    ("70.00", "ditunda", "Kurang Memuaskan"), ("70.01", "lulus", "Cukup Memuaskan"),
    ("80.00", "lulus", "Cukup Memuaskan"), ("80.01", "lulus", "Memuaskan"),
    ("90.00", "lulus", "Memuaskan"), ("90.01", "lulus", "Sangat Memuaskan"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", LATSAR, ids=lambda one: one.key)
def test_every_way_of_latsar_has_the_same_bounds(scheme: Scheme) -> None:
    for mark, outcome, predicate in BOUNDS:
        verdict = judge("latsar_cpns", scheme.parts, mark)
        assert (verdict.final, verdict.outcome, verdict.predicate) == (
            Decimal(mark), outcome, predicate,
        )  # fmt: skip
    lacking = judge("latsar_cpns", scheme.parts, [None] + ["90"] * 5)
    assert lacking == Verdict(INCOMPLETE, reasons=[f"Belum ada nilai: {scheme.parts[0]['title']}."])
    edge = Recap(absent_sessions=6, absent_jp=18, absent_days=2)
    assert judge("latsar_cpns", scheme.parts, "90", edge).outcome == "lulus"
    for over in (Recap(absent_sessions=7), Recap(absent_jp=19), Recap(absent_days=3)):
        assert judge("latsar_cpns", scheme.parts, "90", over).outcome == "tidak_lulus"


@pytest.mark.parametrize(
    ("key", "marks", "final", "outcome"),
    [
        # attitude 10, MOOC 10, tests 10, rancangan 20, pelaksanaan 30, PKTBT 20
        ("latsar-3-blended", ("80", "75.5", "82.25", "78", "84.4", "81"), "80.90", "lulus"),
        ("latsar-2-jarak-jauh", ("70", "70.01", "70", "70", "70", "70"), "70.00", "ditunda"),
        ("latsar-2-blended", ("70.04", "70.01", "70", "70", "70", "70"), "70.01", "lulus"),
        # passed by the sum, not by the MOOC, which has a bound of its own
        ("latsar-3-jarak-jauh", ("90", "70.00", "90", "90", "90", "90"), "88.00", "ditunda"),
        # on campus there is no MOOC: a weak type A alone does not defer
        ("latsar-3-klasikal", ("90", "60", "90", "90", "90", "90"), "87.00", "lulus"),
        ("latsar-2-klasikal", ("60", "60", "60", "60", "60.02", "60"), "60.01", "ditunda"),
        ("latsar-2-klasikal", ("60", "60", "60", "60", "60.01", "60"), "60.00", "tidak_lulus"),
    ],
)
def test_worked_examples_of_latsar(key: str, marks: Any, final: str, outcome: str) -> None:
    scheme = next(one for one in SCHEMES if one.key == key)
    verdict = judge("latsar_cpns", scheme.parts, marks)
    assert (str(verdict.final), verdict.outcome) == (final, outcome)


@pytest.mark.parametrize(
    ("marks", "final", "outcome", "predicate"),
    [
        ("70.00", "70.00", "ditunda", "Kurang Memuaskan"),
        ("70.01", "70.01", "lulus", "Cukup Memuaskan"),
        ("40", "40.00", "ditunda", "Tidak Memuaskan"),
        (("80", "70", "90", "85"), "83.50", "lulus", "Memuaskan"),
        # 21.00 + 10.50 + 31.50 + 7.005 = 70.005: half a cent goes up, and passes
        (("70", "70", "70", "70.05"), "70.01", "lulus", "Cukup Memuaskan"),
        (("70", "70", "70", "70.04"), "70.00", "ditunda", "Kurang Memuaskan"),
        (("90", None, "90", "90"), "None", INCOMPLETE, ""),
    ],
)
def test_worked_examples_of_pkp(marks: Any, final: str, outcome: str, predicate: str) -> None:
    verdict = judge("pkp", PKP, marks)
    assert (str(verdict.final), verdict.outcome, verdict.predicate) == (final, outcome, predicate)
    assert judge("pkp", PKP, "90", Recap(absent_days=3)).outcome == "tidak_lulus"
    assert judge("pkp", [], []).reasons == ["Bobot nilai program ini belum ditetapkan."]


@pytest.mark.parametrize(
    ("tests", "exam", "outcome", "reasons"),
    [
        ("79.99", "90", "ditunda", ["Tes modul 79,99, perlu di atas 79,99."]),
        ("80", "65", "lulus", []),
        ("100", "64.99", "ditunda", ["Ujian sertifikasi LKPP 64,99, perlu di atas 64,99."]),
        ("80", None, INCOMPLETE, ["Belum ada nilai: Ujian sertifikasi LKPP."]),
    ],
)
def test_worked_examples_of_pbj(
    tests: str, exam: str | None, outcome: str, reasons: list[str]
) -> None:
    scheme = next(one for one in SCHEMES if one.key == "pbj-ujian")
    verdict = judge("pbj_level_1", scheme.parts, (tests, exam))
    assert (verdict.outcome, verdict.predicate, verdict.reasons) == (outcome, "", reasons)


marks = st.decimals(0, 100, places=2)


@settings(max_examples=60)
@given(data=st.data(), scheme=st.sampled_from(SCHEMES))
def test_more_is_never_worse_and_order_makes_no_difference(data: Any, scheme: Scheme) -> None:
    name, parts = BOOKS[scheme.programme_kind], scheme.parts
    values = data.draw(st.lists(marks, min_size=len(parts), max_size=len(parts)))
    verdict = judge(name, parts, values)
    assert verdict.outcome in OUTCOMES
    which = data.draw(st.integers(0, len(parts) - 1))
    better = [max(value, data.draw(marks)) if at == which else value
              for at, value in enumerate(values)]  # fmt: skip
    ladder = ("tidak_lulus", "ditunda", "lulus")
    raised = judge(name, parts, better)
    assert raised.final is not None and verdict.final is not None and raised.final >= verdict.final
    assert ladder.index(raised.outcome) >= ladder.index(verdict.outcome)
    order = data.draw(st.permutations(range(len(parts))))
    shuffled = judge(name, [parts[at] for at in order], [values[at] for at in order])
    assert (shuffled.final, shuffled.outcome) == (verdict.final, verdict.outcome)


def test_a_batch_keeps_the_edition_of_its_first_day() -> None:
    first = Edition(date(2022, 1, 1), {}, ())
    second = Edition(date(2027, 1, 1), {}, (), pass_above=Decimal("75.00"))
    assert in_force([first, second], date(2026, 12, 31)) is first
    assert in_force([first, second], date(2027, 1, 1)) is second
    assert in_force([first, second], date(2010, 1, 1)) is first


@pytest.mark.parametrize("name", rulebooks.names())
def test_every_provision_says_how_sure_it_is(name: str) -> None:
    edition = rulebooks.get(name, DAY).edition
    assert len(edition.provisions) > 2
    for one in edition.provisions:
        assert str(one.says).endswith(".")
        assert one.confidence in ("C", "C1", "D", "M")
        assert one.clause or one.confidence == "D"
