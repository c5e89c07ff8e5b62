"""Results by rulebook: weights, qualifications with open lower bounds, absence, single parts."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalogue.rules import check_components
from lms.core.errors import RuleBroken
from lms.gradebook import rulebooks
from lms.gradebook.models import OUTCOMES
from lms.gradebook.rulebooks import INCOMPLETE, Verdict
from lms.gradebook.rulebooks.edition import qualification
from lms.gradebook.rules import weakest
from lms.schedule.rules import Recap

DAY = date(2026, 7, 1)
LIMIT = {"sessions": 6, "jp": 18, "days": 2, "confidence": "C"}


def a_part(key: str, weight: float, source: str = "outside", **more: Any) -> dict[str, Any]:
    """Return a graded part as programme.yaml describes it."""
    return {"key": key, "title": key.title(), "weight": weight, "source": source,
            "confidence": "C1", **more}  # fmt: skip


#: The weights of docs/facts.md 1.
LATSAR = [
    a_part("sikap", 10, "attitude"),
    a_part("mooc", 10, "mooc", confidence="C"),
    a_part("akademik", 10, "quizzes", confidence="C"),
    a_part("rancangan", 20, "assignment:05-aktualisasi/01-rancangan"),
    a_part("pelaksanaan", 30),
    a_part("pktbt", 20),
]


def _latsar(
    *marks: str | None, absence: Recap | None = None, limit: dict[str, Any] = LIMIT
) -> Verdict:
    points = {
        part["key"]: None if mark is None else Decimal(mark)
        for part, mark in zip(LATSAR, marks, strict=True)
    }
    return rulebooks.get("latsar_cpns", DAY).judge(LATSAR, points, absence, limit)


def _latsar_steps(*marks: str) -> list[dict[str, str]]:
    points = {part["key"]: Decimal(mark) for part, mark in zip(LATSAR, marks, strict=True)}
    return rulebooks.steps(LATSAR, points, rulebooks.get("latsar_cpns", DAY).edition.clauses)


def _all(mark: str, **more: Any) -> Verdict:
    return _latsar(*[mark] * 6, **more)


def test_a_worked_example_of_latsar() -> None:
    verdict = _latsar("85.00", "78.50", "80.25", "83.00", "86.40", "79.95")
    # 8.5 + 7.85 + 8.025 + 16.6 + 25.92 + 15.99 = 82.885, half up
    assert verdict.final == Decimal("82.89")
    assert (verdict.predicate, verdict.outcome, verdict.reasons) == ("Memuaskan", "lulus", [])


def test_each_step_of_the_reckoning_is_told() -> None:
    steps = _latsar_steps("85.00", "78.50", "80.25", "83.00", "86.40", "79.95")
    assert [step["key"] for step in steps] == [part["key"] for part in LATSAR]
    academic = steps[2]
    assert academic == {
        "key": "akademik",
        "title": "Akademik",
        "points": "80.25",
        "weight": "10",
        "contribution": "8.03",
        "clause": "Kep. Ka. LAN 13/K.1/PDP.07/2022",
        "confidence": "C",
    }
    assert steps[0]["clause"] == "PerLAN 12/2018"
    assert json.loads(json.dumps(steps)) == steps


@pytest.mark.parametrize(
    ("mark", "predicate", "outcome"),
    [
        ("0", "Tidak Memuaskan", "tidak_lulus"),
        ("60.00", "Tidak Memuaskan", "tidak_lulus"),
        ("60.01", "Kurang Memuaskan", "ditunda"),
        ("70.00", "Kurang Memuaskan", "ditunda"),
        ("70.01", "Cukup Memuaskan", "lulus"),
        ("80.00", "Cukup Memuaskan", "lulus"),
        ("80.01", "Memuaskan", "lulus"),
        ("90.00", "Memuaskan", "lulus"),
        ("90.01", "Sangat Memuaskan", "lulus"),
        ("100", "Sangat Memuaskan", "lulus"),
    ],
)
def test_lower_bounds_are_open(mark: str, predicate: str, outcome: str) -> None:
    verdict = _all(mark)
    assert (verdict.predicate, verdict.outcome) == (predicate, outcome)
    assert bool(verdict.reasons) == (outcome != "lulus")


@pytest.mark.parametrize(
    ("attitude", "final", "outcome"), [("70.05", "70.01", "lulus"), ("70.04", "70.00", "ditunda")]
)
def test_the_bound_is_asked_after_rounding(attitude: str, final: str, outcome: str) -> None:
    # 0.05 of a tenth is 0.005: half a cent, rounded up; the MOOC's own bound needs its 0.01
    verdict = _latsar(attitude, "70.01", "69.99", "70.00", "70.00", "70.00")
    assert (str(verdict.final), verdict.outcome) == (final, outcome)


def test_the_reason_says_mark_and_bound() -> None:
    assert _all("70.00").reasons == ["Nilai akhir 70,00, perlu di atas 70,00."]
    assert _all("55.5").reasons == ["Nilai akhir 55,50, perlu di atas 60,00."]


@pytest.mark.parametrize(("mooc", "outcome"), [("70.00", "ditunda"), ("70.01", "lulus")])
def test_the_mooc_is_passed_by_itself(mooc: str, outcome: str) -> None:
    verdict = _latsar("90", mooc, "90", "90", "90", "90")
    assert verdict.outcome == outcome
    assert verdict.reasons == (
        ["Nilai MOOC 70,00, perlu di atas 70,00."] if outcome == "ditunda" else []
    )


@pytest.mark.parametrize(
    ("absence", "passes"),
    [
        (Recap(absent_sessions=6, absent_jp=18, absent_days=2), True),
        (Recap(absent_sessions=7), False),
        (Recap(absent_jp=19), False),
        (Recap(absent_days=3), False),
        (Recap(permit_jp=30, sick_jp=30), True),
        (None, True),
    ],
)
def test_who_was_absent_too_often_does_not_pass(absence: Recap | None, passes: bool) -> None:
    verdict = _all("95", absence=absence)
    assert verdict.outcome == ("lulus" if passes else "tidak_lulus")
    if not passes:
        assert verdict.predicate == ""
        assert verdict.final == 95
        assert "Tidak hadir" in verdict.reasons[0]


def test_a_programme_without_limits_fails_nobody_for_absence() -> None:
    assert _all("95", absence=Recap(absent_days=30), limit={}).outcome == "lulus"


def test_missing_marks_are_named_and_nothing_is_reckoned() -> None:
    verdict = _latsar("90", None, "90", None, "90", "90")
    assert verdict == Verdict(INCOMPLETE, reasons=["Belum ada nilai: Mooc, Rancangan."])
    assert INCOMPLETE not in OUTCOMES


def test_absence_decides_without_waiting_for_marks() -> None:
    verdict = _latsar("90", None, "90", "90", "90", "90", absence=Recap(absent_days=3))
    assert (verdict.outcome, verdict.final) == ("tidak_lulus", None)


@pytest.mark.parametrize("name", rulebooks.names())
def test_no_result_without_weights_that_add_up_to_100(name: str) -> None:
    book = rulebooks.get(name, DAY)
    assert book.judge([], {}, None, {}).reasons == ["Bobot nilai program ini belum ditetapkan."]
    parts = [a_part("a", 60), a_part("b", 39.9)]
    verdict = book.judge(parts, {"a": Decimal(80), "b": Decimal(80)}, None, {})
    assert verdict.outcome == INCOMPLETE
    assert verdict.reasons == ["Bobot nilai berjumlah 99.9, seharusnya 100."]


def _generic(marks: dict[str, str], *parts: dict[str, Any], **more: Any) -> Verdict:
    points = {key: Decimal(mark) for key, mark in marks.items()}
    return rulebooks.get("generic", DAY).judge(parts, points, more.get("absence"), LIMIT)


def test_weights_with_decimals_add_up_exactly() -> None:
    parts = [a_part("a", 33.3), a_part("b", 33.3), a_part("c", 33.4)]
    verdict = _generic({"a": "80", "b": "80", "c": "80"}, *parts)
    assert (verdict.final, verdict.outcome) == (Decimal("80.00"), "lulus")


@pytest.mark.parametrize(
    ("mark", "outcome"), [("70.00", "ditunda"), ("70.01", "lulus"), ("40", "ditunda")]
)
def test_a_generic_programme_passes_above_seventy(mark: str, outcome: str) -> None:
    verdict = _generic({"a": mark, "b": mark}, a_part("a", 50), a_part("b", 50))
    assert (verdict.outcome, verdict.predicate) == (outcome, qualification(Decimal(mark)))


@pytest.mark.parametrize(("exam", "outcome"), [("64.99", "ditunda"), ("65", "lulus")])
def test_when_every_part_has_its_bound_the_parts_decide(exam: str, outcome: str) -> None:
    verdict = _generic({"ujian": exam}, a_part("ujian", 100, pass_above=64.99))
    assert (verdict.outcome, verdict.predicate) == (outcome, "")
    if outcome == "ditunda":
        assert verdict.reasons == ["Ujian 64,99, perlu di atas 64,99."]


def test_one_bounded_part_does_not_replace_the_bound_of_the_whole() -> None:
    parts = [a_part("ujian", 50, pass_above=65), a_part("tugas", 50)]
    assert _generic({"ujian": "66", "tugas": "60"}, *parts).outcome == "ditunda"
    assert _generic({"ujian": "66", "tugas": "80"}, *parts).outcome == "lulus"
    both = _generic({"ujian": "60", "tugas": "60"}, *parts)
    assert both.reasons == [
        "Ujian 60,00, perlu di atas 65,00.",
        "Nilai akhir 60,00, perlu di atas 70,00.",
    ]


def test_generic_absence() -> None:
    verdict = _generic({"a": "90"}, a_part("a", 100), absence=Recap(absent_jp=19))
    assert (verdict.outcome, verdict.predicate) == ("tidak_lulus", "")
    assert verdict.reasons == ["Tidak hadir 19 JP, batasnya 18."]


def test_an_unknown_rulebook_is_none() -> None:
    with pytest.raises(KeyError):
        rulebooks.get("tidak-ada", DAY)


marks = st.decimals(0, 100, places=2)


@given(st.lists(marks, min_size=6, max_size=6))
def test_every_complete_set_of_marks_has_one_official_outcome(values: list[Decimal]) -> None:
    verdict = _latsar(*map(str, values))
    assert verdict.outcome in OUTCOMES
    assert verdict.final is not None
    assert min(values) - Decimal("0.01") <= verdict.final <= max(values) + Decimal("0.01")
    assert (verdict.outcome == "lulus") == (verdict.reasons == [])
    shares = sum(Decimal(step["contribution"]) for step in _latsar_steps(*map(str, values)))
    assert abs(shares - verdict.final) <= Decimal("0.04")


@given(st.lists(marks, min_size=6, max_size=6), st.integers(0, 5))
def test_a_better_mark_never_gives_a_worse_final(values: list[Decimal], which: int) -> None:
    better = [100 if at == which else value for at, value in enumerate(values)]
    first, second = _latsar(*map(str, values)).final, _latsar(*map(str, better)).final
    assert first is not None and second is not None and second >= first


@pytest.mark.parametrize("scheme", rulebooks.SCHEMES, ids=lambda one: one.key)
def test_every_known_scheme_adds_up_and_says_where_it_was_read(scheme: rulebooks.Scheme) -> None:
    check_components(scheme.parts)
    assert scheme.clause
    assert {part["confidence"] for part in scheme.parts} <= {"C", "C1", "D", "M"}


def test_schemes_are_found_by_kind_and_day() -> None:
    assert len(rulebooks.schemes_for("latsar", date(2026, 7, 1))) == 6
    assert rulebooks.schemes_for("latsar", date(2021, 7, 1)) == []
    assert rulebooks.schemes_for("leadership", date(2026, 7, 1)) == []  # PKP: not published


@given(st.lists(st.integers(1, 99), min_size=1, max_size=9))
def test_weights_hold_exactly_when_they_add_up_to_100(weights: list[int]) -> None:
    parts = [a_part(f"p{n}", weight) for n, weight in enumerate(weights)]
    if sum(weights) == 100:
        check_components(parts)
        return
    with pytest.raises(RuleBroken, match="seharusnya 100"):
        check_components(parts)


@given(st.permutations(list(range(6))), st.lists(st.integers(0, 100), min_size=6, max_size=6))
def test_the_order_of_the_parts_makes_no_difference(order: list[int], marks: list[int]) -> None:
    points = {part["key"]: Decimal(mark) for part, mark in zip(LATSAR, marks, strict=True)}
    book = rulebooks.get("latsar_cpns", DAY)
    shuffled = [LATSAR[at] for at in order]
    one, other = (book.judge(parts, points, None, LIMIT) for parts in (LATSAR, shuffled))
    assert (one.final, one.outcome, one.predicate) == (other.final, other.outcome, other.predicate)


def test_the_weakest_part_misses_its_own_bound_or_has_the_lowest_points() -> None:
    points = {"a": Decimal(65), "b": Decimal(50), "c": None}
    assert [weakest(points, below) for below in ((), ("a",), ("a", "b"))] == ["b", "a", "b"]
    assert weakest({}, ()) == ""
