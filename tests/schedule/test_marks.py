"""Marks from a phone that was offline, choosing between two, corrections, and history."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from lms.schedule import actions, queries, rules
from lms.schedule.actions import Noted
from lms.schedule.marks import actions as marks
from lms.schedule.marks import queries as history
from lms.schedule.marks.actions import Sent
from lms.schedule.models import Session
from tests import cast
from tests.schedule.cast import wib

pytestmark = pytest.mark.one_engine


@pytest.fixture
def seats(batch: Batch, sari: Person, clock: time_machine.Traveller) -> list[Enrolment]:
    """Give three trainees, Sari first; the class has begun."""
    people = [sari, *(cast.a_person(f"Peserta {letter}") for letter in "AB")]
    found = [cast.an_enrolment(person, batch) for person in people]
    clock.move_to(wib("13.05"))
    return found


def _sent(seat: Enrolment, status: str, number: int = 1, **facts) -> Sent:
    noted = Noted(status, **facts.pop("noted", {}))
    return Sent(f"journal-{seat.id}-{number}", seat.id, noted, now(), **facts)


def _statuses(session: Session, seats: list[Enrolment]) -> list[str]:
    db.session.commit()
    found = queries.marks_of(session)
    return [found[seat.id].status if seat.id in found else "" for seat in seats]


def test_a_phones_journal_counts_once_and_both_sides_stay(
    meeting: Session, seats: list[Enrolment], sari: Person, budi: Person, rina: Person,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    """Budi's phone is cut off; meanwhile Sari checks in and Rina marks A from her desk."""
    actions.be_present(sari, meeting, via="qr")
    actions.save_roll(meeting, {seats[1].id: Noted("permit")}, by=rina)
    journal = [
        _sent(seats[0], "sick"), _sent(seats[1], "absent"),
        _sent(seats[2], "present", noted={"minutes_late": 20}),
    ]  # fmt: skip
    clock.shift(timedelta(minutes=40))
    assert marks.merge(meeting, journal, by=budi) == marks.Merged(applied=1, conflicts=2)
    assert _statuses(meeting, seats) == ["present", "permit", "present"]
    mark = queries.marks_of(meeting)[seats[2].id]
    assert (mark.via, mark.at, mark.minutes_late) == ("offline", wib("13.05"), 20)
    assert marks.merge(meeting, journal, by=budi) == marks.Merged(0, 0)  # the reply was lost
    waiting = history.standing(meeting).conflicts
    assert [waiting[seat.id][0].status for seat in seats[:2]] == ["sick", "absent"]

    marks.settle(meeting, waiting[seats[0].id][0], "Pulang sebelum mulai", take=True, by=budi)
    marks.settle(meeting, waiting[seats[1].id][0], "", take=False, by=budi)
    assert _statuses(meeting, seats) == ["sick", "permit", "present"]
    assert history.standing(meeting).conflicts == {}
    told = [(one.via, one.status, one.state) for one in history.history(meeting, seats[0].id)]
    assert told == [("qr", "present", "applied"), ("offline", "sick", "settled"),
                    ("settled", "sick", "applied")]  # fmt: skip
    with pytest.raises(RuleBroken, match="sudah diselesaikan"):
        marks.settle(meeting, waiting[seats[1].id][0], "", take=True, by=budi)


def test_marks_on_top_of_what_was_seen_count_at_once(
    meeting: Session, seats: list[Enrolment], sari: Person, budi: Person, rina: Person
) -> None:
    actions.save_roll(meeting, {}, rest="absent", by=rina)
    db.session.flush()
    seen = {seat: mark.id for seat, mark in history.standing(meeting).heads.items()}
    first = _sent(seats[0], "present", base=seen[seats[0].id])
    again = _sent(seats[0], "sick", 2, base=seen[seats[0].id])  # the first reply did not arrive
    assert marks.merge(meeting, [first], by=budi).applied == 1
    assert marks.merge(meeting, [first, again], by=budi).applied == 1
    rest = _sent(seats[1], "present", is_rest=True)  # "all present" touches no mark
    bare = _sent(seats[0], "sick", 3)
    assert marks.merge(meeting, [rest, bare], by=budi) == marks.Merged(0, 0)
    assert _statuses(meeting, seats) == ["sick", "absent", "absent"]
    marks.merge(meeting, [_sent(seats[2], "present", base=seen[seats[2].id])], by=budi)
    actions.close_roll(meeting, by=budi)
    late = marks.merge(meeting, [_sent(seats[2], "permit", 2)], by=budi)
    assert late == marks.Merged(0, 1), "a closed roll keeps the late mark for a choice"


