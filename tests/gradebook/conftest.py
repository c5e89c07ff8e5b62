"""A running batch in which Sari studies and Budi teaches, marked from outside only."""

from datetime import timedelta

import pytest

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.clock import today
from lms.people.models import Person
from tests import cast
from tests.gradebook.sample import PARTS


@pytest.fixture
def version(app: object) -> ProgrammeVersion:
    """Give a published programme."""
    return cast.a_programme(components=PARTS)


@pytest.fixture
def batch(version: ProgrammeVersion, budi: Person) -> Batch:
    """Give a batch that began yesterday."""
    found = cast.a_batch(version, state="running", starts_on=today() - timedelta(days=1))
    cast.a_staff(budi, found)
    return found


@pytest.fixture
def seat(sari: Person, batch: Batch) -> Enrolment:
    """Give Sari's seat."""
    return cast.an_enrolment(sari, batch)
