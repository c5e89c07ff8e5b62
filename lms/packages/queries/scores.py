"""Points for the gradebook: what packages said of finished attempts, and which of these count."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import cast, literal, null, or_, select, union_all

from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.db import UtcDateTime, db
from lms.packages import rules
from lms.packages.models import PackageLaunch, PackagePart, PackageRun, PackageVersion


@dataclass(frozen=True)
class Attempt:
    """A part of a package that was opened and ended with a score."""

    run_id: int
    key: str
    opened_at: datetime
    points: Decimal


@dataclass(frozen=True)
class Score:
    """Points (0-100) of one trainee in one activity, with the attempts behind them."""

    enrolment_id: int
    unit_id: int
    unit_key: str
    title: str
    run_id: int
    points: Decimal
    #: The latest first.
    attempts: list[Attempt]


def scores(batch: Batch, attempts: Collection[str]) -> dict[str, list[Score]]:
    """Return everybody's points in the packages of a batch by which attempt counts.

    One statement, for any of rules.ATTEMPTS. Only who went through all parts has points; of
    several versions of a package the newest counts in which that is so.
    """
    return _scores(attempts, Enrolment.batch_id == batch.id)


def own_scores(enrolment: Enrolment, attempts: Collection[str]) -> dict[str, list[Score]]:
    """Return the points of one trainee, as `scores`."""
    return _scores(attempts, Enrolment.id == enrolment.id)


@dataclass
class _Way:
    """How far a trainee came in one version of a package."""

    run: Any
    #: The oldest first.
    tries: list[Attempt] = field(default_factory=list)
    #: Keys of the parts that were gone through; "" for the whole.
    ended: set[str] = field(default_factory=set)

    @property
    def is_whole(self) -> bool:
        """Tell whether there are points and all parts were gone through."""
        return bool(self.tries) and (
            "" in self.ended or _keys(self.run.version_id, self.run.sha256) <= self.ended
        )


def _scores(attempts: Collection[str], whose: Any) -> dict[str, list[Score]]:
    newest: dict[tuple[int, int], _Way] = {}
    for way in _ways(whose) if attempts else []:
        if way.is_whole:
            newest[way.run.enrolment_id, way.run.unit_id] = way
    return {attempt: [_score(way, attempt) for way in newest.values()] for attempt in attempts}


def _score(way: _Way, attempt: str) -> Score:
    run = way.run
    points = rules.points_of([(one.key, one.points) for one in way.tries], attempt)
    return Score(
        run.enrolment_id, run.unit_id, run.unit_key, run.title, run.run_id, points, way.tries[::-1]
    )


def _ways(whose: Any) -> list[_Way]:
    """Return the ways of these trainees, those through older versions first."""
    found: dict[int, _Way] = {}
    for row in db.session.execute(_said(whose)):
        way = found.setdefault(row.run_id, _Way(row))
        if row.opened_at is None:
            way.ended.add(row.key)
        else:
            way.tries.append(Attempt(row.run_id, row.key, row.opened_at, row.score))
    return list(found.values())


def _said(whose: Any) -> Any:
    """Select the launches that ended with a score, and the parts gone through (no `opened_at`)."""
    run = (
        PackageRun.id.label("run_id"), PackageRun.enrolment_id, PackageRun.unit_id,
        PackageRun.version_id, PackageVersion.sha256, Unit.key.label("unit_key"), Unit.title,
    )  # fmt: skip
    launches = (
        select(*run, PackageLaunch.id.label("turn"), PackageLaunch.key, PackageLaunch.opened_at,
               PackageLaunch.score)
        .join(PackageLaunch, PackageLaunch.run_id == PackageRun.id)
        .where(PackageLaunch.score.is_not(None))
    )  # fmt: skip
    parts = (
        select(*run, literal(0), PackagePart.key, cast(null(), UtcDateTime),
               cast(null(), PackageLaunch.score.type))
        .join(PackagePart, PackagePart.run_id == PackageRun.id)
        .where(or_(PackagePart.completion == "completed", PackagePart.success != "unknown"))
    )  # fmt: skip
    both = [
        each.join(Enrolment, Enrolment.id == PackageRun.enrolment_id)
        .join(PackageVersion, PackageVersion.id == PackageRun.version_id)
        .join(Unit, Unit.id == PackageRun.unit_id)
        .where(whose)
        for each in (launches, parts)
    ]
    return union_all(*both).order_by("version_id", "turn")


@lru_cache(maxsize=256)
def _keys(version_id: int, _sha256: str) -> frozenset[str]:
    """Return the keys of a version's parts, which never change: a process asks once."""
    version = db.session.get_one(PackageVersion, version_id)
    return frozenset(part.key for part in version.contents.parts)
