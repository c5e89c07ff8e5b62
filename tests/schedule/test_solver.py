"""Plans by the solver: known best plans, no broken rule ever, the same again from the same seed."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count, permutations, product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core import solver
from lms.schedule.solver import bounds, exact, greedy, packing
from lms.schedule.solver.explain import WayOut, explain
from lms.schedule.solver.explain import lifted as without
from lms.schedule.solver.hardrules import Aim
from lms.schedule.solver.judge import COSTS, judge, summary
from lms.schedule.solver.layout import Layout, Tables
from lms.schedule.solver.model import (
    Batch,
    Grid,
    Group,
    Instance,
    Instructor,
    Meeting,
    Place,
    Plan,
    Room,
    Span,
    Weights,
)  # fmt: skip
from lms.schedule.solver.reasons import propose, rules_of, say
from lms.schedule.solver.repair import repair
from lms.schedule.solver.search import find_plan
from lms.schedule.solver.settling import Settling
from tests.bench.generate import GRID, province, week

MONDAY = date(2026, 3, 2)
TUESDAY = MONDAY + timedelta(days=1)
#: Two hours before noon, two after.
SMALL = Grid((((480, 525), (525, 570), (780, 825), (825, 870)),) * 5 + ((), ()))


def small(*meetings: Meeting, days: int = 1, groups: int = 1, rooms: int = 1, **more) -> Instance:
    batch = Batch(1, "Latsar I", tuple(MONDAY + timedelta(days=n) for n in range(days)), SMALL)
    return Instance(
        (batch,), tuple(Group(one, f"Kelompok {one}", 1) for one in range(1, groups + 1)),
        meetings, tuple(Room(one, f"Ruang {one}", 30, "A") for one in range(1, rooms + 1)),
        (Instructor(1, "Budi"), Instructor(2, "Sari")), **more,
    )  # fmt: skip


def meeting(number: int, jp: int = 2, group: int = 1, able=(1, 2), **more) -> Meeting:
    more.setdefault("title", f"Materi {number}")
    return Meeting(number, 1, jp=jp, groups=(group,), seats=20, may_teach=able, **more)


def at(number: int, day=MONDAY, start=480, end=570, room=1, staff=(1,)) -> Place:
    return Place(number, day, start, end, room, staff)


def kinds(instance: Instance, *places: Place) -> set[str]:
    found = judge(instance, Plan({one.meeting: one for one in places}))
    return {one.kind for one in found.violations}


def test_judge_names_every_broken_rule():
    one = small(meeting(1))
    assert kinds(one, at(1)) == set()
    assert kinds(one) == {"unplaced"}
    assert kinds(one, at(1, day=TUESDAY)) == {"day"}
    assert kinds(one, at(1, start=500, end=590)) == {"grid"}
    assert kinds(one, at(1, start=525, end=825)) == {"grid"}, "a long pause is never crossed"
    assert kinds(one, at(1, room=None)) == {"room"}
    assert kinds(one, at(1, staff=())) == {"staff"}
    assert kinds(small(meeting(1, able=(2,))), at(1)) == {"teach"}
    assert kinds(small(meeting(1, equipment=frozenset({"PC"}))), at(1)) == {"equipment"}
    assert kinds(small(replace(meeting(1), seats=31)), at(1)) == {"seats"}
    assert kinds(small(meeting(1, fixed=at(1, start=780, end=870))), at(1)) == {"fixed"}
    away = Span(MONDAY, MONDAY, 0, 500)
    ill = replace(one, instructors=(Instructor(1, "Budi", (away,)), Instructor(2, "Sari")))
    assert kinds(ill, at(1)) == {"away"}
    shut = replace(one, rooms=(Room(1, "Ruang 1", 30, closed=(away,)),))
    assert kinds(shut, at(1)) == {"closed"}
    tired = replace(one, instructors=(Instructor(1, "Budi", week_jp=1), Instructor(2, "Sari")))
    assert kinds(tired, at(1)) == {"ceiling"}
    two = small(meeting(1), meeting(2, after=(1,)), groups=1, rooms=2)
    assert kinds(two, at(1), at(2, room=2, staff=(2,))) == {"group", "order"}
    pair = small(meeting(1), meeting(2, group=2), groups=2, rooms=2)
    assert kinds(pair, at(1), at(2, staff=(2,))) == {"room"}
    assert kinds(pair, at(1), at(2, room=2)) == {"instructor"}


def test_judge_prices_what_is_not_nice_and_says_so():
    task = small(meeting(1, jp=1), meeting(2, jp=1), rooms=2)
    found = judge(task, Plan({1: at(1, end=525), 2: at(2, start=825, end=870, room=2)}))
    assert (found.counts["gap"], found.counts["group_room"], found.counts["load"]) == (2, 1, 1)
    assert found.cost == 2 * 2 + 3 + 1
    assert next(iter(summary(found))) == ("JP kosong di antara sesi sebuah kelompok", 2, 4)


def test_the_best_plan_of_a_small_task_is_found_and_proven():
    """Three meetings of one JP in a day of four: one block before noon, one lesson after."""
    task = small(*(meeting(one, jp=1) for one in (1, 2, 3)), rooms=2)
    found = exact.solve(Layout(Tables(task)), (1, 2, 3), Aim(), seconds=20, effort=2)
    assert found.state == "optimal"
    plan = Plan({one.meeting: one for one in found.places})
    assert judge(task, plan).violations == ()
    assert judge(task, plan).cost == found.objective == 0, "no gap, one room, loads 2 and 1 of 2"


def test_no_order_of_a_small_task_is_better_than_the_proven_best():
    """Every way to put four meetings into four slots, against the solver's own optimum."""
    odd = Grid((((480, 525), (525, 570), (585, 630), (780, 825), (825, 870)),) * 7)
    task = small(meeting(1, jp=2), meeting(2, jp=1), meeting(3, jp=1), rooms=1)
    task = replace(task, batches=(replace(task.batches[0], grid=odd),))
    tables = Tables(task)
    best = None
    for one in tables.options(task.meeting[1]):
        singles = list(tables.options(task.meeting[2]))
        for two, three in permutations(singles, 2):
            places = [Place(n, o.day, o.start, o.end, 1, (w,))
                      for n, o, w in ((1, one, 1), (2, two, 2), (3, three, 2))]  # fmt: skip
            judged = judge(task, Plan({place.meeting: place for place in places}))
            if not judged.violations and (best is None or judged.cost < best):
                best = judged.cost
    found = exact.solve(Layout(tables), (1, 2, 3), Aim(), seconds=20, effort=2)
    assert found.state == "optimal"
    assert found.objective == best


