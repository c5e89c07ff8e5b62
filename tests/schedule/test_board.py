"""The board: moving, stretching, copying, locking, undoing, showing; by page and by script."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.messages.models import Message
from lms.people.models import Person
from lms.schedule import actions, queries
from lms.schedule.actions import ProfileFacts
from lms.schedule.models import Booking, PlanUnit, Session
from tests import cast
from tests.schedule.cast import MONDAY, TODAY, a_plan, a_room, a_running_batch, a_session, wib
from tests.schedule.test_plans import ROWS

pytestmark = pytest.mark.one_engine
_SCRIPT = {"HX-Request": "true"}


def _to(room_id: int, starts: str = "08:00", day: date = TODAY) -> str:
    return f"{day.isoformat()}|{starts}|room-{room_id}"


def test_a_session_is_moved_stretched_copied_and_all_is_undone(
    batch: Batch, budi: Person, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    room, other = a_room(by=rina), a_room("Krakatau", by=rina)
    session = a_session(batch, by=rina, room=room, instructors=(budi,))
    browser = sign_in(rina)
    page = browser.get("/jadwal/papan").text
    assert "Analisis Isu Kontemporer" in page
    assert 'data-to="2026-11-24|08:00|room-' in page

    address = f"/sesi/{session.id}/pindah"
    answer = browser.post(address, data={"ke": _to(other.id)}, headers=_SCRIPT)
    assert answer.status_code == 200
    assert "dipindahkan" in answer.text
    # three JP of the pattern: 08.00-09.30, break, 09.45-10.30
    assert (session.starts_at, session.ends_at) == (wib("08.00"), wib("10.30"))
    assert (session.room_id, session.jp) == (other.id, 3)
    assert session.is_news  # people still know the former time
    kinds = select(Booking.kind, Booking.starts_at).where(Booking.session_id == session.id)
    assert set(db.session.execute(kinds).all()) == {
        (kind, wib("08.00")) for kind in ("room", "person", "batch")
    }
    answer = browser.post(f"/sesi/{session.id}/rentang", data={"sampai": "09:30"}, headers=_SCRIPT)
    assert answer.status_code == 200
    assert session.jp == 2
    answer = browser.post(address, data={"ke": _to(other.id), "salin": "1"}, headers=_SCRIPT)
    assert answer.status_code == 422
    assert "sudah terpakai" in answer.text
    browser.post(address, data={"ke": _to(other.id, day=MONDAY + timedelta(days=2)), "salin": "1"})
    copy = db.session.scalars(select(Session).where(Session.id != session.id)).one()
    assert copy.is_draft
    assert [one.person_id for one in queries.session_in_full(copy).teaching] == [budi.id]

    for unit in db.session.scalars(select(PlanUnit).order_by(PlanUnit.id.desc())).all():
        assert browser.post(f"/jadwal/perubahan/{unit.id}/urungkan").status_code == 302
    assert db.session.scalars(select(Session)).all() == [session]
    assert (session.starts_at, session.room_id, session.jp) == (wib("13.00"), room.id, 3)
    assert not session.is_news
    again = browser.post(f"/jadwal/perubahan/{unit.id}/urungkan")
    assert again.status_code == 422
    assert "sudah diurungkan" in again.text


def test_forbidden_places_say_why(
    batch: Batch, budi: Person, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    room, closed = a_room(by=rina), a_room("Krakatau", by=rina)
    session = a_session(batch, by=rina, room=room, instructors=(budi,))
    rival = a_running_batch(2, version=batch.version)
    a_session(rival, by=rina, room=room, starts="08.00", ends="09.30", title="Etika")
    actions.add_block("room", closed.id, wib("00.00"), wib("23.00"), "Perawatan", by=rina)
    actions.set_holiday(MONDAY + timedelta(days=3), "Libur lokal", "local", by=rina)
    actions.set_profile(
        budi, ProfileFacts(level="latsar", hours={"1": [["08:00", "16:00"]]}), by=rina
    )
    db.session.commit()
    browser = sign_in(rina)
    why = browser.get(f"/sesi/{session.id}/tempat").json
    assert "Way Kambas sudah terpakai untuk Etika" in why[_to(room.id)]
    assert why[_to(closed.id, "10:30")] == "Krakatau tidak dapat dipakai: Perawatan."
    thursday = _to(room.id, "08:00", MONDAY + timedelta(days=3))
    assert why[thursday] == "Hari libur: Libur lokal."
    assert why[_to(room.id, "08:00", MONDAY)] == "Budi Hartanto tidak tersedia pada jam itu."
    assert _to(room.id, "13:00") not in why

    plain = browser.get(f"/sesi/{session.id}/pindah").text
    assert "Hari libur: Libur lokal." in plain
    assert f'value="{_to(room.id, "13:00")}"' in plain
    answer = browser.post(f"/sesi/{session.id}/pindah", data={"ke": thursday})
    assert answer.status_code == 422
    assert "Hari libur: Libur lokal." in answer.text
    for wrong in ("", "besok|pagi|room-1", "2026-11-24|08:00|room-x", "0001-01-01|08:00|room-1"):
        answer = browser.post(f"/sesi/{session.id}/pindah", data={"ke": wrong}, headers=_SCRIPT)
        assert answer.status_code == 422
        assert "Pilih tempat pada papan." in answer.text
    assert session.starts_at == wib("13.00")


def test_a_locked_session_stays_and_others_have_no_access(
    meeting: Session, rina: Person, budi: Person, sari: Person, seat: Enrolment,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    browser = sign_in(rina)
    assert browser.post(f"/sesi/{meeting.id}/kunci").status_code == 302
    answer = browser.post(f"/sesi/{meeting.id}/rentang", data={"sampai": "15:00"}, headers=_SCRIPT)
    assert answer.status_code == 422
    assert "terkunci" in answer.text
    assert browser.post(f"/sesi/{meeting.id}/kunci").status_code == 302
    assert not meeting.is_locked
    for person in (budi, sari):
        other = sign_in(person)
        assert other.get("/jadwal/papan").status_code == 403
        assert other.get(f"/sesi/{meeting.id}/tempat").status_code == 403
        assert other.post(f"/sesi/{meeting.id}/pindah").status_code == 403


def test_drafts_are_unseen_until_shown_and_only_those_concerned_are_told(
    batch: Batch, sari: Person, seat: Enrolment, budi: Person, rina: Person,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    other = cast.a_person("Tini Astuti")
    cast.an_enrolment(other, batch)
    seat.group = "Kelompok A"
    group = actions.add_group(batch, "Kelompok A", by=rina)
    room = a_room(by=rina)
    plan = a_plan(room_id=room.id, group_id=group.id, instructor_ids=(budi.id,))
    session = actions.plan_session(batch, plan, by=rina, draft=True)
    db.session.commit()
    trainee = sign_in(sari)
    assert trainee.get(f"/sesi/{session.id}").status_code == 404
    assert session.title not in trainee.get("/jadwal").text

    block = actions.add_block("person", budi.id, wib("12.00"), wib("18.00"), "Sakit", by=rina)
    db.session.commit()
    browser = sign_in(rina)
    text = browser.get("/jadwal/papan").text
    assert "1 masalah harus diselesaikan sebelum terbit" in text
    assert "Budi Hartanto berhalangan: Sakit." in text
    answer = browser.post("/jadwal/terbitkan", data={"batch": batch.id})
    assert answer.status_code == 422
    assert "belum dapat diterbitkan. Budi Hartanto berhalangan: Sakit." in answer.text
    assert "Budi Hartanto berhalangan: Sakit." in browser.get("/jadwal/masalah").text
    browser.post(f"/penutupan/{block.id}/hapus")

    preview = browser.get("/jadwal/terbitkan").text
    assert "1 sesi baru, 0 sesi bergeser" in preview
    assert "Diberi tahu: 1 peserta dan 1 pengajar." in preview
    assert browser.post("/jadwal/terbitkan", data={"batch": batch.id}).status_code == 302
    told = db.session.scalars(select(Message.person_id).where(Message.kind == "plan_published"))
    assert sorted(told) == sorted([sari.id, budi.id])
    assert session.title in trainee.get("/jadwal").text
    assert session.title not in sign_in(other).get("/jadwal").text

    browser.post(f"/sesi/{session.id}/pindah", data={"ke": _to(room.id)})
    assert "0 sesi baru, 1 sesi bergeser" in browser.get("/jadwal/terbitkan").text
    browser.post("/jadwal/terbitkan", data={"batch": batch.id})
    moved = select(func.count(Message.id)).where(Message.kind == "session_moved")
    assert db.session.scalar(moved) == 2
    answer = browser.post("/jadwal/terbitkan", data={"batch": batch.id})
    assert answer.status_code == 422
    assert "Tidak ada yang perlu diterbitkan." in answer.text


def test_the_board_by_instructor_batch_day_and_programme(
    batch: Batch, budi: Person, rina: Person, sign_in: Callable[..., FlaskClient],
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    a_session(batch, by=rina, instructors=(budi,))
    rival = a_running_batch(2, version=batch.version)
    a_session(rival, by=rina, mode="virtual", link="https://contoh.invalid", starts="09.00")
    browser = sign_in(rina)
    assert "Tanpa pengajar" in browser.get("/jadwal/papan?per=pengajar").text
    assert rival.name in browser.get("/jadwal/papan?per=angkatan").text
    day = browser.get("/jadwal/papan?lihat=hari&tanggal=2026-11-24").text
    assert "Selasa, 24 November 2026" in day
    listed = browser.get("/jadwal/papan?lihat=daftar&minggu=2026-W48").text
    for fact in ("Selasa, 24 November 2026", "Analisis Isu Kontemporer", "Budi", "Pindahkan"):
        assert fact in listed
    empty = browser.get("/jadwal/papan?lihat=daftar&minggu=2026-W50").text
    assert "Tidak ada sesi pekan ini" in empty
    whole = browser.get(f"/jadwal/papan?lihat=program&angkatan={batch.id}").text
    assert 'data-to="2026-11-24|13:00|day-' in whole
    assert rival.name not in whole.split("data-board")[1].split("tt-board")[1]
    for odd in ("minggu=x", "lihat=program", "angkatan=99999", "tanggal=2026-02-31", "per=9"):
        assert browser.get(f"/jadwal/papan?{odd}").status_code == 200
    batch.version.timetable = {"rows": ROWS}
    db.session.commit()
    assert "Belum terjadwal" in browser.get(f"/jadwal/papan?angkatan={batch.id}").text
    assert count_queries(lambda: browser.get("/jadwal/papan")) <= 10
    assert count_queries(lambda: browser.get(f"/jadwal/papan?angkatan={batch.id}")) <= 10


def test_a_trainee_of_two_batches_is_named(
    batch: Batch, sari: Person, seat: Enrolment, rina: Person,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    version = cast.a_programme("pkp", title="PKP")
    rival = a_running_batch(1, version=version)
    cast.an_enrolment(sari, rival)
    a_session(batch, by=rina)
    a_session(rival, by=rina, starts="14.00", ends="15.30", title="Etika")
    text = sign_in(rina).get("/jadwal/papan").text
    assert "Sari Wulandari juga peserta" in text
