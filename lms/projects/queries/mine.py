"""What front doors ask: how many projects wait for one's word."""

from typing import Any

from sqlalchemy import Select, func, or_, select

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.people.models import Person
from lms.projects import rules
from lms.projects.models import Consultation, Project, ProjectDecision, ProjectStep


def waiting_for(person: Person) -> int:
    """Return how many projects wait for a word, or a confirmed consultation, of a person."""
    held = {
        rules.COACH: Project.coach_id, rules.MENTOR: Project.mentor_id,
        rules.EXAMINER: Project.examiner_id,
    }  # fmt: skip
    asked = [(held[role] == person.id) & Project.id.in_(_awaiting(role)) for role in rules.ROLES]
    asked += [
        (held[role] == person.id) & Project.id.in_(_unconfirmed(role)) for role in rules.GUIDES
    ]
    count = db.session.scalar(
        select(func.count())
        .select_from(Project)
        .join(Project.enrolment)
        .join(Enrolment.batch)
        .where(Enrolment.state == "accepted", Batch.state != "closed", or_(*asked))
    )
    return int(count or 0)


def _awaiting(role: str) -> Select[Any]:
    """Return the select of the projects whose open step lacks the word of a role."""
    owned = [stage for stage, gate in rules.GATES.items() if role in gate.owners]
    said = select(ProjectDecision.step_id).where(ProjectDecision.role == role)
    return select(ProjectStep.project_id).where(
        ProjectStep.outcome == "", ProjectStep.stage.in_(owned), ProjectStep.id.not_in(said)
    )


def _unconfirmed(role: str) -> Select[Any]:
    """Return the select of the projects with a consultation that a role is to confirm."""
    return select(Consultation.project_id).where(
        Consultation.guide == role, Consultation.side == rules.TRAINEE,
        Consultation.confirmed_at.is_(None), Consultation.objection == "",
    )  # fmt: skip
