"""The logbook of consultations: one side writes down, the other confirms."""

from datetime import date

from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.projects import queries, rules
from lms.projects.events import project_moved
from lms.projects.models import Consultation, Project
from lms.projects.permissions import place_of, project_of


def propose_consultation(
    project: Project, *, guide: str, side: str, held_on: date, topic: str, advice: str, by: Person
) -> Consultation:
    """Write down a meeting with coach or mentor, to be confirmed by the other side."""
    lock(project)
    if guide not in rules.GUIDES or side not in (rules.TRAINEE, guide):
        raise RuleBroken(_("Pilih dengan siapa konsultasi itu berlangsung."))
    if guide not in project.roles:
        raise RuleBroken(_("Penyelenggara belum menetapkan pembimbing itu."))
    rules.check_held_on(held_on, today())
    if len(queries.with_logbook(project.id).consultations) >= rules.MOST_CONSULTATIONS:
        raise RuleBroken(_("Buku bimbingan sudah penuh."))
    meeting = Consultation(
        project_id=project.id, guide=guide, side=side, held_on=held_on, topic=topic, advice=advice,
        proposed_by=by.full_name, proposed_at=now(), confirmed_by="", objection="",
    )  # fmt: skip
    db.session.add(meeting)
    record("consultation.proposed", project, by=by, guide=guide, side=side, on=held_on)
    _tell("consultation_asked", project, meeting.answering, topic, by)
    return meeting


def _tell(what: str, project: Project, side: str, topic: str, by: Person | None) -> None:
    """Announce a consultation to one of its two sides."""
    trainee = side == rules.TRAINEE
    people = [place_of(project)[0]] if trainee else project.people_as(side)
    who = by.full_name if by else ""
    project_moved.send(project, what=what, people=people, topic=topic, who=who, by=by)


def answer_consultation(
    meeting: Consultation, *, objection: str, name: str, by: Person | None
) -> None:
    """Confirm a meeting as the other side, or say what is not right about it."""
    lock(meeting)
    if not meeting.is_waiting:
        raise RuleBroken(_("Catatan ini sudah dijawab."))
    meeting.objection = objection
    if not objection:
        meeting.confirmed_by, meeting.confirmed_at = name, now()
    else:
        _tell("consultation_refused", project_of(meeting), meeting.side, meeting.topic, by)
    record("consultation.answered", meeting, by=by, name=name, objection=objection)
