"""Who keeps packages, plays them, and reads what they reported."""

from lms.catalogue.models import Batch, Enrolment
from lms.catalogue.permissions import organises, standing, teaches
from lms.core.access import permission
from lms.core.db import get
from lms.packages.models import MaterialImport, Package, PackageLaunch, PackageRun, PackageVersion
from lms.people.models import Person
from lms.people.permissions import is_organiser


@permission("package.list")
def may_list(person: Person) -> bool:
    """Organisers and instructors keep the packages of the agency."""
    return is_organiser(person) or person.has_role("instructor")


@permission("package.view")
def may_view_package(person: Person, _package: Package) -> bool:
    """Who keeps packages sees all of them and adds versions."""
    return may_list(person)


@permission("package_version.view")
def may_view_version(person: Person, _version: PackageVersion) -> bool:
    """Who keeps packages tries every version."""
    return may_list(person)


def _own(person: Person, enrolment: Enrolment) -> bool:
    return enrolment.person_id == person.id and enrolment.has_seat


@permission("package_launch.view")
def may_play(person: Person, launch: PackageLaunch) -> bool:
    """Only the trainee who opened it, while holding a seat."""
    return _own(person, launch.run.enrolment)


@permission("package_run.view")
def may_view_run(person: Person, run: PackageRun) -> bool:
    """The trainee; who teaches in the batch or runs it."""
    if _own(person, run.enrolment):
        return True
    batch: Batch = get(Batch, run.enrolment.batch_id)
    is_own = standing(person, batch).enrolment is not None
    return not is_own and (teaches(person, batch) or organises(person, batch))


@permission("material_import.view")
def may_view_material(person: Person, found: MaterialImport) -> bool:
    """Who runs the batch sees, applies and takes back every import into it."""
    return organises(person, found.batch)
