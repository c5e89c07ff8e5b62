"""The clock of these tests stands at NOW; the batch of the week has Sari as trainee."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from lms.catalogue.models import Batch, Enrolment
from lms.people.models import Person
from lms.schedule.models import Session
from tests import cast
from tests.schedule.cast import NOW, a_running_batch, a_session


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock before anything else is made; a test may move it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def batch(app: Flask) -> Batch:
    """Give the batch of this week."""
    return a_running_batch()


@pytest.fixture
def seat(sari: Person, batch: Batch) -> Enrolment:
    """Give Sari's seat in it."""
    return cast.an_enrolment(sari, batch)


@pytest.fixture
def meeting(batch: Batch, budi: Person, rina: Person) -> Session:
    """Give Budi's session of today, 13.00 to 15.15 WIB."""
    return a_session(batch, by=rina, instructors=(budi,))
