"""Who may hand in, see and mark works."""

from typing import Any

from sqlalchemy import Select, select

from lms.assignments.models import (
    Annotation,
    BankComment,
    Submission,
    SubmissionFile,
    Upload,
    WorkGroupMember,
)
from lms.catalogue.models import Batch, Enrolment, Staff
from lms.catalogue.permissions import organises, standing, studies_in, teaches
from lms.core.access import permission, remember
from lms.core.db import exists, one
from lms.people.models import TEACHING_ROLES, Person
from lms.people.permissions import is_organiser


def _batch_of(submission: Submission) -> Batch:
    """Return the batch of a work, asked once per request."""
    place_id = submission.enrolment_id
    statement = select(Batch).join(Enrolment, Enrolment.batch_id == Batch.id)
    found: Batch = remember(
        ("batch_of_place", place_id), lambda: one(statement.where(Enrolment.id == place_id))
    )
    return found


def is_author(person: Person, submission: Submission) -> bool:
    """Tell whether the work is the person's own, or that of a group the person is in."""
    enrolment = standing(person, _batch_of(submission)).enrolment
    if enrolment is None:
        return False
    return enrolment.id == submission.enrolment_id or (
        submission.group_id is not None
        and exists(
            select(WorkGroupMember.group_id).where(
                WorkGroupMember.group_id == submission.group_id,
                WorkGroupMember.enrolment_id == enrolment.id,
            )
        )
    )


def visible_submissions(person: Person) -> Select[Any]:
    """Return the select of the handed-in works the person may mark: of batches worked in."""
    handed = select(Submission).where(Submission.state != "draft")
    if is_organiser(person):
        return handed
    work = select(Staff.batch_id).where(
        Staff.person_id == person.id, Staff.role.in_(TEACHING_ROLES)
    )
    return handed.join(Enrolment, Enrolment.id == Submission.enrolment_id).where(
        Enrolment.batch_id.in_(work)
    )


@permission("assignment.list")
def may_list(person: Person, batch: Batch) -> bool:
    """Who studies in the batch, teaches in it or runs it."""
    return studies_in(person, batch) or teaches(person, batch) or organises(person, batch)


@permission("assignment.set")
def may_set(person: Person, batch: Batch) -> bool:
    """Who teaches in the batch or runs it."""
    return teaches(person, batch) or organises(person, batch)


@permission("submission.queue")
def may_open_queue(person: Person) -> bool:
    """Whoever teaches anywhere, and organisers."""
    return person.has_role("organiser", "admin", *TEACHING_ROLES)


@permission("submission.view")
def may_view(person: Person, submission: Submission) -> bool:
    """The author, and who may mark it."""
    return is_author(person, submission) or may_grade(person, submission)


@permission("submission.edit")
def may_edit(person: Person, submission: Submission) -> bool:
    """Only the author, or a member of the author's group."""
    return is_author(person, submission)


@permission("submission.grade")
def may_grade(person: Person, submission: Submission) -> bool:
    """Who teaches in the author's batch; nobody marks the own work, and drafts are private."""
    batch = _batch_of(submission)
    return (
        submission.state != "draft"
        and not is_author(person, submission)
        and (teaches(person, batch) or organises(person, batch))
    )


@permission("submission.release")
def may_release(person: Person, batch: Batch) -> bool:
    """Who teaches in the batch or runs it."""
    return teaches(person, batch) or organises(person, batch)


@permission("submission_file.view")
def may_open_file(person: Person, piece: SubmissionFile) -> bool:
    """Whoever may see the work it belongs to."""
    return may_view(person, _work_of(piece))


def _work_of(piece: SubmissionFile) -> Submission:
    return one(  # type: ignore[no-any-return]
        select(Submission).where(Submission.id == piece.submission_id)
    )


@permission("annotation.write")
def may_write_on(person: Person, piece: SubmissionFile) -> bool:
    """Whoever may mark the work it belongs to."""
    return may_grade(person, _work_of(piece))


@permission("annotation.list")
def may_read_annotations(person: Person, piece: SubmissionFile) -> bool:
    """Graders always, the author once the mark is out or the work came back."""
    work = _work_of(piece)
    told = work.state in ("released", "returned")
    return may_grade(person, work) or (told and may_view(person, work))


@permission("annotation.view")
def may_view_annotation(person: Person, annotation: Annotation) -> bool:
    """Whoever may read what is written on the file."""
    return may_read_annotations(person, annotation.piece)


@permission("annotation.remove")
def may_remove_annotation(person: Person, annotation: Annotation) -> bool:
    """Whoever wrote it, while marking the work."""
    return annotation.author_id == person.id and may_write_on(person, annotation.piece)


@permission("bank_comment.view")
def may_view_comment(person: Person, comment: BankComment) -> bool:
    """Whoever keeps it, and graders where it is shared."""
    return comment.owner_id == person.id or (comment.shared and may_open_queue(person))


@permission("bank_comment.drop")
def may_drop_comment(person: Person, comment: BankComment) -> bool:
    """Whoever keeps it."""
    return comment.owner_id == person.id


@permission("submission.across")
def may_grade_across(person: Person, batch: Batch) -> bool:
    """Who teaches in the batch or runs it; the own work is left out of what they see."""
    return teaches(person, batch) or organises(person, batch)


@permission("upload.continue")
def may_continue_upload(person: Person, upload: Upload) -> bool:
    """Whoever began it."""
    place: Enrolment = one(select(Enrolment).where(Enrolment.id == upload.enrolment_id))
    return place.person_id == person.id and place.has_seat


@permission("upload.view")
def may_view_upload(person: Person, upload: Upload) -> bool:
    """Whoever began it."""
    return may_continue_upload(person, upload)
