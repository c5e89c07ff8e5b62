"""The kept sums: equal to the pure rules, to reckoning anew, and true after any change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from lms.competence import actions, queries, rules
from lms.competence.models import (
    Holding,
    IndexExemption,
    IndexRollup,
    IndexTouched,
    OutsideTraining,
)
from lms.core.clock import now, today
from lms.core.db import db
from lms.hours.rules import STANDARD
from lms.people.models import EMPLOYMENTS, POSITION_KINDS, Person
from tests import cast

#: Forms without a limit of their own, limited by the day, and by the month.
FORMS = ("teknis", "webinar", "e_learning", "komunitas_belajar", "coaching", "mentoring")
RATINGS = ("", "Sangat Baik", "Baik", "Cukup", "Kurang")


def a_training(
    person: Person, cell: str, *, days_ago: int = 10, jp: str = "20", state: str = "verified",
    form: str = "", days: int = 1,
) -> OutsideTraining:  # fmt: skip
    """Return a training taken elsewhere that ended so many days ago."""
    ended = today() - timedelta(days=days_ago)
    return OutsideTraining(
        person_id=person.id, form=form or cell, cell=cell, title=f"Pelatihan {cell}",
        organiser="LPK", jp=Decimal(jp), starts_on=ended - timedelta(days=days - 1),
        ends_on=ended, state=state,
    )  # fmt: skip


def rollup() -> set[tuple[Any, ...]]:
    """Return the kept sums as they stand."""
    rows = db.session.execute(select(IndexRollup.__table__).where(IndexRollup.people != 0))
    return {tuple(row) for row in rows}


def holdings() -> set[tuple[Any, ...]]:
    """Return what everybody is said to hold."""
    return {tuple(row) for row in db.session.execute(select(Holding.__table__))}


def assert_true_to_the_rules() -> None:
    """Compare the kept sums with the pure rules, person by person, for every rule set."""
    db.session.expire_all()
    for rule_set in rules.RULE_SETS.values():
        expected: dict[tuple[int, str], list[int]] = {}
        for person in db.session.scalars(select(Person)).unique():
            exemptions = queries.exemptions_of(person, today())
            entries = queries.ledger(person)
            counted = queries.hours_of(entries, today().year).total
            score = queries.score_of(person, entries, rule_set, today(), exemptions)
            if score.counted and person.opd_id and person.is_active:
                sums = expected.setdefault((person.opd_id, person.position_kind), [0, 0])
                sums[0] += 1
                sums[1] += int(score.total * 100)
                held = db.session.get_one(Holding, (person.id, rules.same_windows(rule_set)))
                lapses = [cell.lapses_on for cell in score.cells if not cell.missing]
                assert Decimal(held.year_jp) / 100 == counted, person.name
                assert held.lapses_on == min(filter(None, lapses), default=None), person.name
        found = db.session.scalars(
            select(IndexRollup).where(IndexRollup.rule_set == rule_set.key, IndexRollup.people > 0)
        )
        assert {
            (row.opd_id, row.position_kind): [row.people, row.cents] for row in found
        } == expected, rule_set.key


@pytest.fixture
def staff(app: Flask) -> list[Person]:
    """Give twenty people of three offices in all kinds of posts, employments and ratings."""
    rng = Random(5)
    offices = [cast.an_office(name) for name in ("Dinkes", "Dishub", "Bappeda")]
    return [
        cast.a_person(
            f"Pegawai {number}", opd=rng.choice(offices), position_kind=rng.choice(POSITION_KINDS),
            employment=rng.choice((*EMPLOYMENTS, "pns")), performance=rng.choice(RATINGS),
        )
        for number in range(20)
    ]  # fmt: skip


def _edges() -> Iterator[int]:
    yield from (-1, 0, 1, 364, 365, 366, 729, 730, 731, 4000)


def a_change(rng: Random, staff: list[Person]) -> None:
    """Change something at random, by the ORM or past it, as people and imports do."""
    person = db.session.get_one(Person, rng.choice(staff).id)
    match rng.randrange(8):
        case 0 | 1 | 2:
            cell = rng.choice(rules.CELL_KEYS)
            jp = rng.choice(("4", "7.5", "12.25", "19.99", "20", "0.01", "33"))
            db.session.add(a_training(person, cell, days_ago=rng.choice(list(_edges())), jp=jp))
            # and one crowded among others, whose days or limits they share
            db.session.add(
                a_training(person, cell, days_ago=rng.randrange(20), jp=jp,
                           form=rng.choice(FORMS), days=rng.choice((1, 2, 3, 7, 40)))
            )  # fmt: skip
        case 3:
            found = db.session.scalars(select(OutsideTraining)).all()
            if found:
                rng.choice(found).state = rng.choice(("verified", "refused"))
        case 4:
            person.opd_id = rng.choice(staff).opd_id
            person.position_kind = rng.choice(POSITION_KINDS)
        case 5:
            person.performance = rng.choice(RATINGS)
            person.ended_on = rng.choice((None, today(), today() - timedelta(days=1)))
        case 6:
            cell = rng.choice(("", *rules.CELL_KEYS))
            db.session.add(
                IndexExemption(person_id=person.id, cell=cell, starts_on=today(), ends_on=None,
                               reason="JF tanpa diklat", granted_by_id=person.id, granted_at=now())
            )  # fmt: skip
        case 7:
            db.session.execute(
                insert(OutsideTraining),
                [{column: getattr(one, column) for column in (
                    "person_id", "form", "cell", "title", "organiser", "jp", "starts_on",
                    "ends_on", "state")} for one in (a_training(person, "teknis", jp="8"),
                                                     a_training(person, "seminar"))],
            )  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_counting_equals_the_rules_and_reckoning_anew_after_any_changes(
    staff: list[Person], seed: int
) -> None:
    rng = Random(seed)
    for _ in range(25):
        a_change(rng, staff)
        db.session.commit()
    assert_true_to_the_rules()
    kept, counted = holdings(), rollup()
    assert actions.reckon_anew() == 0
    db.session.commit()
    assert (holdings(), rollup()) == (kept, counted)


def test_a_verified_training_shows_at_once(sari: Person) -> None:
    before = queries.province_index(rules.DEFAULT).sums
    db.session.add(a_training(sari, "teknis"))
    db.session.commit()
    after = queries.province_index(rules.DEFAULT).sums
    assert (before.cents, after.cents) == (0, 2250)
    assert after.people == before.people == 1
    assert (after.with_technical, after.bands[4]) == (1, 1)


def test_what_is_written_past_the_application_waits_for_the_worker(sari: Person) -> None:
    one = a_training(sari, "seminar", state="submitted")
    db.session.add(one)
    db.session.commit()
    actions.look_after()
    db.session.commit()
    db.session.execute(text("UPDATE outside_training SET state = 'verified'"))
    db.session.commit()
    assert set(db.session.scalars(select(IndexTouched.person_id))) == {sari.id}
    actions.look_after()
    db.session.commit()
    assert queries.province_index(rules.DEFAULT).sums.cents == 1750
    assert not db.session.scalars(select(IndexTouched.person_id)).all()


def test_a_new_day_is_reckoned_anew(sari: Person) -> None:
    db.session.add(a_training(sari, "seminar", days_ago=729))
    db.session.commit()
    assert queries.province_index(rules.DEFAULT).sums.cents == 1750
    actions.reckon_anew(today() + timedelta(days=1))
    db.session.commit()
    assert queries.province_index(rules.DEFAULT).sums.cents == 0


def test_a_wrong_sum_is_found_and_mended(sari: Person) -> None:
    actions.reckon_anew()
    db.session.execute(text("UPDATE index_rollup SET cents = cents + 1"))
    assert actions.reckon_anew() > 0
    assert actions.reckon_anew() == 0


def test_a_failing_index_never_undoes_the_change(
    sari: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_ids: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("lms.competence.actions.settling.settle", fail)
    db.session.add(a_training(sari, "teknis"))
    db.session.commit()
    monkeypatch.undo()
    assert len(queries.ledger(sari)) == 1
    actions.look_after()
    db.session.commit()
    assert queries.province_index(rules.DEFAULT).sums.cents == 2250


def test_the_trend_keeps_one_line_a_month(sari: Person) -> None:
    first = today().replace(day=1) - timedelta(days=1)
    actions.reckon_anew(first)
    db.session.add(a_training(sari, "teknis"))
    db.session.commit()
    actions.reckon_anew()
    db.session.commit()
    trend = queries.province_index(rules.DEFAULT).trend
    assert trend == [(first.replace(day=1), Decimal(0)),
                     (today().replace(day=1), Decimal("22.50"))]  # fmt: skip


def test_a_new_line_of_the_conversion_counts_within_a_minute(sari: Person, rina: Person) -> None:
    own = select(Holding.year_jp).where(Holding.person_id == sari.id)
    for _ in range(2):
        db.session.add(a_training(sari, "seminar", jp="4", days_ago=3, form="seminar"))
    db.session.commit()
    actions.look_after()
    db.session.commit()
    assert db.session.scalar(own) == 800
    line = next(one for one in STANDARD if one.form == "seminar")
    actions.add_line(
        replace(line, cap=Decimal(6), cap_per="month", valid_from=today() - timedelta(days=60)),
        "Batas baru", by=rina,
    )  # fmt: skip
    db.session.commit()
    actions.look_after()
    db.session.commit()
    assert db.session.scalar(own) == 600
    assert queries.hours_of(queries.ledger(sari), today().year).total == 6


def test_people_who_leave_are_no_longer_held(sari: Person, rina: Person) -> None:
    actions.reckon_anew()
    db.session.execute(text(f"UPDATE person SET opd_id = NULL WHERE id = {sari.id}"))
    assert actions.reckon_anew() == 0
    assert set(db.session.scalars(select(Holding.person_id))) == {rina.id}
