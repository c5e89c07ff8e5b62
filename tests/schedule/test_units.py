"""Units of changes, and what the board and the season ask, on both databases."""

from datetime import date, time, timedelta

import pytest

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from lms.schedule import actions, queries
from lms.schedule.actions import ProfileFacts
from lms.schedule.models import Holiday
from lms.schedule.season import PERSON
from tests import cast
from tests.schedule.cast import MONDAY, TODAY, a_plan, a_room, a_session, wib


def test_two_sessions_swap_as_one_unit_and_a_stale_unit_is_not_undone(
    batch: Batch, rina: Person
) -> None:
    room = a_room(by=rina)
    first = a_session(batch, by=rina, room=room, starts="08.00", ends="09.30", title="Pagi")
    second = a_session(batch, by=rina, room=room, starts="13.00", ends="14.30", title="Siang")
    swap = [
        actions.Change(batch, first, a_plan("13.00", "14.30", room_id=room.id, title="Pagi")),
        actions.Change(batch, second, a_plan("08.00", "09.30", room_id=room.id, title="Siang")),
    ]
    unit = actions.apply_unit("solver", "Tukar", swap, by=rina)
    db.session.commit()
    assert (first.starts_at, second.starts_at) == (wib("13.00"), wib("08.00"))
    actions.stretch_session(queries.session_in_full(first), time(15, 15), by=rina)
    with pytest.raises(RuleBroken, match="Pagi sudah diubah sesudahnya"):
        actions.undo_unit(unit, by=rina)
    clash = [actions.Change(batch, None, a_plan("08.00", "09.30", room_id=room.id))]
    with pytest.raises(RuleBroken, match="Way Kambas dan angkatan ini sudah terpakai"):
        actions.apply_unit("solver", "Bentrok", clash, by=rina)


def test_all_that_rules_ask_about_comes_in_one_statement(
    batch: Batch, sari: Person, seat: Enrolment, budi: Person, rina: Person
) -> None:
    """Every kind of fact arrives as it was noted, and every rule it feeds speaks."""
    one, other = (actions.add_building(name, by=rina).id for name in ("Gedung A", "Gedung B"))
    actions.set_travel({(one, other): 30}, by=rina)
    rooms = [
        actions.add_room(actions.RoomFacts(name, 40, building_id=place), by=rina)
        for name, place in (("Satu", one), ("Dua", other))
    ]
    cast.an_enrolment(cast.a_person("Tini Astuti"), batch)
    first = a_session(batch, by=rina, room=rooms[0], instructors=(budi,), starts="08.00",
                      ends="09.30")  # fmt: skip
    second = a_session(batch, by=rina, room=rooms[1], instructors=(budi,), starts="09.45",
                       ends="12.00", title="Etika")  # fmt: skip
    for room in rooms:  # since then
        room.capacity = 1
    usual = [["08:00", "09:30"], ["09:45", "12:00"], ["13:00", "15:15"], ["15:30", "17:00"]]
    actions.set_grid(None, None, date(2020, 1, 1), usual, by=rina)
    actions.set_holiday(TODAY, "Libur lokal", "local", by=rina)
    actions.add_block("person", budi.id, wib("11.00"), wib("12.00"), "Sakit", by=rina)
    actions.set_profile(
        budi,
        ProfileFacts("pkp", 4, 4, 4, {"1": [["08:00", "09:30"]]},
                     rights=((batch.programme_id, "lain"),)),
        by=rina,
    )  # fmt: skip
    db.session.commit()
    plan = queries.board_plan(MONDAY, MONDAY + timedelta(days=6))
    found = {(one.session_id, one.kind, one.is_hard) for one in plan.problems}
    both = {(one.id, kind, True) for one in (first, second) for kind in ("holiday", "seats")}
    assert found == both | {
        (second.id, kind, True)
        for kind in ("leave", "hours", "ceiling_day", "ceiling_week", "ceiling_month")
    } | {(second.id, "travel", False)}  # fmt: skip
    ((found, troubled),) = queries.published_in_trouble(wib("08.00"), wib("12.00"))
    assert (found.id, len(troubled)) == (batch.id, 2)
    season = queries.season(2026)
    load = next(one for one in season.of(PERSON) if one.id == budi.id)
    assert (load.used, load.jp) == (5, 48)
    assert season.days == len(
        [one for one in _working_days(2026) if one not in {h.day for h in _holidays(2026)}]
    )


def _working_days(year: int) -> list[date]:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    return [day for day in days if day.weekday() < 5]


def _holidays(year: int) -> list[Holiday]:
    return queries.holidays_between(date(year, 1, 1), date(year, 12, 31))
