"""The mentor's link: one thing, once, in time, and never for the trainee."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core import clock
from lms.core.clock import now, today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.projects import actions, queries
from lms.projects.actions import Team
from lms.projects.models import MentorLink
from tests.projects.conftest import Scene

Browser = Callable[..., FlaskClient]


@pytest.fixture
def outside(scene: Scene) -> Scene:
    """Give the scene with a mentor who has no account, and the design waiting."""
    scene.go_to("design")
    scene.hand_in("design")
    team = Team(coach_id=scene.coach.id, examiner_id=scene.examiner.id, mentor_name="Ibu Wati",
                mentor_position="Kepala Seksi")  # fmt: skip
    actions.name_team(scene.project, team, by=scene.organiser)
    actions.submit(scene.project, by=scene.trainee)
    scene.agree("coach")
    db.session.commit()
    return scene


def test_a_link_says_the_mentors_word_once(
    outside: Scene, sign_in: Browser, client: FlaskClient
) -> None:
    address = f"/proyek/{outside.project.id}/tautan"
    assert sign_in(outside.trainee).post(address).status_code == 403
    shown = sign_in(outside.coach, "instructor").post(address)
    path = re.search(r"http[^<]*(/mentor/[\w-]+)", shown.text).group(1)  # type: ignore[union-attr]
    stored = db.session.scalars(select(MentorLink)).one()
    assert path.removeprefix("/mentor/") not in (stored.token_hash, str(stored.__dict__))
    opened = client.get(path)
    assert "Loket tanpa antre" in opened.text
    assert "Ibu Wati" in opened.text
    refused = client.post(path, data={"kembali": "1"})
    assert refused.status_code == 422
    assert "Tulis apa yang perlu diperbaiki" in refused.text
    done = client.post(path, data={"setuju": "1", "note": "Silakan dilaksanakan"})
    assert "Jawaban Anda tersimpan" in done.text
    assert client.get(path).status_code == 410
    assert client.post(path, data={"setuju": "1"}).status_code == 410
    db.session.refresh(outside.project)
    assert outside.project.stage == "design_seminar"
    page = sign_in(outside.trainee).get(f"/proyek/{outside.project.id}").text
    assert "Mentor Ibu Wati: setuju" in page
    assert "lewat tautan" in page


def test_links_end_by_revoking_by_time_and_by_a_newer_one(
    outside: Scene, sign_in: Browser, client: FlaskClient
) -> None:
    first = actions.make_link(outside.project, actions.WORD, by=outside.coach)
    second = actions.make_link(outside.project, actions.WORD, by=outside.coach)
    db.session.commit()
    assert client.get(f"/mentor/{first}").status_code == 404
    assert client.get(f"/mentor/{second}x").status_code == 404
    assert client.get(f"/mentor/{second}").status_code == 200
    link = queries.link_by(second)
    assert link is not None
    with clock.at(now() + timedelta(days=8)):
        assert not link.is_live
        with pytest.raises(RuleBroken, match="tidak berlaku"):
            actions.decide_by_link(link, outside.project, agrees=True, note="")
    db.session.rollback()
    client_of_coach = sign_in(outside.coach, "instructor")
    assert client_of_coach.post(f"/tautan-mentor/{link.id}/cabut").status_code == 302
    assert client.get(f"/mentor/{second}").status_code == 404
    with pytest.raises(RuleBroken, match="oleh peserta sendiri"):
        actions.make_link(outside.project, actions.WORD, by=outside.trainee)


def test_a_link_confirms_the_waiting_consultations_and_nothing_else(
    outside: Scene, client: FlaskClient
) -> None:
    for topic in ("Isu", "Anggaran"):
        actions.propose_consultation(
            outside.project, guide="mentor", side="trainee", held_on=today(), topic=topic,
            advice="", by=outside.trainee,
        )  # fmt: skip
    token = actions.make_link(outside.project, actions.LOGBOOK, by=outside.organiser)
    db.session.commit()
    second = queries.waiting_for_mentor(outside.project)[1]
    assert client.get(f"/mentor/{token}/naskah/1").status_code == 404
    done = client.post(f"/mentor/{token}", data={f"keberatan_{second.id}": "Bukan hari itu"})
    assert done.status_code == 200
    found = queries.with_logbook(outside.project.id).consultations
    assert [(one.confirmed_by, one.objection) for one in found] == [
        ("Ibu Wati", ""), ("", "Bukan hari itu"),
    ]  # fmt: skip
    db.session.refresh(outside.project)
    assert outside.project.stage == "design"


def test_the_letter_goes_to_the_mentor_where_letters_go_out(
    app: Flask, outside: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lms.core.mail import Letter

    monkeypatch.setitem(app.config, "MAIL_HOST", "surat.contoh.invalid")
    outside.project.mentor_email = "wati@contoh.invalid"
    token = actions.make_link(outside.project, actions.WORD, by=outside.coach)
    letter = db.session.scalars(select(Letter)).one()
    assert letter.recipient == "wati@contoh.invalid"
    assert f"/mentor/{token}" in letter.text
