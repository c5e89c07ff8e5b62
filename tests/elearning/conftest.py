"""A running batch in which Sari studies and Budi teaches."""

from datetime import timedelta

import pytest

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.clock import today
from lms.elearning.models import Attempt, Quiz
from lms.people.models import Person
from tests import cast
from tests.elearning import sample


@pytest.fixture
def version(app: object) -> ProgrammeVersion:
    """Give a published programme."""
    return cast.a_programme()


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


@pytest.fixture
def quiz(version: ProgrammeVersion) -> Quiz:
    """Give a quiz of 30 minutes with two attempts and one question of each type."""
    return sample.a_quiz(version)


@pytest.fixture
def attempt(batch: Batch, quiz: Quiz, seat: Enrolment, sari: Person) -> Attempt:
    """Give Sari's running attempt."""
    return sample.an_attempt(batch, quiz, seat, sari)
