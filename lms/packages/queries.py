"""What pages ask about packages: the library, the activities of a batch, and what was reported."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lms.catalogue.models import Batch, Course, Enrolment, Unit
from lms.core.db import db, one, rows
from lms.elearning.models import Activity
from lms.packages import rules
from lms.packages.manifest.shape import Part
from lms.packages.models import (
    Package,
    PackageChoice,
    PackageLaunch,
    PackagePart,
    PackageReport,
    PackageRun,
    PackageVersion,
    XapiDocument,
    XapiStatement,
)

PAGE = 50


def folder() -> Path:
    """Return where the files of packages lie."""
    return Path(current_app.config["VAR_DIR"]) / "packages"


def packages() -> list[Package]:
    """Return all packages with their versions, by title."""
    return rows(select(Package).options(selectinload(Package.versions)).order_by(Package.title))


def package_named(name: str) -> Package | None:
    """Return the package that course files call by this name."""
    return one(select(Package).where(Package.name == name))  # type: ignore[no-any-return]


def versions_of(package: Package) -> list[PackageVersion]:
    """Return the versions of a package, the newest first."""
    return rows(
        select(PackageVersion)
        .where(PackageVersion.package_id == package.id)
        .order_by(PackageVersion.number.desc())
    )


def newest_version(name: str) -> PackageVersion | None:
    """Return the newest version of the package with this name."""
    return one(  # type: ignore[no-any-return]
        select(PackageVersion)
        .join(Package, Package.id == PackageVersion.package_id)
        .where(Package.name == name)
        .order_by(PackageVersion.number.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class Use:
    """A batch that plays a package."""

    batch: Batch
    unit_id: int
    title: str
    number: int


def uses_of(package: Package) -> list[Use]:
    """Return where versions of a package are played."""
    found = db.session.execute(
        select(Batch, PackageChoice.unit_id, Unit.title, PackageVersion.number)
        .join(PackageChoice, PackageChoice.batch_id == Batch.id)
        .join(PackageVersion, PackageVersion.id == PackageChoice.version_id)
        .join(Unit, Unit.id == PackageChoice.unit_id)
        .where(PackageVersion.package_id == package.id)
        .order_by(Batch.starts_on.desc())
        .limit(PAGE)
    )
    return [Use(*row) for row in found]


@dataclass(frozen=True)
class Task:
    """A unit that plays a package, and what it asks for."""

    unit: Unit
    html: str
    package_name: str
    #: One of elearning.kinds.package.REQUIREMENTS.
    requires: str
    #: Points out of 100 when it requires a score.
    least: Decimal | None

    @property
    def unit_id(self) -> int:
        """Return the id of the unit."""
        return self.unit.id


def _task(activity: Activity) -> Task:
    facts = activity.facts
    least = Decimal(facts["least"]) if facts["least"] is not None else None
    return Task(activity.unit, activity.html, facts["package"], facts["requires"], least)


def task_facts(package: Package, requires: str, least: Decimal | None) -> dict[str, Any]:
    """Return what the activity that plays a package keeps (elearning.kinds.package)."""
    return {
        "package": package.name, "requires": requires,
        "least": str(least) if requires == "score" else None,
    }  # fmt: skip


def _tasks() -> Select[Any]:
    return (
        select(Activity)
        .join(Unit, Unit.id == Activity.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .where(Unit.kind == "package")
        .order_by(Course.position, Unit.position)
    )


def _of_batch(batch: Batch) -> Select[Any]:
    return _tasks().where(
        Course.version_id == batch.version_id,
        or_(Unit.batch_id.is_(None), Unit.batch_id == batch.id),
    )


def task_in(batch: Batch, unit_id: int) -> Task | None:
    """Return a task when its unit is taught in the batch."""
    found = one(_of_batch(batch).where(Activity.unit_id == unit_id))
    return _task(found) if found else None


def task_of(unit: Unit) -> Task:
    """Return the task of a unit that is known to play a package."""
    return _task(one(_tasks().where(Activity.unit_id == unit.id)))


def tasks_in(batch: Batch) -> list[Task]:
    """Return the tasks of a batch in the order of study, their units with their subjects."""
    found = _of_batch(batch).options(joinedload(Activity.unit).joinedload(Unit.course))
    return [_task(activity) for activity in rows(found)]


def choices_in(batch: Batch) -> dict[int, PackageVersion]:
    """Return the version each activity of the batch plays, by unit id; absent: the newest."""
    found = rows(select(PackageChoice).where(PackageChoice.batch_id == batch.id))
    return {choice.unit_id: choice.version for choice in found}


def chosen_version(batch: Batch, task: Task) -> PackageVersion | None:
    """Return the version the batch plays: the chosen one, else the newest there is."""
    choice = choice_of(batch, task)
    return choice.version if choice else newest_version(task.package_name)


def choice_of(batch: Batch, task: Task) -> PackageChoice | None:
    """Return the batch's choice for an activity."""
    return one(  # type: ignore[no-any-return]
        select(PackageChoice).where(
            PackageChoice.batch_id == batch.id, PackageChoice.unit_id == task.unit_id
        )
    )


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
    """Return how far one is with all parts of a version together."""
    return rules.together(
        [
            saved[part.key].outcome if part.key in saved else rules.Outcome()
            for part in version.contents.parts
        ]
    )


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


