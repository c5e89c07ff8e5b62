"""Day numbers and dates, without a database."""

from datetime import date

import pytest

from lms.catalogue.calendar import date_of, date_problems, spread, working_day

MONDAY = date(2026, 10, 5)
FRIDAY = date(2026, 10, 9)


@pytest.mark.parametrize(
    ("first", "number", "found"),
    [
        (MONDAY, 1, MONDAY),
        (MONDAY, 5, FRIDAY),
        (MONDAY, 6, date(2026, 10, 12)),
        (date(2026, 10, 10), 1, date(2026, 10, 12)),  # a Saturday begins on Monday
    ],
)
def test_working_days_skip_the_weekend(first: date, number: int, found: date) -> None:
    assert working_day(first, number) == found


def test_phases_follow_one_another_without_a_gap() -> None:
    assert spread([5, 3], MONDAY) == [
        (MONDAY, FRIDAY),
        (date(2026, 10, 12), date(2026, 10, 14)),
    ]


def test_a_phase_without_days_takes_one() -> None:
    assert spread([0], MONDAY) == [(MONDAY, MONDAY)]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (1, MONDAY),
        (5, FRIDAY),
        (6, date(2026, 11, 2)),  # the second phase counts from its own first day
        (8, date(2026, 11, 4)),
        (99, date(2026, 11, 4)),
        (0, MONDAY),
    ],
)
def test_day_numbers_become_dates_phase_by_phase(day: int, found: date) -> None:
    phases = [(5, MONDAY, FRIDAY), (3, date(2026, 11, 2), date(2026, 11, 4))]
    assert date_of(day, phases) == found


def test_dates_that_fit_have_no_problem() -> None:
    assert date_problems([("a", MONDAY, FRIDAY)], date(2026, 9, 1), MONDAY) == []


@pytest.mark.parametrize(
    ("phases", "closes", "key"),
    [
        ([("a", FRIDAY, MONDAY)], date(2026, 9, 2), "ends_a"),
        ([("a", FRIDAY, FRIDAY), ("b", MONDAY, FRIDAY)], date(2026, 9, 2), "starts_b"),
        ([("a", MONDAY, FRIDAY)], date(2026, 8, 31), "registration_closes_on"),
        ([("a", MONDAY, FRIDAY)], date(2026, 10, 6), "registration_closes_on"),
    ],
)
def test_dates_that_do_not_fit_are_named(
    phases: list[tuple[str, date, date]], closes: date, key: str
) -> None:
    assert [name for name, _said in date_problems(phases, date(2026, 9, 1), closes)] == [key]
