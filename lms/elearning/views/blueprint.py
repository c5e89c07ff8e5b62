"""The blueprint that the views of this area share, and where each kind of unit has its page."""

from datetime import datetime
from math import inf
from typing import Protocol

from flask import Blueprint
from flask_login import current_user

from lms.catalogue.models import Batch, Unit
from lms.core import stamps
from lms.elearning.kinds import KINDS

bp = Blueprint("elearning", __name__)

#: What the note says by which a page of the player proves when it was opened.
_OPENED = "belajar"


def note_of_opening(unit: Unit) -> str:
    """Return what a page carries to tell later since when it is open: a kept one speaks late."""
    return stamps.stamp(unit, current_user, _OPENED)


def opened_at(unit: Unit, note: str) -> datetime | None:
    """Return when the page with this note was opened, None when the note is not ours."""
    return stamps.seen_at(note, unit, current_user, _OPENED, within=inf)


class HasUnit(Protocol):
    """A unit, or something to do about it."""

    unit_id: int
    kind: str


def address(batch: Batch, thing: HasUnit) -> str:
    """Return the address of a unit's page in a batch."""
    return KINDS[thing.kind].address(batch.id, thing.unit_id)
