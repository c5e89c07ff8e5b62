"""Trying plans out on the index, and making nominations of what was found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lms.catalogue import actions as catalogue
from lms.catalogue.models import Batch
from lms.competence import nominator, queries, rules
from lms.competence.actions.settling import plan_for_everybody
from lms.competence.models import Scenario, ScenarioPick
from lms.competence.rules.planning import Candidate, Option, Pick, grouped, simulate
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.jobs import Job, enqueue, handler
from lms.people.models import POSITION_KINDS, Person

TRY = "competence.try"
#: Plans look at most so far ahead: later, what they add to the yearly cells would have lapsed.
FARTHEST = timedelta(days=364)
#: States in which a nomination can still be taken back.
_OPEN = ("nominated", "applied")


@dataclass(frozen=True)
class Wish:
    """What somebody wants to try out."""

    title: str
    method: str
    rule_set: str
    day: date
    options: Sequence[Option]
    #: Offices whose people may be sent; None: all.
    offices: Sequence[int] | None = None
    kinds: Sequence[str] = POSITION_KINDS
    budget: int | None = None
    #: Percent of an office's people who may be sent at most (optimiser).
    away: int = 10
    a_person: int = 1
    aim: str = "points"


def try_out(wish: Wish, *, by: Person) -> Scenario:
    """Keep a scenario and let the worker reckon it."""
    if not wish.options:
        raise RuleBroken(_("Isi kursi paling sedikit pada satu pelatihan."))
    if not wish.kinds:
        raise RuleBroken(_("Pilih paling sedikit satu jenis jabatan."))
    last = max([wish.day, *(option.ends_on for option in wish.options)])
    if wish.day < today() or last > today() + FARTHEST:
        raise RuleBroken(_("Pilih tanggal antara hari ini dan satu tahun dari sekarang."))
    scenario = Scenario(
        title=wish.title.strip(), made_by_id=by.id, made_at=now(), method=wish.method,
        rule_set=wish.rule_set, day=last, settings=_settings(wish), result={},
    )  # fmt: skip
    db.session.add(scenario)
    db.session.flush()
    job = enqueue(TRY, {"scenario_id": scenario.id}, by=by, key=f"{TRY}:{scenario.id}")
    db.session.flush()
    scenario.job_id = job.id
    record("scenario.tried", scenario, by=by, title=scenario.title)
    return scenario


def _settings(wish: Wish) -> dict[str, Any]:
    options = [
        asdict(one) | {"jp": str(one.jp), "ends_on": one.ends_on.isoformat()}
        for one in wish.options
    ]
    return {
        "options": options, "offices": list(wish.offices) if wish.offices is not None else None,
        "kinds": list(wish.kinds), "budget": wish.budget, "away": wish.away,
        "a_person": wish.a_person, "aim": wish.aim,
    }  # fmt: skip


def options_of(settings: Mapping[str, Any]) -> list[Option]:
    """Return the options a scenario was made with."""
    return [
        Option(**one | {
            "jp": Decimal(one["jp"]), "ends_on": date.fromisoformat(one["ends_on"]),
            "kinds": tuple(one["kinds"]),
        })
        for one in settings["options"]
    ]  # fmt: skip


@handler(TRY)
def reckon_scenario(job: Job, scenario_id: int) -> None:
    """Find whom the scenario sends and what becomes of the index; repeatable."""
    scenario = db.session.get_one(Scenario, scenario_id)
    if scenario.state == "done":
        return
    rule_set, settings = rules.RULE_SETS[scenario.rule_set], scenario.settings
    options = options_of(settings)
    plan_for_everybody("off")
    people = queries.candidates(
        rule_set, scenario.day, options, offices=settings["offices"], kinds=settings["kinds"]
    )
    before = queries.sums_on(rule_set, scenario.day)
    plan_for_everybody("on")
    proof: dict[str, Any] = {}
    if scenario.method == "simulate":
        picks = simulate(people, options, rule_set)
    else:
        plan = _optimised(job, scenario, people, options, before)
        picks, answer = plan.picks, plan.answer
        proof = {
            "objective": answer.objective, "bound": answer.bound, "gap": answer.gap,
            "seconds": answer.seconds, "state": answer.state,
        }  # fmt: skip
    scenario = db.session.get_one(Scenario, scenario_id)
    scenario.result = _result(picks, people, options, before) | proof
    scenario.state = "done"
    db.session.add_all(
        ScenarioPick(scenario_id=scenario.id, person_id=one.person_id, option=one.option,
                     cents=one.cents, closes_gap=one.closes_gap, alike=one.alike)
        for one in picks
    )  # fmt: skip
    job.note = _("Perhitungan selesai.")


def _optimised(
    job: Job, scenario: Scenario, people: list[Candidate], options: list[Option],
    before: Mapping[int, tuple[int, int]],
) -> nominator.Plan:  # fmt: skip
    settings, scenario_id = scenario.settings, scenario.id
    limits = nominator.Limits(
        settings["budget"],
        {opd: max(1, count * settings["away"] // 100) for opd, (count, _points) in before.items()},
        settings["a_person"],
        settings["aim"],
    )
    groups = grouped(people, options, rules.RULE_SETS[scenario.rule_set])

    def stopped() -> bool:
        # the look-out also shows that the worker lives
        job.beat(0, 0, _("Mencari susunan terbaik"))
        found: Scenario = db.session.get_one(Scenario, scenario_id, populate_existing=True)
        return found.stop_asked

    return nominator.optimise(groups, options, limits, cancelled=stopped)


def _result(
    picks: Sequence[Pick], people: Sequence[Candidate], options: Sequence[Option],
    before: Mapping[int, tuple[int, int]],
) -> dict[str, Any]:  # fmt: skip
    office = {one.person_id: one.opd_id for one in people}
    added: Counter[int] = Counter()
    for pick in picks:
        added[office[pick.person_id]] += pick.cents
    costs = {option.key: option.cost for option in options}
    return {
        "people": sum(count for count, _points in before.values()),
        "before": sum(points for _count, points in before.values()),
        "added": sum(added.values()),
        "cost": sum(costs[pick.option] for pick in picks),
        "sent": len({pick.person_id for pick in picks}),
        "nominations": len(picks),
        "gaps": sum(pick.closes_gap for pick in picks),
        "offices": {
            str(opd): [*before[opd], added[opd]] for opd in sorted(before) if added[opd]
        },
    }  # fmt: skip


def stop_search(scenario: Scenario, *, by: Person) -> None:
    """Ask the search to end with the best it has."""
    if scenario.state != "waiting":
        raise RuleBroken(_("Perhitungan ini sudah selesai."))
    scenario.stop_asked = True
    record("scenario.stopped", scenario, by=by)


def nominate(scenario: Scenario, *, by: Person) -> tuple[int, int]:
    """Nominate whom the scenario sends to real batches; returns how many, and how many refused.

    Each nomination passes the catalogue's own rules; what those refuse is noted with the reason.
    """
    if scenario.state != "done":
        raise RuleBroken(_("Tunggu sampai perhitungan selesai."))
    made = refused = 0
    for pick in queries.all_picks(scenario):
        batch_id = queries.batch_of(pick.option)
        if batch_id is None or pick.enrolment_id is not None:
            continue
        try:
            with db.session.begin_nested():
                batch = db.session.get_one(Batch, batch_id)
                place = catalogue.nominate(batch, pick.person, by=by)
                db.session.flush()
        except RuleBroken as broken:
            pick.refusal = broken.sentence
            refused += 1
        else:
            pick.enrolment_id, pick.refusal = place.id, ""
            made += 1
    if not made and not refused:
        raise RuleBroken(_("Skenario ini tidak memakai angkatan yang sedang dibuka."))
    record("scenario.nominated", scenario, by=by, made=made, refused=refused)
    return made, refused


def take_back(scenario: Scenario, *, by: Person) -> int:
    """Withdraw the scenario's nominations on which nobody has decided yet; returns how many."""
    taken = 0
    for pick in queries.all_picks(scenario):
        if pick.enrolment is not None and pick.enrolment.state in _OPEN:
            catalogue.withdraw(pick.enrolment, by=by, reason=_("Usulan skenario ditarik."))
            pick.enrolment_id = None
            taken += 1
    if not taken:
        raise RuleBroken(_("Tidak ada usulan yang masih dapat ditarik."))
    record("scenario.taken_back", scenario, by=by, taken=taken)
    return taken
