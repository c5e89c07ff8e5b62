"""Opening projects, naming who stands beside them, and going from gate to gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import cycle

from lms.assignments import actions as assignments
from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people import queries as people
from lms.people.models import Person
from lms.projects import queries, rules
from lms.projects.events import project_moved
from lms.projects.models import MentorLink, Project, ProjectDecision, ProjectGate, ProjectStep
from lms.projects.permissions import place_of


@dataclass(frozen=True)
class Team:
    """Who shall stand beside a project; the mentor by NIP, or by name without an account."""

    coach_id: int | None = None
    examiner_id: int | None = None
    mentor_nip: str = ""
    mentor_name: str = ""
    mentor_position: str = ""
    mentor_email: str = ""


def open_projects(batch: Batch, dues: Mapping[str, date], *, by: Person) -> int:
    """Set the deadlines of a batch and give every seat a project; returns how many are new."""
    lock(batch)
    rules.check_dues(dues)
    for stage in rules.STAGES:
        gate = queries.gate_of(batch, stage)
        if gate is None:
            db.session.add(ProjectGate(batch_id=batch.id, stage=stage, due_on=dues[stage]))
        else:
            gate.due_on = dues[stage]
    seats = queries.without_project(batch)
    db.session.add_all(Project(enrolment_id=seat, opened_at=now()) for seat in seats)
    days = {stage: day.isoformat() for stage, day in dues.items()}
    record("project.opened", batch, by=by, dues=days, count=len(seats))
    return len(seats)


def share_out(batch: Batch, *, by: Person) -> int:
    """Give projects without coach or examiner one each, evenly; returns how many changed.

    Nobody examines whom they coach: where the batch has nobody else, the project stays without.
    """
    lock(batch)
    guides = queries.guides_in(batch)
    coaches, examiners = cycle(guides[rules.COACH]), cycle(guides[rules.EXAMINER])
    changed = 0
    for project in queries.projects_in(batch):
        former = (project.coach_id, project.examiner_id)
        trainee_id = project.enrolment.person_id
        if project.coach_id is None and guides[rules.COACH]:
            project.coach_id = next(coaches).id
        if project.examiner_id is None:
            near = {project.coach_id, project.mentor_id, trainee_id}
            free = (next(examiners) for _try in guides[rules.EXAMINER])
            project.examiner_id = next((one.id for one in free if one.id not in near), None)
        rules.check_team(project.coach_id, project.mentor_id, project.examiner_id, trainee_id)
        changed += former != (project.coach_id, project.examiner_id)
    record("project.shared_out", batch, by=by, count=changed)
    return changed


def name_team(project: Project, team: Team, *, by: Person) -> None:
    """Name coach, mentor and examiner of a project."""
    lock(project)
    trainee_id, batch = place_of(project)
    guides = queries.guides_in(batch)
    for role, chosen in ((rules.COACH, team.coach_id), (rules.EXAMINER, team.examiner_id)):
        if chosen not in {None, *(person.id for person in guides[role])}:
            raise RuleBroken(_("Pilih coach dan penguji dari tim angkatan ini."))
    mentor = _mentor(team.mentor_nip)
    rules.check_team(team.coach_id, mentor.id if mentor else None, team.examiner_id, trainee_id)
    project.coach_id, project.examiner_id = team.coach_id, team.examiner_id
    project.mentor_id = mentor.id if mentor else None
    project.mentor_name = "" if mentor else team.mentor_name
    project.mentor_position = "" if mentor else team.mentor_position
    project.mentor_email = "" if mentor else team.mentor_email
    record(
        "project.team_named", project, by=by, coach=team.coach_id, examiner=team.examiner_id,
        mentor=project.mentor_id or project.mentor_name,
    )  # fmt: skip


def _mentor(nip: str) -> Person | None:
    if not nip:
        return None
    found = people.by_account(nip)
    if found is None or not found.is_active:
        raise RuleBroken(_("Tidak ada pegawai aktif dengan NIP itu."))
    return found


def save_idea(project: Project, *, title: str, issue: str, idea: str, by: Person) -> None:
    """Keep what the project is about; after the design was accepted it stays as it is."""
    lock(project)
    if project.stage not in ("issue", "design"):
        raise RuleBroken(_("Isu dan gagasan sudah disetujui dan tidak dapat diubah."))
    _refuse_while_read(project)
    project.title, project.issue, project.idea = title, issue, idea
    record("project.described", project, by=by, title=title)


def _refuse_while_read(project: Project) -> None:
    if queries.open_step(project) is not None:
        raise RuleBroken(_("Tahap ini sedang diperiksa. Tunggu putusannya."))


def submit(project: Project, *, by: Person) -> ProjectStep:
    """Put the present stage before its owners."""
    lock(project)
    if project.stage == rules.DONE or rules.GATES[project.stage].is_seminar:
        raise RuleBroken(_("Tahap ini tidak diajukan oleh peserta."))
    _refuse_while_read(project)
    lacking = rules.missing(project.stage, queries.whole(project.id).facts)
    if lacking:
        raise RuleBroken(" ".join(lacking))
    step = _begin(project, by)
    record("project.submitted", project, by=by, stage=project.stage)
    return step


def _begin(project: Project, by: Person | None) -> ProjectStep:
    step = ProjectStep(project_id=project.id, stage=project.stage, submitted_at=now(), outcome="")
    db.session.add(step)
    db.session.flush()
    asked = project.people_as(*rules.GATES[project.stage].owners)
    project_moved.send(project, what="asked", people=asked, stage=project.stage, by=by)
    return step


def decide(
    project: Project, role: str, *, agrees: bool, note: str, by: Person | None,
    link: MentorLink | None = None,
) -> str:  # fmt: skip
    """Say the word of one owner at the present gate; returns what became of the stage."""
    lock(project)
    step = queries.open_step(project)
    if step is None or role not in rules.GATES[step.stage].owners:
        raise RuleBroken(_("Tahap ini tidak sedang menunggu putusan Anda."))
    said = {decision.role: decision.agrees for decision in step.decisions}
    if role in said:
        raise RuleBroken(_("Putusan Anda untuk tahap ini sudah tercatat."))
    if not agrees and not note:
        raise RuleBroken(_("Tulis apa yang perlu diperbaiki peserta."))
    decision = ProjectDecision(
        step_id=step.id, role=role, agrees=agrees, note=note, at=now(),
        by_id=by.id if by else None, by_name=by.full_name if by else project.mentor_name,
        link_id=link.id if link else None,
    )  # fmt: skip
    db.session.add(decision)
    record(
        "project.decided", project, by=by, stage=step.stage, role=role, agrees=agrees, note=note,
        name=decision.by_name, link=decision.link_id,
    )  # fmt: skip
    outcome = rules.outcome_of(step.stage, said | {role: agrees})
    if outcome:
        _close(project, step, outcome, note, by)
    return outcome


def _close(project: Project, step: ProjectStep, outcome: str, note: str, by: Person | None) -> None:
    """End a step; what was refused goes back with its paper, a seminar begins by itself."""
    step.outcome, step.closed_at = outcome, now()
    paper = queries.whole(project.id).works.get(rules.GATES[step.stage].paper)
    project.stage = rules.stage_after(step.stage, outcome)
    if (
        outcome == "returned"
        and paper is not None
        and paper.state in ("submitted", "proposed", "marked")
    ):
        assignments.return_work(paper, note, by=by)
    told = [place_of(project)[0]]
    project_moved.send(project, what="decided", people=told, stage=step.stage, by=by)
    if project.stage != rules.DONE and rules.GATES[project.stage].is_seminar:
        _begin(project, by)
