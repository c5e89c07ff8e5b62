"""A running batch in which Sari studies and Budi teaches, with a SCORM 1.2 package in it."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest

from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.clock import today
from lms.core.db import db
from lms.packages import actions, queries
from lms.packages.actions.batches import Wish
from lms.packages.intake import take_in
from lms.packages.models import PackageVersion
from lms.packages.queries import Task
from lms.people.models import Person
from tests import cast
from tests.packages import sample


@pytest.fixture
def batch(app: object, budi: Person) -> Batch:
    """Give a batch that began yesterday."""
    found = cast.a_batch(state="running", starts_on=today() - timedelta(days=1))
    cast.a_staff(budi, found)
    return found


@pytest.fixture
def seat(sari: Person, batch: Batch) -> Enrolment:
    """Give Sari's seat."""
    return cast.an_enrolment(sari, batch)


def keep(data: bytes, by: Person) -> PackageVersion:
    """Keep a package as the upload does."""
    intake = take_in(BytesIO(data), "modul.zip", queries.folder(), most=10**9)
    version = actions.keep_package(intake, None, by=by)
    db.session.commit()
    return version


def put(batch: Batch, version: PackageVersion, by: Person, **facts: object) -> Unit:
    """Put a package into the first subject of a batch."""
    wish = Wish(queries.courses_of(batch)[0].id, version.package, "Modul", 30,
                str(facts.get("requires", "completed")), facts.get("least"))  # type: ignore[arg-type]  # fmt: skip
    unit = actions.add_activity(batch, wish, by=by)
    db.session.commit()
    return unit


@pytest.fixture
def unit(batch: Batch, rina: Person) -> Iterator[Unit]:
    """Give the unit that plays a SCORM 1.2 package of one part."""
    yield put(batch, keep(sample.scorm12(), rina), rina)


@pytest.fixture
def task(unit: Unit) -> Task:
    """Give what the unit asks for."""
    return queries.task_of(unit)
