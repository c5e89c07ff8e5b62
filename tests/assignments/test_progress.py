"""Tasks stand in the outline: closed with a reason, opened by teachers, counted by their rule."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from lms.assignments import actions
from lms.assignments import queries as works
from lms.assignments.models import Submission
from lms.core.db import db
from lms.elearning import actions as elearning
from lms.elearning import queries
from lms.elearning.models import UnitRule
from lms.people.models import Person
from tests import cast
from tests.assignments.conftest import Scene
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]
TEXT = {"text": "Isu utama.", "own_work": "y", "kumpulkan": "1"}


@pytest.mark.one_engine
def test_a_task_that_opens_by_day_asks_few_statements(
    scene: Scene, sign_in: SignIn, sari: Person, count_queries: Callable[..., int]
) -> None:
    sample.a_way(scene.brief.unit, opens_day=200)
    trainee = sign_in(sari)
    assert "Bagian ini terbuka" in trainee.get(scene.address).text
    assert count_queries(lambda: trainee.get(scene.address)) <= 8


@pytest.mark.one_engine
def test_a_closed_task_says_why_and_opens_when_its_way_is_free(
    scene: Scene, sign_in: SignIn, sari: Person, budi: Person, count_queries: Callable[..., int]
) -> None:
    lesson = sample.a_lesson(scene.batch.version, "Bacaan awal")
    sample.a_way(scene.brief.unit, after=[lesson.key])
    trainee, teacher = sign_in(sari), sign_in(budi)
    outline, home = f"/angkatan/{scene.batch.id}/belajar", f"/angkatan/{scene.batch.id}"
    assert "0 dari 2 bagian" in trainee.get(outline).text
    assert "Terkunci" in trainee.get(outline).text
    assert count_queries(lambda: trainee.get(scene.address)) <= 8
    text = trainee.get(scene.address).text
    assert "setelah Anda menyelesaikan: Bacaan awal" in text and budi.name in text
    assert "Kumpulkan tugas" not in text and f"/belajar/{lesson.id}" in text
    assert "setelah Bacaan awal" in trainee.get(f"{home}/tugas").text
    assert trainee.post(scene.address, data=TEXT).status_code == 422
    assert trainee.post(f"{scene.address}/draf", data={"text": "x"}).status_code == 422
    sent = trainee.post(f"{scene.address}/unggahan", headers={"Upload-Length": "9"})
    assert sent.status_code == 422 and not db.session.query(Submission).count()
    place = f"{home}/kemajuan/{scene.seat.id}"
    assert "Rancangan aktualisasi" in teacher.get(place).text
    opened = {"unit_id": scene.brief.unit_id}
    assert teacher.post(f"{place}/buka", data=opened).status_code == 302
    text = trainee.get(scene.address).text
    assert "Kumpulkan tugas" in text and "Selesai bila karya dikumpulkan" in text
    assert count_queries(lambda: trainee.get(scene.address)) <= 8
    assert trainee.post(f"{scene.address}/draf", data={"text": "x"}).status_code == 200
    assert teacher.post(f"{place}/tutup", data=opened).status_code == 302
    assert "Kumpulkan tugas" in trainee.get(scene.address).text, "what was begun stays open"
    assert "draf" in trainee.get(outline).text
    assert trainee.post(scene.address, data=TEXT).status_code == 302
    assert "1 dari 2 bagian" in trainee.get(outline).text
    assert f"/belajar/{lesson.id}" in trainee.get(outline).text
    assert "dikumpulkan" in teacher.get(place).text
    subject = queries.outline(scene.batch, None).subjects[0].id
    table = teacher.get(f"{home}/kemajuan?mapel={subject}").text
    assert "Rancangan aktualisasi" in table and "dikumpulkan" in table
    assert "dikumpulkan" in teacher.get(f"{home}/kemajuan.csv?mapel={subject}").text
    for page in (outline, f"{home}/tugas"):
        assert count_queries(lambda: trainee.get(page)) <= 8  # noqa: B023


def test_progress_follows_the_newest_version_and_the_rule_of_the_task(
    scene: Scene, sari: Person, budi: Person
) -> None:
    hurry = {"text": "Isi", "uploads": [], "own_work": True, "by": sari}
    work = actions.hand_in(scene.batch, scene.brief, scene.seat, **hurry)
    assert _states(scene) == {"": True, "graded": False, "passed": False}
    actions.return_work(works.to_grade(work.id), "Perjelas.", by=budi)
    assert _states(scene) == {"": False, "graded": False, "passed": False}
    work = actions.hand_in(scene.batch, scene.brief, scene.seat, **hurry)
    whole = works.to_grade(work.id)
    marking = actions.save_marks(
        whole, scene.brief, levels={"isu": 0, "tahap": 1}, comments={}, comment="", by=budi
    )
    actions.confirm_marks(whole, scene.brief, marking, by=budi)
    assert _states(scene) == {"": True, "graded": True, "passed": False}, "no mark tells early"
    actions.release_marks(scene.batch, scene.brief, by=budi)
    assert _states(scene) == {"": True, "graded": True, "passed": True}
    assert _states(scene, need=91)["passed"] is False
    step = queries.outline(scene.batch, scene.seat).step(scene.brief.unit_id)
    assert step.work is not None and str(step.work.points) == "90.00" and step.work.version == 2


def _states(scene: Scene, need: int = 70) -> dict[str, bool]:
    """Tell under each rule whether the task is done."""
    found = {}
    for complete in ("", "graded", "passed"):
        db.session.execute(delete(UnitRule))
        sample.a_way(scene.brief.unit, complete=complete, need=need if complete == "passed" else 0)
        queries.study._plan.cache_clear()
        found[complete] = queries.progress(scene.batch, scene.seat).done == 1
    return found


@pytest.mark.one_engine
def test_a_groups_work_counts_for_every_member_and_a_task_waits_for_study(
    scene: Scene, sari: Person, budi: Person
) -> None:
    tono = cast.a_person("Tono Wijaya")
    other, alone = cast.an_enrolment(tono, scene.batch), cast.an_enrolment(
        cast.a_person("Wati Lestari"), scene.batch
    )  # fmt: skip
    lesson = sample.a_lesson(scene.batch.version, "Bacaan")
    actions.set_groups(scene.batch, scene.brief.unit, {scene.seat.id: "A", other.id: "A"}, by=budi)
    assert _at(scene, other.id) == lesson.id, "study first"
    elearning.finish_lesson(other, lesson, by=tono)
    assert _at(scene, other.id) == scene.brief.unit_id
    actions.hand_in(scene.batch, scene.brief, scene.seat, text="Isi", uploads=[], own_work=True,
                    by=sari)  # fmt: skip
    assert queries.progress(scene.batch, other) == queries.Progress(2, 2)
    assert queries.progress(scene.batch, alone).done == 0
    assert not [one for one in queries.standings(scene.batch) if one.seat.id == other.id][0].at


def _at(scene: Scene, seat_id: int) -> int | None:
    found = queries.outlines([(scene.batch, seat_id)])[0].current
    return found.unit_id if found else None
