"""Who sees a final project, works on it, stands beside it, and runs the projects of a batch."""

from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Batch, Enrolment, Staff
from lms.catalogue.permissions import organises, studies_in, teaches
from lms.core.access import permission, remember
from lms.core.db import exists, one
from lms.people.models import Person
from lms.people.permissions import is_organiser
from lms.projects import rules
from lms.projects.models import (
    Consultation,
    Evidence,
    Indicator,
    MentorLink,
    Project,
    SeminarDay,
)


def place_of(project: Project) -> tuple[int, Batch]:
    """Return the id of the trainee and the batch of a project, asked once per request."""

    def find() -> tuple[int, Batch]:
        seat: Enrolment = one(
            select(Enrolment)
            .where(Enrolment.id == project.enrolment_id)
            .options(joinedload(Enrolment.batch))
        )
        return seat.person_id, seat.batch

    return remember(("project_place", project.id), find)


def visible_projects(person: Person) -> Select[Any]:
    """Return the select of the projects that pass project.view for the person."""
    if is_organiser(person):
        return select(Project)
    own = select(Enrolment.id).where(Enrolment.person_id == person.id)
    run = (
        select(Enrolment.id)
        .join(Staff, Staff.batch_id == Enrolment.batch_id)
        .where(Staff.person_id == person.id, Staff.role == "organiser")
    )
    return select(Project).where(
        or_(
            Project.enrolment_id.in_(own),
            Project.enrolment_id.in_(run),
            Project.coach_id == person.id,
            Project.mentor_id == person.id,
            Project.examiner_id == person.id,
        )
    )


def guided_projects(person: Person) -> Select[Any]:
    """Return the select of the projects beside which the person stands."""
    return select(Project).where(
        or_(
            Project.coach_id == person.id,
            Project.mentor_id == person.id,
            Project.examiner_id == person.id,
        )
    )


def _runs(person: Person, project: Project) -> bool:
    return organises(person, place_of(project)[1])


@permission("project.list")
def may_list(person: Person, batch: Batch) -> bool:
    """Who studies, teaches or runs a batch whose programme has a final project."""
    return batch.version.programme.kind in rules.KINDS and (
        studies_in(person, batch) or teaches(person, batch) or organises(person, batch)
    )


@permission("project.manage")
def may_manage(person: Person, batch: Batch) -> bool:
    """Who runs the batch opens its projects, sets deadlines and names coaches and examiners."""
    return batch.version.programme.kind in rules.KINDS and organises(person, batch)


@permission("project.view")
def may_view(person: Person, project: Project) -> bool:
    """The trainee, who stands beside the project, and who runs the batch."""
    return (
        person.id == place_of(project)[0]
        or bool(project.roles_of(person.id))
        or _runs(person, project)
    )


@permission("project.edit")
def may_edit(person: Person, project: Project) -> bool:
    """Only the trainee works on the project."""
    return person.id == place_of(project)[0]


@permission("project.decide")
def may_decide(person: Person, project: Project) -> bool:
    """Coach, mentor and examiner say their word; rules ask at which gate."""
    return bool(project.roles_of(person.id))


@permission("project.consult")
def may_consult(person: Person, project: Project) -> bool:
    """The trainee, the coach and the mentor keep the logbook together."""
    return may_edit(person, project) or bool(project.roles_of(person.id) & set(rules.GUIDES))


@permission("project.team")
def may_name_team(person: Person, project: Project) -> bool:
    """Who runs the batch names coach, mentor and examiner."""
    return _runs(person, project)


@permission("project.link")
def may_make_link(person: Person, project: Project) -> bool:
    """Coach and organiser give out the mentor's link; the trainee never sees one."""
    return rules.COACH in project.roles_of(person.id) or _runs(person, project)


@permission("project.guided")
def may_list_guided(person: Person) -> bool:
    """Whoever leads others or teaches may be asked to stand beside a project."""
    return person.leads or person.has_role("coach", "mentor", "examiner", "instructor")


def project_of(piece: Evidence | Indicator | Consultation | MentorLink) -> Project:
    """Return the project that a piece belongs to."""
    return one(  # type: ignore[no-any-return]
        select(Project).where(Project.id == piece.project_id)
    )


@permission("evidence.view")
def may_view_evidence(person: Person, piece: Evidence) -> bool:
    """Whoever may see the project."""
    return may_view(person, project_of(piece))


@permission("evidence.edit")
def may_edit_evidence(person: Person, piece: Evidence) -> bool:
    """Only the trainee."""
    return may_edit(person, project_of(piece))


@permission("indicator.view")
def may_view_indicator(person: Person, piece: Indicator) -> bool:
    """Whoever may see the project."""
    return may_view(person, project_of(piece))


@permission("indicator.edit")
def may_edit_indicator(person: Person, piece: Indicator) -> bool:
    """Only the trainee."""
    return may_edit(person, project_of(piece))


@permission("consultation.view")
def may_view_consultation(person: Person, piece: Consultation) -> bool:
    """Whoever may see the project."""
    return may_view(person, project_of(piece))


@permission("consultation.answer")
def may_answer(person: Person, piece: Consultation) -> bool:
    """The side that did not write it down."""
    project = project_of(piece)
    if piece.answering == rules.TRAINEE:
        return may_edit(person, project)
    return piece.answering in project.roles_of(person.id)


@permission("mentor_link.view")
def may_view_link(person: Person, link: MentorLink) -> bool:
    """Who gave it out or could have."""
    return may_make_link(person, project_of(link))


@permission("mentor_link.revoke")
def may_revoke_link(person: Person, link: MentorLink) -> bool:
    """Who gave it out or could have."""
    return may_make_link(person, project_of(link))


@permission("seminar_day.view")
def may_view_seminar(person: Person, seminar: SeminarDay) -> bool:
    """Who runs the batch always; once it is published who studies, teaches or mentors in it."""
    if organises(person, seminar.batch):
        return True
    mentors = (
        guided_projects(person)
        .join(Enrolment, Enrolment.id == Project.enrolment_id)
        .where(Enrolment.batch_id == seminar.batch_id)
    )
    return seminar.state == "published" and (may_list(person, seminar.batch) or exists(mentors))


@permission("seminar_day.edit")
def may_edit_seminar(person: Person, seminar: SeminarDay) -> bool:
    """Who runs the batch publishes and takes back seminar days."""
    return organises(person, seminar.batch)
