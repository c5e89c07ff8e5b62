"""Gates of final projects, and panels: who is waited for since when; told by clock and press."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.assignments.panel import queries as panel
from lms.catalogue.models import Batch
from lms.core.addresses import path_of
from lms.core.clock import now, today
from lms.messages import rules
from lms.messages.actions.telling import tell
from lms.projects import queries as projects
from lms.projects.models import Project, ProjectStep
from lms.projects.rules import COACH, DONE, GATES, GUIDES, MENTOR, ROLES


@dataclass(frozen=True)
class Wait:
    """A step that waits for the word of one role, and who is to be told of it."""

    project: Project
    step: ProjectStep
    role: str
    people: list[int]
    due_on: date | None

    @property
    def is_late(self) -> bool:
        """Tell whether the deadline of the stage is over."""
        return self.due_on is not None and self.due_on < today()

    @property
    def is_long(self) -> bool:
        """Tell whether it has waited so long that a reminder is due."""
        return now() - self.step.submitted_at >= rules.GATE_WAITS

    def tell(self, key: str) -> int:
        """Tell who is waited for; a superior without an account is asked through the coach."""
        return _tell(
            "gate_waiting", self.project, self.people, key, stage=self.step.stage,
            since_at=self.step.submitted_at, due_on=self.due_on, by_link=self.is_by_link,
        )  # fmt: skip

    @property
    def is_by_link(self) -> bool:
        """Tell whether the word comes by a personal link that the coach hands on."""
        return self.role == MENTOR and self.project.mentor_id is None


def waits(found: list[Project], dues: dict[str, date]) -> Iterator[Wait]:
    """Give every word that these projects wait for; their steps must be loaded."""
    for project in found:
        for role in ROLES:
            if projects.waits_for(project, role):
                step = project.steps[-1]
                asked = project.people_as(role) or project.people_as(COACH)
                yield Wait(project, step, role, asked, dues.get(step.stage))


def remind_of_gates(batch: Batch) -> int:
    """Remind owners after some days and past the deadline, sides of a logbook, and trainees."""
    dues = projects.dues_of(batch)
    if not dues:
        return 0
    found = projects.projects_in(batch)
    count = 0
    for wait in waits(found, dues):
        if wait.is_late or wait.is_long:
            late = ":late" if wait.is_late else ""
            count += wait.tell(f"gate:{wait.step.id}:{wait.role}{late}")
    return count + sum(_of_logbook(one) + _of_deadline(one, dues) for one in found)


def remind_of_sheets(batch: Batch) -> int:
    """Remind assessors, among them a third reader, of a sheet that they have not confirmed."""
    return sum(
        tell(
            "sheet_waiting", [sheet.person_id],
            path_of("assignments.panel_sheet", panel_sheet_id=sheet.id),
            {"batch": batch.name, "task": sheet.submission.unit.title, "since_at": sheet.opened_at},
            key=f"sheet:{sheet.id}",
        )
        for sheet in panel.open_sheets_in(batch, now() - rules.GATE_WAITS)
        if sheet.person_id is not None
    )  # fmt: skip


def _of_logbook(project: Project) -> int:
    """Remind the side that has not confirmed a consultation for some days."""
    count = 0
    for meeting in project.consultations:
        if meeting.is_waiting and now() - meeting.proposed_at >= rules.GATE_WAITS:
            side = meeting.answering
            trainee = [project.enrolment.person_id]
            people = project.people_as(side) if side in GUIDES else trainee
            count += _tell(
                "consultation_waiting", project, people, f"consultation:{meeting.id}",
                page="logbook", topic=meeting.topic, since_at=meeting.proposed_at,
            )  # fmt: skip
    return count


def _of_deadline(project: Project, dues: dict[str, date]) -> int:
    """Remind a trainee whose stage is soon due and not yet put before its owners."""
    stage = project.stage
    is_open = bool(project.steps) and project.steps[-1].is_open
    if stage == DONE or is_open or GATES[stage].is_seminar or stage not in dues:
        return 0
    if not 0 <= (dues[stage] - today()).days <= rules.GATE_DAYS:
        return 0
    return _tell("gate_due", project, [project.enrolment.person_id],
                 f"gate-due:{project.id}:{stage}", stage=stage, due_on=dues[stage])  # fmt: skip


def _tell(
    kind: str, project: Project, people: list[int], key: str, *, page: str = "project",
    **facts: Any,
) -> int:  # fmt: skip
    place = project.enrolment
    facts |= {"name": place.person.name, "title": project.title, "batch": place.batch.name}
    link = path_of(f"projects.{page}", project_id=project.id)
    return tell(kind, people, link, facts, about=f"gates:{place.batch_id}", key=key)