def test_time_between_buildings_is_bought_by_another_order_or_room():
    """Two lessons of a group, 15 minutes apart; one fits only building B, 30 minutes away."""
    grid = Grid((((480, 525), (540, 585), (780, 825)),) * 7)
    lab = frozenset({"PC"})
    task = small(meeting(1, jp=1, able=(1,)), meeting(2, jp=1, able=(1,), equipment=lab))
    rooms = (Room(1, "Ruang 1", 30, "A"), Room(2, "Lab", 30, "B", lab))
    task = replace(task, rooms=rooms, travel={("A", "B"): 30},
                   batches=(replace(task.batches[0], grid=grid),))  # fmt: skip
    near = Plan({1: at(1, end=525), 2: at(2, start=540, end=585, room=2)})
    assert judge(task, near).counts["hurry"] == 2, "Budi and the group"
    found = exact.solve(Layout(Tables(task)), (1, 2), Aim(), seconds=20, effort=2)
    best = judge(task, Plan({one.meeting: one for one in found.places}))
    assert (best.counts["hurry"], best.cost) == (0, found.objective)


def test_the_bound_knows_rooms_and_loads_that_cannot_be_better():
    """One who alone may teach is over the fair load; a group needs two kinds of rooms."""
    lab = frozenset({"PC"})
    task = small(*(meeting(one, jp=2, able=(1,)) for one in (1, 2)), days=2)
    task = replace(task, rooms=(Room(1, "R", 30), Room(2, "Lab", 30, equipment=lab)), fair=2)
    assert bounds.of_things(task) == 2
    second = replace(task.meetings[1], equipment=lab)
    two = task.with_meetings({2: replace(second, may_teach=(2,))})
    assert bounds.of_things(two) == 0, "the lab serves both"
    apart = replace(two, rooms=(Room(1, "R", 20, equipment=frozenset()), two.rooms[1]))
    assert bounds.of_things(apart.with_meetings({1: replace(task.meetings[0], seats=20)})) == 0
    hall = frozenset({"panggung"})
    split = replace(apart, rooms=(Room(1, "R", 30, equipment=hall), two.rooms[1]))
    split = split.with_meetings({1: replace(task.meetings[0], equipment=hall)})
    assert bounds.of_things(split) == 3, "one further room of the group"
    found = find_plan(split, seconds=20, rounds=8)
    assert found.is_optimal and found.bound == found.judgement.cost


