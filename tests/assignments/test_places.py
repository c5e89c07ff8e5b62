"""What holds for one trainee or a few: more time, groups, versions beside each other, receipts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from lms.assignments import actions, queries, rules
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.assignments.conftest import Scene

SignIn = Callable[..., FlaskClient]


def test_changes_of_a_text_are_told_word_by_word() -> None:
    told = rules.text_changes("Loket dua lambat", "Loket tiga lambat")
    assert told == [("same", "Loket "), ("out", "dua "), ("in", "tiga "), ("same", "lambat")]
    for before, after in (("a b", ""), ("", "a"), ("satu dua", "dua satu"), ("x", "x")):
        pieces = rules.text_changes(before, after)
        former = "".join(text for kind, text in pieces if kind != "in")
        assert "".join(former.split()) == "".join(before.split())
        assert "".join(text for kind, text in pieces if kind != "out") == after
    longer = rules.text_changes("Loket lambat.", "Loket lambat.\n\nSepuluh hari.")
    assert longer == [("same", "Loket lambat.\n\n"), ("in", "Sepuluh hari.")]


def test_files_are_compared_by_content() -> None:
    before = {"a.pdf": "1", "b.pdf": "2", "c.pdf": "3"}
    after = {"a.pdf": "1", "b.pdf": "9", "d.pdf": "4"}
    assert rules.file_changes(before, after) == [
        ("a.pdf", "same"), ("b.pdf", "changed"), ("c.pdf", "gone"), ("d.pdf", "new"),
    ]  # fmt: skip


def test_a_task_closes_and_one_trainee_gets_more_time(
    scene: Scene, sign_in: SignIn, sari: Person, budi: Person
) -> None:
    trainee, teacher = sign_in(sari), sign_in(budi)
    teacher.post(f"{scene.address}/aturan", data={"late_days": "1"})
    assert teacher.post(f"{scene.address}/aturan", data={"late_days": "-1"}).status_code == 422
    due = queries.due_at(scene.batch, scene.brief.due_day)
    late = {"text": "Isu", "own_work": "y", "kumpulkan": "1"}
    more = (due + timedelta(days=4)).date()
    grant = {"seat": scene.seat.id, "day": more.isoformat(), "reason": "Dinas luar"}
    with time_machine.travel(due + timedelta(days=2)):
        trainee, teacher = sign_in(sari), sign_in(budi)
        closed = trainee.post(scene.address, data=late)
        assert closed.status_code == 422 and "sudah ditutup" in closed.text
        assert trainee.post(f"{scene.address}/draf", data={"text": "x"}).status_code == 422
        for bad in ({"day": due.date().isoformat()}, {"reason": " "}, {"seat": 999_999}):
            refused = teacher.post(f"{scene.address}/perpanjangan", data=grant | bad)
            assert refused.status_code == 422
        assert trainee.post(f"{scene.address}/perpanjangan", data=grant).status_code == 403
        assert teacher.post(f"{scene.address}/perpanjangan", data=grant).status_code == 302
        assert "Dinas luar" in trainee.get(scene.address).text
        assert queries.tasks_of(scene.batch, scene.seat)[0].due_at > due + timedelta(days=3)
        assert trainee.post(scene.address, data=late).status_code == 302
    assert not queries.versions_of(scene.seat, scene.brief.unit_id)[0].is_late


def test_a_group_hands_in_one_work_and_every_member_receives_its_mark(
    scene: Scene, sign_in: SignIn, sari: Person, budi: Person, count_queries: Callable[..., int]
) -> None:
    tono, wira = cast.a_person("Tono Wijaya"), cast.a_person("Wira Utama")
    seats = {one.id: cast.an_enrolment(one, scene.batch) for one in (tono, wira)}
    teacher, first, second = sign_in(budi), sign_in(sari), sign_in(tono)
    names = {f"kelompok_{scene.seat.id}": "Melati", f"kelompok_{seats[tono.id].id}": "Melati"}
    assert teacher.post(f"{scene.address}/kelompok", data=names).status_code == 302
    first.post(f"{scene.address}/draf", data={"text": "Isu bersama"})
    text = second.get(scene.address).text
    assert "Isu bersama" in text and "bersama Melati: Sari Wulandari, Tono Wijaya." in text
    assert "Isu bersama" not in sign_in(wira).get(scene.address).text
    hand_in = {"text": "Isu bersama", "own_work": "y", "kumpulkan": "1"}
    assert second.post(scene.address, data=hand_in).status_code == 302
    assert first.post(scene.address, data=hand_in).status_code == 422
    late = teacher.post(f"{scene.address}/kelompok", data={})
    assert late.status_code == 422 and "tidak diubah lagi" in late.text
    work = queries.versions_of(seats[tono.id], scene.brief.unit_id)[0]
    assert work.id == queries.versions_of(scene.seat, scene.brief.unit_id)[0].id
    for client in (first, second):
        assert client.get(f"/penilaian/{work.id}").status_code == 403
        receipt = client.get(f"/karya/{work.id}/tanda-terima.pdf")
        assert receipt.data.startswith(b"%PDF")
    assert sign_in(wira).get(f"/karya/{work.id}/tanda-terima.pdf").status_code == 404
    teacher.post(f"/penilaian/{work.id}",
                 data={"level_isu": 0, "level_tahap": 0, "langkah": "sahkan"})  # fmt: skip
    assert "Wira Utama" in teacher.get(f"{scene.address}/rilis").text
    assert "Tono Wijaya" not in teacher.get(f"{scene.address}/rilis").text
    teacher.post(f"{scene.address}/rilis")
    places = {score.enrolment_id for score in queries.scores(scene.batch)}
    assert places == {scene.seat.id, seats[tono.id].id}
    assert [len(queries.own_scores(seats[one.id])) for one in (tono, wira)] == [1, 0]
    assert queries.handed_in(scene.batch) == {scene.seat.id: 1, seats[tono.id].id: 1}
    for client in (first, second):
        assert "100,00" in client.get(scene.address).text
        assert "dirilis" in client.get("/tugas").text
        assert count_queries(lambda: client.get(scene.address)) <= 8  # noqa: B023
    assert sorted(queries.people_behind([queries.to_grade(work.id)])) == sorted([sari.id, tono.id])


@pytest.mark.one_engine
def test_versions_are_compared_by_author_and_graders_alone(
    scene: Scene, sign_in: SignIn, sari: Person, budi: Person
) -> None:
    for text in ("Loket dua lambat", "Loket tiga lambat"):
        work = actions.hand_in(scene.batch, scene.brief, scene.seat, text=text, uploads=[],
                               own_work=True, by=sari)  # fmt: skip
        if "dua" in text:
            actions.return_work(queries.to_grade(work.id), "Periksa", by=budi)
    work_id = work.id
    db.session.commit()
    for person in (sari, budi):
        page = sign_in(person).get(f"/karya/{work_id}/banding").text
        assert "<del>dua </del>" in page and "<ins>tiga </ins>" in page
    other = cast.a_person("Tono Wijaya")
    cast.an_enrolment(other, scene.batch)
    assert sign_in(other).get(f"/karya/{work_id}/banding").status_code == 404
    assert sign_in(sari).get(f"/karya/{work_id}/banding?dengan=9").status_code == 404
