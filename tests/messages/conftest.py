"""What the tests of messages ask again and again."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from lms.core.db import db
from lms.messages.models import Message
from lms.people.models import Person
from tests.assignments.conftest import Scene, scene

__all__ = ["Scene", "scene"]


@pytest.fixture
def told(app: Flask) -> Callable[[Person], list[str]]:
    """Give a function that returns the kinds of what a person was told, oldest first."""

    def kinds(person: Person) -> list[str]:
        found = select(Message.kind).where(Message.person_id == person.id).order_by(Message.id)
        return list(db.session.scalars(found))

    return kinds
