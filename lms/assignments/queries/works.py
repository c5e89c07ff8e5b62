"""Works with their files and marks: one, all versions of one, and everybody's of a task."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from lms.assignments.models import GradingPresence, Marking, Submission, WorkGroupMember
from lms.assignments.panel.models import PanelScheme
from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.clock import now
from lms.core.db import db, rows
from lms.people.models import Person

#: A grader whose page was silent for longer has gone.
PRESENT = timedelta(seconds=45)


def versions_of(enrolment: Enrolment, unit_id: int) -> list[Submission]:
    """Return all versions of a trainee's work, newest first, with files and marks."""
    return rows(
        select(Submission)
        .where(Submission.unit_id == unit_id, _is_of(enrolment.id, unit_id))
        .options(
            joinedload(Submission.files),
            joinedload(Submission.marking).joinedload(Marking.grader),
        )
        .order_by(Submission.version.desc())
    )


def _is_of(enrolment_id: int, unit_id: int) -> Any:
    """Return the condition that a work is the trainee's own, or that of the trainee's group."""
    groups = select(WorkGroupMember.group_id).where(
        WorkGroupMember.enrolment_id == enrolment_id, WorkGroupMember.unit_id == unit_id
    )
    return or_(Submission.enrolment_id == enrolment_id, Submission.group_id.in_(groups))


def newest_works(enrolment_ids: Collection[int], unit_ids: Collection[int]) -> list[Submission]:
    """Return the newest version of each of these tasks by these trainees, with its files."""
    found = rows(
        select(Submission)
        .where(Submission.enrolment_id.in_(enrolment_ids), Submission.unit_id.in_(unit_ids))
        .options(joinedload(Submission.files))
        .order_by(Submission.version)
    )
    return list({(work.enrolment_id, work.unit_id): work for work in found}.values())


def to_grade(submission_id: int) -> Submission:
    """Return a work with everything the grading screen shows."""
    return db.session.scalars(
        select(Submission)
        .where(Submission.id == submission_id)
        .options(
            selectinload(Submission.files),
            joinedload(Submission.marking).joinedload(Marking.grader),
            joinedload(Submission.enrolment).joinedload(Enrolment.person),
            joinedload(Submission.enrolment).joinedload(Enrolment.batch),
        )
    ).one()


def opened(submission: Submission) -> tuple[Submission, list[Submission]]:
    """Return a work with everything the grading screen shows, and all its versions, newest first.

    All in one statement: this screen is opened thousands of times.
    """
    versions = rows(
        select(Submission)
        .where(
            Submission.unit_id == submission.unit_id,
            _is_of(submission.enrolment_id, submission.unit_id),
        )
        .options(
            joinedload(Submission.files),
            joinedload(Submission.marking).joinedload(Marking.grader),
            joinedload(Submission.enrolment).joinedload(Enrolment.person),
            joinedload(Submission.enrolment).joinedload(Enrolment.batch),
        )
        .order_by(Submission.version.desc())
    )
    return next(work for work in versions if work.id == submission.id), versions


def panel_of(work: Submission) -> Select[Any]:
    """Return the select of the schemes by which several assessors mark this work."""
    return (
        select(PanelScheme.id)
        .join(ProgrammeVersion, ProgrammeVersion.programme_id == PanelScheme.programme_id)
        .join(Batch, Batch.version_id == ProgrammeVersion.id)
        .join(Enrolment, Enrolment.batch_id == Batch.id)
        .where(
            Enrolment.id == work.enrolment_id,
            PanelScheme.unit_key == work.unit.key,
            PanelScheme.valid_from <= Batch.starts_on,
        )
    )


def newest_only(statement: Select[Any]) -> Select[Any]:
    """Keep the newest handed-in version of each work."""
    later = aliased(Submission)
    newer = select(later.id).where(
        later.unit_id == Submission.unit_id,
        later.enrolment_id == Submission.enrolment_id,
        later.version > Submission.version,
        later.state != "draft",
    )
    return statement.where(~newer.exists())


def works_for(
    batch: Batch, unit_id: int, *, with_files: bool = False, but: Person | None = None
) -> list[Submission]:
    """Return the newest handed-in work of every trainee for one task, with marks.

    `but` leaves out the works of one person, who may not mark them.
    """
    statement = (
        select(Submission)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(
            Enrolment.batch_id == batch.id,
            Submission.unit_id == unit_id,
            Submission.state != "draft",
        )
    )
    if but is not None:
        statement = statement.where(_not_by(but))
    files = [selectinload(Submission.files)] if with_files else []
    return rows(
        newest_only(statement)
        .options(
            *files,
            joinedload(Submission.marking),
            joinedload(Submission.enrolment).joinedload(Enrolment.person),
        )
        .order_by(Submission.submitted_at)
    )


def counts_by_unit(batch: Batch) -> dict[int, dict[str, int]]:
    """Return how many works of a batch are in which state, by unit."""
    statement = (
        select(Submission)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(Enrolment.batch_id == batch.id, Submission.state != "draft")
    )
    found: dict[int, dict[str, int]] = {}
    for unit_id, state, count in db.session.execute(
        newest_only(statement)
        .with_only_columns(Submission.unit_id, Submission.state, func.count())
        .group_by(Submission.unit_id, Submission.state)
    ):
        found.setdefault(unit_id, {})[state] = count
    return found


def _not_by(person: Person) -> Any:
    """Return the condition that a work is neither the person's nor that of a group of theirs."""
    groups = (
        select(WorkGroupMember.group_id)
        .join(own := aliased(Enrolment), own.id == WorkGroupMember.enrolment_id)
        .where(own.person_id == person.id)
    )
    shared = or_(Submission.group_id.is_(None), Submission.group_id.not_in(groups))
    return and_(Enrolment.person_id != person.id, shared)


def ready_works(batch: Batch, unit_id: int) -> list[Submission]:
    """Return the works of a task whose confirmed marks wait for release, without their files."""
    return rows(
        newest_only(select(Submission))
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(
            Enrolment.batch_id == batch.id,
            Submission.unit_id == unit_id,
            Submission.state == "marked",
        )
        .options(joinedload(Submission.enrolment))
    )


def seats_without(batch: Batch, works: Collection[Submission]) -> list[str]:
    """Return the names of the trainees of a batch who are not among the authors of `works`."""
    authors = {work.enrolment_id for work in works} | _members(works)
    found = db.session.execute(
        select(Enrolment.id, Person.name)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted")
        .order_by(Person.name)
    )
    return [name for enrolment_id, name in found if enrolment_id not in authors]


def _members(works: Collection[Submission]) -> set[int]:
    groups = {work.group_id for work in works if work.group_id is not None}
    if not groups:
        return set()
    statement = select(WorkGroupMember.enrolment_id).where(WorkGroupMember.group_id.in_(groups))
    return set(db.session.scalars(statement))


def marking_of(work: Submission) -> Marking | None:
    """Return the marking of a work, read anew and held until the transaction ends."""
    return db.session.scalars(
        select(Marking)
        .where(Marking.submission_id == work.id)
        .with_for_update(of=Marking)
        .execution_options(populate_existing=True)
    ).first()


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of people by id."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in found}


def others_at(work: Submission, person: Person) -> list[str]:
    """Return the names of the other graders whose page shows the work just now."""
    found = db.session.scalars(
        select(Person.name)
        .join(GradingPresence, GradingPresence.person_id == Person.id)
        .where(
            GradingPresence.submission_id == work.id,
            GradingPresence.person_id != person.id,
            GradingPresence.at > now() - PRESENT,
        )
        .order_by(Person.name)
    )
    return list(found)
