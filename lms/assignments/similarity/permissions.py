"""Who may read which works share passages, note what was seen, and say what is common text."""

from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.assignments.models import Submission
from lms.assignments.permissions import is_author, may_grade
from lms.assignments.similarity.models import SimilarityPair
from lms.catalogue.models import Batch, Enrolment
from lms.catalogue.permissions import organises, teaches
from lms.core.access import permission, remember
from lms.core.db import rows
from lms.people.models import Person


@permission("similarity.view")
def may_view(person: Person, batch: Batch) -> bool:
    """Who teaches in the batch or runs it; trainees are never shown each other's works."""
    return teaches(person, batch) or organises(person, batch)


@permission("similarity.arrange")
def may_arrange(person: Person, batch: Batch) -> bool:
    """Who runs the batch: common texts hold for the whole programme."""
    return organises(person, batch)


def works_of(pair: SimilarityPair) -> list[Submission]:
    """Return both works of a pair; their batches are then known for the rest of the request."""
    ids = (pair.left_id, pair.right_id)
    place = joinedload(Submission.enrolment).joinedload(Enrolment.batch)
    found: list[Submission] = remember(
        ("works_of_pair", *ids),
        lambda: rows(select(Submission).where(Submission.id.in_(ids)).options(place)),
    )
    for work in found:
        remember(("batch_of_place", work.enrolment_id), partial(getattr, work.enrolment, "batch"))
    return found


@permission("similarity_pair.view")
def may_view_pair(person: Person, pair: SimilarityPair) -> bool:
    """Who may mark one of the works and is author of neither.

    Of a work in a batch they do not work in they see the shared passages alone.
    """
    works = works_of(pair)
    if any(is_author(person, work) for work in works):
        return False
    return any(may_grade(person, work) for work in works)
