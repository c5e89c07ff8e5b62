"""How timetables become tables, and how weeks are read from addresses."""

from datetime import date, time

import pytest

from lms.schedule.grid import Item, lay_out
from lms.schedule.weeks import Week, read_day, read_week, week_of, working_days


def _item(column: str, starts: int, ends: int, thing: str) -> Item:
    return Item(column, time(starts), time(ends), thing)


def test_rows_run_between_all_starts_and_ends() -> None:
    rows = lay_out("AB", [_item("A", 8, 12, "x"), _item("B", 8, 10, "y"), _item("B", 13, 15, "z")])
    assert [(row.starts.hour, row.ends.hour) for row in rows] == [(8, 10), (10, 12), (13, 15)]
    first, second, third = (row.cells for row in rows)
    assert (first[0].things, first[0].span) == (["x"], 2)
    assert (first[1].things, first[1].span) == (["y"], 1)
    assert second[0] is None
    assert second[1].things == []
    assert third[1].things == ["z"]


def test_overlapping_things_share_a_cell() -> None:
    rows = lay_out("A", [_item("A", 8, 10, "x"), _item("A", 9, 11, "y")])
    assert rows[0].cells[0].things == ["x", "y"]
    assert rows[0].cells[0].span == len(rows)


def test_nothing_gives_no_rows() -> None:
    assert lay_out("AB", []) == []


@pytest.mark.parametrize("written", ["", "2026-48", "2026-W54", "2026-W0", "x", "0000-W01"])
def test_strange_weeks_are_none(written: str) -> None:
    assert read_week(written) is None


def test_weeks_are_named_as_the_standard_does() -> None:
    week = read_week("2026-W53")
    assert week == week_of(date(2027, 1, 3)) == Week(date(2026, 12, 28))
    assert week.name == "2026-W53"
    assert week.after.name == "2027-W01"
    assert len(working_days(week, set())) == 5
    assert len(working_days(week, {date(2027, 1, 3)})) == 6


def test_days_are_read_or_none() -> None:
    assert read_day("2026-11-24") == date(2026, 11, 24)
    assert read_day("kemarin") is None
