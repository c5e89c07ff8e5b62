"""Plans: what is simulated is what happens, the optimum is one, and nominations are real."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import product
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Enrolment
from lms.competence import actions, nominator, queries, rules
from lms.competence.actions import Wish
from lms.competence.actions.scenarios import reckon_scenario
from lms.competence.models import OutsideTraining, Scenario, ScenarioPick
from lms.competence.rules.planning import Candidate, Option, gain, grouped, simulate
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.jobs import Job, run_pending
from lms.people.models import POSITION_KINDS, Person
from tests import cast
from tests.competence.test_settle import a_training

TECHNICAL = Option("other-teknis", "Teknis", "teknis", Decimal(20), 3, 1_000_000, today())
SEMINAR = Option("other-seminar", "Seminar", "seminar", Decimal(4), 4, 100_000, today())


@pytest.fixture
def staff(app: Flask) -> list[Person]:
    """Give fourteen people of two offices, some of whom hold something."""
    rng = Random(3)
    people = [
        cast.a_person(f"Pegawai {number}", opd=cast.an_office(("Dinkes", "Dishub")[number % 2]),
                      position_kind=POSITION_KINDS[number % 5])
        for number in range(14)
    ]  # fmt: skip
    for person in people[:8]:
        db.session.add(a_training(person, rng.choice(rules.CELL_KEYS), jp="12"))
    db.session.commit()
    return people


def a_scenario(by: Person, *options: Option, method: str = "simulate", **wish: object) -> Scenario:
    """Try a plan out and let the worker reckon it."""
    asked = Wish("Uji", method, rules.PERBKN_8_2019, today(), options, **wish)  # type: ignore[arg-type]
    scenario = actions.try_out(asked, by=by)
    reckon_scenario(db.session.get_one(Job, scenario.job_id), scenario.id)
    db.session.commit()
    return scenario


def picks(scenario: Scenario) -> list[ScenarioPick]:
    """Return whom the scenario sends."""
    return queries.all_picks(scenario)


@pytest.mark.parametrize("method", ["simulate", "optimise"])
def test_what_is_simulated_is_what_happens(staff: list[Person], rina: Person, method: str) -> None:
    scenario = a_scenario(rina, TECHNICAL, SEMINAR, method=method, away=100, a_person=2)
    before = queries.province_index(rules.DEFAULT).sums
    assert (scenario.result["before"], scenario.result["people"]) == (before.cents, before.people)
    assert scenario.result["added"] > 0
    cells = {"other-teknis": ("teknis", "20"), "other-seminar": ("seminar", "4")}
    for pick in picks(scenario):
        cell, jp = cells[pick.option]
        db.session.add(a_training(pick.person, cell, days_ago=0, jp=jp))
    db.session.commit()
    after = queries.province_index(rules.DEFAULT).sums
    assert after.cents == scenario.result["before"] + scenario.result["added"]


def _someone(number: int, rng: Random) -> Candidate:
    filled = frozenset(key for key in rules.CELL_KEYS if rng.random() < 0.4)
    hours = Decimal(rng.choice((0, 8, 16)))
    kind = rng.choice(("pengawas", "fungsional", "pelaksana"))
    return Candidate(number, number % 2, kind, "", rules.Held(filled, hours), hours)


@pytest.mark.parametrize("seed", range(6))
def test_the_optimum_is_what_trying_everything_finds(seed: int) -> None:
    rng = Random(seed)
    people = [_someone(number, rng) for number in range(5)]
    options = [
        Option("a", "A", "teknis", Decimal(20), 2, 3, today()),
        Option("b", "B", "seminar", Decimal(4), 2, 1, today()),
        Option("c", "C", "struktural", Decimal(290), 1, 4, today(), ("pengawas",)),
    ]
    limits = nominator.Limits(7, {0: 2, 1: 1})
    plan = nominator.optimise(grouped(people, options, rules.DEFAULT), options, limits, seconds=10)
    best = 0
    for choice in product((None, *options), repeat=len(people)):
        sent = [(one, option) for one, option in zip(people, choice, strict=True) if option]
        within = (
            all(sum(option is one for _p, option in sent) <= one.seats for one in options)
            and sum(option.cost for _p, option in sent) <= 7
        )
        for office, most in limits.by_office.items():
            within = within and sum(one.opd_id == office for one, _o in sent) <= most
        if within:
            best = max(best, sum(gain(one, option, rules.DEFAULT) for one, option in sent))
    assert sum(pick.cents for pick in plan.picks) == best == plan.answer.objective
    assert plan.answer.bound == best
    assert len({pick.person_id for pick in plan.picks}) == len(plan.picks)


def test_legal_gaps_come_first_when_asked() -> None:
    # the one gains 22.5 points but has 20 JP this year already, the other closes the yearly duty
    rich = Candidate(1, 1, "pelaksana", "", rules.Held(), Decimal(30))
    poor = Candidate(2, 1, "pengawas", "", rules.Held(), Decimal(0))
    option = Option("a", "A", "teknis", Decimal(20), 1, 0, today())
    groups = grouped([rich, poor], [option], rules.DEFAULT)
    for aim, person_id in (("points", 1), ("gaps", 2)):
        plan = nominator.optimise(groups, [option], nominator.Limits(None, {}, aim=aim), seconds=10)
        assert [pick.person_id for pick in plan.picks] == [person_id]


def test_nobody_fills_a_cell_twice_nor_takes_more_than_allowed() -> None:
    people = [Candidate(n, 1, "pelaksana", "", rules.Held(), Decimal()) for n in range(4)]
    options = [Option(key, key, cell, Decimal(20), 4, 0, today())
               for key, cell in (("a", "teknis"), ("b", "teknis"), ("c", "seminar"))]  # fmt: skip
    groups = grouped(people, options, rules.DEFAULT)
    plan = nominator.optimise(groups, options, nominator.Limits(None, {}, a_person=2), seconds=10)
    cells = {option.key: option.cell for option in options}
    taken = [(pick.person_id, cells[pick.option]) for pick in plan.picks]
    assert len(taken) == len(set(taken)) == 8
    assert plan.answer.objective == 4 * 4000


def test_leadership_is_for_its_own_level() -> None:
    option = Option("a", "PKP", "struktural", Decimal(290), 5, 0, today(), ("pengawas",))
    people = [Candidate(n, 1, kind, "", rules.Held(), Decimal())
              for n, kind in enumerate(POSITION_KINDS)]  # fmt: skip
    found = simulate(people, [option], rules.DEFAULT)
    assert [POSITION_KINDS[pick.person_id] for pick in found] == ["pengawas"]


def test_a_scenario_becomes_nominations_and_back(staff: list[Person], rina: Person) -> None:
    version = cast.a_programme("pbj", title="PBJ Level-1", counts_as="teknis")
    batch = cast.a_batch(version, quota=4)
    cast.an_enrolment(staff[4], batch)
    [offer] = [one for one in queries.offers(today(), dict.fromkeys(queries.OTHER, ""))
               if one.key == f"batch-{batch.id}"]  # fmt: skip
    assert offer.seats == 3
    scenario = a_scenario(rina, offer.option(3, 0, today()))
    assert {pick.option for pick in picks(scenario)} == {offer.key}
    assert staff[4].id not in {pick.person_id for pick in picks(scenario)}
    assert actions.nominate(scenario, by=rina) == (3, 0)
    db.session.commit()
    nominated = select(Enrolment.person_id).where(Enrolment.state == "nominated")
    assert set(db.session.scalars(nominated)) == {pick.person_id for pick in picks(scenario)}
    assert actions.take_back(scenario, by=rina) == 3
    db.session.commit()
    assert not db.session.scalars(nominated).all()
    with pytest.raises(RuleBroken):
        actions.take_back(scenario, by=rina)


def test_what_the_catalogue_refuses_is_said_and_the_rest_goes_on(
    staff: list[Person], rina: Person
) -> None:
    batch = cast.a_batch(cast.a_programme("pbj", title="PBJ Level-1", counts_as="teknis"))
    option = Option(f"batch-{batch.id}", "PBJ", "teknis", Decimal(60), 3, 0, batch.ends_on)
    scenario = a_scenario(rina, option)
    gone = picks(scenario)[0].person
    gone.ended_on = today() - timedelta(days=1)
    db.session.commit()
    assert actions.nominate(scenario, by=rina) == (2, 1)
    [refused] = [pick for pick in picks(scenario) if pick.refusal]
    assert refused.person_id == gone.id and "bertugas" in refused.refusal


def test_an_officer_plans_with_the_own_tree_only(
    sign_in: Callable[..., FlaskClient], staff: list[Person], dedi: Person
) -> None:
    client, office = sign_in(dedi), dedi.opd_id
    answer = client.post("/kompetensi/skenario/baru", data={
        "title": "Rencana kami", "method": "simulate", "aim": "points",
        "rule_set": rules.PERBKN_8_2019, "day": today().isoformat(), "away": "10", "a_person": "1",
        "kinds": list(POSITION_KINDS), "seats-other-seminar": "50",
    })  # fmt: skip
    assert answer.status_code == 302, answer.text
    run_pending()
    scenario = db.session.scalars(select(Scenario)).one()
    assert {pick.person.opd_id for pick in picks(scenario)} == {office}
    assert "Rencana kami" in client.get(answer.location).text
    other = cast.a_person("Danu", roles=("opd_officer",), opd=cast.an_office("Dishub"))
    stranger = sign_in(other)
    assert stranger.get(answer.location).status_code == 404
    assert "Rencana kami" not in stranger.get("/kompetensi/skenario").text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("seats-other-seminar", "banyak", "angka bulat"),
        ("seats-other-seminar", "", "Isi kursi paling sedikit"),
        ("day", "2001-01-01", "antara hari ini dan satu tahun"),
        ("title", "", "Beri nama"),
    ],
)
def test_bad_plans_are_explained(
    sign_in: Callable[..., FlaskClient], lena: Person, field: str, value: str, said: str
) -> None:
    data = {"title": "Uji", "method": "simulate", "aim": "points", "day": today().isoformat(),
            "rule_set": rules.PERBKN_8_2019, "away": "10", "a_person": "1",
            "kinds": list(POSITION_KINDS), "seats-other-seminar": "5"} | {field: value}  # fmt: skip
    answer = sign_in(lena).post("/kompetensi/skenario/baru", data=data)
    assert answer.status_code == 422 and said in answer.text
    assert not db.session.scalars(select(Scenario)).all()


def test_scenarios_stand_side_by_side(
    sign_in: Callable[..., FlaskClient], staff: list[Person], lena: Person
) -> None:
    one, two = a_scenario(lena, TECHNICAL), a_scenario(lena, SEMINAR)
    page = sign_in(lena).get(f"/kompetensi/skenario/banding?s={one.id}&s={two.id}").text
    assert "Teknis (3)" in page and "Seminar (4)" in page
    assert not db.session.scalars(select(OutsideTraining).where(OutsideTraining.jp == 20)).all()
