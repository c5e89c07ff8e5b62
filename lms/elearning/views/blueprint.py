"""The blueprint that the views of this area share, and where each kind of unit has its page."""

from flask import Blueprint

from lms.catalogue.models import Batch
from lms.elearning.queries import Step

bp = Blueprint("elearning", __name__)

#: Tasks have their page in a neighbouring area.
_PLACES = {"lesson": "belajar", "quiz": "kuis", "assignment": "tugas"}


def address(batch: Batch, step: Step) -> str:
    """Return the address of a unit's page in a batch."""
    return f"/angkatan/{batch.id}/{_PLACES[step.kind]}/{step.unit_id}"
