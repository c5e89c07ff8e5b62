"""The working calendar: holidays, how days are cut, and when something is away."""

from collections.abc import Sequence
from datetime import date, datetime

from lms.core.audit import record
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import queries, rules
from lms.schedule.events import sessions_announced
from lms.schedule.models import Block, DayGrid, Holiday


def set_holiday(
    day: date, name: str, kind: str, *, by: Person, confidence: str = "C", source: str = ""
) -> Holiday:
    """Say that no training meets on a day; said again, the day gets the new name."""
    if not name.strip():
        raise RuleBroken(_("Isi nama hari libur."))
    holiday = queries.holiday_on(day) or Holiday(day=day)
    holiday.name, holiday.kind, holiday.source = name.strip(), kind, source.strip()
    holiday.confidence = confidence
    db.session.add(holiday)
    db.session.flush()
    record("holiday.set", holiday, by=by, day=day, name=holiday.name, kind=kind)
    return holiday


def drop_holiday(holiday: Holiday, *, by: Person) -> None:
    """Make a day a working day again."""
    record("holiday.dropped", holiday, by=by, day=holiday.day, name=holiday.name)
    db.session.delete(holiday)


def set_grid(
    programme_id: int | None, weekday: int | None, from_on: date, blocks: Sequence[Sequence[str]],
    *, jp_minutes: int = rules.JP_MINUTES, by: Person,
) -> DayGrid:  # fmt: skip
    """Say how training days are cut from a day on; the same day said again replaces it."""
    rules.check_blocks(blocks, jp_minutes)
    grid = queries.grid_from(programme_id, weekday, from_on) or DayGrid(
        programme_id=programme_id, weekday=weekday, from_on=from_on
    )
    grid.blocks = [list(block) for block in blocks]
    db.session.add(grid)
    db.session.flush()
    record("day_grid.set", grid, by=by, from_on=from_on, weekday=weekday, blocks=grid.blocks)
    return grid


def drop_grid(grid: DayGrid, *, by: Person) -> None:
    """Take a cut of days back; the general one of all days stays."""
    if grid.programme_id is None and grid.weekday is None and len(queries.general_grids()) == 1:
        raise RuleBroken(_("Pola umum ini satu-satunya. Ubah jamnya, jangan dihapus."))
    record("day_grid.dropped", grid, by=by, from_on=grid.from_on, blocks=grid.blocks)
    db.session.delete(grid)


def add_block(
    kind: str, resource_id: int, starts_at: datetime, ends_at: datetime, reason: str, *, by: Person
) -> Block:
    """Say that a room is closed, a person on leave or an account not to be had."""
    _check_block(starts_at, ends_at, reason)
    block = Block(
        kind=kind, resource_id=resource_id, starts_at=starts_at, ends_at=ends_at,
        reason=reason.strip(),
    )  # fmt: skip
    db.session.add(block)
    db.session.flush()
    record(
        "block.added", block, by=by, kind=kind, resource=resource_id,
        starts_at=starts_at, ends_at=ends_at, reason=block.reason,
    )  # fmt: skip
    return block


def edit_block(block: Block, ends_at: datetime, reason: str, *, by: Person) -> None:
    """Let a closure or leave end at another time, or say why differently."""
    _check_block(block.starts_at, ends_at, reason)
    block.ends_at, block.reason = ends_at, reason.strip()
    record("block.edited", block, by=by, ends_at=ends_at, reason=block.reason)


def _check_block(starts_at: datetime, ends_at: datetime, reason: str) -> None:
    if ends_at <= starts_at:
        raise RuleBroken(_("Waktu selesai harus sesudah waktu mulai."))
    if not reason.strip():
        raise RuleBroken(_("Tulis alasannya, misalnya perawatan atau cuti tahunan."))


def recheck_plan(first: datetime, last: datetime, *, by: Person) -> int:
    """Check the shown sessions of an interval anew, announce those in trouble; return how many."""
    found = queries.published_in_trouble(first, last)
    for batch, troubled in found:
        sessions_announced.send(batch, new=[], changed=[], troubled=troubled, by=by)
    return sum(len(troubled) for _batch, troubled in found)


def drop_block(block: Block, *, by: Person) -> None:
    """Take a closure or leave back."""
    record("block.dropped", block, by=by, kind=block.kind, resource=block.resource_id)
    db.session.delete(block)
