"""What pages ask about final projects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from lms.assignments import queries as assignments
from lms.assignments.models import HANDED_IN, Submission
from lms.assignments.panel import queries as panel
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import local, today
from lms.core.db import db, one, rows
from lms.people.models import Person
from lms.projects import rules
from lms.projects.models import (
    Consultation,
    Evidence,
    Indicator,
    MentorLink,
    Project,
    ProjectGate,
    ProjectStep,
)
from lms.projects.permissions import guided_projects, visible_projects


@dataclass(frozen=True)
class Whole:
    """A project with what its page shows, and what the gates ask."""

    project: Project
    dues: dict[str, date]
    #: The newest version of each paper, by paper.
    works: dict[str, Submission]
    #: The tasks of the papers: unit id by paper.
    tasks: dict[str, int]
    facts: rules.Facts

    @property
    def step(self) -> ProjectStep | None:
        """Return the step that waits for somebody's word."""
        steps = self.project.steps
        return steps[-1] if steps and steps[-1].is_open else None

    @property
    def owners_left(self) -> list[str]:
        """Return the roles whose word on the open step is still missing."""
        step = self.step
        return [role for role in rules.ROLES if step is not None and is_awaited(step, role)]

    @property
    def late(self) -> set[int]:
        """Return the ids of the steps that were begun after the deadline of their stage."""
        zone = self.project.enrolment.batch.zone
        return {
            step.id for step in self.project.steps
            if step.stage in self.dues
            and local(step.submitted_at, zone).date() > self.dues[step.stage]
        }  # fmt: skip

    @property
    def assessed(self) -> Submission | None:
        """Return the work that is being assessed by several, None before its seminar."""
        work = self.works.get(rules.paper_assessed(self.project.stage))
        return work if work is not None and work.state == "submitted" else None

    @property
    def paper(self) -> Submission | None:
        """Return the work that the owners of the present stage read."""
        gate = rules.GATES.get(self.project.stage)
        return self.works.get(gate.paper) if gate else None


def _with_people(statement: Select[Any] | None = None) -> Select[Any]:
    return (select(Project) if statement is None else statement).options(
        joinedload(Project.enrolment).joinedload(Enrolment.person),
        joinedload(Project.enrolment).joinedload(Enrolment.batch),
        joinedload(Project.coach),
        joinedload(Project.mentor),
        joinedload(Project.examiner),
    )


def whole(project_id: int) -> Whole:
    """Return a project with steps, decisions, papers, deadlines and the facts for its gates."""
    found, indicators, measured, evidence = (
        db.session.execute(
            _with_people()
            .add_columns(*_counts())
            .where(Project.id == project_id)
            .options(joinedload(Project.steps).joinedload(ProjectStep.decisions))
            .execution_options(populate_existing=True)
        )
        .unique()
        .one()
    )
    batch = found.enrolment.batch
    tasks = papers_of(batch)
    units = {unit_id: paper for paper, unit_id in tasks.items()}
    works = {
        units[work.unit_id]: work
        for work in assignments.newest_works([found.enrolment_id], list(units))
    }
    handed = frozenset(paper for paper, work in works.items() if work.state in HANDED_IN)
    facts = rules.Facts(
        title=found.title, issue=found.issue, idea=found.idea, roles=found.roles, papers=handed,
        papers_asked=frozenset(tasks), indicators=indicators, measured=measured, evidence=evidence,
    )  # fmt: skip
    return Whole(found, dues_of(batch), works, tasks, facts)


def _counts() -> list[Any]:
    """Return the columns that count a project's indicators, those measured, and its evidence."""
    return [
        select(func.count(column)).where(owner == Project.id).correlate(Project).scalar_subquery()
        for column, owner in (
            (Indicator.id, Indicator.project_id),
            (Indicator.after, Indicator.project_id),
            (Evidence.id, Evidence.project_id),
        )
    ]


def papers_of(batch: Batch) -> dict[str, int]:
    """Return the tasks that are papers of the final project: unit id by paper."""
    lines = assignments.briefs_in(batch.version)
    return {line.stage: line.unit_id for line in lines if line.stage}


def dues_of(batch: Batch) -> dict[str, date]:
    """Return the deadline of each stage; empty before the projects are opened."""
    found = db.session.execute(
        select(ProjectGate.stage, ProjectGate.due_on).where(ProjectGate.batch_id == batch.id)
    )
    return {row.stage: row.due_on for row in found}


def assessing_roles(found: Whole) -> list[str]:
    """Return the roles beside the project that assess its present paper, by the role weights."""
    work, batch = found.assessed, found.project.enrolment.batch
    scheme = panel.scheme_for(batch, work.unit.key) if work is not None else None
    return [role for role in rules.ROLES if scheme is not None and role in scheme.weights]


def gate_of(batch: Batch, stage: str) -> ProjectGate | None:
    """Return the stored deadline of a stage."""
    return db.session.get(ProjectGate, (batch.id, stage))


def proposed_dues(batch: Batch) -> dict[str, date]:
    """Return the present deadlines of a batch, or those that fit its phases."""
    phases = [(at.phase.mode, at.starts_on, at.ends_on) for at in catalogue.phase_dates(batch)]
    return dues_of(batch) or rules.proposed_dues(phases, batch.starts_on, batch.ends_on, today())


