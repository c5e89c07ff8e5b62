"""What events count, and which times fit them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from lms.core.errors import RuleBroken
from lms.events import rules
from lms.hours.rules import STANDARD, Conversion, line_for

START = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


def a_line(kind: str) -> Conversion:
    """Return the product's own conversion line of a kind of event."""
    return line_for(STANDARD, rules.KINDS[kind].form, START.date())


@pytest.mark.parametrize(
    ("kind", "hours", "jp"),
    [
        ("webinar", 3, 4), ("seminar", 7, 4), ("workshop", 7, 5), ("assignment", 2000, 20),
        ("community", 0.75, 1), ("community", 1.5, 2), ("community", 6, 2),
    ],
)  # fmt: skip
def test_an_event_counts_by_its_form(kind: str, hours: float, jp: int) -> None:
    day = START.date()
    assert rules.jp_of_event(a_line(kind), timedelta(hours=hours), day, day) == Decimal(jp)


def test_coaching_counts_by_meeting_and_two_of_a_month_at_most() -> None:
    october = [date(2026, 10, day) for day in (1, 8, 15, 31)]
    november = [date(2026, 11, 1)]
    coaching, mentoring = a_line("coaching"), a_line("mentoring")
    assert rules.jp_of_meetings(coaching, []) == 0
    assert rules.jp_of_meetings(coaching, october[:1]) == 2
    assert rules.jp_of_meetings(coaching, october) == 4
    assert rules.jp_of_meetings(mentoring, october + november) == 6
    assert rules.jp_of_meetings(mentoring, [date(2025, 11, 1), *november]) == 4
    yearly = replace(coaching, cap=Decimal(5), cap_per="year")
    assert rules.jp_of_meetings(yearly, october + november) == 5


@pytest.mark.parametrize(
    ("kind", "length", "days", "sentence"),
    [
        ("webinar", timedelta(), 1, "sesudah waktu mulai"),
        ("webinar", timedelta(minutes=44), 1, "paling singkat 45 menit"),
        ("workshop", timedelta(hours=30), 2, "dalam satu hari"),
        ("coaching", timedelta(days=367), 368, "paling lama satu tahun"),
        ("assignment", -timedelta(days=1), 1, "sesudah waktu mulai"),
    ],
)
def test_times_that_do_not_fit_are_refused(
    kind: str, length: timedelta, days: int, sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        rules.check_times(kind, START, START + length, days=days)


def test_times_at_the_edge_are_taken() -> None:
    rules.check_times("webinar", START, START + timedelta(minutes=45), days=1)
    rules.check_times("coaching", START, START + timedelta(days=366), days=367)


@pytest.mark.parametrize(
    ("quota", "taken", "waiting", "free"),
    [(2, 1, 5, 1), (2, 2, 5, 0), (2, 3, 5, 0), (None, 9, 3, 3), (9, 1, 3, 3)],
)
def test_free_seats_go_to_those_who_wait(
    quota: int | None, taken: int, waiting: int, free: int
) -> None:
    assert rules.free_seats(quota, taken, waiting) == free
