"""The competence score cell by cell, windows, the two rule sets, categories, and hours by form."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.competence import rules
from lms.competence.rules import LETTER_2024, PERBKN_8_2019, RULE_SETS, Facts, Record
from lms.people.models import POSITION_KINDS

TODAY = date(2026, 11, 27)
OLD, NEW = RULE_SETS[PERBKN_8_2019], RULE_SETS[LETTER_2024]


def a_record(cell: str, *, days_ago: int = 10, jp: int = 20, title: str = "") -> Record:
    """Return a verified training that ended so many days ago."""
    return Record(cell, Decimal(jp), TODAY - timedelta(days=days_ago), title or cell.title())


def _total(kind: str, *records: Record, rule_set: rules.RuleSet = OLD, **facts: str) -> Decimal:
    person = Facts(kind, facts.get("employment", "pns"), facts.get("performance", ""))
    return rules.score(person, records, rule_set, TODAY).total


@pytest.mark.parametrize("kind", POSITION_KINDS)
def test_the_cells_of_every_kind_add_up_to_forty(kind: str) -> None:
    cells = ("struktural", "fungsional", "teknis", "seminar")
    assert _total(kind, *map(a_record, cells)) == 40
    assert _total(kind) == 0


@pytest.mark.parametrize(
    ("kind", "cell", "points"),
    [
        ("pengawas", "struktural", "15"),
        ("pengawas", "fungsional", "0"),
        ("pengawas", "teknis", "15"),
        ("pengawas", "seminar", "10"),
        ("administrator", "struktural", "15"),
        ("jpt", "struktural", "15"),
        ("fungsional", "fungsional", "15"),
        ("fungsional", "struktural", "0"),
        ("pelaksana", "teknis", "22.5"),
        ("pelaksana", "seminar", "17.5"),
        ("pelaksana", "struktural", "0"),
        ("pelaksana", "dasar", "0"),  # Latsar itself moves no points
    ],
)
def test_one_training_fills_one_cell(kind: str, cell: str, points: str) -> None:
    assert _total(kind, a_record(cell)) == Decimal(points)


@pytest.mark.parametrize(
    ("hours", "points"), [((19,), 0), ((20,), 15), ((12, 8), 15), ((10, 9), 0), ((80,), 15)]
)
def test_technical_hours_add_up_to_twenty(hours: tuple[int, ...], points: int) -> None:
    records = [a_record("teknis", jp=jp) for jp in hours]
    assert _total("pengawas", *records) == points


@pytest.mark.parametrize(
    ("cell", "days_ago", "counts"),
    [
        ("teknis", 0, True),
        ("teknis", 364, True),
        ("teknis", 365, False),
        ("teknis", -1, False),  # not yet held
        ("seminar", 729, True),
        ("seminar", 730, False),
        ("struktural", 9000, True),
        ("struktural", -1, False),
    ],
)
def test_windows(cell: str, days_ago: int, counts: bool) -> None:
    assert bool(_total("pengawas", a_record(cell, days_ago=days_ago))) == counts


def test_the_trace_says_what_fills_what_is_missing_and_the_clause() -> None:
    records = [a_record("teknis", jp=8, title="Arsip"), a_record("seminar", title="Webinar")]
    found = {
        cell.key: cell for cell in rules.score(Facts("pengawas", "pns"), records, OLD, TODAY).cells
    }
    assert found["teknis"].filled_by == ("Arsip",)
    assert found["teknis"].points == 0
    assert "12 JP" in found["teknis"].missing
    assert found["seminar"].filled_by == ("Webinar",)
    assert found["seminar"].missing == ""
    assert found["struktural"].missing
    assert {cell.clause for cell in found.values()} == {"PerBKN 8/2019 ps. 8"}
    assert [cell.confidence for cell in found.values()] == ["C", "C", "C1"]
    assert [cell.highest for cell in found.values()] == [15, 15, 10]


@pytest.mark.parametrize("cell", ["teknis", "seminar"])
def test_the_day_a_cell_lapses_is_the_first_without_points(cell: str) -> None:
    record = a_record(cell, days_ago=100)
    person = Facts("pelaksana", "pns")
    lapses = next(
        one.lapses_on for one in rules.score(person, [record], OLD, TODAY).cells if one.key == cell
    )
    assert lapses is not None
    assert rules.score(person, [record], OLD, lapses - timedelta(days=1)).total > 0
    assert rules.score(person, [record], OLD, lapses).total == 0


def _lapse(*records: Record, rule_set: rules.RuleSet = OLD) -> date | None:
    cells = rules.score(Facts("pelaksana", "pns"), records, rule_set, TODAY).cells
    return next(cell.lapses_on for cell in cells if cell.key == "teknis")


def test_technical_hours_lapse_when_too_few_are_left() -> None:
    older, newer = a_record("teknis", days_ago=300, jp=12), a_record("teknis", days_ago=50, jp=12)
    assert _lapse(older, newer) == older.ends_on + timedelta(days=365)
    enough = a_record("teknis", days_ago=50, jp=20)
    assert _lapse(older, enough) == enough.ends_on + timedelta(days=365)
    assert _lapse(older) is None  # nothing filled, nothing lapses
    assert _lapse() is None


def test_a_rule_set_may_count_technical_hours_in_proportion() -> None:
    part = RULE_SETS[rules.PROPORTIONAL]
    assert _total("pelaksana", a_record("teknis", jp=8), rule_set=part) == Decimal("9.00")
    assert _total("pengawas", a_record("teknis", jp=7), rule_set=part) == Decimal("5.25")
    assert _total("pengawas", a_record("teknis", jp=60), rule_set=part) == 15
    record = a_record("teknis", days_ago=50, jp=8)
    assert _lapse(record, rule_set=part) == record.ends_on + timedelta(days=365)


def test_cpns_are_not_counted_whatever_they_hold() -> None:
    score = rules.score(Facts("pelaksana", "cpns"), [a_record("teknis")], OLD, TODAY)
    assert not score.counted
    assert rules.score(Facts("pelaksana", "pns"), [], OLD, TODAY).counted
    assert not rules.is_counted(Facts("fungsional", "pppk"), OLD)
    assert rules.is_counted(Facts("fungsional", "pppk"), NEW)


def test_in_2024_the_rating_gives_25_and_learning_the_remaining_15() -> None:
    everything = [a_record(cell) for cell in ("teknis", "seminar")]
    assert _total("pelaksana", rule_set=NEW, performance="Sangat Baik") == 25
    assert _total("pelaksana", *everything, rule_set=NEW) == 15
    assert _total("pelaksana", *everything, rule_set=NEW, performance="Sangat Baik") == 40
    assert _total("pelaksana", *everything, rule_set=OLD, performance="Sangat Baik") == 40


def test_what_is_unsure_in_2024_is_marked_so() -> None:
    found = {
        cell.key: cell
        for cell in rules.score(
            Facts("pelaksana", "pns", "Sangat Baik"), [a_record("teknis")], NEW, TODAY
        ).cells
    }
    assert found["kinerja"].confidence == "C1"
    assert found["kinerja"].filled_by == ("Sangat Baik",)
    assert {found["teknis"].confidence, found["seminar"].confidence} == {"M"}
    assert {cell.clause for cell in found.values()} == {NEW.title}
    good = rules.score(Facts("pelaksana", "pns", "Baik"), [], NEW, TODAY).cells[-1]
    assert (good.points, good.confidence) == (Decimal("20.83"), "M")
    unknown = rules.score(Facts("pelaksana", "pns"), [], NEW, TODAY).cells[-1]
    assert (unknown.points, unknown.missing) == (0, "Predikat kinerja belum tercatat.")


cells = st.sampled_from(["dasar", "struktural", "fungsional", "teknis", "seminar"])
records = st.builds(a_record, cells, days_ago=st.integers(-400, 1200), jp=st.integers(1, 60))
kinds = st.sampled_from(POSITION_KINDS)


@given(kinds, st.lists(records, max_size=8), st.sampled_from([OLD, NEW]))
def test_the_total_is_the_sum_of_the_cells(
    kind: str, held: list[Record], rule_set: rules.RuleSet
) -> None:
    person = Facts(kind, "pns", "Baik")
    score = rules.score(person, held, rule_set, TODAY)
    assert abs(score.total - sum(cell.points for cell in score.cells)) <= Decimal("0.02")
    assert 0 <= score.total <= rules.HIGHEST
    kept = rules.held_on(held, rule_set, TODAY)
    assert rules.total_of(person, kept, rule_set) == score.total


@given(kinds, st.lists(records, max_size=8), records)
def test_one_more_training_never_lowers_the_score(
    kind: str, held: list[Record], more: Record
) -> None:
    assert _total(kind, *held, more) >= _total(kind, *held)


def test_the_arithmetic_of_the_measured_index() -> None:
    """26.53 of 40 (docs/facts.md 5): a third is missing; a course and a seminar fill it."""
    missing = rules.HIGHEST - Decimal("26.53")
    assert missing == Decimal("13.47") and round(missing / rules.HIGHEST, 2) == Decimal("0.34")
    course, seminar = a_record("teknis"), a_record("seminar", jp=4)
    assert _total("pelaksana", course) == Decimal("22.50")
    assert _total("pelaksana", seminar) == Decimal("17.50")
    assert _total("pelaksana", course, seminar) == rules.HIGHEST
    # under the later rule training moves at most 15 points
    assert _total("pelaksana", course, seminar, rule_set=NEW) == 15
