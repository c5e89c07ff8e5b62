"""What each of the five roles sees and does on the pages of a project."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from lms.core.clock import today
from lms.core.db import db
from lms.people.models import Person
from lms.projects import queries
from tests import cast, damaged
from tests.projects.conftest import Scene, a_photo

Browser = Callable[..., FlaskClient]
pytestmark = pytest.mark.one_engine


def test_trainee_coach_mentor_and_examiner_meet_on_one_page(
    scene: Scene, sign_in: Browser, count_queries: Callable[..., int]
) -> None:
    address = f"/proyek/{scene.project.id}"
    trainee, coach = sign_in(scene.trainee), sign_in(scene.coach, "instructor")
    assert trainee.get(f"/angkatan/{scene.batch.id}/proyek").location == address
    assert "Isi judul, isu, dan gagasan." in trainee.get(address).text
    refused = trainee.post(f"{address}/gagasan", data={"title": "", "issue": "x", "idea": "y"})
    assert refused.status_code == 422
    assert "Isi judulnya." in refused.text
    idea = {"title": "Loket tanpa antre", "issue": "Antre", "idea": "Meja"}
    assert coach.post(f"{address}/gagasan", data=idea).status_code == 403
    assert trainee.post(f"{address}/gagasan", data=idea).status_code == 302
    assert trainee.post(f"{address}/ajukan").status_code == 302
    assert "Loket tanpa antre" in coach.get("/proyek").text
    assert "Putusan Anda sebagai Coach" in coach.get(address).text
    assert (
        coach.post(f"{address}/putusan", data={"peran": "mentor", "setuju": "1"}).status_code == 422
    )
    assert (
        coach.post(f"{address}/putusan", data={"peran": "coach", "setuju": "1"}).status_code == 302
    )
    figure = {"name": "Waktu tunggu", "unit": "menit", "before": "47,5", "target": "20"}
    assert (
        trainee.post(f"{address}/indikator", data={**figure, "before": "lama"}).status_code == 422
    )
    assert trainee.post(f"{address}/indikator", data=figure).status_code == 302
    scene.hand_in("design")
    trainee.post(f"{address}/ajukan")
    mentor = sign_in(scene.mentor)
    assert "Menunggu putusan Anda" in mentor.get("/proyek").text
    for person, role in ((coach, "coach"), (mentor, "mentor")):
        assert (
            person.post(f"{address}/putusan", data={"peran": role, "setuju": "1"}).status_code
            == 302
        )
    examiner = sign_in(scene.examiner, "instructor")
    assert (
        examiner.post(f"{address}/putusan", data={"peran": "examiner", "setuju": "1"}).status_code
        == 302
    )
    shot = {"happened_on": today().isoformat(), "activity": "Uji meja", "upload": a_photo()}
    early = {**shot, "happened_on": (today() + timedelta(days=2)).isoformat(), "upload": a_photo()}
    assert "Tanggalnya belum tiba" in trainee.post(f"{address}/bukti", data=early).text
    for name, content, words in damaged.files(most_bytes=10_000_000):
        wrong = {**shot, "upload": (BytesIO(content), name)}
        refused = trainee.post(f"{address}/bukti", data=wrong)
        assert refused.status_code == 422 and words in refused.text, name
    assert queries.with_practice(scene.project.id).evidence == []
    shot["upload"] = a_photo()
    assert trainee.post(f"{address}/bukti", data=shot).status_code == 302
    practice = queries.with_practice(scene.project.id)
    picture = f"/bukti-proyek/{practice.evidence[0].id}"
    assert mentor.get(f"{picture}?lihat=1", buffered=True).status_code == 200
    assert sign_in(cast.a_person("Tono Wijaya")).get(picture).status_code == 404
    figure_id = queries.with_practice(scene.project.id).indicators[0].id
    measured = trainee.post(f"/indikator-proyek/{figure_id}",
                            data={"after": "18", "measured_on": today().isoformat()})  # fmt: skip
    assert measured.status_code == 302
    assert "target tercapai" in examiner.get(f"{address}/pelaksanaan").text
    for path in ("", "/pelaksanaan", "/konsultasi"):
        assert count_queries(lambda path=path: trainee.get(address + path)) <= 8, path
    organiser = sign_in(scene.organiser)
    assert count_queries(lambda: organiser.get(f"/angkatan/{scene.batch.id}/proyek")) <= 12


def test_a_consultation_is_confirmed_by_the_other_side_and_printed(
    scene: Scene, sign_in: Browser
) -> None:
    address = f"/proyek/{scene.project.id}/konsultasi"
    trainee, coach = sign_in(scene.trainee), sign_in(scene.coach, "instructor")
    meeting = {"guide": "coach", "held_on": today().isoformat(), "topic": "Memilih isu"}
    assert trainee.post(address, data={**meeting, "guide": "examiner"}).status_code == 422
    assert trainee.post(address, data=meeting).status_code == 302
    found = queries.with_logbook(scene.project.id).consultations[0]
    answer = f"/konsultasi/{found.id}/jawab"
    assert trainee.post(answer).status_code == 403
    assert sign_in(scene.mentor).post(answer).status_code == 403
    assert coach.post(answer).status_code == 302
    assert "Disahkan Budi Hartanto" in trainee.get(address).text
    assert coach.post(answer).status_code == 422
    coach.post(address, data={**meeting, "topic": "Akar penyebab"})
    second = queries.with_logbook(scene.project.id).consultations[1]
    assert coach.post(f"/konsultasi/{second.id}/jawab").status_code == 403
    trainee.post(f"/konsultasi/{second.id}/jawab", data={"note": "Bukan hari itu"})
    assert "Tidak disahkan: Bukan hari itu" in coach.get(address).text
    card = trainee.get(f"/proyek/{scene.project.id}/kartu-kendali.pdf")
    assert card.data.startswith(b"%PDF-")


def test_the_organiser_opens_shares_out_and_names(
    sign_in: Browser, rina: Person, budi: Person, sari: Person, scene: Scene
) -> None:
    organiser = sign_in(rina, "organiser")
    base = f"/angkatan/{scene.batch.id}/proyek"
    dues = {stage: day.isoformat() for stage, day in queries.dues_of(scene.batch).items()}
    assert (
        organiser.post(f"{base}/atur", data={**dues, "issue": dues["final_seminar"]}).status_code
        == 422
    )
    assert organiser.post(f"{base}/atur", data=dues).status_code == 302
    assert sign_in(budi, "instructor").get(f"{base}/atur").status_code == 403
    assert "Sari Wulandari" in organiser.get(base).text
    assert "Sari Wulandari" not in organiser.get(f"{base}?tahap=report").text
    team = f"/proyek/{scene.project.id}/pembimbing"
    named = {"coach": str(budi.id), "examiner": "0", "mentor_name": "Ibu Wati", "mentor_nip": ""}
    assert organiser.post(team, data={**named, "mentor_email": "wati"}).status_code == 422
    assert organiser.post(team, data=named).status_code == 302
    assert "Ibu Wati" in sign_in(sari).get(f"/proyek/{scene.project.id}").text
    assert organiser.post(f"{base}/bagi").status_code == 302
    db.session.refresh(scene.project)
    assert scene.project.examiner_id == scene.examiner.id


def test_programmes_without_a_project_have_no_such_page(sign_in: Browser, rina: Person) -> None:
    version = cast.a_programme("pbj-level-1")
    version.programme.kind = "procurement"
    batch = cast.a_batch(version)
    assert sign_in(rina, "organiser").get(f"/angkatan/{batch.id}/proyek").status_code in (403, 404)
