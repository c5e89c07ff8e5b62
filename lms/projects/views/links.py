"""The mentor's link: giving it out and taking it back, and what its holder sees."""

from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask_login import current_user

from lms.assignments import queries as assignments
from lms.assignments.models import Brief
from lms.assignments.panel import queries as panels
from lms.assignments.panel import rules as panel
from lms.assignments.panel.models import PanelSheet
from lms.core import files
from lms.core.access import public, requires
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.limits import fence
from lms.core.menu import under
from lms.core.pages import page
from lms.projects import actions, queries, rules, words
from lms.projects.forms import WordForm
from lms.projects.models import MentorLink, Project
from lms.projects.permissions import project_of
from lms.projects.views.blueprint import bp
from lms.projects.views.logbook import logbook_page


@bp.post("/proyek/<int:project_id>/tautan")
@requires("project.link", Project)
@under("projects.listed")
def make_link(project: Project):
    form = EmptyForm()
    purposes = [one for one in (actions.LOGBOOK, actions.SHEET) if one in request.form]
    purpose = next(iter(purposes), actions.WORD)
    if not form.accepts(lambda: actions.make_link(project, purpose, by=current_user)):
        return logbook_page(project, refused=form), 422
    # shown in this answer alone: only its hash is kept
    return logbook_page(project, link=f"{current_app.config['PUBLIC_URL']}/mentor/{form.result}")


@bp.post("/tautan-mentor/<int:mentor_link_id>/cabut")
@requires("mentor_link.revoke", MentorLink)
def revoke_link(link: MentorLink):
    actions.revoke_link(link, by=current_user)
    flash(_("Tautan dicabut."), "ok")
    return redirect(url_for(".logbook", project_id=link.project_id))


def _opened(token: str) -> MentorLink:
    """Return the link of a secret that nobody revoked; guessing ends at 404."""
    link = queries.link_by(token)
    if link is None or link.revoked_at is not None:
        abort(404)
    return link


@bp.route("/mentor/<token>", methods=["GET", "POST"])
@public
@fence
def mentor(token: str):
    link = _opened(token)
    if not link.is_live:
        return page("projects/mentor_over.html", link=link), 410
    project = project_of(link)
    form = WordForm()
    if request.method == "GET" or not form.accepts(lambda: _act(link, project, form)):
        status = 422 if request.method == "POST" else 200
        return _mentor_page(token, form), status
    return page("projects/mentor_over.html", link=_opened(token))


def _act(link: MentorLink, project: Project, form: WordForm) -> Any:
    if link.step_id is not None:
        return actions.decide_by_link(
            link, project, agrees="setuju" in request.form, note=form.note.data
        )
    if link.sheet_id is not None:
        rubric = _sheet_of(link)[1].rubric
        return actions.assess_by_link(
            link, levels=panel.sent_levels(rubric, request.form),
            comments=panel.sent_comments(rubric, request.form), comment=form.note.data or "",
        )  # fmt: skip
    waiting = queries.waiting_for_mentor(project)
    sent = {one.id: request.form.get(f"keberatan_{one.id}", "").strip() for one in waiting}
    return actions.confirm_by_link(link, project, {key: text[:300] for key, text in sent.items()})


def _sheet_of(link: MentorLink) -> tuple[PanelSheet, Brief]:
    """Return the sheet of a link with its task."""
    assert link.sheet_id is not None
    sheet = panels.sheet_in_full(link.sheet_id)
    place = sheet.submission.enrolment
    return sheet, assignments.brief_in(place.batch, sheet.submission.unit_id) or abort(404)


def _sheet_page(token: str, form: WordForm):
    """Return the page on which a mentor without an account assesses a paper."""
    link = _opened(token)
    sheet, brief = _sheet_of(link)
    if sheet.submission.state != "submitted":
        return page("projects/mentor_over.html", link=link)
    return page(
        "projects/mentor_sheet.html",
        token=token,
        link=link,
        form=form,
        project=queries.with_people(link.project_id),
        work=sheet.submission,
        brief=brief,
        levels=panel.sent_levels(brief.rubric, request.form) or sheet.levels,
        comments=panel.sent_comments(brief.rubric, request.form) or sheet.comments,
        words=words,
    )


def _mentor_page(token: str, form: WordForm):
    link = _opened(token)
    if link.sheet_id is not None:
        return _sheet_page(token, form)
    found = queries.whole(link.project_id)
    asks_word = link.step_id is not None
    if asks_word and (found.step is None or found.step.id != link.step_id):
        return page("projects/mentor_over.html", link=link)
    practice = queries.with_practice(link.project_id)
    return page(
        "projects/mentor.html",
        token=token,
        link=link,
        form=form,
        project=practice,
        found=found,
        work=found.paper if asks_word else None,
        waiting=[] if asks_word else queries.waiting_for_mentor(practice),
        rules=rules,
        words=words,
    )


@bp.get("/mentor/<token>/naskah/<int:number>")
@public
@fence
def mentor_paper(token: str, number: int):
    link = _opened(token)
    work = None
    if link.is_live and link.step_id:
        work = queries.whole(link.project_id).paper
    if link.is_live and link.sheet_id:
        work = _sheet_of(link)[0].submission
    piece = next((one for one in work.files if one.id == number), None) if work else None
    if piece is None:
        abort(404)
    return files.send(piece.file)


@bp.get("/mentor/<token>/bukti/<int:number>")
@public
@fence
def mentor_evidence(token: str, number: int):
    link = _opened(token)
    shown = queries.with_practice(link.project_id).evidence if link.is_live and link.step_id else []
    piece = next((one for one in shown if one.id == number), None)
    if piece is None:
        abort(404)
    return files.send(piece.file, inline="lihat" in request.args)
