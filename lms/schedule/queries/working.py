"""The working calendar: holidays, and how training days are cut into JP."""

from datetime import date

from sqlalchemy import select

from lms.core.db import one, rows
from lms.schedule.models import DayGrid, Holiday
from lms.schedule.rules import Cut


def holidays_between(first: date, last: date) -> list[Holiday]:
    """Return the holidays of a span of days, in order."""
    return rows(select(Holiday).where(Holiday.day.between(first, last)).order_by(Holiday.day))


def holiday_on(day: date) -> Holiday | None:
    """Return the holiday of a day, None on a working day."""
    found: Holiday | None = one(select(Holiday).where(Holiday.day == day))
    return found


def grids() -> list[DayGrid]:
    """Return all cuts of days: general ones first, then by programme, weekday and date."""
    found: list[DayGrid] = rows(select(DayGrid))
    return sorted(
        found,
        key=lambda grid: (
            grid.programme_id or 0, -1 if grid.weekday is None else grid.weekday, grid.from_on,
        ),
    )  # fmt: skip


def general_grids() -> list[DayGrid]:
    """Return the cuts that hold for all programmes and days."""
    return [grid for grid in grids() if grid.programme_id is None and grid.weekday is None]


def grid_from(programme_id: int | None, weekday: int | None, from_on: date) -> DayGrid | None:
    """Return the cut of a programme and weekday that begins on a day."""
    return next(
        (
            grid
            for grid in grids()
            if (grid.programme_id, grid.weekday, grid.from_on) == (programme_id, weekday, from_on)
        ),
        None,
    )


def cuts() -> list[Cut]:
    """Return all cuts of days as rules reckon with them."""
    return [Cut(grid.programme_id, grid.weekday, grid.from_on, grid.blocks) for grid in grids()]