def test_the_phone_and_the_pages_of_a_cell(
    meeting: Session, seats: list[Enrolment], budi: Person, rina: Person, sari: Person,
    sign_in: Callable[..., FlaskClient], count_queries: Callable[..., int],
) -> None:  # fmt: skip
    phone, address = sign_in(budi), f"/sesi/{meeting.id}/presensi"
    line = {"key": "a" * 24, "seat": seats[0].id, "status": "present", "late": 30, "early": 20,
            "note": "Macet", "at": now().isoformat(), "base": 0}  # fmt: skip

    def send(*lines: object):
        return phone.post(f"{address}/kiriman", data={"marks": json.dumps(lines)})

    answer = send(line)
    head = answer.get_json()["heads"][str(seats[0].id)]
    assert (answer.get_json()["applied"], answer.get_json()["conflicts"]) == (1, 0)
    for wrong in ({}, {**line, "status": "here"}, {**line, "at": "kemarin"}, {**line, "key": 3}, 7):
        assert send(wrong).status_code == 422
    assert phone.post(f"{address}/kiriman", data={"marks": "{"}).status_code == 422
    assert sign_in(sari).post(f"{address}/kiriman", data={}).status_code == 403

    # Rina corrects it, the phone still knows the first mark only: both stay
    office, cell = sign_in(rina), f"{address}/{seats[0].id}"
    phone = sign_in(budi)
    assert phone.get(cell).status_code == 200
    assert phone.post(f"{cell}/perbaikan", data={}).status_code == 403
    office = sign_in(rina)
    fixed = {"status": "permit", "minutes_late": "", "minutes_early": "", "note": ""}
    assert office.post(f"{cell}/perbaikan", data=fixed).status_code == 422
    data = fixed | {"reason": "Surat tugas menyusul"}
    assert office.post(f"{cell}/perbaikan", data=data).status_code == 302
    assert office.post(f"{cell}/perbaikan", data=data).status_code == 422, "nothing changes"
    phone = sign_in(budi)
    assert send({**line, "key": "b" * 24, "status": "absent"}).get_json()["conflicts"] == 1
    assert send({**line, "key": "c" * 24, "base": head, "status": "sick"}).get_json() is not None
    assert "Dua tanda berbeda" in phone.get(address).text
    page = phone.get(cell).text
    assert "Surat tugas menyusul" in page and "Mana yang benar?" in page
    mark = history.standing(meeting).conflicts[seats[0].id][0]
    choice = f"{address}/pilihan/{mark.id}"
    assert phone.post(choice, data={"pilih": "kiriman"}).status_code == 302
    assert phone.post(choice, data={"pilih": "kiriman"}).status_code == 404
    assert _statuses(meeting, seats)[0] == "absent"
    assert count_queries(lambda: phone.get(cell)) <= 12
    assert sign_in(sari).get(cell).status_code == 403


def test_hours_missed_are_counted_by_a_rule(
    meeting: Session, seats: list[Enrolment], budi: Person, sari: Person,
    clock: time_machine.Traveller, sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    counted = [rules.jp_counted(3, missed) for missed in (0, 22, 23, 45, 67, 68, 135, 300)]
    assert counted == [3, 3, 2, 2, 2, 1, 0, 0]
    here = Noted("present", minutes_late=30, minutes_early=25)
    actions.save_roll(meeting, {seats[0].id: here, seats[1].id: Noted("sick", 30)}, by=budi)
    db.session.commit()
    clock.move_to(wib("16.00"))
    line, _own = queries.own_recap(seats[0], meeting.batch)
    assert (line.recap.present_jp, line.recap.missed_jp, line.recap.percent) == (2, 1, 67)
    assert queries.marks_of(meeting)[seats[1].id].minutes_missed == 0, "who is ill is not late"
    page = sign_in(sari).get(f"/angkatan/{meeting.batch_id}/kehadiran").text
    assert "pulang 25 menit lebih awal; dihitung 2 dari 3 JP" in page
