"""The mentor's link: given out, used once, taken back."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from flask import current_app

from lms.assignments import queries as assignments
from lms.assignments.panel import actions as panel
from lms.assignments.panel import queries as panels
from lms.core import mail
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.projects import queries, rules
from lms.projects.actions.logbook import answer_consultation
from lms.projects.actions.projects import decide
from lms.projects.actions.sheets import mentor_sheet
from lms.projects.letter import compose
from lms.projects.models import MentorLink, Project

#: Bytes of the secret: 256 bits cannot be guessed.
_SECRET = 32


#: What a link asks of the mentor: a word at a gate, the logbook, or a sheet of marks.
WORD, LOGBOOK, SHEET = "putusan", "konsultasi", "nilai"


def make_link(project: Project, purpose: str, *, by: Person) -> str:
    """Return a fresh secret for one thing the mentor is asked; earlier links for it end.

    It is also posted to the mentor's address where letters go out. Whoever does the project never
    learns it: a trainee may not answer for the superior (docs/decisions/0110).
    """
    lock(project)
    if not project.mentor_name:
        raise RuleBroken(_("Tautan hanya untuk mentor tanpa akun. Tetapkan nama mentornya dulu."))
    trainee = queries.trainee_of(project)
    if by.id == trainee.id:
        raise RuleBroken(_("Tautan mentor tidak dapat dibuat oleh peserta sendiri."))
    step_id = _awaited_step(project) if purpose == WORD else None
    sheet_id = mentor_sheet(project, by=by).id if purpose == SHEET else None
    if purpose == LOGBOOK and not queries.waiting_for_mentor(project):
        raise RuleBroken(_("Tidak ada konsultasi yang menunggu konfirmasi mentor."))
    for former in queries.live_links(project, step_id=step_id, sheet_id=sheet_id):
        former.revoked_at = now()
    token = secrets.token_urlsafe(_SECRET)
    link = MentorLink(
        project_id=project.id, step_id=step_id, sheet_id=sheet_id,
        token_hash=queries.token_hash(token), mentor_name=project.mentor_name,
        made_by_id=by.id, made_at=now(),
        expires_at=now() + timedelta(days=rules.LINK_DAYS),
    )  # fmt: skip
    db.session.add(link)
    db.session.flush()
    record("mentor_link.made", link, by=by, mentor=project.mentor_name, step=step_id,
           sheet=sheet_id)  # fmt: skip
    _post(project, link, trainee.full_name, token)
    return token


def _awaited_step(project: Project) -> int:
    step = queries.open_step(project)
    if step is None or not queries.is_awaited(step, rules.MENTOR):
        raise RuleBroken(_("Proyek ini tidak sedang menunggu putusan mentor."))
    return step.id


def _post(project: Project, link: MentorLink, author: str, token: str) -> None:
    if project.mentor_email and current_app.config["MAIL_HOST"]:
        address = f"{current_app.config['PUBLIC_URL']}/mentor/{token}"
        subject, text, html = compose(project, link, author, address)
        mail.write(f"mentor-link-{link.id}", project.mentor_email, subject, text, html)


def revoke_link(link: MentorLink, *, by: Person) -> None:
    """Take back a link that was not used."""
    lock(link)
    if not link.is_live:
        raise RuleBroken(_("Tautan ini sudah tidak berlaku."))
    link.revoked_at = now()
    record("mentor_link.revoked", link, by=by)


def decide_by_link(link: MentorLink, project: Project, *, agrees: bool, note: str) -> str:
    """Say the mentor's word by a link, which ends with it."""
    _use(link)
    step = queries.open_step(project)
    if step is None or step.id != link.step_id:
        raise RuleBroken(_("Tahap yang ditanyakan tautan ini sudah diputuskan."))
    return decide(project, rules.MENTOR, agrees=agrees, note=note, by=None, link=link)


def confirm_by_link(link: MentorLink, project: Project, objections: Mapping[int, str]) -> int:
    """Confirm the waiting consultations by a link; those with an objection are not confirmed."""
    _use(link)
    waiting = queries.waiting_for_mentor(project)
    for meeting in waiting:
        answer_consultation(
            meeting, objection=objections.get(meeting.id, ""), name=link.mentor_name, by=None
        )
    return len(waiting)


def assess_by_link(
    link: MentorLink, *, levels: Mapping[str, int], comments: Mapping[str, str], comment: str
) -> None:
    """Confirm the mentor's sheet by a link, which ends with it."""
    _use(link)
    assert link.sheet_id is not None
    sheet = panels.sheet_in_full(link.sheet_id)
    place = sheet.submission.enrolment
    brief = assignments.brief_in(place.batch, sheet.submission.unit_id)
    if brief is None:
        raise RuleBroken(_("Tugas ini tidak dinilai oleh panel."))
    panel.fill(sheet, brief, levels=levels, comments=comments, comment=comment,
               revision=sheet.revision, confirm=True, by=None)  # fmt: skip


def _use(link: MentorLink) -> None:
    lock(link)  # a link opens once, whoever else holds it
    if not link.is_live:
        raise RuleBroken(_("Tautan ini sudah tidak berlaku. Mintalah tautan baru kepada coach."))
    link.used_at = now()
