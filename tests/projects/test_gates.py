"""From the issue to the last seminar: who may say what, when, and what follows."""

import pytest
from sqlalchemy import select

from lms.assignments.models import Submission
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.projects import actions, queries
from lms.projects.actions import Team
from lms.projects.models import Project
from tests import cast
from tests.projects.conftest import Scene


def test_a_project_goes_from_issue_to_done(scene: Scene) -> None:
    with pytest.raises(RuleBroken, match="Isi judul, isu, dan gagasan"):
        actions.submit(scene.project, by=scene.trainee)
    scene.go_to("final_seminar")
    assert scene.project.stage == "final_seminar"
    assert scene.agree("examiner") == "passed"
    assert scene.project.stage == "done"
    steps = queries.whole(scene.project.id).project.steps
    assert [step.stage for step in steps] == [
        "issue", "design", "design_seminar", "execution", "report", "final_seminar",
    ]  # fmt: skip
    assert {step.outcome for step in steps} == {"passed"}


def test_a_refused_paper_goes_back_to_be_handed_in_anew(scene: Scene) -> None:
    scene.go_to("design")
    scene.hand_in("design")
    actions.submit(scene.project, by=scene.trainee)
    with pytest.raises(RuleBroken, match="sedang diperiksa"):
        actions.submit(scene.project, by=scene.trainee)
    scene.agree("coach")
    with pytest.raises(RuleBroken, match="sudah tercatat"):
        scene.agree("coach")
    with pytest.raises(RuleBroken, match="Tulis apa yang perlu"):
        actions.decide(scene.project, "mentor", agrees=False, note="", by=scene.mentor)
    actions.decide(scene.project, "mentor", agrees=False, note="Perjelas data", by=scene.mentor)
    work = db.session.scalars(select(Submission)).one()
    assert (scene.project.stage, work.state) == ("design", "returned")
    with pytest.raises(RuleBroken, match="Kumpulkan naskahnya"):
        actions.submit(scene.project, by=scene.trainee)
    scene.hand_in("design")
    actions.submit(scene.project, by=scene.trainee)
    assert scene.agree("coach") == ""
    assert scene.agree("mentor") == "passed"
    assert scene.project.stage == "design_seminar"
    actions.decide(scene.project, "examiner", agrees=False, note="Ulang", by=scene.examiner)
    assert scene.project.stage == "design"


def test_only_the_gates_owner_is_heard_and_only_in_its_stage(scene: Scene) -> None:
    scene.go_to("issue")
    with pytest.raises(RuleBroken, match="tidak sedang menunggu"):
        scene.agree("coach")
    actions.submit(scene.project, by=scene.trainee)
    with pytest.raises(RuleBroken, match="tidak sedang menunggu"):
        scene.agree("examiner")
    with pytest.raises(RuleBroken, match="hanya dapat diubah pada tahapnya"):
        scene.practise()


def test_projects_are_opened_once_and_late_comers_are_added(scene: Scene) -> None:
    dues = queries.dues_of(scene.batch)
    assert actions.open_projects(scene.batch, dues, by=scene.organiser) == 0
    late = cast.a_person("Tono Wijaya")
    cast.an_enrolment(late, scene.batch)
    assert actions.open_projects(scene.batch, dues, by=scene.organiser) == 1
    assert actions.share_out(scene.batch, by=scene.organiser) == 1
    shared = db.session.scalars(select(Project).order_by(Project.id.desc())).first()
    assert shared is not None
    assert (shared.coach_id, shared.examiner_id) == (scene.coach.id, scene.examiner.id)


def test_the_team_is_of_the_batch_and_independent(scene: Scene) -> None:
    cast.a_staff(scene.coach, scene.batch, "examiner")
    both = Team(coach_id=scene.coach.id, examiner_id=scene.coach.id)
    with pytest.raises(RuleBroken, match="Penguji tidak boleh"):
        actions.name_team(scene.project, both, by=scene.organiser)
    with pytest.raises(RuleBroken, match="dari tim angkatan ini"):
        actions.name_team(scene.project, Team(coach_id=scene.mentor.id), by=scene.organiser)
    with pytest.raises(RuleBroken, match="Tidak ada pegawai aktif"):
        actions.name_team(scene.project, Team(mentor_nip="123"), by=scene.organiser)
