"""The logbook of consultations, and the control card printed from it."""

from flask import flash, redirect, url_for
from flask_login import current_user

from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.forms import Form
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.pdf import answer_pdf
from lms.projects import actions, paper, queries, rules, words
from lms.projects.forms import ConsultationForm, WordForm
from lms.projects.models import Consultation, Project
from lms.projects.permissions import project_of
from lms.projects.views.blueprint import bp


@bp.get("/proyek/<int:project_id>/konsultasi")
@requires("project.view", Project)
@under("projects.listed")
def logbook(project: Project):
    return logbook_page(project)


def logbook_page(
    project: Project, *, form: Form | None = None, refused: Form | None = None, link: str = ""
):
    """Return the page of the logbook, with a link just made if there is one."""
    found = queries.with_logbook(project.id)
    side, offered = _side(found)
    return page(
        "projects/logbook.html",
        batch=found.enrolment.batch,
        project=found,
        side=side,
        form=form or ConsultationForm(formdata=None, held_on=today()).offer(offered),
        offered=offered,
        answer=WordForm(formdata=None),
        refused=refused or form,
        link=link,
        may_link=can(current_user, "project.link", project),
        mentor_waits=any(
            one.is_waiting and one.answering == rules.MENTOR for one in found.consultations
        ),
        rules=rules,
        words=words,
    )


def _side(project: Project) -> tuple[str, list[str]]:
    """Return as whom the present person writes in the logbook, and about meetings with whom."""
    if project.enrolment.person_id == current_user.id:
        return rules.TRAINEE, [role for role in rules.GUIDES if role in project.roles]
    own = [role for role in rules.GUIDES if role in project.roles_of(current_user.id)]
    return (own[0] if own else ""), own


@bp.post("/proyek/<int:project_id>/konsultasi")
@requires("project.consult", Project)
@under("projects.listed")
def propose(project: Project):
    side, offered = _side(queries.with_people(project.id))
    form = ConsultationForm().offer(offered)
    if not form.accepts(
        lambda: actions.propose_consultation(
            project, guide=form.guide.data, side=side if side == rules.TRAINEE else form.guide.data,
            held_on=form.held_on.data, topic=form.topic.data, advice=form.advice.data,
            by=current_user,
        )
    ):  # fmt: skip
        return logbook_page(project, form=form), 422
    flash(_("Konsultasi dicatat dan menunggu konfirmasi."), "ok")
    return redirect(url_for(".logbook", project_id=project.id))


@bp.post("/konsultasi/<int:consultation_id>/jawab")
@requires("consultation.answer", Consultation)
@under("projects.listed")
def answer(meeting: Consultation):
    form = WordForm()
    project = project_of(meeting)
    if not form.accepts(
        lambda: actions.answer_consultation(
            meeting, objection=form.note.data, name=current_user.full_name, by=current_user
        )
    ):
        return logbook_page(project, refused=form), 422
    flash(_("Jawaban Anda tersimpan."), "ok")
    return redirect(url_for(".logbook", project_id=project.id))


@bp.get("/proyek/<int:project_id>/kartu-kendali.pdf")
@requires("project.view", Project)
def control_card(project: Project):
    document = paper.control_card(queries.with_logbook(project.id))
    return answer_pdf(document, f"kartu-kendali-{project.id}")