@pytest.mark.parametrize("after", [(), (2,), (2, 3)])
@pytest.mark.parametrize("jps", [(2, 1, 1), (3, 1, 1), (2, 2, 1)])
def test_a_groups_hours_packed_in_order_are_a_true_bound_and_the_best_here(jps, after):
    """Every way to put three meetings into two mornings, against the packing; rooms are plenty."""
    odd = Grid((((480, 525), (525, 570), (585, 630), (645, 690)),) * 7)
    task = small(meeting(1, jp=jps[0]), meeting(2, jp=jps[1]), meeting(3, jp=jps[2]), rooms=1)
    task = replace(task, batches=(replace(task.batches[0], grid=odd),),
                   weights=replace(Weights(), isolated=1))  # fmt: skip
    task = task.with_meetings({1: replace(task.meetings[0], after=after)})
    tables, best = Tables(task), None
    for options in product(*(tables.options(one) for one in task.meetings)):
        places = {n: Place(n, o.day, o.start, o.end, 1, (n % 2 + 1,))
                  for n, o in enumerate(options, start=1)}  # fmt: skip
        judged = judge(task, Plan(places))
        if not judged.violations:
            cost = sum(judged.costs[kind] for kind in ("gap", "isolated", "pause"))
            best = cost if best is None else min(best, cost)
    assert packing.of_batch(task, 1) == (best or 0)


def test_a_full_week_is_bound_to_cross_pauses_and_to_leave_its_rooms():
    """40 of 48 JP in blocks of two and three: each of four groups must cross a pause once.

    The three rooms it likes have 144 of the 160 JP: six blocks of three, one less, are elsewhere.
    """
    task = week()
    assert packing.of_batch(task, 1) == 4
    assert bounds.of_things(task) == 6
    found = find_plan(task, seconds=30, rounds=4)
    assert 10 <= found.bound <= found.judgement.cost


def test_settling_keeps_its_books_and_every_hard_rule():
    task = week(2)
    layout = greedy.build(Tables(task))
    cost = judge(task, layout.plan).cost
    settling = Settling(layout, Random(1))
    for warmth in (0.0, 2.0, 0.5, 0.0, 0.0):
        cost -= settling.go_through(lambda: False, warmth)
        assert judge(task, layout.plan).rank == (0, 0, cost)
    assert cost < judge(task, greedy.build(Tables(task)).plan).cost


def test_a_classical_week_is_planned_and_comes_out_the_same_again():
    task = week()
    first = find_plan(task, seconds=60, seed=7, rounds=3)
    again = find_plan(task, seconds=60, seed=7, rounds=3)
    assert first.judgement.violations == ()
    assert first.plan == again.plan
    assert first.bound <= first.judgement.cost


def test_without_the_exact_solver_a_half_year_finds_its_places_too(monkeypatch):
    monkeypatch.setattr(solver, "is_installed", lambda: False)
    task = province(1)
    found = find_plan(task, seconds=6)
    assert len(found.plan.places) == len(task.meetings) == 3000
    assert found.judgement.violations == ()


def test_a_search_stops_when_asked_and_keeps_its_best():
    seen = []
    found = find_plan(
        week(), seconds=60, progress=seen.append, cancelled=lambda: bool(seen),
    )  # fmt: skip
    assert found.judgement.violations == ()
    assert seen[-1].cost == found.judgement.cost


