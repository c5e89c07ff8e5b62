"""The roll call: all present, exceptions, closing, opening again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import JournalEntry
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from lms.schedule import actions, queries
from lms.schedule.actions import Noted
from lms.schedule.models import Attendance, Session
from tests import cast
from tests.schedule.cast import a_session, wib


@pytest.fixture
def seats(batch: Batch, sari: Person) -> list[Enrolment]:
    """Give five trainees of the batch, Sari first."""
    people = [sari, *(cast.a_person(f"Peserta {letter}") for letter in "ABCD")]
    return [cast.an_enrolment(person, batch) for person in people]


def _begin(clock: time_machine.Traveller, at: str = "13.00") -> None:
    clock.move_to(wib(at))


def _journal(verb: str) -> int:
    return (
        db.session.scalar(select(func.count(JournalEntry.id)).where(JournalEntry.verb == verb)) or 0
    )


def test_all_present_then_exceptions(
    meeting: Session, seats: list[Enrolment], budi: Person, clock: time_machine.Traveller
) -> None:
    _begin(clock)
    sick = {seats[1].id: Noted("sick", note="Surat dokter")}
    assert actions.save_roll(meeting, sick, rest="present", by=budi) == 5
    db.session.commit()
    marks = queries.marks_of(meeting)
    assert [marks[seat.id].status for seat in seats] == ["present", "sick"] + ["present"] * 3
    assert marks[seats[1].id].note == "Surat dokter"
    assert _journal("attendance.rolled") == 1


def test_saving_the_same_again_changes_nothing(
    meeting: Session, seats: list[Enrolment], budi: Person, clock: time_machine.Traveller
) -> None:
    _begin(clock)
    marks = {seat.id: Noted("present") for seat in seats}
    actions.save_roll(meeting, marks, by=budi)
    db.session.commit()
    assert actions.save_roll(meeting, marks, by=budi) == 0
    db.session.commit()
    assert _journal("attendance.rolled") == 1


def test_a_check_in_made_meanwhile_stays(
    meeting: Session, seats: list[Enrolment], sari: Person, budi: Person,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    _begin(clock, "12.50")
    actions.be_present(sari, meeting, via="qr")
    actions.save_roll(meeting, {seats[1].id: Noted("absent")}, rest="present", by=budi)
    db.session.commit()
    assert queries.marks_of(meeting)[seats[0].id].via == "qr"


def test_marks_of_strangers_are_ignored(
    meeting: Session, seats: list[Enrolment], budi: Person, dedi: Person,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    _begin(clock)
    waiting = cast.an_enrolment(dedi, meeting.batch, state="waiting")
    actions.save_roll(meeting, {waiting.id: Noted("present"), 999: Noted("present")}, by=budi)
    db.session.commit()
    assert db.session.scalar(select(func.count(Attendance.id))) == 0


def test_too_early_is_refused(meeting: Session, seats: list[Enrolment], budi: Person) -> None:
    with pytest.raises(RuleBroken, match=r"dibuka 24 November 2026, 12\.30 WIB"):
        actions.save_roll(meeting, {}, rest="present", by=budi)


def test_closing_needs_everybody_marked_and_locks(
    meeting: Session, seats: list[Enrolment], budi: Person, rina: Person,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    _begin(clock)
    with pytest.raises(RuleBroken, match="5 peserta belum ditandai: Peserta A, Peserta B"):
        actions.close_roll(meeting, by=budi)
    actions.save_roll(meeting, {}, rest="present", by=budi)
    actions.close_roll(meeting, by=budi)
    db.session.commit()
    with pytest.raises(RuleBroken, match="sudah ditutup"):
        actions.save_roll(meeting, {seats[0].id: Noted("absent")}, by=rina)
    actions.reopen_roll(meeting, "Salah tanda", by=rina)
    assert actions.save_roll(meeting, {seats[0].id: Noted("absent")}, by=budi) == 1
    db.session.commit()
    assert _journal("attendance.reopened") == 1


def test_a_closed_roll_keeps_its_session_as_it_was(
    meeting: Session, seats: list[Enrolment], budi: Person, rina: Person,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    _begin(clock)
    actions.save_roll(meeting, {}, rest="present", by=budi)
    actions.close_roll(meeting, by=budi)
    with pytest.raises(RuleBroken, match="tidak dapat diubah lagi"):
        actions.cancel_session(meeting, "Libur", by=rina)


def test_no_roll_without_a_meeting(
    batch: Batch, seats: list[Enrolment], rina: Person, clock: time_machine.Traveller
) -> None:
    own_time = a_session(batch, by=rina, mode="asynchronous")
    _begin(clock)
    with pytest.raises(RuleBroken, match="tidak memakai presensi"):
        actions.save_roll(own_time, {}, rest="present", by=rina)


# ---- pages


def test_the_instructor_takes_the_roll_on_the_page(
    meeting: Session, seats: list[Enrolment], budi: Person, clock: time_machine.Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    _begin(clock)
    browser, address = sign_in(budi), f"/sesi/{meeting.id}/presensi"
    page = browser.get(address)
    assert page.status_code == 200
    assert "Semua hadir" in page.text
    data = {f"s-{seats[1].id}": "present", f"m-{seats[1].id}": "12", f"n-{seats[1].id}": "Macet",
            f"s-{seats[2].id}": "permit", f"s-{seats[3].id}": "here"}  # fmt: skip
    assert browser.post(address, data=data | {"langkah": "semua"}).status_code == 302
    marks = queries.marks_of(meeting)
    assert (marks[seats[1].id].minutes_late, marks[seats[1].id].note) == (12, "Macet")
    assert marks[seats[2].id].status == "permit"
    assert marks[seats[3].id].status == "present"  # "here" is no mark: the rest is present
    assert browser.post(address, data={"langkah": "tutup"}).status_code == 302
    assert "Presensi ditutup" in browser.get(address).text
    assert browser.post(address, data=data).status_code == 422
    assert browser.get(f"{address}/buka").status_code == 403


def test_closing_too_soon_keeps_what_was_tapped(
    meeting: Session, seats: list[Enrolment], budi: Person, clock: time_machine.Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    _begin(clock)
    answer = sign_in(budi).post(
        f"/sesi/{meeting.id}/presensi", data={f"s-{seats[0].id}": "sick", "langkah": "tutup"}
    )
    assert answer.status_code == 422
    assert "4 peserta belum ditandai" in answer.text
    assert f'name="s-{seats[0].id}" value="sick" checked' in answer.text
    assert db.session.scalar(select(func.count(Attendance.id))) == 0


def test_the_organiser_opens_it_again_with_a_reason(
    meeting: Session, seats: list[Enrolment], rina: Person, clock: time_machine.Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    _begin(clock)
    actions.save_roll(meeting, {}, rest="present", by=rina)
    actions.close_roll(meeting, by=rina)
    browser, address = sign_in(rina), f"/sesi/{meeting.id}/presensi/buka"
    assert browser.get(address).status_code == 200
    assert browser.post(address, data={"reason": ""}).status_code == 422
    assert browser.post(address, data={"reason": "Salah tanda"}).status_code == 302
    assert meeting.roll_closed_at is None


def test_who_may_take_the_roll(
    meeting: Session, seats: list[Enrolment], sari: Person, dedi: Person, lena: Person,
    sign_in: Callable[..., FlaskClient], client: FlaskClient,
) -> None:  # fmt: skip
    colleague = cast.a_person("Siti Lestari", roles=("instructor",))
    cast.a_staff(colleague, meeting.batch)
    for what in ("presensi", "layar"):
        assert client.get(f"/sesi/{meeting.id}/{what}").status_code == 302
        for person, status in ((sari, 403), (colleague, 403), (dedi, 404), (lena, 404)):
            assert sign_in(person).get(f"/sesi/{meeting.id}/{what}").status_code == status


def test_the_page_asks_as_many_questions_for_many_trainees(
    meeting: Session, batch: Batch, budi: Person, seats: list[Enrolment],
    sign_in: Callable[..., FlaskClient], count_queries: Callable[..., int],
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    _begin(clock)
    browser, address = sign_in(budi), f"/sesi/{meeting.id}/presensi"
    few = count_queries(lambda: browser.get(address))
    for number in range(12):
        cast.an_enrolment(cast.a_person(f"Peserta {number}"), batch)
    assert count_queries(lambda: browser.get(address)) <= few <= 12


def test_the_wall_shows_code_and_arrivals(
    meeting: Session, seats: list[Enrolment], sari: Person, budi: Person,
    clock: time_machine.Traveller, sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    clock.move_to(wib("12.29"))
    browser, address = sign_in(budi), f"/sesi/{meeting.id}/layar"
    assert "belum dibuka" in browser.get(address).text
    _begin(clock)
    actions.be_present(sari, meeting, via="qr")
    page = browser.get(address)
    assert "Sari Wulandari" in page.text
    assert '<svg class="qr"' in page.text
    assert "dari 5 hadir" in page.text
    part = browser.get(address, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div class="wall" id="layar" data-poll=')
    clock.shift(timedelta(minutes=16))
    assert "sudah ditutup" in browser.get(address).text
    assert meeting.checkin_secret not in page.text
