"""Who is stuck where; what is opened or marked for one person, and taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core import clock
from lms.core.audit import JournalEntry
from lms.core.clock import now
from lms.core.db import db
from lms.elearning import actions, queries
from lms.elearning.models import Quiz
from lms.messages.models import Message
from lms.people.models import Person
from tests import cast
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.one_engine


def test_the_table_shows_who_is_stuck_where_and_reminds_them(
    sign_in: SignIn, count_queries: Callable[..., int], sari: Person, budi: Person, batch: Batch,
    seat: Enrolment, version: ProgrammeVersion, quiz: Quiz,
) -> None:  # fmt: skip
    lesson, other = sample.a_lesson(version, "Pertama"), sample.a_lesson(version, "Kedua")
    seat.group = "A"
    tono = cast.a_person("Tono Wijaya")
    busy = cast.an_enrolment(tono, batch)
    with clock.at(now() - timedelta(days=9)):
        actions.finish_lesson(seat, lesson, by=sari)
    actions.finish_lesson(busy, lesson, by=tono)
    actions.submit_attempt(sample.an_attempt(batch, quiz, busy, tono), by=tono)
    db.session.commit()
    found = {one.seat.name: one for one in queries.standings(batch)}
    assert (found[sari.name].is_stuck, found["Tono Wijaya"].is_stuck) == (True, False)
    browser, home = sign_in(budi), f"/angkatan/{batch.id}/kemajuan"
    text = browser.get(home).text
    assert "1 dari 2 peserta" in text and "9 hari lalu" in text and "Tempat berhenti" in text
    subject = queries.outline(batch, None).subjects[0].id
    text = browser.get(f"{home}?mapel={subject}").text
    assert "selesai" in text and "belum" in text and "Kedua" in text
    assert "Rata-rata angkatan" in text and "<td>100%</td>" in text and "<td>0%</td>" in text
    phase = queries.outline(batch, None).subjects[0].phase
    assert "Berorientasi" in browser.get(f"{home}?tahap={phase}").text
    assert "Tono" not in browser.get(f"{home}?keadaan=macet").text
    assert "Tono" not in browser.get(f"{home}?kelompok=A").text
    table = browser.get(f"{home}.csv?mapel={subject}").text
    assert "Tono Wijaya" in table and "Kedua" in table and "Pertama" in table
    assert browser.get(f"{home}.xlsx").status_code == 200
    few = count_queries(lambda: browser.get(home))
    for number in range(6):
        cast.an_enrolment(cast.a_person(f"Peserta {number}"), batch)
    assert count_queries(lambda: browser.get(home)) == few <= 12
    assert sign_in(sari).get(home).status_code == 403

    assert browser.post(f"/angkatan/{batch.id}/ingatkan/belajar").status_code == 302
    told = db.session.scalars(select(Message).where(Message.kind == "study_idle")).all()
    assert {one.person_id for one in told} >= {sari.id} and tono.id not in {
        one.person_id for one in told
    }
    assert browser.post(f"/angkatan/{batch.id}/ingatkan/belajar").status_code == 422
    assert "Berikutnya:" in sign_in(sari).get("/pesan").text
    assert other.title  # still undone


def test_a_closed_unit_is_opened_for_one_person_and_closed_again(
    sign_in: SignIn, sari: Person, budi: Person, batch: Batch, seat: Enrolment,
    version: ProgrammeVersion,
) -> None:  # fmt: skip
    first, second = sample.a_lesson(version, "Pertama"), sample.a_lesson(version, "Kedua")
    sample.a_way(second, after=[first.key])
    third = sample.a_lesson(version, "Ketiga")
    sample.a_way(third, opens_day=5)
    tono = cast.a_person("Tono Wijaya")
    cast.an_enrolment(tono, batch)
    browser, trainee = sign_in(budi), sign_in(sari)
    place = f"/angkatan/{batch.id}/kemajuan/{seat.id}"
    lesson = f"/angkatan/{batch.id}/belajar/{second.id}"
    assert "setelah Anda menyelesaikan: Pertama" in browser.get(place).text
    assert browser.post(f"{place}/buka", data={"unit_id": second.id}).status_code == 302
    assert browser.post(f"{place}/buka", data={"unit_id": second.id}).status_code == 422
    assert "<p>Isi Kedua</p>" in trainee.get(lesson).text
    assert "<p>Isi Kedua</p>" not in sign_in(tono).get(lesson).text, "for Sari alone"
    assert "dibuka khusus" in browser.get(place).text
    assert browser.post(f"{place}/tutup", data={"unit_id": second.id}).status_code == 302
    assert "<p>Isi Kedua</p>" not in trainee.get(lesson).text
    assert browser.post(f"{place}/tutup", data={"unit_id": second.id}).status_code == 422
    whole = {"course_id": first.course_id}
    assert browser.post(f"{place}/buka", data=whole).status_code == 302
    assert "<p>Isi Ketiga</p>" in trainee.get(f"/angkatan/{batch.id}/belajar/{third.id}").text
    assert trainee.post(f"{place}/buka", data=whole).status_code == 403
    verbs = db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)).all()
    assert [verb for verb in verbs if verb.startswith("unit.")] == [
        "unit.opened", "unit.closed", "unit.opened"
    ]  # fmt: skip


def test_what_only_a_person_can_judge_is_marked_and_unmarked(
    sign_in: SignIn, sari: Person, budi: Person, batch: Batch, seat: Enrolment,
    version: ProgrammeVersion,
) -> None:  # fmt: skip
    unit, free = sample.a_lesson(version, "Praktik"), sample.a_lesson(version, "Bacaan")
    sample.a_way(unit, complete="marked")
    browser = sign_in(budi)
    place = f"/angkatan/{batch.id}/kemajuan/{seat.id}"
    assert "Selesai bila ditandai pengajar" in sign_in(sari).get(
        f"/angkatan/{batch.id}/belajar/{unit.id}"
    ).text  # fmt: skip
    assert browser.post(f"{place}/urungkan/{unit.id}").status_code == 422
    assert browser.post(f"{place}/tandai/{free.id}").status_code == 422
    assert browser.post(f"{place}/tandai/{unit.id}").status_code == 302
    assert queries.progress(batch, seat).done == 1
    assert browser.post(f"{place}/urungkan/{unit.id}").status_code == 302
    assert queries.progress(batch, seat).done == 0
    assert browser.get(f"/angkatan/{batch.id}/kemajuan/999999").status_code == 404
