"""Twenty planners want the same room at the same time: one gets it, the others are told why."""

import threading

from flask import Flask
from sqlalchemy import func, select

from lms.catalogue.models import Batch
from lms.core import clock
from lms.core.app import transaction
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from lms.schedule import actions
from lms.schedule.actions import AccountFacts, Noted
from lms.schedule.marks import actions as marks
from lms.schedule.marks.actions import Sent
from lms.schedule.marks.models import AttendanceMark
from lms.schedule.models import Booking, Session
from tests import cast
from tests.schedule.cast import a_plan, a_room, a_running_batch, a_session

RACERS = 20


def test_twenty_planners_race_for_one_room(app: Flask, rina: Person) -> None:
    first = a_running_batch()
    batches = [first.id] + [
        a_running_batch(number, version=first.version).id for number in range(2, RACERS + 1)
    ]
    room_id, organiser_id = a_room(by=rina).id, rina.id
    db.session.commit()
    start, sentences, faults = threading.Barrier(RACERS), [], []

    def race(batch_id: int) -> None:
        with app.app_context():
            batch, by = db.session.get(Batch, batch_id), db.session.get(Person, organiser_id)
            db.session.rollback()
            start.wait()
            try:
                with transaction():
                    actions.plan_session(batch, a_plan(room_id=room_id), by=by)
            except RuleBroken as refused:
                sentences.append(refused.sentence)
            except Exception as fault:
                faults.append(fault)

    racers = [threading.Thread(target=race, args=(batch_id,)) for batch_id in batches]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(timeout=60)

    assert faults == []
    assert len(sentences) == RACERS - 1
    assert all("Way Kambas sudah terpakai untuk Analisis Isu" in one for one in sentences)
    db.session.expire_all()
    assert db.session.scalar(select(func.count(Session.id))) == 1
    assert db.session.scalar(select(func.count(Booking.id))) == 2


def test_planners_of_one_instructor_and_crossed_rooms_do_not_block_each_other(
    app: Flask, rina: Person, budi: Person
) -> None:
    first = a_running_batch()
    batches = [first.id] + [
        a_running_batch(number, version=first.version).id for number in range(2, 7)
    ]
    rooms = [a_room(f"Ruang {letter}", by=rina).id for letter in "AB"]
    organiser_id, instructor_id = rina.id, budi.id
    db.session.commit()
    start, refused, faults = threading.Barrier(len(batches)), [], []

    def race(place: int, batch_id: int) -> None:
        with app.app_context():
            batch, by = db.session.get(Batch, batch_id), db.session.get(Person, organiser_id)
            db.session.rollback()
            start.wait()
            plan = a_plan(room_id=rooms[place % 2], instructor_ids=(instructor_id,))
            try:
                with transaction():
                    actions.plan_session(batch, plan, by=by)
            except RuleBroken as sentence:
                refused.append(sentence)
            except Exception as fault:
                faults.append(fault)

    racers = [
        threading.Thread(target=race, args=(place, batch_id))
        for place, batch_id in enumerate(batches)
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(timeout=60)
    assert faults == []
    assert len(refused) == len(batches) - 1


def test_a_journal_sent_twice_at_once_is_written_once(
    app: Flask, rina: Person, sari: Person
) -> None:
    """A phone retries while the first try still runs, and two phones mark the same trainee."""
    batch = a_running_batch()
    seat_id = cast.an_enrolment(sari, batch).id
    meeting = a_session(batch, by=rina)
    meeting_id, organiser_id, moment = meeting.id, rina.id, meeting.starts_at
    db.session.commit()
    racers = 6
    start, counts, faults = threading.Barrier(racers), [], []

    def race(place: int) -> None:
        key, status = ("telepon-1", "present") if place % 2 else ("telepon-2", "absent")
        line = Sent(key, seat_id, Noted(status), moment)
        with app.app_context(), clock.at(moment):
            session, by = db.session.get(Session, meeting_id), db.session.get(Person, organiser_id)
            db.session.rollback()
            start.wait()
            try:
                with transaction():
                    counts.append(marks.merge(session, [line], by=by, via="log"))
            except Exception as fault:
                faults.append(fault)

    threads = [threading.Thread(target=race, args=(place,)) for place in range(racers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    assert sum(one.applied for one in counts) == sum(one.conflicts for one in counts) == 1
    db.session.expire_all()
    assert db.session.scalar(select(func.count(AttendanceMark.id))) == 2


def test_planners_of_one_webinar_account_and_of_groups(app: Flask, rina: Person) -> None:
    """One account: one meeting. Groups of a batch meet side by side, the whole batch does not."""
    batch = a_running_batch()
    account_id = actions.add_account(
        AccountFacts("Zoom 1", 300, "https://rapat.contoh.invalid/1"), by=rina
    ).id
    groups = [actions.add_group(batch, f"Kelompok {letter}", by=rina).id for letter in "ABCD"]
    others = [a_running_batch(number, version=batch.version).id for number in range(2, 6)]
    whole, organiser_id = batch.id, rina.id
    db.session.commit()
    wanted = [
        (batch_id, a_plan("08.00", "09.30", mode="virtual", account_id=account_id))
        for batch_id in others
    ]
    wanted += [
        (whole, a_plan(mode="virtual", link="https://contoh.invalid", group_id=group))
        for group in groups
    ]
    wanted += [(whole, a_plan(mode="virtual", link="https://contoh.invalid"))] * 2
    start, refused, faults = threading.Barrier(len(wanted)), [], []

    def race(batch_id: int, plan: actions.Plan) -> None:
        with app.app_context():
            batch, by = db.session.get(Batch, batch_id), db.session.get(Person, organiser_id)
            db.session.rollback()
            start.wait()
            try:
                with transaction():
                    actions.plan_session(batch, plan, by=by)
            except RuleBroken as sentence:
                refused.append(sentence.sentence)
            except Exception as fault:
                faults.append(fault)

    racers = [threading.Thread(target=race, args=pair) for pair in wanted]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(timeout=60)

    assert faults == []
    assert sum("Zoom 1 sudah terpakai" in one for one in refused) == 3
    db.session.expire_all()
    own = db.session.scalars(select(Session.group_id).where(Session.batch_id == whole)).all()
    # either one session of the whole batch came first, or the four groups did
    assert own == [None] or sorted(own) == groups
    assert len(refused) == len(wanted) - 1 - len(own)
