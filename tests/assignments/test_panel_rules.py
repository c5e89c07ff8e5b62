"""Several assessors: weights, spread, the third reading, drift. No database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assignments.panel import rules
from lms.assignments.panel.rules import Drift, Reading
from lms.core.errors import RuleBroken

WEIGHTS = {"examiner": 50, "coach": 30, "mentor": 20}


def _readings(**points: str) -> list[Reading]:
    return [Reading(role, role.title(), Decimal(mark)) for role, mark in points.items()]


def test_the_weighted_mean_is_rounded_half_up_and_waits_for_every_role() -> None:
    found = _readings(examiner="81.25", coach="77.05", mentor="90")
    # 40.625 + 23.115 + 18 = 81.74
    assert rules.combined(WEIGHTS, found) == Decimal("81.74")
    assert rules.combined(WEIGHTS, found[:2]) is None
    assert rules.missing(WEIGHTS, found[:2]) == ["mentor"]
    half = {"examiner": 50, "coach": 50}
    assert rules.combined(half, _readings(examiner="70.01", coach="70.00")) == Decimal("70.01")


def test_two_of_one_role_count_as_their_mean() -> None:
    found = [*_readings(examiner="80", coach="70", mentor="70"),
             Reading("examiner", "Eka", Decimal(90))]  # fmt: skip
    assert rules.combined(WEIGHTS, found) == Decimal("77.50")
    assert rules.spread(found) == 20


@pytest.mark.parametrize(("coach", "state"), [("75.00", rules.READY), ("74.99", rules.DISPUTED)])
def test_past_the_threshold_a_third_reading_is_due(coach: str, state: str) -> None:
    found = _readings(examiner="85", coach=coach, mentor="80")
    limit = Decimal(10)
    assert rules.state_of(WEIGHTS, found, limit, ruled=False) == state
    assert rules.state_of(WEIGHTS, found[:2], limit, ruled=False) == rules.WAITING
    read = [*found, Reading(rules.THIRD, "Tiga", Decimal(84))]
    assert rules.state_of(WEIGHTS, read, limit, ruled=False) == rules.READY
    assert rules.state_of(WEIGHTS, found[:1], limit, ruled=True) == rules.READY


def test_the_third_reading_replaces_the_farthest_view() -> None:
    found = _readings(examiner="85", coach="60", mentor="80", third="84")
    # the coach's 60 gives way to 84: 42.5 + 25.2 + 16
    assert rules.combined(WEIGHTS, found) == Decimal("83.70")
    assert rules.spread(found) == 25


def test_drift_is_the_mean_difference_from_the_others_with_its_count() -> None:
    works = [
        [Reading("examiner", "Eka", Decimal(70)), Reading("coach", "Budi", Decimal(80))],
        [Reading("examiner", "Eka", Decimal(75)), Reading("coach", "Budi", Decimal(80)),
         Reading("mentor", "Maya", Decimal(90))],
        [Reading("examiner", "Eka", Decimal(50))],
    ]  # fmt: skip
    # Eka: -10 and 75 - 85 = -10; alone she is compared with nobody
    assert rules.drifts(works) == [
        Drift("Eka", Decimal("-10.00"), 2), Drift("Budi", Decimal("3.75"), 2),
        Drift("Maya", Decimal("12.50"), 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ({"examiner": 100}, "paling sedikit dua peran"),
        ({"examiner": 60, "coach": 30}, "berjumlah 90"),
        ({"examiner": 60, "third": 40}, "bobot setiap peran"),
        ({"examiner": 100, "coach": 0}, "bobot setiap peran"),
    ],
)
def test_weights_that_do_not_hold_are_refused(weights: dict[str, int], sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        rules.check_weights(weights)


marks = st.integers(0, 10_000)


@given(marks, marks, marks, st.none() | marks)
def test_the_mark_lies_between_the_readings_in_any_order(
    examiner: int, coach: int, mentor: int, third: int | None
) -> None:
    given_points = dict(zip((*WEIGHTS, rules.THIRD), (examiner, coach, mentor, third), strict=True))
    found = [
        Reading(role, role, Decimal(points) / 100)
        for role, points in given_points.items() if points is not None
    ]  # fmt: skip
    mark = rules.combined(WEIGHTS, found)
    assert mark is not None
    said = [one.points for one in found]
    assert min(said) - Decimal("0.01") <= mark <= max(said) + Decimal("0.01")
    assert rules.combined(WEIGHTS, found[::-1]) == mark
