"""A person's sessions in the calendar feed, and a subject's meetings beside its lessons."""

from datetime import date

from lms.catalogue import meetings
from lms.catalogue.meetings import Meeting
from lms.catalogue.models import Batch, Enrolment
from lms.core.addresses import path_of
from lms.core.agenda import Appointment, contributes
from lms.core.clock import now
from lms.people.models import Person
from lms.schedule import queries, words
from lms.schedule.cards import JOIN_BEFORE
from lms.schedule.feeds import queries as feeds
from lms.schedule.models import Session
from lms.schedule.rules import PRESENT


@contributes
def sessions(person: Person, first: date, last: date) -> list[Appointment]:
    """Return the sessions of the person's batches, and those they teach.

    Those that they no longer teach stand there as cancelled for a while.
    """
    own = [appointment(session) for session in queries.sessions_for(person, first, last)]
    return own + [appointment(session, gone=True) for session in feeds.no_longer_taught(person)]


def appointment(session: Session, *, gone: bool = False) -> Appointment:
    """Return a session as it stands in a calendar; `gone` strikes it out for one reader."""
    lines = [session.batch.name, words.teachers(session), f"{session.jp} JP", session.note]
    return Appointment(
        uid=session.uid,
        sequence=session.sequence,
        title=session.title,
        starts=session.starts_at,
        ends=session.ends_at,
        zone=session.batch.zone,
        place=session.link if session.mode == "virtual" else words.place(session),
        description="\n".join(line for line in lines if line),
        category=session.batch.name,
        path=path_of("schedule.session", session_id=session.id),
        is_cancelled=gone or session.cancelled_at is not None,
    )


@meetings.contributes
def meetings_of(batch: Batch, course_id: int, seat: Enrolment | None) -> list[Meeting]:
    """Return the published meetings of a subject, each trainee's own group only."""
    moment = now()
    return [
        Meeting(
            title=one.title,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.room or str(words.MODES[one.mode]),
            path=path_of("schedule.session", session_id=one.id),
            join=one.link if one.starts_at - JOIN_BEFORE <= moment <= one.ends_at else "",
            is_cancelled=one.cancelled_at is not None,
            attended=None if one.status is None else one.status == PRESENT,
        )
        for one in queries.meetings_of_subject(batch, course_id, seat)
    ]
