"""The gradebook of a batch: scores from their sources, and what the rulebook makes of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, select

from lms.assignments import queries as assignments
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Course, Enrolment, Unit
from lms.core.db import dumps, read, rows
from lms.core.i18n import language
from lms.elearning import queries as elearning
from lms.gradebook import rulebooks
from lms.gradebook.attitude import queries as attitude
from lms.gradebook.models import ComponentScore, Release
from lms.gradebook.queries.packages import package_of, packages_behind, points_of_packages
from lms.gradebook.queries.results import Standing, results_of, standing_of
from lms.gradebook.rulebooks import Verdict
from lms.gradebook.rules import typed_parts
from lms.schedule import queries as schedule
from lms.schedule.rules import Recap

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Judged:
    """What a rulebook makes of one trainee's points; whoever has the same may share it."""

    #: By component key, None while missing.
    points: Mapping[str, Decimal | None]
    verdict: Verdict
    #: What is to be seen of a cell beside its mark: "changed" or "below" its own bound.
    flags: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.verdict.outcome, self.verdict.final))


@dataclass(frozen=True)
class Row:
    """One trainee's line."""

    seat: catalogue.Seat
    judged: Judged

    @property
    def points(self) -> Mapping[str, Decimal | None]:
        """Return the points by component key, None while missing."""
        return self.judged.points

    @property
    def verdict(self) -> Verdict:
        """Return the result that follows from the points."""
        return self.judged.verdict


@dataclass(frozen=True)
class SheetFilter:
    """What the table is narrowed to and ordered by; empty values do neither."""

    outcome: str = ""
    text: str = ""
    #: Key of a part whose points are missing.
    lacking: str = ""
    order: str = ""
    #: Name of a group (kelompok) of the batch.
    group: str = ""


@dataclass(frozen=True)
class Sheet:
    """The gradebook of a batch."""

    components: list[dict[str, Any]]
    rows: list[Row]
    standing: Standing

    @property
    def release(self) -> Release | None:
        """Return the release of the result, None while it is open."""
        return self.standing.release

    @property
    def is_locked(self) -> bool:
        """Tell whether the final meeting has locked the marks."""
        return self.standing.is_locked

    @property
    def typed_parts(self) -> list[dict[str, Any]]:
        """Return the parts whose points somebody types in."""
        return typed_parts(self.components, is_observed=self.standing.is_observed)

    @property
    def is_complete(self) -> bool:
        """Tell whether there are trainees and everybody has a verdict."""
        return bool(self.rows) and self.complete == len(self.rows)

    @property
    def groups(self) -> list[str]:
        """Return the names of the groups that people are in, in their order."""
        return sorted({row.seat.group for row in self.rows if row.seat.group})

    @property
    def complete(self) -> int:
        """Return how many trainees have a verdict."""
        return sum(row.verdict.outcome != rulebooks.INCOMPLETE for row in self.rows)


def sheet(batch: Batch) -> Sheet:
    """Return everybody's scores and verdicts in a bounded number of statements.

    Once the result is released, both are the frozen ones, whatever happens to their sources.
    """
    seats = catalogue.seats(batch)
    standing, parts = standing_of(batch), parts_of(batch)
    is_open = standing.release is None
    return Sheet(parts, judged(batch, seats, parts) if is_open else _frozen(batch, seats), standing)


def parts_of(batch: Batch) -> list[dict[str, Any]]:
    """Return the graded parts of a batch."""
    return batch.parts


def narrowed(found: Sheet, wanted: SheetFilter) -> list[Row]:
    """Return the lines that fit, by name or by the final mark."""
    lines = [row for row in found.rows if _fits(row, wanted)]
    if wanted.order in ("akhir", "terendah"):
        known = [row for row in lines if row.verdict.final is not None]
        known.sort(key=lambda row: row.verdict.final or 0, reverse=wanted.order == "akhir")
        lines = known + [row for row in lines if row.verdict.final is None]
    return lines


def _fits(row: Row, wanted: SheetFilter) -> bool:
    seat, text = row.seat, wanted.text
    named = not text or text in seat.name.lower() or (seat.nip or "").startswith(text)
    lacks = not wanted.lacking or (
        wanted.lacking in row.points and row.points[wanted.lacking] is None
    )
    grouped = not wanted.group or seat.group == wanted.group
    return (
        named
        and grouped
        and lacks
        and (not wanted.outcome or row.verdict.outcome == wanted.outcome)
    )


