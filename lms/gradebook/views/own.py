"""A trainee's own marks, and what would follow from other ones."""

from decimal import Decimal

from flask import request
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place
from lms.core.pages import page
from lms.gradebook import queries
from lms.gradebook.rules import read_mark
from lms.gradebook.words import outcome_labels


def own_marks(batch: Batch):
    """Return the page of the present trainee's marks; an address with `andai` tries others."""
    enrolment = own_place(current_user, batch)
    result = queries.result_of(enrolment)
    tried = {part["key"]: _tried(part["key"]) for part in queries.parts_of(batch)}
    asks = "andai" in request.args and result is None
    misread = [key for key, mark in tried.items() if mark is None and _typed(key)] if asks else []
    supposed = queries.suppose(batch, tried) if asks and not misread else None
    body = page(
        "gradebook/own.html",
        batch=batch,
        result=result,
        task=queries.remedial_of(result) if result and result.outcome == "ditunda" else None,
        corrections=queries.corrections_of(result) if result else [],
        titles={part["key"]: part["title"] for part in queries.parts_of(batch)},
        scores=queries.own_scores(enrolment),
        parts=queries.parts_of(batch),
        known=queries.own_points(batch, enrolment) if result is None else {},
        tried={key: _typed(key) for key in tried} if asks else {},
        misread=misread,
        supposed=supposed,
        outcomes=outcome_labels(),
    )
    return body, 422 if misread else 200


def _tried(key: str) -> Decimal | None:
    """Read a supposed mark out of the address; None for nothing and for anything else."""
    return read_mark(_typed(key))


def _typed(key: str) -> str:
    return request.args.get(f"andai_{key}", "").strip()
