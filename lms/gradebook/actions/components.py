"""The graded parts of one batch: entered, tried before they hold."""

from typing import Any

from lms.catalogue import actions as catalogue
from lms.catalogue import rules
from lms.catalogue.models import Batch
from lms.core.db import lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.gradebook import queries
from lms.gradebook.actions.scores import refuse_when_fixed
from lms.people.models import Person


def set_parts(batch: Batch, parts: list[dict[str, Any]], *, reason: str, by: Person) -> None:
    """Let these graded parts hold for the batch; a part with entered marks is not dropped."""
    lock(batch)
    refuse_when_fixed(batch)
    keys = {part["key"] for part in parts}
    lost = {score.component for score in queries.current_scores(batch)} - keys
    if lost:
        titles = {part["key"]: part["title"] for part in batch.parts}
        names = ", ".join(sorted(titles.get(key, key) for key in lost))
        raise RuleBroken(
            _("Komponen %(names)s sudah berisi nilai dan tidak dapat dihapus.", names=names)
        )
    catalogue.set_components(batch, parts, reason=reason, by=by)


def try_parts(batch: Batch, parts: list[dict[str, Any]]) -> list[queries.Move]:
    """Say what these parts would make of everybody's result; changes nothing."""
    rules.check_components(parts)
    return queries.try_parts(batch, parts)