def judged(
    batch: Batch,
    seats: list[catalogue.Seat],
    components: list[dict[str, Any]],
    supposed: Mapping[tuple[int, str], Decimal] = MappingProxyType({}),
) -> list[Row]:
    """Return everybody's points and verdict by these graded parts.

    `supposed` points, by enrolment id and key, stand in place of those that are there.
    """
    version = batch.version
    entered, changed = _entered(batch)
    points = entered | _derived(batch, components) | dict(supposed)
    absences = schedule.absences(batch, seats)
    keys = [part["key"] for part in components]
    scheme = _scheme(
        version.rulebook,
        batch.starts_on,
        dumps(components),
        dumps(version.absence_limit),
        language.get(),
    )
    return [
        Row(
            seat,
            _judged(
                scheme,
                tuple(points.get((seat.id, key)) for key in keys),
                absences.get(seat.id),
                changed.get(seat.id, frozenset()),
            ),
        )
        for seat in seats
    ]


@dataclass(frozen=True, eq=False)
class _Scheme:
    """By which parts and rules a batch is judged, and the language of the reasons."""

    book: rulebooks.Rulebook
    components: list[dict[str, Any]]
    limit: dict[str, Any]


@lru_cache(maxsize=64)
def _scheme(rulebook: str, day: date, components: str, limit: str, _language: str) -> _Scheme:
    """Return one object for whatever judges alike; parts and limit come as JSON."""
    return _Scheme(rulebooks.get(rulebook, day), json.loads(components), json.loads(limit))


@lru_cache(maxsize=8192)
def _judged(
    scheme: _Scheme,
    marks: tuple[Decimal | None, ...],
    absence: Recap | None,
    changed: frozenset[str],
) -> Judged:
    """Judge one trainee; kept, since between two looks at a table few points change."""
    own = {part["key"]: mark for part, mark in zip(scheme.components, marks, strict=True)}
    verdict = scheme.book.judge(scheme.components, own, absence, scheme.limit)
    return Judged(own, verdict, dict.fromkeys(changed, "changed") | _below(scheme.components, own))


def _below(components: list[dict[str, Any]], own: dict[str, Decimal | None]) -> dict[str, str]:
    """Return the parts that miss a bound of their own."""
    bounds = {part["key"]: part["pass_above"] for part in components
              if part.get("pass_above") is not None}  # fmt: skip
    return {
        key: "below" for key, bound in bounds.items()
        if (mark := own[key]) is not None and mark <= rulebooks.exact(bound)
    }  # fmt: skip


def own_points(batch: Batch, enrolment: Enrolment) -> dict[str, Decimal]:
    """Return what a trainee may know of the own points before the result: released tasks."""
    units = _unit_ids(batch.version_id, batch.version.published_at)
    paths = {units.get(str(part.get("source", ""))[11:]): part["key"] for part in parts_of(batch)
             if str(part.get("source", "")).startswith("assignment:")}  # fmt: skip
    marks = assignments.own_scores(enrolment)
    known = {paths[mark.unit_id]: mark.points for mark in marks if mark.unit_id in paths}
    sources = {part["key"]: str(part.get("source", "")) for part in parts_of(batch)}
    told = packages_behind(enrolment, sources.values())
    return known | {key: told[source].points for key, source in sources.items() if source in told}


def works_behind(batch: Batch, enrolment: Enrolment, part: Mapping[str, Any]) -> list[Any]:
    """Return what derived points come from: works, best quizzes, packages, observed days."""
    source = str(part.get("source", ""))
    if package_of(source)[0]:
        return list(packages_behind(enrolment, [source]).values())
    if source == "attitude":
        return attitude.day_marks(batch, enrolment.id).get(enrolment.id, [])
    if source == "quizzes":
        return elearning.own_scores(enrolment)
    unit_id = _unit_ids(batch.version_id, batch.version.published_at).get(source[11:])
    return assignments.versions_of(enrolment, unit_id) if unit_id else []


