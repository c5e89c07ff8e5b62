"""The clock of these tests stands at NOW; Rina's webinar is next week."""

from collections.abc import Iterator

import pytest
import time_machine

from lms.events.models import Event
from lms.people.models import Person
from tests.events.cast import NOW, an_event


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock before anything else is made; a test may move it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def webinar(rina: Person) -> Event:
    """Give a webinar of two seats."""
    return an_event(rina, quota=2)
