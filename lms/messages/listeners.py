"""Who is told of what happens: the only place that listens to the areas' events.

A listener only writes messages, in the transaction of the change; nothing below depends on it.
"""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

from lms.assignments.events import marks_released, work_returned
from lms.assignments.models import Submission
from lms.assignments.queries import people_behind
from lms.catalogue.events import place_decided
from lms.catalogue.models import Batch, Enrolment, Unit
from lms.certificates.events import certificate_changed, certificate_issued
from lms.certificates.models import Certificate
from lms.competence.events import outside_training_decided
from lms.competence.models import OutsideTraining
from lms.core.addresses import path_of
from lms.core.clock import now
from lms.events.events import event_changed, participation_changed
from lms.events.models import Event, Participation
from lms.gradebook.events import result_changed
from lms.messages import queries, rules
from lms.messages.actions import tell
from lms.people.models import Person
from lms.projects.events import project_moved
from lms.projects.models import Project
from lms.schedule.events import attendance_changed, sessions_announced
from lms.schedule.models import Session
from lms.schedule.queries.board import Placed

#: State of a place -> kind of message.
_PLACES = {
    "accepted": "place_accepted",
    "waiting": "place_waiting",
    "declined": "place_declined",
    "withdrawn": "place_withdrawn",
}


@place_decided.connect
def tell_of_place(place: Enrolment, *, former: str, by: Person) -> None:
    """Tell somebody what became of the place they asked for or held."""
    batch = queries.batch_of(place.batch_id)
    promoted = former == "waiting" and place.state == "accepted"
    kind = "place_promoted" if promoted else _PLACES[place.state]
    facts = {"batch": batch.name, "starts_on": batch.starts_on, "reason": place.reason}
    tell(kind, [place.person_id], path_of("catalogue.my_trainings"), facts, but=by)


@sessions_announced.connect
def tell_of_sessions(
    batch: Batch, *, new: list[Session], changed: list[Session], by: Person,
    reassigned: Sequence[tuple[Session, list[int], list[int]]] = (),
    troubled: Sequence[Placed] = (),
) -> None:  # fmt: skip
    """Tell of a plan that is out, of changed sessions, of other instructors, and of trouble."""
    _tell_of_plan(batch, new, by)
    for session in changed:
        _tell_of_change(session, by)
    for session, came, left in reassigned:
        _tell_of_teaching(session, came, left, by)
    if troubled:
        _tell_of_trouble(batch, troubled, by)


def _tell_of_trouble(batch: Batch, troubled: Sequence[Placed], by: Person) -> None:
    """Tell a batch's organisers of shown sessions that can no longer be; of the same ones once."""
    first, ids = troubled[0], ",".join(str(one.session_id) for one in troubled)
    facts = {
        "batch": batch.name, "zone": batch.zone, "count": len(troubled), "session": first.title,
        "starts_at": first.starts_at,
    }  # fmt: skip
    key = f"trouble-{batch.id}-{crc32(ids.encode())}"
    people = queries.organiser_ids(batch)
    tell("plan_troubled", people, path_of("schedule.troubles"), facts, key=key, but=by)


def _tell_of_change(session: Session, by: Person) -> None:
    """Tell trainees and teachers of a session that is still to come."""
    if session.ends_at < now():
        return
    people = queries.expected_at(session)
    people += [teaching.person_id for teaching in session.teaching]
    kind = "session_moved" if session.cancelled_at is None else "session_cancelled"
    facts = {
        "batch": session.batch.name, "session": session.title, "zone": session.batch.zone,
        "starts_at": session.starts_at, "ends_at": session.ends_at, "mode": session.mode,
        "room": session.room.name if session.room else "", "note": session.note,
    }  # fmt: skip
    link = path_of("schedule.session", session_id=session.id)
    tell(kind, people, link, facts, urgent=session.starts_at - now() < rules.SOON, but=by)


def _tell_of_teaching(session: Session, came: list[int], left: list[int], by: Person) -> None:
    """Tell who is to teach a session now, and who no longer is."""
    link = path_of("schedule.session", session_id=session.id)
    facts = {
        "batch": session.batch.name, "session": session.title, "zone": session.batch.zone,
        "starts_at": session.starts_at, "ends_at": session.ends_at,
    }  # fmt: skip
    for people, is_new in ((came, True), (left, False)):
        tell("teaching_changed", people, link, facts | {"is_new": is_new}, but=by)


@attendance_changed.connect
def tell_of_attendance(
    seat: Enrolment, *, batch: Batch, what: str, by: Person, **facts: Any
) -> None:
    """Tell the trainee of a decision or of the limit of absence; a request goes to the teachers."""
    facts |= {"batch": batch.name}
    if what.startswith("absence"):
        link, key = path_of("schedule.attendance", batch_id=batch.id), f"{what}-{seat.id}"
        tell(what, [seat.person_id], link, facts, key=key, but=by)
        return
    people = [seat.person_id]
    if what == "leave_asked":
        people, facts["name"] = queries.teacher_ids(batch.id), seat.person.name
    link = path_of("schedule.leave", leave_request_id=facts.pop("request_id"))
    tell(what, people, link, facts, but=by)