@dataclass(frozen=True)
class Score:
    """What a package said of one trainee, out of 100; reported by the package, not proved."""

    enrolment_id: int
    unit_id: int
    points: Decimal


def courses_of(batch: Batch) -> list[Course]:
    """Return the subjects of the batch's version in order."""
    return rows(
        select(Course).where(Course.version_id == batch.version_id).order_by(Course.position)
    )


def has_runs(batch: Batch, unit_id: int) -> bool:
    """Tell whether somebody in the batch has begun an activity."""
    found = (
        select(PackageRun.id)
        .join(Enrolment, Enrolment.id == PackageRun.enrolment_id)
        .where(Enrolment.batch_id == batch.id, PackageRun.unit_id == unit_id)
    )
    return bool(db.session.scalar(select(found.exists())))


def statements_about(run: PackageRun, activity: str) -> list[XapiStatement]:
    """Return what was said of an activity in this run, in order."""
    return rows(
        select(XapiStatement)
        .where(XapiStatement.run_id == run.id, XapiStatement.activity == activity)
        .order_by(XapiStatement.id)
    )


def statement_with(uuid: str) -> XapiStatement | None:
    """Return the statement that the world knows by this UUID."""
    return one(select(XapiStatement).where(XapiStatement.uuid == uuid))  # type: ignore[no-any-return]


def count_statements(launch: PackageLaunch) -> int:
    """Return how many statements were said in a session."""
    own = select(func.count(XapiStatement.id)).where(XapiStatement.launch_id == launch.id)
    return db.session.scalar(own) or 0


@dataclass(frozen=True)
class StatementFilter:
    """What statements are asked for."""

    verb: str = ""
    activity: str = ""
    ascending: bool = False
    limit: int = 100


def statements_in(run: PackageRun, wanted: StatementFilter) -> list[XapiStatement]:
    """Return the statements of a run that fit, the newest first unless asked otherwise."""
    found = select(XapiStatement).where(XapiStatement.run_id == run.id)
    if wanted.verb:
        found = found.where(XapiStatement.verb == wanted.verb)
    if wanted.activity:
        found = found.where(XapiStatement.activity == wanted.activity)
    order = XapiStatement.id if wanted.ascending else XapiStatement.id.desc()
    return rows(found.order_by(order).limit(wanted.limit))


def document_in(run: PackageRun, kind: str, about: str, name: str) -> XapiDocument | None:
    """Return a document that a unit keeps."""
    return one(  # type: ignore[no-any-return]
        select(XapiDocument).where(
            XapiDocument.run_id == run.id, XapiDocument.kind == kind,
            XapiDocument.about == about, XapiDocument.name == name,
        )
    )  # fmt: skip


def documents_in(run: PackageRun, kind: str, about: str) -> list[XapiDocument]:
    """Return all documents of a kind about one thing."""
    return rows(
        select(XapiDocument)
        .where(
            XapiDocument.run_id == run.id, XapiDocument.kind == kind, XapiDocument.about == about
        )
        .order_by(XapiDocument.name)
    )


def count_documents(run: PackageRun) -> int:
    """Return how many documents a run keeps."""
    own = select(func.count(XapiDocument.id)).where(XapiDocument.run_id == run.id)
    return db.session.scalar(own) or 0
