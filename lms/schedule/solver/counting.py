"""Sums that show at once that a task has no plan: more JP asked for than there are hours.

Each compares what must fit into some hours with those hours; none says that a plan exists.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from lms.schedule.solver.layout import Layout, Tables, mask_of, periods
from lms.schedule.solver.model import Batch, Instance, Meeting


def lacks_air(instance: Instance) -> bool:
    """Tell whether groups, rooms or instructors would need more JP than their hours have."""
    layout = Layout(Tables(instance))
    movable = [one for one in instance.meetings if one.fixed is None]
    return any(
        _groups_lack(layout, batch, own) or _rooms_lack(layout, batch, own)
        or _instructors_lack(layout, batch, own)
        for batch in instance.batches
        if (own := [one for one in movable if one.batch == batch.id])
    )  # fmt: skip


def _free_slots(batch: Batch, day: date, busy: int) -> int:
    return sum(not busy & mask_of(start, end) for start, end in batch.grid.slots(day))


def _groups_lack(layout: Layout, batch: Batch, own: Iterable[Meeting]) -> bool:
    need: dict[int, int] = defaultdict(int)
    for meeting in own:
        for group in meeting.groups:
            need[group] += meeting.jp
    return any(
        jp > sum(_free_slots(batch, day, layout.taken("group", group, day)) for day in batch.days)
        for group, jp in need.items()
    )


def _rooms_lack(layout: Layout, batch: Batch, own: Iterable[Meeting]) -> bool:
    """Compare what each set of fitting rooms must hold with its hours."""
    housed = [(frozenset(layout.tables.rooms(one)), one.jp) for one in own if one.in_room]
    hours = {
        room.id: sum(_free_slots(batch, day, layout.room_busy(room.id, day)) for day in batch.days)
        for room in layout.tables.instance.rooms
    }
    return any(
        sum(jp for rooms, jp in housed if rooms <= among) > sum(hours[room] for room in among)
        for among in {rooms for rooms, _jp in housed}
    )


def _instructors_lack(layout: Layout, batch: Batch, own: Iterable[Meeting]) -> bool:
    """Compare what each set of able instructors must teach with their hours and ceilings."""
    taught = [(frozenset(one.may_teach), one.jp * one.staff) for one in own]
    hours: dict[int, int] = {}

    def left(one: int) -> int:
        if one not in hours:
            hours[one] = _hours_of(layout, batch, one)
        return hours[one]

    return any(
        sum(jp for able, jp in taught if able <= among) > sum(left(one) for one in among)
        for among in {able for able, _jp in taught}
    )


def _hours_of(layout: Layout, batch: Batch, one: int) -> int:
    """Return the most JP an instructor can still give a batch by day, by week and by month."""
    person = layout.tables.instance.instructor[one]
    found = {day: _free_slots(batch, day, layout.staff_busy(one, day)) for day in batch.days}
    if person.day_jp is not None:
        for day, hours in found.items():
            found[day] = min(hours, max(0, person.day_jp - layout.jp(one, "day_jp", day)))
    totals = [sum(found.values())]
    for unit in ("week_jp", "month_jp"):
        most = getattr(person, unit)
        if most is not None:
            by_period: dict[object, int] = defaultdict(int)
            for day, hours in found.items():
                by_period[dict(periods(day))[unit]] += hours
            totals.append(sum(
                min(hours, max(0, most - layout.jp(one, unit, period)))
                for period, hours in by_period.items()
            ))  # fmt: skip
    return min(totals)
