"""The blueprint that the views of this area share, and where each kind of unit has its page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from flask import Blueprint, current_app

from lms.catalogue.models import Batch
from lms.elearning.kinds import KINDS

bp = Blueprint("elearning", __name__)


def recording_sizes(facts: Mapping[str, Any]) -> dict[str, int | None]:
    """Return the bytes of each edition of a recording that its file names; None: not there yet."""
    library = Path(current_app.config["MEDIA_DIR"])
    places = {edition: library / facts[edition] for edition in ("file", "light") if facts[edition]}
    return {
        edition: place.stat().st_size if place.is_file() else None
        for edition, place in places.items()
    }


class HasUnit(Protocol):
    """A unit, or something to do about it."""

    unit_id: int
    kind: str


def address(batch: Batch, thing: HasUnit) -> str:
    """Return the address of a unit's page in a batch."""
    return KINDS[thing.kind].address(batch.id, thing.unit_id)
