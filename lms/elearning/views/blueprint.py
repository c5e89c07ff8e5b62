"""The blueprint that the views of this area share, and where each kind of unit has its page."""

from typing import Protocol

from flask import Blueprint

from lms.catalogue.models import Batch
from lms.elearning.kinds import KINDS

bp = Blueprint("elearning", __name__)

#: What the note says by which the player of a recording proves when it was opened.
WATCHING = "tonton"


class HasUnit(Protocol):
    """A unit, or something to do about it."""

    unit_id: int
    kind: str


def address(batch: Batch, thing: HasUnit) -> str:
    """Return the address of a unit's page in a batch."""
    return KINDS[thing.kind].address(batch.id, thing.unit_id)
