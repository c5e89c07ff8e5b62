"""The blueprint of assignments, and the brief that an address names."""

from flask import Blueprint, abort

from lms.assignments import queries
from lms.assignments.models import Brief
from lms.catalogue.models import Batch

bp = Blueprint("assignments", __name__)


def brief_or_404(batch: Batch, unit_id: int) -> Brief:
    """Return the brief of a unit of the batch; answers 404 when there is none."""
    return queries.brief_in(batch, unit_id) or abort(404)
