"""Packages in a batch: activities added by its organiser, and the version that is played."""

from dataclasses import dataclass
from decimal import Decimal

from lms.catalogue.models import Batch, Course, Unit
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import actions as elearning
from lms.packages import queries
from lms.packages.models import Package, PackageChoice, PackageVersion
from lms.packages.queries import Task
from lms.people.models import Person


@dataclass(frozen=True)
class Wish:
    """What an organiser wants a batch to play."""

    course_id: int
    package: Package
    title: str
    minutes: int
    requires: str
    least: Decimal | None


def add_activity(batch: Batch, wish: Wish, *, by: Person) -> Unit:
    """Put a package at the end of a subject, in this batch alone."""
    version = queries.newest_version(wish.package.name)
    if version is None or wish.course_id not in {c.id for c in queries.courses_of(batch)}:
        raise RuleBroken(_("Pilih mata pelatihan dan paket yang ada."))
    if wish.requires == "score" and wish.least is None:
        raise RuleBroken(_("Tulis nilai yang harus dicapai."))
    course = db.session.get_one(Course, wish.course_id)
    facts = queries.task_facts(wish.package, wish.requires, wish.least)
    unit = elearning.add_batch_activity(batch, course, "package", wish.title, wish.minutes, facts)
    _keep_choice(batch, unit.id, version)
    record("package.added", batch, by=by, unit=unit.id, package=wish.package.name,
           version=version.number)  # fmt: skip
    return unit


def _keep_choice(batch: Batch, unit_id: int, version: PackageVersion) -> None:
    db.session.add(
        PackageChoice(batch_id=batch.id, unit_id=unit_id, version_id=version.id, chosen_at=now())
    )


def pin_version(batch: Batch, task: Task) -> PackageVersion:
    """Return the version the batch plays; the first opening settles it."""
    lock(batch)
    choice = queries.choice_of(batch, task)
    if choice is not None:
        return choice.version
    version = queries.newest_version(task.package_name)
    if version is None:
        raise RuleBroken(_('Paket "%(name)s" belum diunggah. Hubungi penyelenggara.',
                           name=task.package_name))  # fmt: skip
    _keep_choice(batch, task.unit_id, version)
    db.session.flush()
    return version


def choose_version(batch: Batch, task: Task, version: PackageVersion, *, by: Person) -> None:
    """Let the batch play another version; what was done in the former one stays on record."""
    if version.package.name != task.package_name:
        raise RuleBroken(_("Versi itu milik paket lain."))
    lock(batch)
    choice = queries.choice_of(batch, task)
    if choice is None:
        _keep_choice(batch, task.unit_id, version)
    else:
        choice.version_id, choice.chosen_at = version.id, now()
    record("package.version_chosen", batch, by=by, unit=task.unit_id, version=version.number)


def remove_activity(batch: Batch, task: Task, *, by: Person) -> None:
    """Take a package that was added to this batch out again, unless somebody has begun it."""
    if task.unit.batch_id != batch.id:
        raise RuleBroken(_("Kegiatan ini berasal dari berkas program; ubah di sana."))
    if queries.has_runs(batch, task.unit_id):
        raise RuleBroken(_("Sudah ada peserta yang membuka paket ini, jadi tetap tercatat."))
    choice = queries.choice_of(batch, task)
    if choice is not None:
        db.session.delete(choice)
    record("package.removed", batch, by=by, unit=task.unit_id, package=task.package_name)
    db.session.flush()
    elearning.remove_batch_activity(batch, task.unit)
