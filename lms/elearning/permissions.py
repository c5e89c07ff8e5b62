"""Who may read lessons, take quizzes and see attempts."""

from sqlalchemy import select

from lms.catalogue.models import Batch
from lms.catalogue.permissions import may_view_batch, studies_in, teaches
from lms.core.access import permission
from lms.core.db import one
from lms.elearning.models import Attempt
from lms.people.models import Person
from lms.people.permissions import is_organiser


@permission("batch.learn")
def may_learn(person: Person, batch: Batch) -> bool:
    """Everybody of the batch: trainees study, the others look without leaving progress."""
    return may_view_batch(person, batch)


@permission("attempt.answer")
def may_answer(person: Person, attempt: Attempt) -> bool:
    """Only the one who takes it, while having a seat."""
    return attempt.enrolment.person_id == person.id and attempt.enrolment.has_seat


@permission("attempt.view")
def may_view(person: Person, attempt: Attempt) -> bool:
    """The one who takes it, who teaches the batch, and organisers."""
    if attempt.enrolment.person_id == person.id or is_organiser(person):
        return True
    batch = one(select(Batch).where(Batch.id == attempt.enrolment.batch_id))
    return teaches(person, batch)


@permission("quiz.take")
def may_take(person: Person, batch: Batch) -> bool:
    """Only a trainee with a seat."""
    return studies_in(person, batch)
