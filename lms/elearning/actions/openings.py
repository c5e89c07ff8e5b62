"""What people who teach do for one trainee: open what is closed, and say that something is done."""

from collections.abc import Collection

from sqlalchemy import delete

from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import add_all_missing, db, get
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import queries
from lms.elearning.actions.lessons import finish_lesson
from lms.elearning.models import Opening
from lms.people.models import Person


def open_units(batch: Batch, seat: Enrolment, unit_ids: Collection[int], *, by: Person) -> int:
    """Open these units for one trainee as far as they are closed; returns how many were."""
    closed = sorted(queries.outline(batch, seat).locks.keys() & set(unit_ids))
    if not closed:
        raise RuleBroken(_("Bagian ini sudah terbuka."))
    moment = now()
    add_all_missing(
        Opening,
        ["enrolment_id", "unit_id"],
        [
            {"enrolment_id": seat.id, "unit_id": unit_id, "opened_by_id": by.id,
             "opened_at": moment}
            for unit_id in closed
        ],
    )  # fmt: skip
    record("unit.opened", seat, by=by, units=closed)
    return len(closed)


def close_units(seat: Enrolment, unit_ids: Collection[int], *, by: Person) -> int:
    """Take openings of one trainee back; what was done meanwhile stays. Returns how many."""
    closed = list(
        db.session.scalars(
            delete(Opening)
            .where(Opening.enrolment_id == seat.id, Opening.unit_id.in_(unit_ids))
            .returning(Opening.unit_id)
        )
    )
    if not closed:
        raise RuleBroken(_("Bagian ini tidak dibuka khusus untuk peserta ini."))
    record("unit.closed", seat, by=by, units=sorted(closed))
    return len(closed)


def mark_done(batch: Batch, seat: Enrolment, unit_id: int, *, by: Person) -> None:
    """Say that a trainee has done what only a person can judge."""
    _check_marked(batch, unit_id)
    unit: Unit = get(Unit, unit_id)
    finish_lesson(seat, unit, by=by)
    record("unit.marked", seat, by=by, unit=unit_id)


def unmark(batch: Batch, seat: Enrolment, unit_id: int, *, by: Person) -> None:
    """Take that back."""
    _check_marked(batch, unit_id)
    visit = queries.visit_of(seat, unit_id)
    if visit is None or visit.finished_at is None:
        raise RuleBroken(_("Bagian ini belum ditandai selesai."))
    visit.finished_at = None
    record("unit.unmarked", seat, by=by, unit=unit_id)


def _check_marked(batch: Batch, unit_id: int) -> None:
    step = queries.step_in(batch, unit_id)
    if step is None or step.complete != "marked":
        raise RuleBroken(_("Bagian ini tidak diselesaikan dengan penandaan."))
