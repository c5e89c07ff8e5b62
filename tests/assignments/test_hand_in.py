"""Handing in: drafts, files, the receipt, versions, and what is refused."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import time_machine
from flask.testing import FlaskClient

from lms.assignments import actions, queries
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.assignments.conftest import Scene

SignIn = Callable[..., FlaskClient]


def _versions(scene: Scene):
    return queries.versions_of(scene.seat, scene.brief.unit_id)


def test_a_draft_keeps_text_and_files(scene: Scene, sign_in: SignIn, sari: Person, pdf) -> None:
    client = sign_in(sari)
    client.post(scene.address, data={"text": "Isu antrean", "uploads": pdf(), "simpan": "1"})
    page = client.get(scene.address).text
    assert "Isu antrean" in page and "rancangan.pdf" in page
    assert _versions(scene)[0].state == "draft"


def test_handing_in_gives_a_receipt(scene: Scene, sign_in: SignIn, sari: Person, pdf) -> None:
    client = sign_in(sari)
    data = {"text": "Isu antrean", "uploads": pdf(), "own_work": "y", "kumpulkan": "1"}
    assert client.post(scene.address, data=data).status_code == 302
    work = _versions(scene)[0]
    assert work.state == "submitted" and not work.is_late
    assert work.receipt == actions.receipt_of(work)
    assert work.receipt in client.get(scene.address).text


def test_without_the_statement_nothing_is_handed_in_and_nothing_is_lost(
    scene: Scene, sign_in: SignIn, sari: Person
) -> None:
    answer = sign_in(sari).post(scene.address, data={"text": "Panjang sekali", "kumpulkan": "1"})
    assert answer.status_code == 422
    assert "Centang pernyataan" in answer.text and "Panjang sekali" in answer.text
    assert _versions(scene) == []


def test_an_empty_work_is_refused(scene: Scene, sign_in: SignIn, sari: Person) -> None:
    answer = sign_in(sari).post(scene.address, data={"own_work": "y", "kumpulkan": "1"})
    assert answer.status_code == 422 and "unggah sedikitnya satu berkas" in answer.text


def test_a_file_of_another_kind_is_refused_whole(
    scene: Scene, sign_in: SignIn, sari: Person
) -> None:
    bad = (BytesIO(b"<script>alert(1)</script>"), "jahat.pdf")
    answer = sign_in(sari).post(scene.address, data={"text": "x", "uploads": bad, "simpan": "1"})
    assert answer.status_code == 422 and "bukan PDF" in answer.text
    assert _versions(scene) == []


def test_late_work_is_taken_and_marked_late(scene: Scene, sign_in: SignIn, sari: Person) -> None:
    due = queries.due_at(scene.batch, scene.brief.due_day)
    with time_machine.travel(due + timedelta(minutes=5)):
        data = {"text": "Terlambat", "own_work": "y", "kumpulkan": "1"}
        sign_in(sari).post(scene.address, data=data)
        assert _versions(scene)[0].is_late


def test_a_second_version_waits_for_the_first_to_be_returned(
    scene: Scene, sign_in: SignIn, sari: Person, budi: Person
) -> None:
    client = sign_in(sari)
    data = {"text": "Versi satu", "own_work": "y", "kumpulkan": "1"}
    client.post(scene.address, data=data)
    assert client.post(scene.address, data=data).status_code == 422
    work = queries.to_grade(_versions(scene)[0].id)
    actions.return_work(work, "Tambahkan data", by=budi)
    db.session.commit()
    client.post(scene.address, data={"text": "Versi dua", "own_work": "y", "kumpulkan": "1"})
    assert [one.version for one in _versions(scene)] == [2, 1]


def test_strangers_and_staff_cannot_hand_in(
    scene: Scene, sign_in: SignIn, budi: Person, dedi: Person
) -> None:
    data = {"text": "x", "own_work": "y", "kumpulkan": "1"}
    assert sign_in(budi).post(scene.address, data=data).status_code == 403
    assert sign_in(dedi).post(scene.address, data=data).status_code == 404


def test_only_author_and_teachers_open_the_file(
    scene: Scene, sign_in: SignIn, sari: Person, budi: Person, pdf
) -> None:
    client = sign_in(sari)
    client.post(scene.address, data={"uploads": pdf(), "own_work": "y", "kumpulkan": "1"})
    address = f"/berkas-tugas/{_versions(scene)[0].files[0].id}"
    other = cast.a_person("Tono Wijaya")
    cast.an_enrolment(other, scene.batch)
    with client.get(address) as answer, sign_in(budi).get(address) as seen:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert seen.status_code == 200
    assert sign_in(other).get(address).status_code == 404


def test_a_draft_is_private(scene: Scene, sign_in: SignIn, sari: Person, budi: Person) -> None:
    sign_in(sari).post(scene.address, data={"text": "Rahasia", "simpan": "1"})
    work = _versions(scene)[0]
    assert sign_in(budi).get(f"/penilaian/{work.id}").status_code == 404
    assert "Rahasia" not in sign_in(budi).get(scene.address).text


def test_my_tasks_ask_few_questions(
    scene: Scene, sign_in: SignIn, sari: Person, count_queries
) -> None:
    client = sign_in(sari)
    client.get("/tugas")
    assert count_queries(lambda: client.get("/tugas")) <= 8
