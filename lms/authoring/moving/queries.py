"""What going over to another version means for a batch: its units, its people, what forbids it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.assignments.queries import moving as assignments
from lms.authoring import publish
from lms.authoring import queries as published
from lms.authoring.difference import Address, Part
from lms.authoring.models import BatchMove
from lms.authoring.moving import rules
from lms.authoring.moving.rules import Match, Place
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, ProgrammeVersion, Unit
from lms.core.db import db, one, rows
from lms.elearning.queries import moving as elearning
from lms.gradebook import queries as gradebook


@dataclass(frozen=True)
class UnitLine:
    """One unit of either version: what becomes of it, and how many people it touches."""

    title: str
    kind: str
    #: "same", "changed", "renamed", "added" or "gone".
    how: str
    people: int
    attempts: int
    works: int
    marked: int


@dataclass(frozen=True)
class PersonLine:
    """Somebody whose work stays behind at units that are gone."""

    name: str
    visits: int
    attempts: int
    works: int


@dataclass(frozen=True)
class Consequence:
    """All that going over means; nothing is changed by asking."""

    units: list[UnitLine]
    people: list[PersonLine]
    seats: int
    refusals: list[str]
    matches: dict[str, Match]

    def count(self, how: str) -> int:
        """Return how many units fare so."""
        return sum(line.how == how for line in self.units)


def other_versions(batch: Batch) -> list[ProgrammeVersion]:
    """Return the versions a batch could go over to, latest first."""
    return rows(
        select(ProgrammeVersion)
        .where(
            ProgrammeVersion.programme_id == batch.programme_id,
            ProgrammeVersion.id != batch.version_id,
        )
        .order_by(ProgrammeVersion.id.desc())
        .limit(50)
    )


def moves_of(batch: Batch) -> list[BatchMove]:
    """Return when the batch went over from one version to another, latest first."""
    return rows(
        select(BatchMove)
        .where(BatchMove.batch_id == batch.id)
        .options(
            joinedload(BatchMove.by), joinedload(BatchMove.former), joinedload(BatchMove.version)
        )
        .order_by(BatchMove.id.desc())
        .limit(50)
    )


def move_in(batch: Batch, number: int) -> BatchMove | None:
    """Return one going over of a batch."""
    return one(  # type: ignore[no-any-return]
        select(BatchMove)
        .where(BatchMove.batch_id == batch.id, BatchMove.id == number)
        .options(joinedload(BatchMove.former), joinedload(BatchMove.version))
    )


def matches(old: ProgrammeVersion, new: ProgrammeVersion) -> dict[str, Match]:
    """Return what became of the phases, subjects and units of a version in another."""
    before, after = _places(old), _places(new)
    return {name: rules.match(before[name], after[name]) for name in before}


def _places(version: ProgrammeVersion) -> dict[str, list[Place]]:
    courses = catalogue.courses_with_units(version)
    units: Iterable[Unit] = (unit for course in courses for unit in course.units)
    return {
        "phases": [
            Place(one.id, one.key, "phase", one.title) for one in catalogue.phases_of(version.id)
        ],
        "courses": [Place(one.id, one.key, "course", one.title) for one in courses],
        "units": [Place(one.id, one.key, one.kind, one.title) for one in units],
    }


def consequence(batch: Batch, new: ProgrammeVersion) -> Consequence:
    """Return what it would mean for the batch to go over to the version `new`."""
    found = matches(batch.version, new)
    units = found["units"]
    visits, attempts = elearning.visits_by_unit(batch), elearning.attempts_by_unit(batch)
    works = assignments.works_by_unit(batch)
    lines = _unit_lines(batch, new, units, visits, attempts, works)
    gone = {place.id for place in units.gone}
    seats = {seat.id: seat.name for seat in catalogue.seats(batch)}
    return Consequence(
        units=lines,
        people=_people(seats, gone, visits, attempts, works),
        seats=len(seats),
        refusals=list(rules.refusals(_standing(batch, new, found, works))),
        matches=found,
    )


_ORDER = ("gone", "added", "renamed", "changed", "same")


def _unit_lines(batch, new, units: Match, visits, attempts, works) -> list[UnitLine]:  # type: ignore[no-untyped-def]
    before, after = _prints(batch.version), _prints(new)

    def line(place: Place, how: str) -> UnitLine:
        people = {seat for unit_id, seat in visits if unit_id == place.id}
        people |= {seat for unit_id, seat in attempts if unit_id == place.id}
        people |= {seat for unit_id, seat, _marked in works if unit_id == place.id}
        mine = [marked for unit_id, _seat, marked in works if unit_id == place.id]
        tries = sum(count for (unit_id, _seat), count in attempts.items() if unit_id == place.id)
        return UnitLine(place.title, place.kind, how, len(people), tries, len(mine), sum(mine))

    lines = [line(place, "gone") for place in units.gone]
    lines += [line(place, "added") for place in units.added]
    for old, other in units.pairs:
        same = before.get(old.key) == after.get(other.key)
        how = "renamed" if old.key != other.key else "same" if same else "changed"
        lines.append(line(old, how))
    return sorted(lines, key=lambda one: _ORDER.index(one.how))  # what changes stands first


def _prints(version: ProgrammeVersion) -> dict[str, list[str]]:
    """Return what each unit of a version says, its questions included, by key."""
    var = Path(current_app.config["VAR_DIR"])
    folder = publish.media_folder(var, version.programme.key, version.content_hash)
    parts: dict[Address, Part] = published.parts_of_version(version, folder)
    found: dict[str, list[str]] = {}
    for (kind, key), part in parts.items():
        if kind in ("unit", "question"):
            found.setdefault(key.partition("#")[0], []).append(part.print)
    return found


def _people(seats, gone, visits, attempts, works) -> list[PersonLine]:  # type: ignore[no-untyped-def]
    left = {
        "visits": Counter(seat for unit_id, seat in visits if unit_id in gone),
        "attempts": Counter(),
        "works": Counter(seat for unit_id, seat, _marked in works if unit_id in gone),
    }
    for (unit_id, seat), count in attempts.items():
        if unit_id in gone:
            left["attempts"][seat] += count
    touched = {seat for counts in left.values() for seat in counts}
    lines = [
        PersonLine(name, left["visits"][seat], left["attempts"][seat], left["works"][seat])
        for seat, name in seats.items()
        if seat in touched
    ]
    return sorted(lines, key=lambda one: one.name)


def _standing(batch, new, found: dict[str, Match], works) -> rules.Standing:  # type: ignore[no-untyped-def]
    marked = {unit_id for unit_id, _seat, is_marked in works if is_marked}
    judged = [(old, other) for old, other in found["units"].pairs if old.id in marked]
    ids = [place.id for pair in judged for place in pair]
    criteria = assignments.criteria_of(ids)
    entered = {score.component for score in gradebook.current_scores(batch)}
    parts = batch.components if batch.components is not None else new.components
    return rules.Standing(
        state=batch.state,
        is_released=gradebook.release_of(batch) is not None,
        in_quiz=elearning.people_in_quiz(batch),
        rulebooks=(batch.version.rulebook, new.rulebook),
        phases=found["phases"],
        lost_parts=sorted(entered - {part["key"] for part in parts}),
        homeless=_homeless(batch, found["courses"]),
        other_rubrics=[
            old.title for old, other in judged if criteria.get(old.id) != criteria.get(other.id)
        ],
    )


def _homeless(batch: Batch, courses: Match) -> list[str]:
    """Return the titles of units of this batch alone whose subject is gone."""
    gone = [place.id for place in courses.gone]
    own = Unit.batch_id == batch.id
    return [unit.title for unit in rows(select(Unit).where(own, Unit.course_id.in_(gone)))]


def version_by_id(batch: Batch, number: int) -> ProgrammeVersion | None:
    """Return a version of the batch's programme."""
    found = db.session.get(ProgrammeVersion, number)
    return found if found is not None and found.programme_id == batch.programme_id else None
