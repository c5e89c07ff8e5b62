"""A batch with one project: Sari's, coached by Budi, examined by Eka, mentored by Maya."""

import io
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from lms.assignments import actions as assignments
from lms.assignments.models import Brief
from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import today
from lms.core.db import db
from lms.people.models import Person
from lms.projects import actions, queries
from lms.projects.actions import Team
from lms.projects.models import Project
from tests import cast

LEVELS = [{"points": points, "title": "Baik", "text": ""} for points in (4, 3, 2, 1)]
RUBRIC = [{"key": "isu", "title": "Isu", "weight": 100, "levels": LEVELS}]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@dataclass
class Scene:
    """The batch, its people, the briefs of both papers and the one project."""

    batch: Batch
    seat: Enrolment
    project: Project
    briefs: dict[str, Brief]
    trainee: Person
    coach: Person
    examiner: Person
    mentor: Person
    organiser: Person

    def describe(self) -> None:
        """Write issue and idea."""
        actions.save_idea(self.project, title="Loket tanpa antre", issue="Antrean 47 menit",
                          idea="Meja pemilahan", by=self.trainee)  # fmt: skip

    def hand_in(self, paper: str) -> None:
        """Hand in one of the two papers."""
        assignments.hand_in(self.batch, self.briefs[paper], self.seat, text="Naskah", uploads=[],
                            own_work=True, by=self.trainee)  # fmt: skip

    def figure(self) -> None:
        """Add an indicator."""
        actions.add_indicator(self.project, name="Waktu tunggu", unit="menit",
                              before=Decimal(47), target=Decimal(20), by=self.trainee)  # fmt: skip

    def agree(self, role: str) -> str:
        """Let an owner agree."""
        by = {"coach": self.coach, "mentor": self.mentor, "examiner": self.examiner}[role]
        return actions.decide(self.project, role, agrees=True, note="", by=by)

    def go_to(self, stage: str) -> None:
        """Bring the project to a stage the way people do."""
        self.describe()
        self.figure()
        for name in ("issue", "design", "design_seminar", "execution", "report"):
            if name == stage:
                return
            if name in ("design", "report"):
                self.hand_in(name)
            if name == "execution":
                self.practise()
            if name != "design_seminar":
                actions.submit(self.project, by=self.trainee)
            for role in OWNERS[name]:
                self.agree(role)

    def practise(self) -> None:
        """Show evidence, and measure what was reached."""
        shown = cast.an_upload(PNG, "bukti.png")
        actions.add_evidence(self.project, happened_on=today(), activity="Uji meja", place="Loket",
                             note="", upload=shown, by=self.trainee)  # fmt: skip
        figure = queries.with_practice(self.project.id).indicators[0]
        actions.measure(figure, self.project, after=Decimal(18), measured_on=today(),
                        by=self.trainee)  # fmt: skip


OWNERS = {
    "issue": ["coach"], "design": ["coach", "mentor"], "design_seminar": ["examiner"],
    "execution": ["mentor"], "report": ["coach", "mentor"], "final_seminar": ["examiner"],
}  # fmt: skip


@pytest.fixture
def scene(app: Flask, sari: Person, budi: Person, rina: Person) -> Scene:
    """Give the batch with its opened project."""
    version = cast.a_programme()
    briefs = {}
    for paper in ("design", "report"):
        unit = cast.a_unit(version, "assignment", f"Naskah {paper}")
        briefs[paper] = Brief(unit_id=unit.id, html="", rubric=RUBRIC, due_day=3, accept=["pdf"],
                              max_mb=1, takes_text=True, stage=paper)  # fmt: skip
        db.session.add(briefs[paper])
    db.session.commit()
    batch = cast.a_batch(version, state="running", starts_on=today() - timedelta(days=4))
    seat = cast.an_enrolment(sari, batch)
    examiner = cast.a_person("Eka Prasetya", roles=("examiner",))
    mentor = cast.a_person("Maya Lestari", position_kind="pengawas")
    cast.a_staff(budi, batch, "coach")
    cast.a_staff(examiner, batch, "examiner")
    actions.open_projects(batch, queries.proposed_dues(batch), by=rina)
    db.session.flush()
    project = queries.project_of(seat)
    assert project is not None
    team = Team(coach_id=budi.id, examiner_id=examiner.id, mentor_nip=mentor.nip or "")
    actions.name_team(project, team, by=rina)
    db.session.commit()
    return Scene(batch, seat, project, briefs, sari, budi, examiner, mentor, rina)


def a_photo() -> tuple[io.BytesIO, str]:
    """Return a small picture as a form sends it."""
    return io.BytesIO(PNG), "bukti.png"