@st.composite
def tasks(draw) -> Instance:
    """Draw tasks that may well be too tight."""
    days = draw(st.integers(1, 3))
    batches = tuple(
        Batch(one, f"Angkatan {one}", tuple(MONDAY + timedelta(days=n) for n in range(days)),
              draw(st.sampled_from((SMALL, GRID))))
        for one in range(1, draw(st.integers(1, 2)) + 1)
    )  # fmt: skip
    groups = tuple(Group(10 * one.id + n, f"K{n}", one.id) for one in batches for n in (1, 2))

    def span():
        return Span(MONDAY, MONDAY + timedelta(days=draw(st.integers(0, 1))), 0,
                    draw(st.sampled_from((600, 1440))))  # fmt: skip

    staff = tuple(
        Instructor(one, f"P{one}", (span(),) if draw(st.booleans()) else (),
                   draw(st.none() | st.integers(2, 6)), draw(st.none() | st.integers(4, 9)))
        for one in range(1, 4)
    )  # fmt: skip
    rooms = tuple(
        Room(one, f"R{one}", draw(st.sampled_from((10, 30))), draw(st.sampled_from("AB")),
             frozenset(draw(st.sampled_from(("", "PC")))), (span(),) if draw(st.booleans()) else ())
        for one in range(1, 4)
    )  # fmt: skip
    meetings: list[Meeting] = []
    for number in range(1, draw(st.integers(2, 9)) + 1):
        batch = draw(st.sampled_from(batches))
        own = [one.id for one in groups if one.batch == batch.id]
        earlier = [one.id for one in meetings if one.batch == batch.id]
        count = draw(st.integers(0, 2))
        able = tuple(sorted(draw(st.sets(st.sampled_from((1, 2, 3)), min_size=count, max_size=3))))
        meetings.append(Meeting(
            number, batch.id, f"M{number}", draw(st.integers(1, 3)),
            tuple(draw(st.sampled_from(((own[0],), (own[1],), tuple(own))))),
            seats=draw(st.sampled_from((5, 25))), staff=count, may_teach=able,
            equipment=frozenset({"PC"}) if draw(st.integers(0, 5)) == 0 else frozenset(),
            in_room=draw(st.booleans()),
            after=(draw(st.sampled_from(earlier)),) if earlier and draw(st.booleans()) else (),
        ))  # fmt: skip
    weights = replace(Weights(), isolated=draw(st.integers(0, 1)))
    return Instance(batches, groups, tuple(meetings), rooms, staff, weights, {("A", "B"): 30})


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(tasks())
def test_no_plan_ever_breaks_a_hard_rule(task):
    """What the solver places, the judge accepts; what it leaves is left and nothing else."""
    found = find_plan(task, seconds=10, rounds=3)
    assert {one.kind for one in found.judgement.violations} <= {"unplaced"}
    assert set(found.judgement.costs) == set(COSTS)
    layout = Layout(Tables(task))
    everything = [one.id for one in task.meetings]
    whole = exact.solve(layout, everything, Aim(cheap=False), seconds=10, effort=1)
    if whole.places is not None:
        assert judge(task, Layout(layout.tables, whole.places).plan).violations == ()
    elif whole.state == "infeasible":
        assert found.judgement.unplaced
    loose = exact.solve(layout, everything, Aim(loose=True), seconds=10, effort=1)
    assert not (loose.state == "infeasible" and whole.places is not None)
    if loose.state != "infeasible" and not found.judgement.violations:
        assert loose.bound <= found.judgement.cost
        hours = sum(found.judgement.costs[kind] for kind in ("gap", "isolated", "pause"))
        assert sum(packing.of_batch(task, one.id) for one in task.batches) <= hours


def tight() -> Instance:
    """Return a task in which Budi alone may teach 6 JP on a day on which he has an hour."""
    away = Span(MONDAY, MONDAY, 0, 780, "dinas luar")
    task = small(
        *(meeting(one, jp=1, title="Akuntabel", able=(1,)) for one in (1, 2, 3)),
        meeting(4, jp=1, title="Harmonis"), rooms=2,
    )  # fmt: skip
    batch = replace(task.batches[0], spare_days=(TUESDAY,))
    return replace(task, batches=(batch,),
                   instructors=(Instructor(1, "Budi", (away,)), Instructor(2, "Sari")))  # fmt: skip


def test_an_impossible_plan_is_explained_by_a_smallest_set():
    """Leaving out any member of the set makes the rest possible; the whole set is not."""
    task = tight()
    found = explain(task, seconds=20)
    assert found.state == "impossible"
    assert found.is_minimal
    words = [say(one.kind, one.names) for one in found.core]
    assert any("Budi tidak tersedia Senin, 2 Maret 2026 (dinas luar)" in one for one in words)
    assert any("Akuntabel (Latsar I) hanya diampu Budi" in one for one in words)
    assert not any("Harmonis" in one for one in words), "it has nothing to do with it"
    assert_smallest(task, found.core)


def assert_smallest(task: Instance, found) -> None:
    """Check that a core has no plan, and has one as soon as any member is left out."""
    rules = rules_of(task)
    core = [next(one for one in rules if (one.kind, one.names) == (r.kind, r.names))
            for r in found]  # fmt: skip
    everything = [one.id for one in task.meetings]

    def has_plan(kept) -> bool:
        eased = without(task, rules, kept)
        free = [one for one in everything if one in eased.meeting]
        layout = Layout(Tables(eased))
        return exact.solve(layout, free, Aim(cheap=False), seconds=20).state != "infeasible"

    assert not has_plan(core)
    for left_out in core:
        assert has_plan([one for one in core if one is not left_out]), left_out.kind


