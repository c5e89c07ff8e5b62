"""Final projects: who keeps them waiting is reminded; organisers hear what a report lacks."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.assignments.panel import actions as panel
from lms.core import clock
from lms.core.db import db
from lms.messages import wording
from lms.messages.actions import remind
from lms.messages.models import Message
from lms.people.models import Person
from lms.projects import actions, rules
from lms.projects.actions import Team
from tests import cast
from tests.projects.conftest import Scene, scene

__all__ = ["scene"]
Told = Callable[[Person], list[str]]
pytestmark = pytest.mark.one_engine


def _later(days: int) -> None:
    """Look ahead twice at nine some days from now: what was told is not told again."""
    at = clock.from_local_date(clock.today() + timedelta(days=days)) + timedelta(hours=9)
    for _time in range(2):
        with clock.at(at):
            remind()
    db.session.commit()


def test_owners_are_reminded_after_days_and_past_the_deadline(scene: Scene, told: Told) -> None:
    scene.go_to("issue")
    dues = {stage: clock.today() + timedelta(days=5 + at) for at, stage in enumerate(rules.STAGES)}
    actions.open_projects(scene.batch, dues, by=scene.organiser)
    actions.submit(scene.project, by=scene.trainee)
    db.session.commit()
    before = told(scene.coach)
    _later(1)
    assert told(scene.coach) == before, "a day is not long"
    _later(3)
    assert told(scene.coach) == [*before, "gate_waiting"]
    _later(6)
    assert told(scene.coach) == [*before, "gate_waiting", "gate_waiting"], "past the deadline"
    message = db.session.scalars(select(Message).where(Message.kind == "gate_waiting")).first()
    assert message is not None
    words = wording.of(message)
    assert "Sari Wulandari masih menunggu putusan" in words.plain_title
    assert "batas tahapnya" in words.body
    assert "Loket tanpa antre" not in words.title + words.body, "titles travel by no letter"
    assert told(scene.examiner) == []
    scene.agree("coach")
    db.session.commit()
    _later(8)
    assert told(scene.coach).count("gate_waiting") == 2, "who has spoken is left alone"


def test_a_superior_without_account_is_asked_through_the_coach_and_the_trainee_of_deadlines(
    scene: Scene, sign_in: Callable[..., FlaskClient], told: Told
) -> None:
    cast.a_staff(scene.organiser, scene.batch, "organiser")
    team = Team(coach_id=scene.coach.id, examiner_id=scene.examiner.id, mentor_name="Ibu Wati")
    actions.name_team(scene.project, team, by=scene.organiser)
    scene.go_to("design")
    dues = {
        stage: clock.today() + timedelta(days=2 + at) for at, stage in enumerate(rules.STAGES)
    }  # the issue in two days, the design in three
    actions.open_projects(scene.batch, dues, by=scene.organiser)
    actions.propose_consultation(
        scene.project, guide="coach", side="trainee", held_on=clock.today(), topic="Isu",
        advice="", by=scene.trainee,
    )  # fmt: skip
    db.session.commit()
    _later(1)
    assert "gate_due" in told(scene.trainee)
    _later(3)
    assert "consultation_waiting" in told(scene.coach)
    scene.hand_in("design")
    actions.submit(scene.project, by=scene.trainee)
    scene.agree("coach")
    db.session.commit()
    address = f"/angkatan/{scene.batch.id}/ingatkan/proyek"
    organiser = sign_in(scene.organiser)
    page = f"/angkatan/{scene.batch.id}/proyek"
    assert "Ingatkan yang ditunggu putusannya" in organiser.get(page).text
    assert "Ingatkan yang ditunggu putusannya" not in sign_in(scene.coach).get(page).text
    assert sign_in(scene.coach).post(address).status_code == 403
    assert organiser.post(address).status_code == 302
    assert told(scene.coach)[-1] == "gate_waiting"
    message = db.session.scalars(
        select(Message).where(Message.kind == "gate_waiting").order_by(Message.id.desc())
    ).first()
    assert message is not None
    assert "tautan pribadi" in wording.of(message).body
    again = organiser.post(address)
    assert again.status_code == 422
    assert "sudah diingatkan hari ini" in again.text


def test_an_assessor_is_reminded_of_a_sheet_once(scene: Scene, told: Told) -> None:
    scene.go_to("design_seminar")
    panel.set_scheme(scene.batch, scene.briefs["design"].unit, {"examiner": 50, "coach": 50},
                     Decimal(15), scene.batch.starts_on, basis="Contoh",
                     by=scene.organiser)  # fmt: skip
    db.session.commit()
    actions.open_sheet(scene.project, by=scene.coach)
    db.session.commit()
    _later(1)
    assert "sheet_waiting" not in told(scene.coach)
    _later(3)
    assert told(scene.coach).count("sheet_waiting") == 1
    assert "sheet_waiting" not in told(scene.examiner)


def test_organisers_hear_once_a_week_what_report_and_dossier_lack(
    app: object, rina: Person, told: Told
) -> None:
    batch = cast.a_batch(state="grading", starts_on=clock.today() - timedelta(days=20))
    cast.a_staff(rina, batch, "organiser")
    db.session.commit()
    first = (batch.ends_on - clock.today()).days
    _later(first + 6)
    assert told(rina) == []
    _later(first + 7)
    assert told(rina) == ["report_gaps"]
    _later(first + 14)
    assert told(rina) == ["report_gaps"] * 2
    message = db.session.scalars(select(Message).where(Message.kind == "report_gaps")).first()
    assert message is not None
    assert message.link == f"/angkatan/{batch.id}/berkas-akreditasi"
    assert "berkas akreditasi kurang" in wording.of(message).body