def _frozen(batch: Batch, seats: list[catalogue.Seat]) -> list[Row]:
    results, (_points, changed), parts = results_of(batch), _entered(batch), parts_of(batch)
    lines = []
    for seat in seats:
        result = results.get(seat.id)
        if result is None:  # seated after the release
            continue
        own: dict[str, Decimal | None] = dict.fromkeys(part["key"] for part in parts)
        own |= {step["key"]: Decimal(step["points"]) for step in result.trace}
        verdict = Verdict(result.outcome, result.final, result.predicate, result.reasons)
        flags = dict.fromkeys(changed.get(seat.id, ()), "changed") | _below(parts, own)
        lines.append(Row(seat, Judged(own, verdict, flags)))
    return lines


def points_in(batch: Batch) -> dict[tuple[int, str], Decimal]:
    """Return points (0-100, two decimals) by enrolment id and key of a part, from every source."""
    return _entered(batch)[0] | _derived(batch, parts_of(batch))


def _derived(batch: Batch, components: list[dict[str, Any]]) -> dict[tuple[int, str], Decimal]:
    """Return points (0-100, two decimals) by enrolment id and component key, from our own work."""
    found: dict[tuple[int, str], Decimal] = {}
    sources = {part["key"]: str(part.get("source", "outside")) for part in components}
    if "attitude" in sources.values():
        observed = attitude.points_in(batch)
        for key in (key for key, source in sources.items() if source == "attitude"):
            found |= {(enrolment_id, key): points for enrolment_id, points in observed.items()}
    if "quizzes" in sources.values():
        means = _quiz_means(batch)
        for key in (key for key, source in sources.items() if source == "quizzes"):
            found |= {(enrolment_id, key): mean for enrolment_id, mean in means.items()}
    found |= points_of_packages(batch, sources)
    handed = {key: source[11:] for key, source in sources.items() if source[:11] == "assignment:"}
    if handed:
        unit_ids = _unit_ids(batch.version_id, batch.version.published_at)
        marks = assignments.scores(batch)
        for key, path in handed.items():
            unit_id = unit_ids.get(path)
            found |= {(mark.enrolment_id, key): mark.points for mark in marks
                      if mark.unit_id == unit_id}  # fmt: skip
    return found


def _quiz_means(batch: Batch) -> dict[int, Decimal]:
    """Return the mean of the best attempts over all quizzes, for those who took every quiz."""
    quizzes = _quiz_count(batch.version_id, batch.version.published_at)
    taken: dict[int, list[Decimal]] = {}
    for score in elearning.scores(batch):
        taken.setdefault(score.enrolment_id, []).append(score.points)
    return {
        enrolment_id: (sum(points, Decimal()) / len(points)).quantize(_CENT, ROUND_HALF_UP)
        for enrolment_id, points in taken.items()
        if len(points) == quizzes
    }


def unit_ids(batch: Batch) -> dict[str, int]:
    """Return the units of the batch's version by key."""
    return _unit_ids(batch.version_id, batch.version.published_at)


@lru_cache(maxsize=64)
def _unit_ids(version_id: int, _published_at: datetime) -> dict[str, int]:
    """Return the units of a version by key; what is published never changes, so it is kept."""
    found = rows(
        select(Unit)
        .join(Course, Course.id == Unit.course_id)
        .where(Course.version_id == version_id)
    )
    return {unit.key: unit.id for unit in found}


@lru_cache(maxsize=64)
def _quiz_count(version_id: int, _published_at: datetime) -> int:
    return elearning.quiz_count(version_id)


def _entered(batch: Batch) -> tuple[dict[tuple[int, str], Decimal], dict[int, frozenset[str]]]:
    """Return the entered and imported points, and which parts were corrected by enrolment id."""
    points: dict[tuple[int, str], Decimal] = {}
    corrected: dict[int, set[str]] = {}
    for enrolment_id, key, entered, was_replaced in read(_entries(), batch_id=batch.id):
        if was_replaced:
            corrected.setdefault(enrolment_id, set()).add(key)
        else:
            points[enrolment_id, key] = entered
    return points, {enrolment_id: frozenset(keys) for enrolment_id, keys in corrected.items()}


@cache
def _entries() -> Any:
    score = ComponentScore
    return (
        select(score.enrolment_id, score.component, score.points, score.superseded_at.is_not(None))
        .join(Enrolment, Enrolment.id == score.enrolment_id)
        .where(Enrolment.batch_id == bindparam("batch_id"))
    )