def project_of(enrolment: Enrolment) -> Project | None:
    """Return the project of a trainee's place."""
    found: Project | None = one(select(Project).where(Project.enrolment_id == enrolment.id))
    return found


def trainee_of(project: Project) -> Person:
    """Return whose project it is."""
    return one(  # type: ignore[no-any-return]
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.id == project.enrolment_id)
    )


def without_project(batch: Batch) -> list[int]:
    """Return the ids of the seats that have no project yet."""
    return rows(
        select(Enrolment.id)
        .outerjoin(Project, Project.enrolment_id == Enrolment.id)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted", Project.id.is_(None))
        .order_by(Enrolment.id)
    )


def projects_in(batch: Batch, person: Person | None = None) -> list[Project]:
    """Return the projects of the seated trainees of a batch, by name, with who stands beside.

    With a person, only those that the person may see.
    """
    seen = None if person is None else visible_projects(person)
    return _listed(_with_people(seen).where(Enrolment.batch_id == batch.id))


def with_people(project_id: int) -> Project:
    """Return a project with its trainee, batch, and who stands beside it."""
    return one(  # type: ignore[no-any-return]
        _with_people().where(Project.id == project_id).execution_options(populate_existing=True)
    )


def guided_by(person: Person) -> list[Project]:
    """Return the projects beside which a person stands, in batches that are not closed."""
    return _listed(_with_people(guided_projects(person)).where(Batch.state != "closed"))


def _listed(statement: Select[Any]) -> list[Project]:
    return rows(
        statement.join(Project.enrolment)
        .join(Enrolment.person)
        .join(Enrolment.batch)
        .where(Enrolment.state == "accepted")
        .options(
            selectinload(Project.steps).selectinload(ProjectStep.decisions),
            selectinload(Project.consultations),
        )
        .order_by(Batch.starts_on.desc(), Person.name, Project.id)
    )


def open_step(project: Project) -> ProjectStep | None:
    """Return the step that waits for somebody's word, with the words said so far."""
    found: ProjectStep | None = one(
        select(ProjectStep)
        .where(ProjectStep.project_id == project.id, ProjectStep.outcome == "")
        .options(joinedload(ProjectStep.decisions))
        .execution_options(populate_existing=True)
    )
    return found


def is_awaited(step: ProjectStep, role: str) -> bool:
    """Tell whether a step waits for the word of a role; its decisions must be loaded."""
    said = {decision.role for decision in step.decisions}
    return step.is_open and role in rules.GATES[step.stage].owners and role not in said


def waits_for(project: Project, role: str) -> bool:
    """Tell whether the project waits for the word of a role; steps must be loaded."""
    return bool(project.steps) and is_awaited(project.steps[-1], role)


def unconfirmed(project: Project, role: str) -> int:
    """Return how many consultations a role is to confirm; they must be loaded."""
    return sum(one.is_waiting and one.answering == role for one in project.consultations)


def with_practice(project_id: int) -> Project:
    """Return a project with evidence and indicators."""
    return one(  # type: ignore[no-any-return]
        _with_people()
        .where(Project.id == project_id)
        .options(selectinload(Project.evidence), selectinload(Project.indicators))
        .execution_options(populate_existing=True)
    )


def with_logbook(project_id: int) -> Project:
    """Return a project with its consultations and the links given out."""
    return one(  # type: ignore[no-any-return]
        _with_people()
        .where(Project.id == project_id)
        .options(
            selectinload(Project.consultations),
            selectinload(Project.links).joinedload(MentorLink.step),
        )
        .execution_options(populate_existing=True)
    )


def token_hash(token: str) -> str:
    """Return what is kept of a link's secret."""
    return sha256(token.encode()).hexdigest()


def link_by(token: str) -> MentorLink | None:
    """Return the link with this secret, with its step."""
    found: MentorLink | None = one(
        select(MentorLink)
        .where(MentorLink.token_hash == token_hash(token))
        .options(joinedload(MentorLink.step))
    )
    return found


def live_links(
    project: Project, *, step_id: int | None = None, sheet_id: int | None = None
) -> Sequence[MentorLink]:
    """Return the links that are neither used nor revoked: for a step, a sheet or the logbook."""
    return rows(
        select(MentorLink).where(
            MentorLink.project_id == project.id,
            MentorLink.step_id.is_not_distinct_from(step_id),
            MentorLink.sheet_id.is_not_distinct_from(sheet_id),
            MentorLink.used_at.is_(None),
            MentorLink.revoked_at.is_(None),
        )
    )


def waiting_for_mentor(project: Project) -> list[Consultation]:
    """Return the consultations that the mentor is still to confirm."""
    return rows(
        select(Consultation)
        .where(
            Consultation.project_id == project.id,
            Consultation.guide == rules.MENTOR,
            Consultation.side == rules.TRAINEE,
            Consultation.confirmed_at.is_(None),
            Consultation.objection == "",
        )
        .order_by(Consultation.held_on, Consultation.id)
    )


def guides_in(batch: Batch) -> dict[str, list[Person]]:
    """Return who coaches and who examines in the batch, by role."""
    found: dict[str, list[Person]] = {rules.COACH: [], rules.EXAMINER: []}
    for work in catalogue.staff_of(batch):
        if work.role in found:
            found[work.role].append(work.person)
    return found
