"""One project: what it is about, how far it is, and the word of its owners."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.core import files
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.forms import EmptyForm, Form
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.projects import actions, queries, rules, words
from lms.projects.forms import IdeaForm, WordForm
from lms.projects.models import Project
from lms.projects.views.blueprint import bp


@bp.get("/proyek/<int:project_id>")
@requires("project.view", Project)
@under("projects.listed")
def project(project: Project):
    return _project_page(project)


def _project_page(project: Project, *, idea: Form | None = None, refused: Form | None = None):
    found = queries.whole(project.id)
    shown = found.project
    roles = shown.roles_of(current_user.id)
    owns = shown.enrolment.person_id == current_user.id
    return page(
        "projects/project.html",
        batch=shown.enrolment.batch,
        project=shown,
        found=found,
        owns=owns,
        lacking=rules.missing(shown.stage, found.facts) if shown.stage != rules.DONE else [],
        asked=[role for role in found.owners_left if role in roles],
        assessing=[] if owns else queries.assessing_roles(found),
        idea=idea or IdeaForm(formdata=None, obj=shown),
        word=WordForm(formdata=None),
        refused=refused or idea,
        steps=_stage_bar(found),
        hearings=queries.hearings_of(shown),
        may_link=can(current_user, "project.link", project),
        may_name=can(current_user, "project.team", project),
        today=today(),
        rules=rules,
        words=words,
    )


def _stage_bar(found: queries.Whole) -> list[tuple[str, str, str]]:
    """Return (title, text, state) of every stage for the stage bar."""
    stages = [*rules.STAGES, rules.DONE]
    reached = stages.index(found.project.stage)
    return [
        (
            str(words.STAGES[stage]),
            words.due(found.dues.get(stage), done=at < reached, today=today()),
            "ok" if at < reached else "now" if at == reached else "",
        )
        for at, stage in enumerate(rules.STAGES)
    ]


@bp.post("/proyek/<int:project_id>/gagasan")
@requires("project.edit", Project)
@under("projects.listed")
def save_idea(project: Project):
    form = IdeaForm()
    if not form.accepts(
        lambda: actions.save_idea(
            project, title=form.title.data, issue=form.issue.data, idea=form.idea.data,
            by=current_user,
        )
    ):  # fmt: skip
        return _project_page(project, idea=form), 422
    flash(_("Isu dan gagasan tersimpan."), "ok")
    return redirect(url_for(".project", project_id=project.id))


@bp.post("/proyek/<int:project_id>/ajukan")
@requires("project.edit", Project)
@under("projects.listed")
def submit(project: Project):
    form = EmptyForm()
    if not form.accepts(lambda: actions.submit(project, by=current_user)):
        return _project_page(project, refused=form), 422
    flash(_("Tahap ini diajukan. Anda diberi tahu di halaman ini begitu diputuskan."), "ok")
    return redirect(url_for(".project", project_id=project.id))


@bp.post("/proyek/<int:project_id>/putusan")
@requires("project.decide", Project)
@under("projects.listed")
def decide(project: Project):
    form = WordForm()
    role = request.form.get("peran", "")
    if role not in project.roles_of(current_user.id):
        role = ""
    if not form.accepts(
        lambda: actions.decide(
            project, role, agrees="setuju" in request.form, note=form.note.data, by=current_user
        )
    ):
        return _project_page(project, refused=form), 422
    flash(_("Putusan Anda tercatat."), "ok")
    return redirect(url_for(".project", project_id=project.id))


@bp.post("/proyek/<int:project_id>/nilai")
@requires("project.decide", Project)
@under("projects.listed")
def assess(project: Project):
    form = EmptyForm()
    if not form.accepts(lambda: actions.open_sheet(project, by=current_user)):
        return _project_page(project, refused=form), 422
    return redirect(url_for("assignments.panel_sheet", panel_sheet_id=form.result.id))


@bp.get("/proyek/<int:project_id>/naskah/<int:number>")
@requires("project.view", Project)
def open_paper(project: Project, number: int):
    works = queries.whole(project.id).works.values()
    owns = can(current_user, "project.edit", project)
    readable = [work for work in works if owns or work.state != "draft"]
    piece = next((one for work in readable for one in work.files if one.id == number), None)
    if piece is None:
        abort(404)
    return files.send(piece.file, inline="lihat" in request.args)
