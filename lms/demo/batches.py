"""Batches of every programme at different stages, through the real actions."""

from collections.abc import Callable
from random import Random

from lms.people.models import Person


def load(rng: Random, accounts: dict[str, Person], *, say: Callable[[str], None]) -> None:
    """Open batches from planned to closed and let people study, hand in and pass."""
