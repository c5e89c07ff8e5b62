"""Planning, changing and cancelling sessions; nothing and nobody is taken twice at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.catalogue.models import Batch, Course, Enrolment, Staff
from lms.core.audit import JournalEntry
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from lms.schedule import actions
from lms.schedule.actions import ProfileFacts, booking
from lms.schedule.models import Booking, Session
from tests import cast
from tests.schedule.cast import TODAY, a_plan, a_room, a_running_batch, a_session, wib


def _bookings(session: Session) -> set[tuple[str, int]]:
    found = db.session.execute(
        select(Booking.kind, Booking.resource_id).where(Booking.session_id == session.id)
    )
    return {(kind, resource_id) for kind, resource_id in found}


def test_a_session_books_room_instructors_and_batch(
    batch: Batch, budi: Person, rina: Person
) -> None:
    room = a_room(by=rina)
    session = a_session(batch, by=rina, room=room, instructors=(budi,))
    assert _bookings(session) == {("room", room.id), ("person", budi.id), ("batch", batch.id)}
    assert session.jp == 3
    assert session.checkin_opens_at == wib("12.30")
    assert session.checkin_closes_at == wib("13.15")
    verbs = db.session.scalars(select(JournalEntry.verb)).all()
    assert "session.planned" in verbs


def test_who_teaches_becomes_part_of_the_team(batch: Batch, budi: Person, rina: Person) -> None:
    a_session(batch, by=rina, instructors=(budi,))
    assert db.session.scalar(select(func.count(Staff.id)).where(Staff.person_id == budi.id)) == 1


def test_a_trainee_of_the_batch_cannot_teach_it(batch: Batch, budi: Person, rina: Person) -> None:
    cast.an_enrolment(budi, batch)
    with pytest.raises(RuleBroken, match="peserta angkatan ini"):
        a_session(batch, by=rina, instructors=(budi,))


def test_the_same_room_is_refused_with_the_name_of_the_other_session(
    batch: Batch, rina: Person
) -> None:
    room = a_room(by=rina)
    a_session(batch, by=rina, room=room)
    other = a_running_batch(2, version=batch.version)
    with pytest.raises(RuleBroken) as refused:
        a_session(other, by=rina, room=room, starts="14.00", ends="16.15", title="Etika")
    sentence = refused.value.sentence
    assert "Way Kambas" in sentence
    assert "Analisis Isu Kontemporer" in sentence
    assert batch.name in sentence
    assert "13.00–15.15 WIB" in sentence


def test_the_same_instructor_is_refused(batch: Batch, budi: Person, rina: Person) -> None:
    a_session(batch, by=rina, instructors=(budi,))
    other = a_running_batch(2, version=batch.version)
    with pytest.raises(RuleBroken, match="Budi Hartanto sudah terpakai"):
        a_session(other, by=rina, instructors=(budi,))


def test_the_same_batch_is_refused(batch: Batch, rina: Person) -> None:
    a_session(batch, by=rina)
    with pytest.raises(RuleBroken, match="Angkatan ini sudah terpakai"):
        a_session(batch, by=rina, room=a_room("Krakatau", by=rina))


def test_touching_ends_are_no_collision(batch: Batch, rina: Person) -> None:
    room = a_room(by=rina)
    a_session(batch, by=rina, room=room)
    later = a_session(batch, by=rina, room=room, starts="15.15", ends="16.00")
    assert later.jp == 1


def test_an_asynchronous_session_occupies_nothing(batch: Batch, rina: Person) -> None:
    a_session(batch, by=rina)
    free = a_session(batch, by=rina, mode="asynchronous")
    assert _bookings(free) == set()


def test_the_database_itself_refuses_and_is_translated(
    batch: Batch, rina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = a_room(by=rina)
    a_session(batch, by=rina, room=room)
    other = a_running_batch(2, version=batch.version)
    real, calls = booking.why_not, []

    def blind_once(*facts):  # the first look finds nothing, as if both planners looked at once
        calls.append(facts)
        return "" if len(calls) == 1 else real(*facts)

    monkeypatch.setattr(booking, "why_not", blind_once)
    with pytest.raises(RuleBroken, match="Way Kambas sudah terpakai untuk Analisis Isu"):
        a_session(other, by=rina, room=room)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Session.id))) == 1


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"starts": "15.00", "ends": "14.00"}, "sesudah jam mulai"),
        ({"starts": "08.00", "ends": "08.30"}, "paling singkat 1 JP"),
        ({"starts": "06.00", "ends": "19.00"}, "paling lama 12 jam"),
        ({"mode": "virtual"}, "tautan"),
    ],
)
def test_impossible_plans_are_refused(
    batch: Batch, rina: Person, facts: dict[str, str], word: str
) -> None:
    with pytest.raises(RuleBroken, match=word):
        a_session(batch, by=rina, **facts)


def test_a_day_outside_the_batch_is_refused(batch: Batch, rina: Person) -> None:
    with pytest.raises(RuleBroken, match="di luar masa angkatan"):
        a_session(batch, by=rina, day=batch.ends_on + timedelta(days=1))


def test_a_subject_of_another_programme_is_refused(batch: Batch, rina: Person) -> None:
    other = cast.a_programme("pkp", title="PKP")
    foreign = db.session.scalars(select(Course.id).where(Course.version_id == other.id)).first()
    with pytest.raises(RuleBroken, match="mata pelatihan dari program"):
        a_session(batch, by=rina, course_id=foreign)


def test_a_closed_room_is_refused(batch: Batch, rina: Person) -> None:
    room = a_room(by=rina)
    actions.close_room(room, by=rina)
    with pytest.raises(RuleBroken, match="tidak dipakai"):
        a_session(batch, by=rina, room=room)


def test_a_finished_batch_takes_no_sessions(app: Flask, rina: Person) -> None:
    with pytest.raises(RuleBroken, match="sudah selesai"):
        a_session(a_running_batch(state="closed"), by=rina)


def test_moving_frees_the_old_room_and_says_so(batch: Batch, budi: Person, rina: Person) -> None:
    old, new = a_room("Krakatau", by=rina), a_room(by=rina)
    session = a_session(batch, by=rina, room=old, instructors=(budi,))
    plan = a_plan(room_id=new.id, instructor_ids=(budi.id,))
    moved = actions.edit_session(session, plan, by=rina)
    assert _bookings(moved) == {("room", new.id), ("person", budi.id), ("batch", batch.id)}
    assert moved.sequence == 1
    assert "ruang berubah dari Krakatau ke Way Kambas" in moved.note
    assert "09.00 WIB" in moved.note


def test_an_organisers_own_note_is_kept(batch: Batch, rina: Person) -> None:
    old, new = a_room("Krakatau", by=rina), a_room(by=rina)
    session = a_session(batch, by=rina, room=old)
    moved = actions.edit_session(session, a_plan(room_id=new.id, note="Bawa laptop."), by=rina)
    assert moved.note == "Bawa laptop."


def test_a_session_does_not_collide_with_itself(batch: Batch, rina: Person) -> None:
    room = a_room(by=rina)
    session = a_session(batch, by=rina, room=room)
    plan = replace(a_plan(room_id=room.id), starts_at=wib("13.30"))
    moved = actions.edit_session(session, plan, by=rina)
    assert moved.jp == 2


def test_moving_onto_another_session_is_refused(batch: Batch, rina: Person) -> None:
    room = a_room(by=rina)
    a_session(batch, by=rina, room=room)
    session = a_session(batch, by=rina, room=room, starts="08.00", ends="09.30", title="Pagi")
    with pytest.raises(RuleBroken, match="Way Kambas"):
        actions.edit_session(session, a_plan(room_id=room.id), by=rina)
    db.session.rollback()
    assert len(_bookings(session)) == 2


def test_cancelling_gives_everything_free(batch: Batch, budi: Person, rina: Person) -> None:
    room = a_room(by=rina)
    session = a_session(batch, by=rina, room=room, instructors=(budi,))
    actions.cancel_session(session, "Pengajar sakit", by=rina)
    db.session.commit()
    assert _bookings(session) == set()
    assert session.sequence == 1
    assert a_session(batch, by=rina, room=room, instructors=(budi,)).id != session.id
    with pytest.raises(RuleBroken, match="sudah dibatalkan"):
        actions.cancel_session(session, "Lagi", by=rina)


# ---- pages


def _form(**changes: object) -> dict[str, object]:
    return {
        "course": "0", "title": "Etika Publik", "mode": "classical", "day": "2026-11-24",
        "starts": "13:00", "ends": "15:15", "room": "0", "opens_before": "30",
        "closes_after": "15",
    } | changes  # fmt: skip


def test_the_organiser_plans_through_the_form(
    batch: Batch, budi: Person, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    room = a_room(by=rina)
    answer = sign_in(rina).post(
        f"/angkatan/{batch.id}/sesi/baru", data=_form(room=room.id, instructors=[budi.id])
    )
    assert answer.status_code == 302
    assert "minggu=2026-W48" in answer.location
    session = db.session.scalars(select(Session)).one()
    assert (session.title, session.starts_at) == ("Etika Publik", wib("13.00"))


def test_the_batchs_own_clock_counts(
    app: Flask, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    eastern = a_running_batch(zone="WIT")
    room = a_room(by=rina)
    sign_in(rina).post(f"/angkatan/{eastern.id}/sesi/baru", data=_form(room=room.id))
    assert db.session.scalars(select(Session)).one().starts_at == wib("11.00")


def test_a_refusal_offers_what_is_free_and_one_press_takes_it(
    batch: Batch, budi: Person, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    room, spare = a_room(by=rina), a_room("Way Besai", by=rina)
    siti = cast.a_person("Siti Lestari", roles=("instructor",))
    a_session(batch, by=rina, room=room, instructors=(budi,))
    other = a_running_batch(2, version=batch.version)
    browser, address = sign_in(rina), f"/angkatan/{other.id}/sesi/baru"
    data = _form(room=room.id, instructors=[budi.id])
    answer = browser.post(address, data=data)
    assert answer.status_code == 422
    text = answer.text
    said = " sudah terpakai untuk Analisis Isu Kontemporer"
    assert text.count(said) == 1 and "Way Kambas" in text.split(said)[0][-80:]
    assert "Pakai Way Besai" in text
    assert "Ganti Budi Hartanto dengan Siti Lestari" in text
    assert "Pakai Way Kambas" not in text
    assert browser.post(address, data=data | {"pakai": f"room:{spare.id}"}).status_code == 422
    data["room"] = spare.id
    answer = browser.post(address, data=data | {"pakai": f"person:{budi.id}:{siti.id}"})
    assert answer.status_code == 302


def test_the_form_knows_every_rule_of_the_board(
    batch: Batch, sari: Person, seat: Enrolment, budi: Person, rina: Person,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    """Leave, holiday, rights and ceilings refuse; a trainee of two batches is named."""
    room, day = a_room(by=rina), {"day": "2026-11-25"}
    browser, address = sign_in(rina), f"/angkatan/{batch.id}/sesi/baru"
    leave = actions.add_block("person", budi.id, wib("12.00"), wib("14.00"), "Rapat", by=rina)
    actions.set_holiday(TODAY + timedelta(days=1), "Pilkada", "national", by=rina)
    siti = cast.a_person("Siti Lestari", roles=("instructor",))
    actions.set_profile(siti, ProfileFacts(level=""), by=rina)
    tuti = cast.a_person("Tuti", roles=("instructor",))
    actions.set_profile(tuti, ProfileFacts(level="pkn", jp_per_day=2), by=rina)
    db.session.commit()
    for person, changes, word in (
        (budi, {}, "Budi Hartanto berhalangan: Rapat."),
        (budi, day, "Hari libur: Pilkada."),
        (siti, {}, "Siti Lestari belum berhak mengajar"),
        (tuti, {}, "Tuti mengajar 3 JP sehari, paling banyak 2."),
    ):
        data = _form(room=room.id, instructors=[person.id]) | changes
        answer = browser.post(address, data=data)
        assert answer.status_code == 422
        assert word in answer.text
        asked = browser.post(address, data=data | {"periksa": "1"})
        assert asked.status_code == 200
        assert word in asked.text
    assert db.session.scalar(select(func.count(Session.id))) == 0
    actions.drop_block(leave, by=rina)
    rival = a_running_batch(1, version=cast.a_programme("pkp", title="PKP"))
    cast.an_enrolment(sari, rival)
    a_session(rival, by=rina, starts="14.00", ends="15.30", title="Etika")
    data = _form(room=room.id, instructors=[budi.id])
    said = f"Sari Wulandari juga peserta {rival.name}"
    assert said in browser.post(address, data=data | {"periksa": "1"}).text
    answer = browser.post(address, data=data, follow_redirects=True)
    assert said in answer.text
    assert "Sesi Etika Publik dijadwalkan" in answer.text


def test_asking_what_is_free_plans_nothing(
    batch: Batch, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    a_room(by=rina)
    answer = sign_in(rina).post(f"/angkatan/{batch.id}/sesi/baru", data=_form(periksa="1"))
    assert answer.status_code == 200
    assert "Kosong pada waktu itu" in answer.text
    assert db.session.scalar(select(func.count(Session.id))) == 0


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"title": ""}, "Isi judul sesi atau pilih mata pelatihan."),
        ({"day": ""}, "Isi tanggal sesi."),
        ({"day": "kemarin"}, "Isi tanggal dengan bentuk tahun-bulan-hari."),
        ({"starts": "25:99"}, "Isi jam dengan bentuk 13:00."),
        ({"room": "999"}, "Pilih salah satu yang tersedia."),
        ({"instructors": ["x"]}, "Pilih salah satu yang tersedia."),
        ({"mode": "virtual", "link": "javascript:alert(1)"}, "mulai dengan https://"),
        ({"pakai": "room:x:y"}, "Pilih ruang"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(
    batch: Batch, rina: Person, sign_in: Callable[..., FlaskClient],
    changes: dict[str, object], word: str,
) -> None:  # fmt: skip
    answer = sign_in(rina).post(f"/angkatan/{batch.id}/sesi/baru", data=_form(**changes))
    assert answer.status_code == 422
    assert word in answer.text
    assert db.session.scalar(select(func.count(Session.id))) == 0


def test_changing_and_cancelling_by_page(
    meeting: Session, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    browser = sign_in(rina)
    page = browser.get(f"/sesi/{meeting.id}/ubah")
    assert 'value="13:00"' in page.text
    answer = browser.post(
        f"/sesi/{meeting.id}/ubah", data=_form(room=meeting.room_id, starts="13:30")
    )
    assert answer.status_code == 302
    assert browser.post(f"/sesi/{meeting.id}/batal", data={"reason": " "}).status_code == 422
    assert browser.post(f"/sesi/{meeting.id}/batal", data={"reason": "Libur"}).status_code == 302
    assert "dibatalkan" in browser.get(f"/sesi/{meeting.id}").text


def test_who_may_plan(
    meeting: Session, batch: Batch, sari: Person, budi: Person, dedi: Person, lena: Person,
    sign_in: Callable[..., FlaskClient], client: FlaskClient,
) -> None:  # fmt: skip
    cast.an_enrolment(sari, batch)
    assert client.get(f"/sesi/{meeting.id}").status_code == 302
    for person, seen in ((sari, 403), (budi, 403), (dedi, 404), (lena, 404)):
        browser = sign_in(person)
        assert browser.get(f"/sesi/{meeting.id}/ubah").status_code == seen
        assert browser.post(f"/sesi/{meeting.id}/batal").status_code == seen
        assert browser.get(f"/angkatan/{batch.id}/sesi/baru").status_code == seen
