"""Who may read lessons, take quizzes, and see attempts."""

from typing import Any

from sqlalchemy import Select, select

from lms.catalogue.models import Batch, Enrolment, Staff
from lms.catalogue.permissions import is_studying, organises, studies_in, teaches
from lms.core.access import permission
from lms.core.db import exists, one
from lms.elearning.models import (
    Attempt,
    AttemptPicture,
    BankImport,
    BankPicture,
    BankQuestion,
    DiscussionPost,
)
from lms.people.models import TEACHING_ROLES, Person
from lms.people.permissions import is_organiser


def visible_attempts(person: Person) -> Select[Any]:
    """Return the select of the attempts that pass attempt.view for the person."""
    finished = Attempt.submitted_at.is_not(None)
    own = (Enrolment.person_id == person.id) & (Enrolment.state == "accepted")
    others = finished & (Enrolment.person_id != person.id)
    found = select(Attempt).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    if is_organiser(person):
        return found.where(own | others)
    if not person.has_role("organiser", *TEACHING_ROLES):
        return found.where(own)
    work = select(Staff.batch_id).where(
        Staff.person_id == person.id, Staff.role.in_(("organiser", *TEACHING_ROLES))
    )
    return found.where(own | (others & Enrolment.batch_id.in_(work)))


@permission("lesson.list")
def may_list(person: Person, batch: Batch) -> bool:
    """Who studies in the batch; who teaches in it or runs it reads along without progress."""
    return studies_in(person, batch) or teaches(person, batch) or organises(person, batch)


@permission("attempt.answer")
def may_answer(person: Person, attempt: Attempt) -> bool:
    """Only the trainee whose attempt it is, while holding a seat."""
    return attempt.enrolment.person_id == person.id and attempt.enrolment.has_seat


@permission("attempt.view")
def may_view(person: Person, attempt: Attempt) -> bool:
    """The trainee; finished ones also who teaches in the batch or runs it."""
    if may_answer(person, attempt):
        return True
    if attempt.enrolment.person_id == person.id or attempt.submitted_at is None:
        return False
    batch: Batch = one(select(Batch).where(Batch.id == attempt.enrolment.batch_id))
    return teaches(person, batch) or organises(person, batch)


@permission("attempt.mark")
def may_mark(person: Person, attempt: Attempt) -> bool:
    """Who teaches in the batch or runs it marks what is handed in, but never one's own."""
    is_own = attempt.enrolment.person_id == person.id
    return not is_own and may_view(person, attempt)


@permission("bank_question.list")
def may_list_bank(person: Person) -> bool:
    """Organisers and instructors, but nobody who is studying at the time: the keys stand there."""
    teaches = is_organiser(person) or person.has_role("instructor")
    return teaches and not is_studying(person)


@permission("bank_question.view")
def may_view_bank_question(person: Person, _question: BankQuestion) -> bool:
    """Who may open the bank sees and changes every question in it."""
    return may_list_bank(person)


@permission("bank_import.view")
def may_view_bank_import(person: Person, _import: BankImport) -> bool:
    """Who may open the bank sees, applies and takes back every import into it."""
    return may_list_bank(person)


@permission("bank_picture.view")
def may_view_bank_picture(person: Person, picture: BankPicture) -> bool:
    """Who may open the bank, and who may see an attempt whose paper shows it."""
    shown = visible_attempts(person).join(AttemptPicture, AttemptPicture.attempt_id == Attempt.id)
    return may_list_bank(person) or exists(shown.where(AttemptPicture.name == picture.name))


def _batch_of(post: DiscussionPost) -> Batch:
    found: Batch = one(select(Batch).where(Batch.id == post.batch_id))
    return found


@permission("discussion_post.view")
def may_view_post(person: Person, post: DiscussionPost) -> bool:
    """Who reads lessons in the batch reads its discussions."""
    return may_list(person, _batch_of(post))


@permission("discussion_post.edit")
def may_edit_post(person: Person, post: DiscussionPost) -> bool:
    """Only its author, while in the batch."""
    return post.author_id == person.id and may_view_post(person, post)


@permission("discussion_post.remove")
def may_remove_post(person: Person, post: DiscussionPost) -> bool:
    """Its author, and who teaches in the batch or runs it."""
    return may_edit_post(person, post) or may_restore_post(person, post)


@permission("discussion_post.restore")
def may_restore_post(person: Person, post: DiscussionPost) -> bool:
    """Who teaches in the batch or runs it."""
    batch = _batch_of(post)
    return teaches(person, batch) or organises(person, batch)
