"""Whose word is awaited is told, and so is what was decided; nobody hears of their own doing."""

import pytest
from sqlalchemy import select

from lms.core.clock import today
from lms.core.db import db
from lms.messages import wording
from lms.messages.models import Message
from lms.people.models import Person
from lms.projects import actions
from tests.projects.conftest import Scene

pytestmark = pytest.mark.one_engine


def told(person: Person) -> list[str]:
    """Return the titles of what a person was told of projects, oldest first."""
    found = select(Message).where(
        Message.person_id == person.id, Message.kind.startswith("project_")
    )
    return [wording.of(one).plain_title for one in db.session.scalars(found.order_by(Message.id))]


def test_owners_hear_when_a_stage_awaits_them_and_the_trainee_what_was_decided(
    scene: Scene,
) -> None:
    scene.go_to("design_seminar")
    assert told(scene.coach) == [
        "Sari Wulandari menunggu putusan Anda: Isu dan gagasan",
        "Sari Wulandari menunggu putusan Anda: Rancangan",
    ]
    assert told(scene.mentor) == ["Sari Wulandari menunggu putusan Anda: Rancangan"]
    assert told(scene.examiner) == ["Sari Wulandari menunggu putusan Anda: Seminar rancangan"]
    assert told(scene.trainee) == [
        "Tahap Isu dan gagasan proyek Anda sudah diputuskan",
        "Tahap Rancangan proyek Anda sudah diputuskan",
    ]


def test_a_consultation_is_told_to_its_other_side_and_back_when_it_is_not_confirmed(
    scene: Scene,
) -> None:
    meeting = actions.propose_consultation(
        scene.project, guide="coach", side="trainee", held_on=today(), topic="Akar penyebab",
        advice="", by=scene.trainee,
    )  # fmt: skip
    db.session.flush()
    asked = "mencatat konsultasi yang menunggu konfirmasi Anda"
    assert told(scene.coach) == [f"Sari Wulandari {asked}"]
    assert told(scene.mentor) == told(scene.trainee) == []
    actions.answer_consultation(meeting, objection="Hari lain", name="Budi", by=scene.coach)
    assert told(scene.trainee) == ["Catatan konsultasi belum disahkan"]
    other = actions.propose_consultation(
        scene.project, guide="coach", side="coach", held_on=today(), topic="Data", advice="",
        by=scene.coach,
    )  # fmt: skip
    db.session.flush()
    assert told(scene.trainee)[-1] == f"{scene.coach.full_name} {asked}"
    actions.answer_consultation(other, objection="", name="Sari", by=scene.trainee)
    assert len(told(scene.coach)) == 1  # a confirmed one needs no further look
