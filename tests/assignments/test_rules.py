"""Points by rubric."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assignments import rules
from lms.core.errors import RuleBroken


def a_criterion(key: str, weight: float, *points: float) -> dict[str, object]:
    """Return a criterion with a level for each of `points`, best first."""
    steps = points or (100, 80, 60, 40)
    levels = [{"points": step, "title": f"Tingkat {step}", "text": "…"} for step in steps]
    return {"key": key, "title": key.title(), "weight": weight, "levels": levels}


RUBRIC = [a_criterion("isu", 40), a_criterion("gagasan", 35), a_criterion("tulisan", 25)]


@pytest.mark.parametrize(
    ("levels", "points"),
    [
        ((0, 0, 0), "100.00"),
        ((3, 3, 3), "40.00"),
        ((0, 1, 2), "83.00"),  # 40 + 0.8 × 35 + 0.6 × 25
        ((1, 2, 3), "63.00"),
    ],
)
def test_levels_are_weighted(levels: tuple[int, ...], points: str) -> None:
    chosen = dict(zip(("isu", "gagasan", "tulisan"), levels, strict=True))
    assert str(rules.rubric_points(RUBRIC, chosen)) == points


def test_a_level_counts_as_its_share_of_the_best_one() -> None:
    rubric = [a_criterion("a", 1, 4, 3, 2, 1), a_criterion("b", 2, 4, 3, 2, 1)]
    assert rules.rubric_points(rubric, {"a": 0, "b": 3}) == Decimal("50.00")


def test_points_are_rounded_half_up_to_two_decimals() -> None:
    rubric = [a_criterion(key, 1, 100, 50) for key in "abc"]
    assert str(rules.rubric_points(rubric, {"a": 0, "b": 1, "c": 1})) == "66.67"


def test_weights_with_decimals_stay_exact() -> None:
    rubric = [a_criterion("a", 33.3), a_criterion("b", 66.7)]
    assert rules.rubric_points(rubric, {"a": 1, "b": 1}) == Decimal("80.00")


@pytest.mark.parametrize("levels", [{}, {"isu": 0}, {"isu": 0, "gagasan": 0, "lain": 0}])
def test_every_criterion_needs_a_level(levels: dict[str, int]) -> None:
    with pytest.raises(RuleBroken, match="Setiap kriteria"):
        rules.rubric_points(RUBRIC, levels)


def test_an_empty_rubric_gives_no_points() -> None:
    with pytest.raises(RuleBroken, match="Setiap kriteria"):
        rules.rubric_points([], {})


def test_a_draft_may_leave_criteria_open() -> None:
    rules.check_rubric_levels(RUBRIC, {})
    rules.check_rubric_levels(RUBRIC, {"isu": 3})


@pytest.mark.parametrize("levels", [{"lain": 0}, {"isu": 4}, {"isu": -1}])
def test_levels_that_are_not_in_the_rubric_are_refused(levels: dict[str, int]) -> None:
    with pytest.raises(RuleBroken, match="tidak ada di rubrik"):
        rules.check_rubric_levels(RUBRIC, levels)


@given(st.lists(st.integers(0, 3), min_size=3, max_size=3), st.integers(0, 2))
def test_a_better_level_never_earns_less(levels: list[int], which: int) -> None:
    keys = ("isu", "gagasan", "tulisan")
    chosen = dict(zip(keys, levels, strict=True))
    better = chosen | {keys[which]: max(0, levels[which] - 1)}
    assert 0 <= rules.rubric_points(RUBRIC, chosen) <= rules.rubric_points(RUBRIC, better) <= 100


def test_a_page_changes_only_what_was_touched_on_it() -> None:
    """Revision 2 stands; the page was made at revision 1 and shows other words."""
    old, new = rules.Given(1, "lama"), rules.Given(2, "baru")
    stored, revisions = {"isu": new}, {"isu": 2}
    shown = {"isu": rules.stamp(old, 1)}
    assert rules.changes(stored, revisions, {"isu": old}, shown) == ({}, [])
    assert rules.changes(stored, revisions, {"isu": new}, shown) == ({}, [])
    assert rules.changes(stored, revisions, {"isu": rules.Given(3)}, shown) == ({}, ["isu"])
    current = {"isu": rules.stamp(new, 2)}
    mine = rules.Given(3, "milik saya")
    assert rules.changes(stored, revisions, {"isu": mine}, current) == ({"isu": mine}, [])
    assert rules.changes({}, {}, {"isu": mine}, {}) == ({"isu": mine}, [])