def test_three_groups_and_two_rooms_are_explained_by_a_smallest_set_too():
    """Nine JP want eight hours of rooms: all groups and subjects are in it, none has too much."""
    staff = tuple(Instructor(one, f"Pengajar {one}") for one in range(1, 4))
    task = small(
        *(meeting(10 * group + n, jp=1, group=group, able=(1, 2, 3), title=f"Mapel {n}")
          for group in (1, 2, 3) for n in range(3)),
        groups=3, rooms=2,
    )  # fmt: skip
    batch = replace(task.batches[0], spare_days=(TUESDAY,))
    task = replace(task, batches=(batch,), instructors=staff)
    found = explain(task, seconds=20)
    assert (found.state, found.is_minimal) == ("impossible", True)
    assert [one.kind for one in found.core].count("group") == 3
    assert {"room", "days"} <= {one.kind for one in found.core}
    assert_smallest(task, found.core)
    kinds_of_ways = [[relief.kind for relief in way.reliefs] for way in found.ways]
    assert ["room"] in kinds_of_ways
    assert all(judge_way(task, way) == () for way in found.ways)


def test_each_way_out_leads_to_a_plan_and_the_cheapest_comes_first():
    task = tight()
    found = explain(task, seconds=20)
    assert [one.price for one in found.ways] == sorted(one.price for one in found.ways)
    assert "Minta Budi tersedia Senin, 2 Maret 2026." in [
        propose(relief.kind, relief.names) for relief in found.ways[0].reliefs
    ]
    assert len(found.ways) == 3
    assert all(judge_way(task, way) == () for way in found.ways)


def judge_way(task: Instance, way: WayOut):
    """Return what a way out's plan still breaks once its rules are eased."""
    for relief in way.reliefs:
        task = relief.change(task)
    return judge(task, way.plan).violations


def test_how_far_is_looked_is_reckoned_in_work_and_not_by_the_clock(monkeypatch):
    """A machine on which every look at the clock is a second later finds the same."""
    quick = explain(tight())
    moments = count()
    monkeypatch.setattr("time.perf_counter", lambda: next(moments) * 0.5)
    slow = explain(tight())
    assert (slow.core, slow.ways) == (quick.core, quick.ways)
    assert [way.price for way in quick.ways] == sorted(way.price for way in quick.ways)
    assert len(quick.ways) == 3


def test_a_possible_plan_needs_no_explanation():
    assert explain(small(meeting(1))).state == "possible"


@pytest.mark.parametrize("alone", [False, True])
def test_repair_changes_only_what_an_illness_hits(monkeypatch, alone):
    """Budi's two meetings go to Sari where she is free; nothing else moves."""
    if alone:
        monkeypatch.setattr(solver, "is_installed", lambda: False)
    task = small(meeting(1), meeting(2), meeting(3, group=2), groups=2, rooms=2, days=2)
    before = Plan({1: at(1), 2: at(2, start=780, end=870), 3: at(3, TUESDAY, room=2, staff=(2,))})
    ill = Span(MONDAY, MONDAY, why="sakit")
    hit = replace(task, instructors=(Instructor(1, "Budi", (ill,)), Instructor(2, "Sari")))
    found = repair(hit, before)
    assert found.hit == (1, 2)
    assert found.unplaced == ()
    assert judge(hit, found.plan).violations == ()
    assert [(old.staff, new.staff) for old, new in found.moved] == [((1,), (2,)), ((1,), (2,))]
    assert all((old.day, old.start, old.room) == (new.day, new.start, new.room)
               for old, new in found.moved)  # fmt: skip


def test_repair_keeps_an_hour_that_is_not_of_the_grid():
    """A meeting from 08.00 to 09.40 only changes its room, not its end."""
    odd = replace(meeting(1), also=((MONDAY, 480, 580),))
    closed = Room(1, "Ruang 1", 30, "A", closed=(Span(MONDAY, MONDAY, why="AC rusak"),))
    task = small(odd, rooms=2)
    task = replace(task, rooms=(closed, task.rooms[1]))
    found = repair(task, Plan({1: at(1, end=580)}))
    ((old, new),) = found.moved
    assert (old.room, new.room) == (1, 2)
    assert new.moment == old.moment == (MONDAY, 480, 580)


def test_repair_says_what_it_cannot_mend():
    task = small(meeting(1, able=(1,)))
    ill = replace(task, instructors=(Instructor(1, "Budi", (Span(MONDAY, MONDAY),)),))
    assert repair(ill, Plan({1: at(1)})).unplaced == (1,)


def test_a_whole_half_year_has_one_order_of_batches():
    """First fit is the same twice."""
    tables = Tables(province(2, batches=4))
    assert greedy.build(tables).plan == greedy.build(tables).plan
