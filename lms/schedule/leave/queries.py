"""Requests for leave: of a person, of a batch, and who has leave at a session."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import now
from lms.core.db import db, one, rows
from lms.schedule.leave.models import LeaveRequest
from lms.schedule.models import Session


def _with_trainee() -> Select[tuple[LeaveRequest]]:
    return (
        select(LeaveRequest)
        .join(LeaveRequest.enrolment)
        .join(Enrolment.person)
        .options(contains_eager(LeaveRequest.enrolment).contains_eager(Enrolment.person))
    )


def leaves_at(session: Session) -> dict[int, str]:
    """Return the kind of approved leave at a session, by enrolment id."""
    found = rows(
        select(LeaveRequest)
        .join(LeaveRequest.enrolment)
        .where(
            Enrolment.batch_id == session.batch_id,
            LeaveRequest.state == "approved",
            LeaveRequest.first_on <= session.day,
            LeaveRequest.last_on >= session.day,
        )
        .order_by(LeaveRequest.id)
    )
    return {leave.enrolment_id: leave.kind for leave in found if leave.covers(session)}


def of_enrolment(enrolment: Enrolment) -> list[LeaveRequest]:
    """Return a trainee's requests in a batch, newest first."""
    return rows(
        select(LeaveRequest)
        .where(LeaveRequest.enrolment_id == enrolment.id)
        .order_by(LeaveRequest.id.desc())
    )


def of_batch(batch: Batch) -> list[LeaveRequest]:
    """Return a batch's requests with their trainees: those that wait first, then the newest."""
    return rows(
        _with_trainee()
        .where(Enrolment.batch_id == batch.id, LeaveRequest.state != "withdrawn")
        .order_by((LeaveRequest.state == "asked").desc(), LeaveRequest.id.desc())
    )


def in_full(request: LeaveRequest) -> LeaveRequest:
    """Return a request with its trainee."""
    found: LeaveRequest = one(_with_trainee().where(LeaveRequest.id == request.id))
    return found


def batch_of(request: LeaveRequest) -> Batch:
    """Return the batch that a request is about."""
    found: Batch = one(
        select(Batch)
        .join(Enrolment, Enrolment.batch_id == Batch.id)
        .where(Enrolment.id == request.enrolment_id)
    )
    return found


def count_waiting(batch: Batch) -> int:
    """Return how many requests of a batch wait for a decision."""
    return (
        db.session.scalar(
            select(func.count(LeaveRequest.id))
            .join(LeaveRequest.enrolment)
            .where(Enrolment.batch_id == batch.id, LeaveRequest.state == "asked")
        )
        or 0
    )


def begun_meetings(request: LeaveRequest, batch_id: int) -> list[Session]:
    """Return the meetings that a request is about and whose attendance has been opened."""
    found = rows(
        select(Session)
        .where(
            Session.batch_id == batch_id,
            Session.checkin_opens_at <= now(),
            Session.cancelled_at.is_(None),
            Session.mode != "asynchronous",
        )
        .order_by(Session.starts_at)
    )
    return [session for session in found if request.covers(session)]


def meetings_of(batch: Batch) -> list[Session]:
    """Return the meetings of a batch that take place, in their order."""
    return rows(
        select(Session)
        .where(
            Session.batch_id == batch.id,
            Session.cancelled_at.is_(None),
            Session.mode != "asynchronous",
        )
        .order_by(Session.starts_at)
    )
