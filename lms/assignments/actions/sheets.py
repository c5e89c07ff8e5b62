"""Marks that come back on a sheet."""

from collections.abc import Mapping, Sequence

from lms.assignments import queries
from lms.assignments.actions.marking import save_parts
from lms.assignments.models import Brief
from lms.assignments.rules import Given
from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person


def apply_sheet(
    batch: Batch, brief: Brief,
    given: Sequence[tuple[int, Mapping[str, Given], Mapping[str, str]]], *, by: Person,
) -> int:  # fmt: skip
    """Save all marks of a sheet as drafts, or none when one of them was overtaken meanwhile."""
    if not given:
        raise RuleBroken(_("Lembar ini tidak mengubah apa pun."))
    works = {work.id: work for work in queries.works_for(batch, brief.unit_id, but=by)}
    for work_id, parts, stamps in given:
        if work_id not in works:
            raise RuleBroken(_("Ada karya yang berganti versi. Unduh lembar baru."))
        save_parts(works[work_id], brief, parts, stamps, by=by)
    record("marks.sheet_applied", brief.unit, by=by, batch=batch.id, count=len(given))
    return len(given)
