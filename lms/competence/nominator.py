"""The nomination optimiser: whom to send where, within budget, seats and each office's limit.

Identical people are one whole number (rules/planning.py), so that 19,000 people are a few
thousand variables.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.competence.rules.planning import Group, Option, Pick
from lms.core import solver

#: Search at most this long, and be content this close to the bound (share).
SECONDS, ENOUGH = 40.0, 0.0005


@dataclass(frozen=True)
class Limits:
    """What a plan may use: rupiah, nominations by office, trainings a person; and its aim.

    `aim` is "points" (raise the index most) or "gaps" (close legal gaps first, then raise it).
    """

    budget: int | None
    by_office: Mapping[int, int]
    a_person: int = 1
    aim: str = "points"


@dataclass(frozen=True)
class Plan:
    """The nominations found, what they are worth by the aim, and what no plan can beat."""

    picks: list[Pick]
    answer: solver.Answer


def optimise(
    groups: Sequence[Group],
    options: Sequence[Option],
    limits: Limits,
    *,
    seconds: float = SECONDS,
    progress: Callable[[float, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """Return the best nominations that could be found in time, with the bound."""
    model = solver.new_model()
    worth = _worth(groups, limits.aim)
    chosen: dict[tuple[int, int], Any] = {}
    for at, group in enumerate(groups):
        for column, option in enumerate(options):
            if worth[at][column] > 0 and option.seats > 0:
                most = min(len(group.people), option.seats)
                chosen[at, column] = model.new_int_var(0, most, f"{at}-{column}")
    if not chosen:
        return Plan([], solver.Answer("optimal", 0, 0, 0, 0, lambda _variable: 0))
    _limit(model, chosen, groups, options, limits)
    model.maximize(solver.total((chosen[at, column], worth[at][column]) for at, column in chosen))
    answer = solver.solve(
        model, seconds=seconds, gap=ENOUGH, progress=progress, cancelled=cancelled
    )
    picks = _picks(chosen, groups, options, answer) if answer.is_usable else []
    return Plan(picks, answer)


def _worth(groups: Sequence[Group], aim: str) -> list[list[int]]:
    """Return what each option is worth for a person of each group, by the aim."""
    if aim == "points":
        return [list(group.gains) for group in groups]
    above = 1 + max((max(group.gains) for group in groups), default=0)
    return [
        [gained + above * closed for gained, closed in zip(group.gains, group.closes, strict=True)]
        for group in groups
    ]


def _limit(
    model: Any, chosen: dict[tuple[int, int], Any], groups: Sequence[Group],
    options: Sequence[Option], limits: Limits,
) -> None:  # fmt: skip
    by_option: dict[int, list[Any]] = defaultdict(list)
    by_group: dict[int, list[Any]] = defaultdict(list)
    by_cell: dict[tuple[int, str], list[Any]] = defaultdict(list)
    by_office: dict[int, list[Any]] = defaultdict(list)
    for (at, column), variable in chosen.items():
        by_option[column].append(variable)
        by_group[at].append(variable)
        by_cell[at, options[column].cell].append(variable)
        by_office[groups[at].opd_id].append(variable)
    for column, variables in by_option.items():
        model.add(sum(variables) <= options[column].seats)
    for (at, _cell), variables in by_cell.items():  # nobody fills a cell twice
        if len(variables) > 1:
            model.add(sum(variables) <= len(groups[at].people))
    for at, variables in by_group.items():
        if len(variables) > 1:
            model.add(sum(variables) <= limits.a_person * len(groups[at].people))
    for opd_id, variables in by_office.items():
        if opd_id in limits.by_office:
            model.add(sum(variables) <= limits.by_office[opd_id])
    if limits.budget is not None:
        costs = ((variable, options[column].cost) for (_at, column), variable in chosen.items())
        model.add(solver.total(costs) <= limits.budget)


def _picks(
    chosen: dict[tuple[int, int], Any], groups: Sequence[Group], options: Sequence[Option],
    answer: solver.Answer,
) -> list[Pick]:  # fmt: skip
    """Give the counted places to people: round and round the group, so that nobody has a cell twice
    and nobody more trainings than allowed."""
    picks = []
    counts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (at, column), variable in chosen.items():
        if count := answer.value(variable):
            counts[at].append((column, count))
    for at, columns in counts.items():
        group, place = groups[at], 0
        for column, count in sorted(columns, key=lambda pair: options[pair[0]].cell):
            for _ in range(count):
                person = group.people[place % len(group.people)]
                picks.append(
                    Pick(person.person_id, options[column].key, group.gains[column],
                         group.closes[column], len(group.people))
                )  # fmt: skip
                place += 1
    return picks
