"""Who is told of what, in the transaction of the change."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.assignments import actions as assignments
from lms.assignments.models import Brief
from lms.assignments.queries import to_grade
from lms.catalogue import actions as catalogue
from lms.catalogue.models import Batch, Enrolment
from lms.certificates import actions as certificates
from lms.certificates import queries as certificate_queries
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.events import actions as events
from lms.gradebook.models import Result
from lms.messages import wording
from lms.messages.actions import tell
from lms.messages.models import Message
from lms.people.models import Person
from lms.schedule import actions as schedule
from tests import cast
from tests.certificates.sample import award_of, released
from tests.events.cast import an_event
from tests.schedule.cast import a_plan, a_room, a_session

Told = Callable[[Person], list[str]]


def _nominated(batch: Batch, *people: Person) -> list[Enrolment]:
    places = [catalogue.nominate(batch, person, by=person) for person in people]
    db.session.commit()
    return places


def _words(person: Person) -> wording.Words:
    found = select(Message).where(Message.person_id == person.id).order_by(Message.id.desc())
    return wording.of(db.session.scalars(found).first())


def test_accepted_and_waiting_people_are_told(
    told: Told, sari: Person, budi: Person, rina: Person
) -> None:
    batch = cast.a_batch(quota=1)
    places = _nominated(batch, sari, budi)
    catalogue.accept(batch, [place.id for place in places], by=rina)
    assert told(sari) == ["place_accepted"]
    assert told(budi) == ["place_waiting"]
    assert "Latsar CPNS Angkatan I" in _words(sari).title
    assert told(rina) == []


def test_a_freed_seat_is_told_to_the_first_in_line(
    told: Told, sari: Person, budi: Person, rina: Person
) -> None:
    batch = cast.a_batch(quota=1)
    places = _nominated(batch, sari, budi)
    catalogue.accept(batch, [place.id for place in places], by=rina)
    catalogue.withdraw(places[0], by=sari)
    assert told(budi) == ["place_waiting", "place_promoted"]
    assert told(sari) == ["place_accepted"]  # nobody is told what they did themselves


def test_who_is_withdrawn_by_others_is_told_why(told: Told, sari: Person, rina: Person) -> None:
    batch = cast.a_batch()
    (place,) = _nominated(batch, sari)
    catalogue.withdraw(place, by=rina, reason="Pindah tugas")
    assert told(sari) == ["place_withdrawn"]
    assert "Pindah tugas" in _words(sari).detail
    assert "Pindah tugas" not in _words(sari).body  # reasons do not travel by e-mail


def test_an_undone_change_never_tells(told: Told, sari: Person, rina: Person) -> None:
    batch = cast.a_batch()
    (place,) = _nominated(batch, sari)
    catalogue.accept(batch, [place.id], by=rina)
    db.session.rollback()
    assert told(sari) == []


def test_a_refused_change_never_tells(told: Told, sari: Person, rina: Person) -> None:
    batch = cast.a_batch()
    (place,) = _nominated(batch, sari)
    with pytest.raises(RuleBroken):
        catalogue.decline(batch, [place.id], "  ", by=rina)
    assert told(sari) == []


def test_who_no_longer_serves_is_not_told(told: Told, sari: Person, rina: Person) -> None:
    batch = cast.a_batch()
    (place,) = _nominated(batch, sari)
    sari.ended_on = today() - timedelta(days=1)
    db.session.commit()
    catalogue.accept(batch, [place.id], by=rina)
    assert told(sari) == []


def test_the_last_day_of_service_still_counts(told: Told, sari: Person, rina: Person) -> None:
    batch = cast.a_batch()
    (place,) = _nominated(batch, sari)
    sari.ended_on = today()
    db.session.commit()
    catalogue.accept(batch, [place.id], by=rina)
    assert told(sari) == ["place_accepted"]


def test_a_moved_and_a_cancelled_session_are_told_once_to_each(
    told: Told, sari: Person, budi: Person, rina: Person
) -> None:
    batch = cast.a_batch(state="running", starts_on=today() + timedelta(days=2))
    cast.an_enrolment(sari, batch)
    cast.an_enrolment(budi, batch)  # who studies and teaches at once is told once
    cast.a_staff(budi, batch)
    room, day = a_room(by=rina), batch.starts_on + timedelta(days=1)
    session = a_session(batch, by=rina, room=room, instructors=[budi], day=day)
    facts = {"day": day, "room_id": room.id, "instructor_ids": (budi.id,)}
    schedule.edit_session(session, a_plan(title="Judul baru", **facts), by=rina)
    assert told(sari) == told(budi) == []  # another title moves nobody
    schedule.edit_session(session, a_plan("15.00", "17.15", **facts), by=rina)
    schedule.cancel_session(session, "Narasumber sakit", by=rina)
    assert told(sari) == told(budi) == ["session_moved", "session_cancelled"]
    assert told(rina) == []
    assert "Narasumber sakit" in _words(sari).detail


def test_works_that_come_back_and_marks_are_told(told: Told, sari: Person, budi: Person) -> None:
    version = cast.a_programme()
    unit = cast.a_unit(version, "assignment", "Rancangan aktualisasi")
    rubric = [{"key": "isu", "title": "Isu", "weight": 100, "levels": [
        {"points": p, "title": str(p), "text": ""} for p in (4, 3, 2, 1)]}]  # fmt: skip
    brief = Brief(unit_id=unit.id, html="", rubric=rubric, due_day=3, accept=["pdf"], max_mb=1,
                  takes_text=True)  # fmt: skip
    db.session.add(brief)
    batch = cast.a_batch(version, state="running", starts_on=today())
    seat = cast.an_enrolment(sari, batch)
    for _version in range(2):
        work = assignments.hand_in(batch, brief, seat, text="Isu", uploads=[], own_work=True,
                                   by=sari)  # fmt: skip
        if _version == 0:
            assignments.return_work(work, "Perjelas datanya", by=budi)
    work = to_grade(work.id)
    marking = assignments.save_marks(work, brief, levels={"isu": 0}, comments={}, comment="",
                                     by=budi)  # fmt: skip
    assignments.confirm_marks(work, brief, marking, by=budi)
    assert told(sari) == ["work_returned"]
    assignments.release_marks(batch, brief, by=budi)
    assert told(sari) == ["work_returned", "marks_released"]


def _passed(person: Person, rina: Person) -> Result:
    return released(cast.a_batch(state="grading"), [person], by=rina)[0]


def test_the_life_of_a_certificate_is_told(told: Told, sari: Person, rina: Person) -> None:
    result = _passed(sari, rina)
    first = certificates.issue(award_of(result.id), by=rina, on=today())
    certificates.issue(award_of(result.id), by=rina, on=today())
    certificates.ask_to_correct(first, {"name": "Sari Wulandari, S.E."}, "Gelar", by=rina)
    second = certificate_queries.held(first.origin, first.kind)
    certificates.ask_to_revoke(second, "Salah orang", by=rina)
    assert told(sari) == ["certificate_issued", "certificate_replaced", "certificate_revoked"]
    assert second.number in _words(sari).body


def test_people_of_an_event_are_told_what_became_of_their_place(
    told: Told, sari: Person, budi: Person, rina: Person
) -> None:
    event = an_event(rina, quota=1)
    first = events.register(event, sari, by=sari)
    events.register(event, budi, by=budi)
    assert told(sari) == told(budi) == []  # they did it themselves
    events.cancel_place(first, by=rina)
    assert told(budi) == ["participation_promoted"]
    events.cancel_event(event, "Narasumber sakit", by=rina)
    assert told(budi) == ["participation_promoted", "event_cancelled"]
    assert told(sari) == []
    assert "Narasumber sakit" in _words(budi).detail


def test_telling_costs_the_same_for_one_and_for_forty(
    rina: Person, count_queries: Callable[..., int]
) -> None:
    people = [cast.a_person(f"Orang {number}").id for number in range(40)]
    few = count_queries(lambda: (tell("result_released", people[:1], "/", {"batch": "A"}),
                                 db.session.flush()))  # fmt: skip
    many = count_queries(lambda: (tell("result_released", people, "/", {"batch": "A"}),
                                  db.session.flush()))  # fmt: skip
    assert many == few
    assert db.session.scalar(select(func.count(Message.id))) == 41
