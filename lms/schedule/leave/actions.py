"""Asking for leave, taking the request back, and deciding it."""

from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import FileStorage

from lms.catalogue.models import Batch, Enrolment
from lms.core import files
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.formats import tanggal
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import queries, rules
from lms.schedule.actions.attendance import Noted, write
from lms.schedule.events import attendance_changed
from lms.schedule.leave import queries as found
from lms.schedule.leave.models import LeaveRequest
from lms.schedule.models import Session

DOCUMENT_KINDS = ("pdf", "jpg", "png")
DOCUMENT_MB = 5


@dataclass(frozen=True)
class Asked:
    """What a trainee asks for: kind, days or one session, and why."""

    kind: str
    first_on: date
    last_on: date
    reason: str
    session_id: int | None = None


def ask(
    enrolment: Enrolment, batch: Batch, asked: Asked, upload: FileStorage | None, *, by: Person
) -> LeaveRequest:
    """Ask for leave on days of the batch; a document is kept when one comes with it."""
    lock(enrolment)
    _check(enrolment, batch, asked)
    stored = None
    if upload is not None and upload.filename:
        stored = files.store(
            upload, owner=by, kinds=DOCUMENT_KINDS, max_bytes=DOCUMENT_MB * 1_000_000
        )
        db.session.flush()
    request = LeaveRequest(
        enrolment_id=enrolment.id, kind=asked.kind, first_on=asked.first_on,
        last_on=asked.last_on, session_id=asked.session_id, reason=asked.reason.strip(),
        file_id=stored.id if stored else None, asked_at=now(), state="asked",
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()
    record("leave.asked", request, by=by, kind=asked.kind, first_on=asked.first_on,
           last_on=asked.last_on)  # fmt: skip
    _announce("leave_asked", request, batch, by)
    return request


def _check(enrolment: Enrolment, batch: Batch, asked: Asked) -> None:
    if batch.state == "closed":
        raise RuleBroken(_("Angkatan ini sudah selesai. Izin tidak dapat diajukan lagi."))
    if asked.last_on < asked.first_on:
        raise RuleBroken(_("Hari terakhir tidak boleh sebelum hari pertama."))
    if not batch.starts_on <= asked.first_on <= asked.last_on <= batch.ends_on:
        raise RuleBroken(
            _("Isi tanggal dalam masa angkatan, %(first)s sampai %(last)s.",
              first=tanggal(batch.starts_on), last=tanggal(batch.ends_on))
        )  # fmt: skip
    open_ones = [one for one in found.of_enrolment(enrolment) if one.state in ("asked", "approved")]
    for other in open_ones:
        apart = asked.session_id and other.session_id and asked.session_id != other.session_id
        if other.first_on <= asked.last_on and asked.first_on <= other.last_on and not apart:
            raise RuleBroken(
                _("Anda sudah mengajukan izin untuk tanggal itu. Tarik yang lama lebih dahulu.")
            )


def withdraw(request: LeaveRequest, *, by: Person) -> None:
    """Take a request back that nobody has decided yet."""
    _hold(request)
    request.state = "withdrawn"
    record("leave.withdrawn", request, by=by)


def approve(request: LeaveRequest, answer: str, *, by: Person) -> int:
    """Approve leave; meetings that have begun are marked now, coming ones when the roll is called.

    Whoever came stays present. Returns how many marks changed.
    """
    _decide(request, "approved", answer, by)
    request = found.in_full(request)
    count = 0
    for session in found.begun_meetings(request, request.enrolment.batch_id):
        count += _mark(session, request, by)
    db.session.flush()
    record("leave.approved", request, by=by, marks=count)
    _announce("leave_approved", request, found.batch_of(request), by)
    return count


def _mark(session: Session, request: LeaveRequest, by: Person) -> int:
    lock(session)
    current = queries.marks_of(session).get(request.enrolment_id)
    if current is not None and current.status != rules.ABSENT:
        return 0
    if current is None and session.roll_closed_at is None and session.ends_at > now():
        return 0  # the roll call is still to come and will know
    noted = Noted(request.kind, note=request.reason[:200])
    write(session, request.enrolment_id, current, noted, via="leave", by=by, reason=request.answer)
    return 1


def decline(request: LeaveRequest, answer: str, *, by: Person) -> None:
    """Decline leave, saying why."""
    if not answer.strip():
        raise RuleBroken(_("Tulis alasan penolakan; peserta akan membacanya."))
    _decide(request, "declined", answer, by)
    record("leave.declined", request, by=by, reason=answer.strip())
    request = found.in_full(request)
    _announce("leave_declined", request, found.batch_of(request), by)


def _decide(request: LeaveRequest, state: str, answer: str, by: Person) -> None:
    _hold(request)
    request.state, request.answer = state, answer.strip()
    request.decided_at, request.decided_by_id = now(), by.id
    db.session.flush()
    db.session.expire(request, ["decided_by"])


def _hold(request: LeaveRequest) -> None:
    lock(request)
    if request.state != "asked":
        raise RuleBroken(_("Pengajuan ini sudah diputuskan atau ditarik. Muat ulang halaman."))


def _announce(what: str, request: LeaveRequest, batch: Batch, by: Person) -> None:
    attendance_changed.send(
        found.in_full(request).enrolment, batch=batch, what=what, by=by,
        request_id=request.id, kind=request.kind, first_on=request.first_on,
        last_on=request.last_on, answer=request.answer,
    )  # fmt: skip
