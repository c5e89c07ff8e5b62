"""A batch goes over to another version of its programme."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from lms.catalogue import queries
from lms.catalogue.models import Batch, ProgrammeVersion, Unit
from lms.core.access import forget
from lms.core.audit import record
from lms.core.db import db, lock, rows
from lms.people.models import Person


def change_version(
    batch: Batch, version: ProgrammeVersion, *, phases: Mapping[int, int],
    courses: Mapping[int, int], components: list[dict[str, Any]] | None, by: Person,
) -> None:  # fmt: skip
    """Let a batch run on another version; `phases` and `courses` are old id -> new id.

    The dates of the phases stay, and the units that belong to this batch alone stay in their
    subjects. `components` are the graded parts entered for this batch, None for those of the
    version. What people did with its units is moved by the areas that keep it.
    """
    lock(batch)
    former = batch.version
    for dates in queries.phase_dates(batch):
        dates.phase_id = phases[dates.phase_id]
    own = Unit.batch_id == batch.id
    for unit in rows(select(Unit).where(own, Unit.course_id.in_(list(courses)))):
        unit.course_id = courses[unit.course_id]
    batch.version_id, batch.components = version.id, components
    record(
        "batch.version_changed", batch, by=by, former=former.version, version=version.version,
        former_hash=former.content_hash, content_hash=version.content_hash,
    )  # fmt: skip
    db.session.flush()
    db.session.expire(batch)
    forget()
