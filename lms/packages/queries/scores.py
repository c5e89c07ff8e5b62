"""Points for the gradebook: what packages said of finished attempts, and which of these count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.db import db, rows
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


def scores(batch: Batch, attempt: str) -> list[Score]:
    """Return everybody's points in the packages of a batch, in four statements.

    `attempt` is one of rules.ATTEMPTS. Only who went through all parts has points; of several
    versions of a package the newest counts in which that is so.
    """
    return _scores(attempt, Enrolment.batch_id == batch.id)


def own_scores(enrolment: Enrolment, attempt: str) -> list[Score]:
    """Return the points of one trainee."""
    return _scores(attempt, Enrolment.id == enrolment.id)


def _scores(attempt: str, whose: Any) -> list[Score]:
    found = db.session.execute(
        select(
            PackageRun.id, PackageRun.enrolment_id, PackageRun.unit_id, PackageRun.version_id,
            Unit.key, Unit.title,
        )
        .join(Enrolment, Enrolment.id == PackageRun.enrolment_id)
        .join(Unit, Unit.id == PackageRun.unit_id)
        .where(whose)
        .order_by(PackageRun.version_id)
    ).all()  # fmt: skip
    tries, ended = _attempts(whose), _ended(whose)
    of_version = PackageVersion.id.in_({run.version_id for run in found})
    parts = {
        version.id: {part.key for part in version.contents.parts}
        for version in (rows(select(PackageVersion).where(of_version)) if found else [])
    }
    newest: dict[tuple[int, int], Score] = {}
    for run in found:
        own, done = tries.get(run.id, []), ended.get(run.id, set())
        if own and ("" in done or parts[run.version_id] <= done):
            points = rules.points_of([(one.key, one.points) for one in own], attempt)
            newest[run.enrolment_id, run.unit_id] = Score(
                run.enrolment_id, run.unit_id, run.key, run.title, run.id, points, own[::-1]
            )
    return list(newest.values())


def _attempts(whose: Any) -> dict[int, list[Attempt]]:
    """Return the launches that ended with a score, by run, the oldest first."""
    launches: Sequence[Any] = db.session.execute(
        select(
            PackageLaunch.run_id, PackageLaunch.key, PackageLaunch.opened_at, PackageLaunch.score
        )
        .join(PackageRun, PackageRun.id == PackageLaunch.run_id)
        .join(Enrolment, Enrolment.id == PackageRun.enrolment_id)
        .where(whose, PackageLaunch.score.is_not(None))
        .order_by(PackageLaunch.id)
    ).all()
    found: dict[int, list[Attempt]] = {}
    for launch in launches:
        found.setdefault(launch.run_id, []).append(Attempt(*launch))
    return found


def _ended(whose: Any) -> dict[int, set[str]]:
    """Return the keys of the parts that were gone through, by run."""
    parts: Sequence[Any] = db.session.execute(
        select(PackagePart.run_id, PackagePart.key)
        .join(PackageRun, PackageRun.id == PackagePart.run_id)
        .join(Enrolment, Enrolment.id == PackageRun.enrolment_id)
        .where(whose, or_(PackagePart.completion == "completed", PackagePart.success != "unknown"))
    ).all()
    found: dict[int, set[str]] = {}
    for run_id, key in parts:
        found.setdefault(run_id, set()).add(key)
    return found
