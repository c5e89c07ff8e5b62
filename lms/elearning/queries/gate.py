"""What is closed to a trainee, and where to go on, as the areas beside e-learning hear of it."""

from lms.catalogue import gates
from lms.catalogue import queries as catalogue
from lms.catalogue import words as catalogue_words
from lms.catalogue.gates import Closed, Way
from lms.catalogue.models import Batch, Enrolment
from lms.elearning import completion
from lms.elearning.kinds import KINDS
from lms.elearning.queries.outline import Outline
from lms.elearning.queries.study import may_lock, outline, step_in


def closed_in(found: Outline) -> dict[int, Closed]:
    """Return what is closed to the trainee of an outline."""
    return {
        step.unit_id: Closed(step.title, step.course, lock.reason, lock.short)
        for step in found.steps
        if (lock := found.locks.get(step.unit_id)) is not None
    }


def way_from(batch: Batch, found: Outline) -> Way:
    """Return who can open units of the batch, and the next open unit of the trainee."""
    next = found.current
    openers = [
        (name, str(catalogue_words.STAFF_ROLES[role]))
        for role, name in catalogue.companions_of(batch)
        if role in ("organiser", "instructor")
    ]
    path = KINDS[next.kind].address(batch.id, next.unit_id) if next else ""
    return Way(openers, (next.title, path) if next else None)


def _closed(batch: Batch, seat: Enrolment) -> dict[int, Closed]:
    """Return what is closed to a trainee; asks nothing where no unit can be closed."""
    return closed_in(outline(batch, seat)) if may_lock(batch) else {}


def _way(batch: Batch, seat: Enrolment) -> Way:
    return way_from(batch, outline(batch, seat))


def rule_of(batch: Batch, unit_id: int) -> str:
    """Return in a sentence what makes a unit done, "" for one of another version."""
    step = step_in(batch, unit_id)
    return completion.reason_undone(step.complete, step.need) if step else ""


gates.KEEPERS.append(gates.Keeper(_closed, _way, rule_of))
