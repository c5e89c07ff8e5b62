"""The blueprint that the views of this area share, and where each kind of unit has its page."""

from typing import Protocol

from flask import Blueprint

from lms.catalogue.models import Batch

bp = Blueprint("elearning", __name__)

#: Tasks have their page in a neighbouring area.
_PLACES = {"lesson": "belajar", "quiz": "kuis", "assignment": "tugas"}


class HasUnit(Protocol):
    """A unit, or something to do about it."""

    unit_id: int
    kind: str


def address(batch: Batch, thing: HasUnit) -> str:
    """Return the address of a unit's page in a batch."""
    return f"/angkatan/{batch.id}/{_PLACES[thing.kind]}/{thing.unit_id}"
