"""What the journeys find: the demo accounts and small batches, loaded by the real actions.

Run as `python -m tests.journeys.material` with LMS_VAR_DIR set to an empty folder.
"""

from datetime import timedelta

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from lms import create_app
from lms.assignments.similarity import queries as similarity
from lms.assignments.similarity.actions import compare_programme
from lms.catalogue import actions as catalogue
from lms.catalogue import queries as catalogue_queries
from lms.catalogue.models import Batch, Enrolment, Programme, ProgrammeVersion
from lms.certificates import actions as certificates
from lms.core import clock, jobs
from lms.core.db import db
from lms.demo import batches, load
from lms.demo.accounts import ACCOUNTS
from lms.demo.batches import Story
from lms.elearning import actions as elearning
from lms.elearning import queries as elearning_queries
from lms.elearning.questions import kind_of
from lms.gradebook import actions as gradebook
from lms.people.models import Person
from lms.schedule import actions as schedule
from lms.schedule import queries as schedule_queries
from lms.schedule.models import Room, Session

#: Enough employees for each programme to find its few.
PEOPLE = 900
#: The class that is going on while the journeys are made.
CLASS_NOW = "Diskusi kasus pelayanan"

STORIES = (
    Story("pbj-level-1", 1, -200, "grading", 5, with_trainee=True, quota=30),
    Story("latsar-cpns", 1, -170, "grading", 6),
    Story("latsar-cpns", 2, -32, "open", 6, with_trainee=True),
    Story("pkp", 1, -40, "running", 8, quota=30),
    Story("latsar-cpns", 3, 24, "open", 4, asking=4),
    Story("pbj-level-1", 3, 18, "open", 4, asking=4, quota=4),
    Story("pkp", 2, 60, "planned", 0, quota=30),
)


def person(role: str) -> Person:
    """Return a demo account."""
    email = next(account.email for account in ACCOUNTS if account.role == role)
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def batch_of(programme: str, number: int) -> Batch:
    """Return a batch by its programme and number."""
    return db.session.scalars(
        select(Batch)
        .join(ProgrammeVersion, ProgrammeVersion.id == Batch.version_id)
        .join(Programme, Programme.id == ProgrammeVersion.programme_id)
        .where(Programme.key == programme, Batch.number == number)
    ).one()


def start_the_trainees_batch() -> None:
    """Let the demo trainee's batch run, with nothing read or handed in yet."""
    batch = batch_of("latsar-cpns", 2)
    with clock.at(batches.moment(batch.starts_on, 7)):
        catalogue.move_batch(batch, "running", by=person("organiser"))
    db.session.commit()


def give_the_trainee_a_certificate() -> None:
    """Let the trainee answer every counted quiz of an earlier training rightly, and finish it."""
    trainee, organiser = person("trainee"), person("organiser")
    batch = batch_of("pbj-level-1", 1)
    answer_rightly(batch, trainee)
    if batch.state == "running":
        catalogue.move_batch(batch, "grading", by=organiser)
    gradebook.release(batch, by=organiser)
    db.session.commit()
    certificates.ask_to_issue(batch, by=organiser)
    catalogue.move_batch(batch, "closed", by=organiser)
    db.session.commit()
    jobs.run_pending()


def answer_rightly(batch: Batch, trainee: Person) -> None:
    """Let a trainee answer every quiz of the batch that counts."""
    seat = next(s for s in catalogue_queries.seated(batch) if s.person_id == trainee.id)
    for step in elearning_queries.outline(batch, seat).steps:
        if step.kind == "quiz" and step.counts:
            _answer_quiz(batch, step.unit_id, seat, trainee)


def _answer_quiz(batch: Batch, unit_id: int, seat: Enrolment, trainee: Person) -> None:
    quiz = elearning_queries.quiz_in(batch, unit_id)
    assert quiz is not None
    attempt = elearning.start_attempt(batch, quiz, seat, by=trainee)
    questions = elearning_queries.sheet_of(attempt).paper["questions"]
    for position, question in enumerate(questions, 1):
        value = kind_of(question).right(question)
        elearning.save_answer(attempt, position, value, flagged=False, seq=1)
    elearning.submit_attempt(attempt, by=trainee)


def hold_a_class_now() -> None:
    """Plan a session that is going on; whatever else was planned for these hours is called off."""
    organiser, instructor = person("organiser"), person("instructor")
    starts, ends = clock.now() - timedelta(minutes=10), clock.now() + timedelta(hours=3)
    in_the_way = select(Session).where(
        Session.starts_at < ends, Session.ends_at > starts, Session.cancelled_at.is_(None)
    )
    for session in db.session.scalars(in_the_way).unique().all():
        schedule.cancel_session(session, "Digeser untuk diskusi kasus", by=organiser)
    holiday = schedule_queries.holiday_on(clock.today())
    if holiday is not None:  # the journeys run on holidays too
        schedule.drop_holiday(holiday, by=organiser)
    room = db.session.scalars(select(Room).order_by(Room.id.desc())).first()
    plan = schedule.Plan(
        title=CLASS_NOW, mode="classical", starts_at=starts, ends_at=ends,
        room_id=room.id if room else None, instructor_ids=(instructor.id,),
        closes_after=timedelta(hours=3),
    )  # fmt: skip
    schedule.plan_session(batch_of("latsar-cpns", 2), plan, by=organiser)
    db.session.commit()


def build(app: Flask) -> None:
    """Fill the empty installation."""
    runner = app.test_cli_runner()
    for command in (["assets", "build"], ["courses", "publish", "--all"]):
        done = runner.invoke(args=command)
        assert done.exit_code == 0, done.output
    batches.STORIES = STORIES
    with app.app_context():
        load.load(PEOPLE, seed=2026, say=print)
        start_the_trainees_batch()
        give_the_trainee_a_certificate()
        hold_a_class_now()
        for programme_id in similarity.programmes_waiting():  # or the worker would, at any minute
            compare_programme(programme_id, lambda *_said: None)
        db.session.commit()


if __name__ == "__main__":
    house = create_app()
    with house.app_context():
        upgrade()
    build(house)
