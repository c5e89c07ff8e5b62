"""A trainee's way through a package: what was saved and reported, and how far everybody is."""

from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db, one, rows
from lms.packages import rules
from lms.packages.manifest.shape import Part
from lms.packages.models import (
    PackageLaunch,
    PackagePart,
    PackageReport,
    PackageRun,
    PackageVersion,
)
from lms.packages.queries.library import PAGE
from lms.packages.queries.tasks import Task


def run_of(enrolment: Enrolment, unit_id: int, version: PackageVersion) -> PackageRun | None:
    """Return the trainee's way through this version."""
    return one(  # type: ignore[no-any-return]
        select(PackageRun).where(
            PackageRun.enrolment_id == enrolment.id,
            PackageRun.unit_id == unit_id,
            PackageRun.version_id == version.id,
        )
    )


def parts_of(run: PackageRun | None) -> dict[str, PackagePart]:
    """Return what was saved of each part, by its key."""
    if run is None:
        return {}
    return {
        part.key: part for part in rows(select(PackagePart).where(PackagePart.run_id == run.id))
    }


def part_in(version: PackageVersion, key: str) -> Part | None:
    """Return a part of a version by its key."""
    return next((part for part in version.contents.parts if part.key == key), None)


def whole(version: PackageVersion, saved: dict[str, PackagePart]) -> rules.Outcome:
    """Return how far one is with all parts of a version together.

    A package with rules between its parts may skip some: then its own word on the whole counts.
    """
    parts = rules.together(
        [
            saved[part.key].outcome if part.key in saved else rules.Outcome()
            for part in version.contents.parts
        ]
    )
    own = saved.get("")
    if own is not None and own.completion == "completed":
        success = parts.success if own.success == "unknown" else own.success
        return replace(parts, completion="completed", success=success)
    return parts


def newest_launch(
    run: PackageRun, key: str, *, before: PackageLaunch | None = None
) -> PackageLaunch | None:
    """Return the newest launch of a part, which alone may save; or the newest before another."""
    found = select(PackageLaunch).where(PackageLaunch.run_id == run.id, PackageLaunch.key == key)
    if before is not None:
        found = found.where(PackageLaunch.id < before.id)
    return one(found.order_by(PackageLaunch.id.desc()).limit(1))  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Follower:
    """How far one trainee is with an activity."""

    enrolment: Enrolment
    run: PackageRun | None
    outcome: rules.Outcome


def followers(batch: Batch, task: Task, version: PackageVersion) -> list[Follower]:
    """Return everybody with a seat and how far they are, in three statements."""
    seats = rows(
        select(Enrolment)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted")
        .options(joinedload(Enrolment.person))
    )
    runs = rows(
        select(PackageRun)
        .join(Enrolment, Enrolment.id == PackageRun.enrolment_id)
        .where(
            Enrolment.batch_id == batch.id, PackageRun.unit_id == task.unit_id,
            PackageRun.version_id == version.id,
        )
        .options(selectinload(PackageRun.parts).defer(PackagePart.values))
    )  # fmt: skip
    by_seat = {run.enrolment_id: run for run in runs}
    found = []
    for seat in sorted(seats, key=lambda seat: seat.person.name):
        run = by_seat.get(seat.id)
        saved = {part.key: part for part in run.parts} if run else {}
        found.append(Follower(seat, run, whole(version, saved)))
    return found


@dataclass(frozen=True)
class Told:
    """One report and the part it was about."""

    report: PackageReport
    key: str


def reports_of(run: PackageRun, page: int) -> tuple[list[Told], int]:
    """Return one page of what a package told in this run, the latest first, and how many."""
    own = (
        select(PackageReport, PackageLaunch.key)
        .join(PackageLaunch, PackageLaunch.id == PackageReport.launch_id)
        .where(PackageLaunch.run_id == run.id)
    )
    count = db.session.scalar(select(func.count()).select_from(own.subquery())) or 0
    found = db.session.execute(
        own.order_by(PackageReport.at.desc(), PackageReport.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [Told(*row) for row in found], count


@dataclass(frozen=True)
class Opened:
    """The launches of a run in figures."""

    count: int
    reports: int
    unsaid: int


def launches_of(run: PackageRun) -> Opened:
    """Return how often parts were opened, how many reports came, and how many are not listed."""
    count, reports = db.session.execute(
        select(func.count(PackageLaunch.id), func.coalesce(func.sum(PackageLaunch.reports), 0))
        .where(PackageLaunch.run_id == run.id)
    ).one()  # fmt: skip
    listed = db.session.scalar(
        select(func.count(PackageReport.id))
        .join(PackageLaunch, PackageLaunch.id == PackageReport.launch_id)
        .where(PackageLaunch.run_id == run.id)
    )
    return Opened(count, int(reports), int(reports) - (listed or 0))
