"""Progress of one and of all, and where a person goes on studying."""

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Enrolment
from lms.core.access import remember
from lms.elearning.queries.outline import Outline, Progress, Step
from lms.elearning.queries.study import outline, outlines
from lms.people.models import Person


def progress(batch: Batch, enrolment: Enrolment) -> Progress:
    """Return how many units of the batch the trainee has done."""
    return outline(batch, enrolment).progress


def studies_of(person: Person) -> list[tuple[Batch, Outline]]:
    """Return the running batches of a trainee, each with its outline, in two more statements."""
    return remember(("studies", person.id), lambda: _find_studies(person))


def _find_studies(person: Person) -> list[tuple[Batch, Outline]]:
    seats = sorted(
        (
            (batch, enrolment_id)
            for batch, enrolment_id in catalogue.seats_of(person)
            if batch.state == "running"
        ),
        key=lambda seat: (seat[0].starts_on, seat[0].id),
    )
    found = outlines(seats)
    return [(batch, own) for (batch, _enrolment_id), own in zip(seats, found, strict=True)]


def continue_at(person: Person) -> tuple[Batch, Step] | None:
    """Return where the trainee goes on studying, the batch left last first; None when done."""
    places = [(batch, found.current) for batch, found in studies_of(person)]
    left = [(batch, step) for batch, step in places if step is not None]
    return max(left, key=lambda place: _last_seen(place[1]), default=None)


def _last_seen(step: Step) -> float:
    moments = [attempt.started_at for attempt in step.tries] + [step.seen_at]
    return max((moment.timestamp() for moment in moments if moment), default=0.0)


def quizzes_due(person: Person) -> list[tuple[Batch, Step]]:
    """Return the quizzes of running batches that the trainee has not passed yet."""
    return [
        (batch, step)
        for batch, found in studies_of(person)
        for step in found.steps
        if step.kind == "quiz" and not step.is_done and not found.is_locked(step)
    ]