def _tell_of_plan(batch: Batch, sessions: list[Session], by: Person) -> None:
    """Tell everybody concerned once of the sessions that are new to them."""
    expected = {one.id: queries.expected_at(one) for one in sessions}
    concerned: dict[int, list[Session]] = {}
    for session in sessions:
        teachers = [teaching.person_id for teaching in session.teaching]
        for person_id in {*expected[session.id], *teachers}:
            concerned.setdefault(person_id, []).append(session)
    alike: dict[tuple[int, ...], list[int]] = {}
    for person_id, own in concerned.items():
        alike.setdefault(tuple(one.id for one in own), []).append(person_id)
    known = {one.id: one for one in sessions}
    link = path_of("schedule.my_day")
    for ids, people in alike.items():
        own = [known[session_id] for session_id in ids]
        facts = {
            "batch": batch.name, "zone": batch.zone, "count": len(own),
            "first_on": min(one.day for one in own), "last_on": max(one.day for one in own),
        }  # fmt: skip
        tell("plan_published", sorted(people), link, facts, but=by)


@work_returned.connect
def tell_of_returned_work(work: Submission, *, by: Person | None) -> None:
    """Tell the author to look at what the instructor wrote."""
    batch = queries.batch_of_work(work)
    link = path_of("assignments.task", batch_id=batch.id, unit_id=work.unit_id)
    facts = {"batch": batch.name, "task": work.unit.title}
    tell("work_returned", people_behind([work]), link, facts, but=by)


@marks_released.connect
def tell_of_marks(unit: Unit, *, batch: Batch, works: list[Submission], by: Person) -> None:
    """Tell the authors that they may see their marks."""
    link = path_of("assignments.task", batch_id=batch.id, unit_id=unit.id)
    facts = {"batch": batch.name, "task": unit.title}
    tell("marks_released", people_behind(works), link, facts, but=by)


@project_moved.connect
def tell_of_project(project: Project, *, what: str, people: list[int], by: Person | None,
                    **facts: Any) -> None:  # fmt: skip
    """Tell who is asked for a word, and whose project or consultation was decided on."""
    place = queries.place_of(project)
    page = "logbook" if what.startswith("consultation") else "project"
    facts |= {"name": place.person.name, "title": project.title, "batch": place.batch.name}
    tell(f"project_{what}", people, path_of(f"projects.{page}", project_id=project.id), facts,
         but=by)  # fmt: skip


@result_changed.connect
def tell_of_result(batch: Batch, *, what: str, places: list[int], by: Person, **facts: Any) -> None:
    """Tell whose result is out or settled, without saying what it is; or what is left to do."""
    link = path_of("gradebook.marks", batch_id=batch.id)
    tell(what, queries.people_at(places), link, facts | {"batch": batch.name}, but=by)


@certificate_issued.connect
def tell_of_certificate(certificate: Certificate) -> None:
    """Tell the holder that the certificate is there."""
    _tell_holder("certificate_issued", certificate)


@certificate_changed.connect
def tell_of_changed_certificate(certificate: Certificate) -> None:
    """Tell the holder that the certificate is no longer valid, or which version is from now on."""
    revoked = certificate.revocation is not None
    _tell_holder("certificate_revoked" if revoked else "certificate_replaced", certificate)


@outside_training_decided.connect
def tell_of_outside_training(training: OutsideTraining, *, note: str, by: Person) -> None:
    """Tell who reported a training what the verifier decided."""
    link = path_of("competence.training", outside_training_id=training.id)
    facts = {"training": training.title, "state": training.state, "reason": note}
    tell("outside_training_decided", [training.person_id], link, facts, but=by)


@event_changed.connect
def tell_of_event(event: Event) -> None:
    """Tell who has a place, an invitation or a part in an event that it changed."""
    kind = "event_cancelled" if event.state == "cancelled" else "event_changed"
    link = path_of("events.event", event_id=event.id)
    facts = {
        "event": event.title, "zone": event.zone, "starts_at": event.starts_at,
        "note": event.notice,
    }  # fmt: skip
    urgent = event.starts_at - now() < rules.SOON
    tell(kind, queries.event_people(event.id), link, facts, urgent=urgent)


@participation_changed.connect
def tell_of_participation(place: Participation, *, what: str, by: Person) -> None:
    """Tell somebody of an invitation, a freed seat, an answer on evidence, or a logged meeting."""
    event = queries.event_by_id(place.event_id)
    facts = {
        "event": event.title, "zone": event.zone, "starts_at": event.starts_at,
        "reason": place.returned,
    }  # fmt: skip
    link = path_of("events.event", event_id=event.id)
    tell(f"participation_{what}", [place.person_id], link, facts, but=by)


def _tell_holder(kind: str, certificate: Certificate) -> None:
    facts: dict[str, Any] = {
        "batch": certificate.facts["batch"], "number": certificate.number,
        "reason": certificate.revocation.reason if certificate.revocation else "",
    }  # fmt: skip
    tell(kind, [certificate.person_id], path_of("certificates.mine"), facts)
