"""Seminar days: who is to be heard, and who is heard when."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db, one, rows
from lms.core.jobs import Job
from lms.people.models import Person
from lms.projects import rules
from lms.projects.models import Project, SeminarDay, SeminarHearing
from lms.projects.panels import Hearing
from lms.projects.queries.projects import guides_in, projects_in


def groups_in(batch: Batch) -> list[str]:
    """Return the names of the groups of a batch."""
    return rows(
        select(Enrolment.group)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted", Enrolment.group != "")
        .distinct()
        .order_by(Enrolment.group)
    )


def hearings_for(batch: Batch, stage: str, group: str) -> tuple[list[Hearing], dict[str, str]]:
    """Return the projects that still need a seminar and have no published day for it.

    Beside them the names of all people concerned, for sentences.
    """
    heard = set(
        rows(
            select(SeminarHearing.project_id)
            .join(SeminarDay, SeminarDay.id == SeminarHearing.seminar_id)
            .where(SeminarDay.batch_id == batch.id, SeminarDay.stage == stage,
                   SeminarDay.state == "published")
        )
    )  # fmt: skip
    pool = guides_in(batch)[rules.EXAMINER]
    names = {f"p{person.id}": person.full_name for person in pool}
    found = []
    for project in projects_in(batch):
        if rules.is_past(project.stage, stage) or project.id in heard:
            continue
        if group and project.enrolment.group != group:
            continue
        found.append(_hearing(project, pool, names))
    return found, names


def _hearing(project: Project, pool: Sequence[Person], names: dict[str, str]) -> Hearing:
    people = [project.coach, project.mentor]
    present = {f"p{person.id}": person.full_name for person in people if person is not None}
    if project.mentor_name:
        present[f"m:{project.mentor_name.casefold()}"] = project.mentor_name
    names |= present
    taken = {project.coach_id, project.mentor_id, project.enrolment.person_id}
    named = project.examiner_id
    examiners = [one.id for one in pool if one.id not in taken and named in (None, one.id)]
    return Hearing(
        project.id, project.enrolment.person.name, tuple(present),
        tuple(f"p{examiner}" for examiner in examiners),
    )  # fmt: skip


def seminars_of(batch: Batch) -> list[SeminarDay]:
    """Return the seminar days of a batch, the next first."""
    return rows(
        select(SeminarDay)
        .where(SeminarDay.batch_id == batch.id)
        .options(selectinload(SeminarDay.hearings))
        .order_by(SeminarDay.day, SeminarDay.id)
    )


def seminar_in_full(seminar_id: int) -> SeminarDay:
    """Return a seminar day with its hearings and everybody in them."""
    heard = selectinload(SeminarDay.hearings)
    project = heard.joinedload(SeminarHearing.project)
    return one(  # type: ignore[no-any-return]
        select(SeminarDay)
        .where(SeminarDay.id == seminar_id)
        .options(
            heard.joinedload(SeminarHearing.examiner),
            project.joinedload(Project.enrolment).joinedload(Enrolment.person),
            project.joinedload(Project.coach),
            project.joinedload(Project.mentor),
        )
        .execution_options(populate_existing=True)
    )


def job_of(seminar: SeminarDay) -> Job | None:
    """Return the search for a day's plan."""
    return db.session.get(Job, seminar.job_id) if seminar.job_id else None


def hearings_between(person: Person, first: date, last: date) -> list[SeminarHearing]:
    """Return the published hearings at which a person is present, for calendars."""
    return rows(
        select(SeminarHearing)
        .join(SeminarDay, SeminarDay.id == SeminarHearing.seminar_id)
        .join(Project, Project.id == SeminarHearing.project_id)
        .join(Enrolment, Enrolment.id == Project.enrolment_id)
        .where(
            SeminarDay.state == "published",
            SeminarDay.day.between(first, last),
            or_(
                Enrolment.person_id == person.id,
                Project.coach_id == person.id,
                Project.mentor_id == person.id,
                SeminarHearing.examiner_id == person.id,
            ),
        )
        .options(
            joinedload(SeminarHearing.seminar),
            joinedload(SeminarHearing.project)
            .joinedload(Project.enrolment)
            .joinedload(Enrolment.person),
        )
        .order_by(SeminarHearing.starts_at)
    )


def hearings_of(project: Project) -> list[SeminarHearing]:
    """Return the published hearings of a project."""
    return rows(
        select(SeminarHearing)
        .join(SeminarDay, SeminarDay.id == SeminarHearing.seminar_id)
        .where(SeminarHearing.project_id == project.id, SeminarDay.state == "published")
        .options(joinedload(SeminarHearing.seminar))
        .order_by(SeminarHearing.starts_at)
    )
