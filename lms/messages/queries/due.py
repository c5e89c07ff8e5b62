"""What the clock and nudges ask: who still has something to do, in which batch."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from lms.assignments.models import HANDED_IN, Submission, WorkGroupMember
from lms.assignments.queries import WAITING
from lms.catalogue.models import Batch, Course, Enrolment
from lms.certificates.readiness import queries as readiness
from lms.core.db import db, rows
from lms.elearning import queries as elearning
from lms.events.models import Event, EventSpeaker, Participation
from lms.messages.models import Message
from lms.people.models import Person
from lms.reports import queries as reports
from lms.reports import rules as report_rules
from lms.reports.dossier.contents import lacks
from lms.reports.dossier.queries import documents_of
from lms.schedule.models import Session
from lms.schedule.queries import bounds
from lms.surveys.models import SurveyReceipt, SurveySuperior


def batches_in(*states: str) -> list[Batch]:
    """Return the batches in these stages of their life, with the dates of their phases."""
    return rows(
        select(Batch)
        .where(Batch.state.in_(states))
        .options(selectinload(Batch.phases))
        .order_by(Batch.id)
    )


def batches_ended_since(day: date) -> list[Batch]:
    """Return the batches that people have studied in and that ended on `day` or later."""
    return rows(
        select(Batch)
        .where(Batch.ends_on >= day, Batch.state.in_(("running", "grading", "closed")))
        .order_by(Batch.id)
    )


def without_work(batch: Batch, unit_id: int) -> list[int]:
    """Return the trainees of a batch who have not handed in a task, or got it back."""
    groups = select(WorkGroupMember.group_id).where(WorkGroupMember.enrolment_id == Enrolment.id)
    handed = select(Submission.id).where(
        or_(Submission.enrolment_id == Enrolment.id, Submission.group_id.in_(groups)),
        Submission.unit_id == unit_id,
        Submission.state.in_(HANDED_IN),
    )
    return rows(
        select(Enrolment.person_id).where(
            Enrolment.batch_id == batch.id, Enrolment.state == "accepted", ~handed.exists()
        )
    )


def meetings_of_day(day: date) -> dict[int, list[Session]]:
    """Return the meetings that take place on a day, in order, by batch id."""
    begins, ends = bounds(day, day)
    found: dict[int, list[Session]] = {}
    for session in rows(
        select(Session)
        .where(Session.starts_at >= begins, Session.starts_at < ends)
        .where(Session.published_at.is_not(None))
        .options(selectinload(Session.teaching))
        .order_by(Session.starts_at, Session.id)
    ):
        if session.is_meeting and session.day == day:
            found.setdefault(session.batch_id, []).append(session)
    return found


def events_of_day(day: date) -> list[Event]:
    """Return the announced events that begin on a day."""
    begins, ends = bounds(day, day)
    found: list[Event] = rows(
        select(Event)
        .where(Event.state == "open", Event.starts_at >= begins, Event.starts_at < ends)
        .order_by(Event.starts_at, Event.id)
    )
    return [event for event in found if event.first_day == day]


def registered_ids(event_id: int) -> list[int]:
    """Return who has a place in an event or speaks there."""
    places = select(Participation.person_id).where(
        Participation.event_id == event_id, Participation.state == "registered"
    )
    speakers = select(EventSpeaker.person_id).where(EventSpeaker.event_id == event_id)
    return rows(places) + rows(speakers)


def quizzes_left(batch: Batch, phase_id: int) -> dict[int, int]:
    """Return how many counted quizzes of a phase each trainee may still pass, by person id."""
    courses = set(
        rows(
            select(Course.id).where(
                Course.version_id == batch.version_id, Course.phase_id == phase_id
            )
        )
    )
    seats = list(
        db.session.execute(
            select(Enrolment.id, Enrolment.person_id).where(
                Enrolment.batch_id == batch.id, Enrolment.state == "accepted"
            )
        )
    )
    outlines = elearning.outlines([(batch, seat.id) for seat in seats]) if seats else []
    counts = {
        seat.person_id: sum(
            step.kind == "quiz" and bool(step.counts) and not step.is_done
            for step in outline.steps
            if step.course_id in courses
        )
        for seat, outline in zip(seats, outlines, strict=True)
    }
    return {person_id: count for person_id, count in counts.items() if count}


def without_answer(batch: Batch, survey: str) -> list[int]:
    """Return the trainees of a batch who have not answered any sheet of a survey."""
    answered = select(SurveyReceipt.survey).where(
        SurveyReceipt.enrolment_id == Enrolment.id, SurveyReceipt.survey == survey
    )
    return rows(
        select(Enrolment.person_id).where(
            Enrolment.batch_id == batch.id, Enrolment.state == "accepted", ~answered.exists()
        )
    )


def superiors_without_answer(batch: Batch, survey: str) -> list[int]:
    """Return the named superiors of trainees of a batch whose answer is missing."""
    answered = select(SurveyReceipt.survey).where(
        SurveyReceipt.enrolment_id == Enrolment.id, SurveyReceipt.survey == survey
    )
    return rows(
        select(SurveySuperior.person_id)
        .join(Enrolment, Enrolment.id == SurveySuperior.enrolment_id)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted", ~answered.exists())
        .distinct()
    )


@dataclass(frozen=True)
class DataGaps:
    """Whose data a batch's certificates wait for: of trainees themselves, and of their offices."""

    #: Person id -> "birth_place", "birth_date" or "both".
    trainees: dict[int, str]
    #: Office id -> names of the people whose NIP is missing.
    offices: dict[int, list[str]]


def data_gaps(batch: Batch) -> DataGaps:
    """Return whose data is missing on the readiness board of the batch's own certificate."""
    lines = readiness.board(batch, readiness.kinds_of(batch)[0])
    waiting = [line for line in lines if not line.is_done]
    people = _people_of([line.place_id for line in waiting])
    trainees: dict[int, str] = {}
    offices: dict[int, list[str]] = {}
    for line in waiting:
        person_id, opd_id = people[line.place_id]
        for gap in line.gaps:
            if gap.who == "trainee":
                trainees[person_id] = "both" if person_id in trainees else gap.what
            elif gap.who == "opd" and opd_id is not None:
                offices.setdefault(opd_id, []).append(line.name)
    return DataGaps(trainees, offices)


def _people_of(enrolment_ids: list[int]) -> dict[int, tuple[int, int | None]]:
    found = db.session.execute(
        select(Enrolment.id, Person.id, Person.opd_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.id.in_(enrolment_ids))
    )
    return {enrolment_id: (person_id, opd_id) for enrolment_id, person_id, opd_id in found}


def works_waiting(batch: Batch) -> tuple[int, datetime | None]:
    """Return how many works of a batch wait for one grader, and since when the oldest does."""
    count, oldest = db.session.execute(
        select(func.count(Submission.id), func.min(Submission.submitted_at))
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(Enrolment.batch_id == batch.id, WAITING)
    ).one()
    return count, oldest


def report_gaps(batch: Batch) -> tuple[int, int]:
    """Return how many facts a batch's report lacks, and how many items of its dossier lack some."""
    state = reports.state(batch, reports.texts_of(batch))
    return len(report_rules.gaps(state)), len(lacks(state, documents_of(batch).keys()))


def last_told(about: str) -> datetime | None:
    """Return when somebody was last reminded of a thing."""
    return db.session.scalar(select(func.max(Message.at)).where(Message.about == about))
