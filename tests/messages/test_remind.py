"""What the clock reminds of: each thing once, only who must act, only while it matters."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from lms.assignments import actions as assignments
from lms.assignments.models import Brief
from lms.catalogue.models import Batch, BatchPhase, Enrolment, ProgrammeVersion
from lms.core import clock
from lms.core.db import db
from lms.elearning.models import Quiz
from lms.events import actions as events
from lms.messages import wording
from lms.messages.actions import remind
from lms.messages.actions.reminders import look_ahead
from lms.messages.models import Message
from lms.people.models import Person
from lms.schedule import actions as schedule
from lms.surveys.models import SurveyReceipt, SurveySuperior
from lms.surveys.rules import months_later
from tests import cast
from tests.events.cast import an_event
from tests.schedule.cast import TODAY, a_room, a_session, wib

Told = Callable[[Person], list[str]]
MONDAY = date(2026, 11, 23)


def _remind(at: datetime, times: int = 2) -> None:
    for _time in range(times):  # what was told is not told again
        with clock.at(at):
            remind()
    db.session.commit()


@pytest.fixture
def batch(app: Flask, sari: Person, budi: Person) -> Batch:
    """Give a batch of this week with Sari in it and Budi teaching."""
    with clock.at(wib("09.00")):
        found = cast.a_batch(state="running", starts_on=MONDAY)
        cast.an_enrolment(sari, found)
        cast.a_staff(budi, found)
    return found


def _brief(batch: Batch, due_day: int = 3) -> Brief:
    version = db.session.get_one(ProgrammeVersion, batch.version_id)
    unit = cast.a_unit(version, "assignment", "Rancangan")
    version.published_at = clock.now()  # what is published is remembered by this moment
    brief = Brief(unit_id=unit.id, html="", rubric=[], due_day=due_day, accept=["pdf"], max_mb=1,
                  takes_text=True)  # fmt: skip
    db.session.add(brief)
    db.session.commit()
    return brief


def _words(person: Person) -> wording.Words:
    found = select(Message).where(Message.person_id == person.id).order_by(Message.id.desc())
    return wording.of(db.session.scalars(found).first())


def test_a_task_is_named_two_days_before_it_is_due(told: Told, batch: Batch, sari: Person) -> None:
    _brief(batch)  # due on Wednesday 25 November, 23.59
    _remind(wib("23.58", MONDAY))
    assert told(sari) == []
    _remind(wib("23.59", MONDAY))
    _remind(wib("09.00"))
    assert told(sari) == ["task_due"]
    assert "25 November 2026" in _words(sari).title
    assert "23.59 WIB" in _words(sari).title


def test_who_has_handed_in_or_comes_too_late_is_not_reminded(
    told: Told, batch: Batch, sari: Person
) -> None:
    brief = _brief(batch)
    seat = db.session.scalars(select(Enrolment)).one()
    _remind(wib("00.00", date(2026, 11, 26)))
    assert told(sari) == []  # it is over: nobody is reminded of what cannot be done in time
    with clock.at(wib("09.00")):
        work = assignments.hand_in(batch, brief, seat, text="Isu", uploads=[], own_work=True,
                                   by=sari)  # fmt: skip
    _remind(wib("10.00"))
    assert told(sari) == []
    assignments.return_work(work, "Perjelas", by=sari)
    _remind(wib("11.00"))
    assert told(sari) == ["task_due"]  # sent back: it is to be done again


def test_people_outside_and_finished_batches_hear_nothing(
    told: Told, batch: Batch, sari: Person
) -> None:
    _brief(batch)
    waiting = cast.a_person("Tono")
    cast.an_enrolment(waiting, batch, "waiting")
    batch.state = "closed"
    db.session.commit()
    _remind(wib("09.00"))
    assert told(sari) == told(waiting) == []


def test_tomorrow_s_sessions_are_one_message_in_the_afternoon(
    told: Told, batch: Batch, sari: Person, budi: Person, rina: Person
) -> None:
    wednesday, room = TODAY + timedelta(days=1), a_room(by=rina)
    with clock.at(wib("09.00")):
        for starts, ends in (("08.00", "10.15"), ("13.00", "15.15")):
            a_session(batch, by=rina, room=room, day=wednesday, starts=starts, ends=ends,
                      instructors=[budi])  # fmt: skip
        off = a_session(batch, by=rina, room=room, day=wednesday, starts="16.00", ends="17.00")
        schedule.cancel_session(off, "Narasumber sakit", by=rina)
        db.session.execute(Message.__table__.delete())
    _remind(wib("14.59"))
    assert told(sari) == []
    _remind(wib("15.00"))
    assert told(sari) == told(budi) == ["sessions_ahead"]
    assert _words(sari).title == "2 sesi pada Rabu, 25 November 2026"
    assert "08.00–10.15 WIB Analisis Isu Kontemporer, Way Kambas" in _words(sari).body
    assert "16.00" not in _words(sari).body


def test_tomorrow_s_event_is_named_to_who_has_a_place(
    told: Told, app: Flask, sari: Person, budi: Person, rina: Person
) -> None:
    event = an_event(rina)
    events.register(event, sari, by=sari)
    db.session.commit()
    day_before = clock.from_local_date(event.first_day - timedelta(days=1))
    _remind(day_before + timedelta(hours=14))
    assert told(sari) == []
    _remind(day_before + timedelta(hours=16))
    assert told(sari) == ["event_ahead"]
    assert told(budi) == []
    assert event.title in _words(sari).title


def test_open_quizzes_are_named_before_their_phase_ends(
    told: Told, batch: Batch, sari: Person
) -> None:
    version = db.session.get_one(ProgrammeVersion, batch.version_id)
    unit = cast.a_unit(version, "quiz", "Kuis 1")
    version.published_at = clock.now()
    db.session.add(Quiz(unit_id=unit.id, intro="", minutes=30, pass_mark=70, attempts_allowed=2,
                        draw=1, review="never", counts=True))  # fmt: skip
    phase = db.session.scalars(select(BatchPhase).order_by(BatchPhase.starts_on)).first()
    db.session.commit()
    assert phase is not None
    early = clock.from_local_date(phase.ends_on - timedelta(days=3)) + timedelta(hours=9)
    _remind(early)
    assert told(sari) == []
    _remind(early + timedelta(days=1))
    _remind(early + timedelta(days=3))
    assert told(sari) == ["quizzes_due"]
    assert _words(sari).body.startswith("1 kuis yang dihitung masih terbuka")


def test_a_survey_is_named_when_the_batch_ends(told: Told, batch: Batch, sari: Person) -> None:
    version = db.session.get_one(ProgrammeVersion, batch.version_id)
    version.surveys = [{"key": "umum", "opens": "during", "about": "batch"}]
    tono = cast.a_person("Tono")
    seat = cast.an_enrolment(tono, batch)
    db.session.add(SurveyReceipt(enrolment_id=seat.id, survey="umum", about_id=0))
    db.session.commit()
    last = clock.from_local_date(batch.ends_on) + timedelta(hours=9)
    _remind(last - timedelta(days=1))
    assert told(sari) == []
    _remind(last + timedelta(days=8))
    assert told(sari) == []  # too late to begin with it
    _remind(last)
    assert told(sari) == ["survey_open"]
    assert told(tono) == []  # has answered


def test_a_superior_is_told_when_the_survey_about_an_alumnus_opens(
    told: Told, batch: Batch, sari: Person, budi: Person
) -> None:
    version = db.session.get_one(ProgrammeVersion, batch.version_id)
    version.surveys = [{"key": "atasan", "opens": "after", "about": "batch", "who": "superior"}]
    seat = db.session.scalars(select(Enrolment).where(Enrolment.person_id == sari.id)).one()
    db.session.add(SurveySuperior(enrolment_id=seat.id, person_id=budi.id))
    db.session.commit()
    opens = months_later(batch.ends_on, 4)
    _remind(clock.from_local_date(opens) - timedelta(hours=1))
    assert told(budi) == told(sari) == []
    _remind(clock.from_local_date(opens) + timedelta(hours=9))
    _remind(clock.from_local_date(opens) + timedelta(days=1, hours=9))
    assert told(budi) == ["superior_survey_open"]
    assert told(sari) == []


def test_who_lacks_data_for_the_certificate_is_told(told: Told, batch: Batch, sari: Person) -> None:
    ready = cast.a_person("Tono", birth_place="Metro", birth_date=date(1990, 1, 1))
    cast.an_enrolment(ready, batch)
    batch.state = "grading"
    db.session.execute(update(Person).where(Person.id == sari.id).values(birth_place=""))
    db.session.commit()
    _remind(wib("09.00"))
    assert told(sari) == ["certificate_data"]
    assert told(ready) == []


@pytest.mark.parametrize(("minute", "looks"), [("09.00", True), ("09.45", True), ("09.46", False)])
def test_the_clock_looks_every_quarter_of_an_hour(
    told: Told, batch: Batch, sari: Person, minute: str, looks: bool
) -> None:
    _brief(batch)
    with clock.at(wib(minute)):
        look_ahead()
    assert bool(told(sari)) is looks
