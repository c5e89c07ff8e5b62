"""A batch's whole plan: from the programme's timetable or another batch; what a year can hold."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, BatchPhase, Enrolment, Staff
from lms.core.db import db
from lms.messages.models import Message
from lms.people.models import Person
from lms.schedule import actions, queries
from lms.schedule.lines import date_days, read_lines
from lms.schedule.models import PlanUnit, Session
from lms.schedule.season import PERSON, ROOM, Supply, demand_of, fits
from tests import cast
from tests.schedule.cast import MONDAY, a_room, a_running_batch, wib

ROWS = [
    {"first": 1, "last": 5, "at": "", "course": "01-mapel", "title": "Mandiri", "jp": 40,
     "format": "self_study"},
    {"first": 6, "last": 6, "at": "08.00-09.30", "course": "02-mapel", "title": "Pembukaan",
     "jp": 2, "format": "classical"},
    {"first": 6, "last": 6, "at": "13.00-15.15", "course": "02-mapel", "title": "Bimbingan",
     "jp": 3, "format": "classical", "groups": 2},
    {"first": 7, "last": 7, "at": "08.00-09.30", "course": "02-mapel", "title": "Seminar",
     "jp": 2, "format": "virtual"},
]  # fmt: skip


def test_holidays_move_days_forward_and_say_why() -> None:
    first = date(2026, 12, 21)
    christmas = {date(2026, 12, 24): "Cuti bersama", date(2026, 12, 25): "Natal"}
    days = date_days([3, 4, 5, 6], [(6, first, date(2026, 12, 29))], christmas)
    assert [one.day.day for one in days.values()] == [23, 28, 29, 30]
    assert [one.is_moved for one in days.values()] == [False, True, True, True]
    assert days[4].reasons == ("Cuti bersama", "Natal")
    assert days[4].planned == date(2026, 12, 24)
    assert days[5].problem == ""
    assert days[6].problem == "Melewati akhir tahapnya."


def test_what_is_short_first_is_named() -> None:
    lines = read_lines({"rows": ROWS})
    demand = demand_of(1, "Latsar", 40, lines)
    assert demand.jp == {ROOM: 8, "account": 2, PERSON: 10}
    supplies = [
        Supply(ROOM, 1, "Aula", 100, 20, seats=120), Supply(ROOM, 2, "Kecil", 900, 0, seats=24),
        Supply("account", 1, "Zoom", 1000, 0, seats=300), Supply(PERSON, 1, "Budi", 60, 5),
    ]  # fmt: skip
    found = fits(demand, supplies)
    assert found.by_kind == {ROOM: 10, "account": 500, PERSON: 5}
    assert (found.most, found.bottleneck) == (5, PERSON)


@pytest.fixture
def planned(batch: Batch) -> Batch:
    """Give the programme of this week's batch a timetable."""
    batch.version.timetable = {"rows": ROWS}
    db.session.commit()
    return batch


def _lengthen(batch: Batch) -> None:
    """Let the batch and its last phase end a week later."""
    last = db.session.scalars(
        select(BatchPhase).where(BatchPhase.batch_id == batch.id).order_by(BatchPhase.id.desc())
    ).first()
    batch.ends_on = last.ends_on = last.ends_on + timedelta(days=7)
    db.session.commit()


