"""Timetables of the ITC-2007 competition: read, judged as the competition does, solved, written."""

import pytest
from click.testing import CliRunner

from lms.schedule import cli
from lms.schedule.solver import annealing, competition, ctt, steps
from lms.schedule.solver.judge import judge
from lms.schedule.solver.search import find_plan

FILE = """Name: Uji
Courses: 4
Rooms: 2
Days: 3
Periods_per_day: 3
Curricula: 2
Constraints: 2

COURSES:
aljabar ani 3 3 30
basis budi 2 2 45
citra cici 2 2 20
data budi 2 1 12

ROOMS:
A 25
B 50

CURRICULA:
q1 2 aljabar basis
q2 2 citra data

UNAVAILABILITY_CONSTRAINTS:
basis 0 0
aljabar 2 2

END.
"""
#: Nobody clashes: 5 seats short, aljabar on 2 of 3 days, aljabar and data in two rooms each.
SOLUTION = """aljabar A 0 0
aljabar B 0 1
aljabar B 1 0
basis B 0 2
basis B 1 1
citra A 0 1
citra A 1 1
data B 0 0
data A 1 2
"""


def test_a_solution_costs_what_the_competition_says():
    """By hand: capacity 5 (30 in A with 25), one day short (5), no lonely ones, two more rooms."""
    instance = ctt.read(FILE)
    found = judge(instance, ctt.read_solution(instance, SOLUTION))
    assert found.violations == ()
    costs = {kind: found.costs[kind] for kind in ("seat", "spread", "isolated", "series_room")}
    assert costs == {"seat": 5, "spread": 5, "isolated": 0, "series_room": 2}
    assert found.cost == 12
    clash = SOLUTION.replace("basis B 1 1", "basis B 0 0")
    broken = judge(instance, ctt.read_solution(instance, clash)).violations
    assert {one.kind for one in broken} == {"time", "group", "room", "instructor"}


def test_files_that_are_not_in_the_format_are_refused_with_the_line():
    with pytest.raises(ctt.BadFile, match="Baris 10"):
        ctt.read(FILE.replace("aljabar ani 3 3 30", "aljabar ani"))
    with pytest.raises(ctt.BadFile, match="tiga"):
        ctt.read(FILE.replace("ani 3 3", "ani tiga 3"))
    with pytest.raises(ctt.BadFile, match="COURSES"):
        ctt.read("Days: 5\nPeriods_per_day: 4\n")


def test_annealing_keeps_its_books_and_finds_the_best(monkeypatch):
    """The steps as written and as compiled do the same; what they add up to is the whole."""
    instance = ctt.read(FILE)
    compiled = annealing.Bath(instance, seed=3)
    compiled.step(300, (2.0, 2.0))
    written = annealing.Bath(instance, seed=3)
    with monkeypatch.context() as patch:
        patch.setattr(annealing, "run", steps.run.py_func)
        written.step(300, (2.0, 2.0))
    assert written.cost == compiled.cost == compiled.whole_cost()
    assert written.best.tolist() == compiled.best.tolist()
    plan = annealing.anneal(instance, seconds=60, steps=20_000, seed=1)
    assert plan == annealing.anneal(instance, seconds=60, steps=20_000, seed=1)
    best = judge(instance, plan)
    assert best.violations == ()
    proven = find_plan(instance, seconds=20, rounds=8, start=plan)
    assert proven.judgement.cost == best.cost


def test_broken_rules_get_dearer_until_none_is_left():
    """At the second seed the first timetable breaks some; doubled, the books still add up."""
    bath = annealing.Bath(ctt.read(FILE), seed=2)
    broken, cost = bath.broken(), bath.cost
    assert broken > 0
    bath.make_dearer()
    assert (bath.broken(), bath.cost) == (2 * broken, cost + broken)
    bath.step(2_000, (2.0, 0.1))
    assert bath.cost == bath.whole_cost()
    assert bath.broken() == 0
    bath.make_dearer()
    assert bath.cost == bath.whole_cost(), "nothing is broken, nothing changes"


def test_annealing_ends_when_nothing_can_be_better():
    """With smaller courses that need but one day there is a timetable that costs nothing."""
    small = FILE.replace("ani 3 3 30", "ani 3 1 20").replace("budi 2 2 45", "budi 2 1 20")
    instance = ctt.read(small.replace("cici 2 2 20", "cici 2 1 20"))
    plan = annealing.anneal(instance, seconds=120, seed=1)
    assert judge(instance, plan).cost == 0


def test_the_command_writes_a_solution_that_the_judge_accepts(tmp_path):
    """Both processors anneal, exact neighbourhoods follow; the file reads back."""
    task, answer = tmp_path / "uji.ctt", tmp_path / "uji.sol"
    task.write_text(FILE)
    arguments = [str(task), "--seconds", "2", "--out", str(answer)]
    run = CliRunner().invoke(cli.solve_ctt, arguments)
    assert run.exit_code == 0, run.output
    assert "0 hard violations" in run.output
    instance = ctt.read(FILE)
    found = judge(instance, ctt.read_solution(instance, answer.read_text()))
    assert found.violations == ()
    task.write_text("COURSES:\na b\n")
    refused = CliRunner().invoke(cli.solve_ctt, arguments)
    assert refused.exit_code == 1
    assert "Baris 2" in refused.output


def test_tasks_of_another_form_are_not_annealed():
    instance = ctt.read(FILE)
    longer = instance.with_meetings({1: instance.meetings[0].__class__(1, 1, "x", 2, ())})
    assert not annealing.fits(longer)
    assert competition._anneal((longer, 1.0, 1, 0)) is None