@pytest.mark.one_engine
def test_the_template_is_applied_shown_undone_and_cloned(
    planned: Batch, seat: Enrolment, budi: Person, rina: Person,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    cast.a_person("Eko Prasetyo", roles=("instructor",), position_kind="fungsional")
    rooms = [a_room(f"Ruang {letter}", by=rina).id for letter in "ABC"]
    browser = sign_in(rina)
    address = f"/angkatan/{planned.id}/jadwal/pola"
    page = browser.get(address).text
    assert "Buat 4 rancangan sesi" in page
    assert "Kelompok 2" in page
    data = {
        "room": rooms[0], "link": "https://contoh.invalid", "team": [budi.id],
        "pengajar-0": budi.id, "ruang-0": rooms[1], "ruang-1": rooms[2],
    }  # fmt: skip
    answer = browser.post(address, data=data)
    assert answer.status_code == 422
    assert "melewati akhir tahapnya" in answer.text
    _lengthen(planned)
    answer = browser.post(address, data=data | {"link": ""})
    assert answer.status_code == 422
    assert "Isi tautan pertemuan" in answer.text
    assert db.session.scalars(select(Session)).all() == []
    assert browser.post(address, data=data).status_code == 302
    found = db.session.scalars(select(Session).order_by(Session.starts_at, Session.id)).all()
    assert [one.title for one in found] == ["Pembukaan", "Bimbingan", "Bimbingan", "Seminar"]
    assert all(one.is_draft for one in found)
    assert [one.group.name if one.group else "" for one in found] == [
        "", "Kelompok 1", "Kelompok 2", "",
    ]  # fmt: skip
    assert "Semua baris pola sudah dijadwalkan" in browser.get(address).text

    draft = found[3]
    assert browser.post(f"/sesi/{draft.id}/kembalikan").status_code == 302
    needs = queries.needs_of(planned)
    assert [need.line.title for need in needs] == ["Seminar"]
    day = needs[0].dated.day
    places = f"/angkatan/{planned.id}/jadwal/baris/tempat?angkatan={planned.id}&tanggal={day}"
    why = browser.get(f"{places}&lihat=hari&baris={quote(needs[0].key)}").json
    assert why[f"{day}|08:00|room-{rooms[0]}"] == "Sesi virtual diletakkan pada akun webinar."
    assert why[f"{day}|08:00|account-0"] == "Isi tautan pertemuan untuk sesi virtual."
    assert browser.get(f"{places}&baris=lain").status_code == 404
    target = f"{day.isoformat()}|13:00|account-0"
    answer = browser.post(
        f"/angkatan/{planned.id}/jadwal/baris", data={"baris": needs[0].key, "ke": target}
    )
    assert answer.status_code == 422
    assert "Isi tautan pertemuan untuk sesi virtual" in answer.text

    unit = db.session.scalars(select(PlanUnit).order_by(PlanUnit.id.desc())).first()
    assert unit.kind == "board"
    assert browser.post(f"/jadwal/perubahan/{unit.id}/urungkan").status_code == 302
    assert queries.needs_of(planned) == []

    later = a_running_batch(2, version=planned.version)
    later.starts_on, later.ends_on = MONDAY + timedelta(days=28), MONDAY + timedelta(days=60)
    db.session.commit()
    told = browser.post(f"/angkatan/{later.id}/jadwal/salin", data={"source": planned.id}).text
    assert "Buat 4 rancangan sesi" in told
    answer = browser.post(
        f"/angkatan/{later.id}/jadwal/salin", data={"source": planned.id, "terapkan": "1"}
    )
    assert answer.status_code == 302
    copies = db.session.scalars(
        select(Session).where(Session.batch_id == later.id).order_by(Session.starts_at)
    ).all()
    assert len(copies) == 4
    assert copies[0].room_id == rooms[0]
    assert browser.get("/jadwal/kapasitas?tahun=2026").status_code == 200
    season = queries.season(2026)
    assert sum(season.months) == 20
    assert {one.name: one.used for one in season.of(ROOM)}["Ruang A"] == 4
    assert "Angkatan yang masih muat" in browser.get("/jadwal/kapasitas").text
    assert "Ruang,Ruang A,4," in browser.get("/jadwal/kapasitas-2026.csv").text
    assert browser.get("/jadwal/kapasitas-1066.xlsx").status_code == 404


@pytest.mark.one_engine
def test_a_closure_of_a_shown_session_is_said_at_once(
    batch: Batch, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    room = a_room(by=rina)
    wati = cast.a_person("Wati Kusuma", roles=("organiser",))
    db.session.add(Staff(batch_id=batch.id, person_id=wati.id, role="organiser"))
    batch.opened_by_id = rina.id
    actions.plan_session(
        batch,
        actions.Plan("Etika", "classical", wib("13.00"), wib("14.30"), room_id=room.id),
        by=rina,
    )
    db.session.commit()
    away = {"begins": "2026-11-24T12:00", "ends": "2026-11-24T17:00", "reason": "Perawatan"}
    browser = sign_in(rina)
    answer = browser.post(f"/ruang/{room.id}/penutupan", data=away, follow_redirects=True)
    assert "1 sesi yang sudah terbit kini bermasalah" in answer.text
    told = select(Message.person_id).where(Message.kind == "plan_troubled")
    assert list(db.session.scalars(told)) == [wati.id]
    holiday = {"day": "2026-11-24", "name": "Hari daerah", "kind": "local", "source": ""}
    again = browser.post("/kalender-kerja", data=holiday, follow_redirects=True)
    assert "1 sesi yang sudah terbit kini bermasalah" in again.text
    assert list(db.session.scalars(told)) == [wati.id], "of the same sessions once"
    assert "Etika" in sign_in(wati).get("/pesan").text
