"""The projects of a batch: list, deadlines, and who stands beside whom; one's own to guide."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import seat_of
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.forms import EmptyForm
from lms.core.i18n import _, _l, ngettext
from lms.core.menu import tab, under
from lms.core.offers import offers
from lms.core.pages import page
from lms.projects import actions, queries, rules, words
from lms.projects.forms import TeamForm, dues_form, team_facts
from lms.projects.models import Project
from lms.projects.views.blueprint import bp


@bp.get("/angkatan/<int:batch_id>/proyek")
@requires("project.list", Batch)
@tab("batch", _l("Proyek akhir"), order=45, icon="flag")
def listed(batch: Batch):
    seat = seat_of(current_user, batch)
    own = queries.project_of(seat) if seat else None
    if own is not None:
        return redirect(url_for(".project", project_id=own.id))
    if seat is not None:
        return page("projects/unopened.html", batch=batch, words=words)
    stage = request.args.get("tahap", "")
    found = queries.projects_in(batch, current_user)
    return page(
        "projects/listed.html",
        batch=batch,
        projects=[one for one in found if not stage or one.stage == stage],
        counts={key: sum(one.stage == key for one in found) for key in words.STAGES},
        stage=stage,
        dues=queries.dues_of(batch),
        may_manage=can(current_user, "project.manage", batch),
        waits_for=queries.waits_for,
        nudges=offers("projects.listed", batch),
        today=today(),
        rules=rules,
        words=words,
    )


@bp.get("/proyek")
@requires("project.guided")
@tab("instructor", _l("Bimbingan"), order=35, icon="flag")
def guided():
    found = []
    for project in queries.guided_by(current_user):
        roles = sorted(project.roles_of(current_user.id), key=rules.ROLES.index)
        asked = any(queries.waits_for(project, role) for role in roles)
        found.append((project, roles, asked, sum(queries.unconfirmed(project, r) for r in roles)))
    return page(
        "projects/guided.html",
        waiting=[one for one in found if one[2]],
        unconfirmed=[one for one in found if one[3] and not one[2]],
        others=[one for one in found if not one[2] and not one[3]],
        words=words,
    )


@bp.route("/angkatan/<int:batch_id>/proyek/atur", methods=["GET", "POST"])
@requires("project.manage", Batch)
@under("projects.listed")
def set_up(batch: Batch):
    form = dues_form(queries.proposed_dues(batch))
    if request.method == "POST" and form.accepts(lambda: _open(batch, form)):
        flash(_("Batas waktu tersimpan. %(count)s proyek baru dibuka.", count=form.result), "ok")
        return redirect(url_for(".listed", batch_id=batch.id))
    status = 422 if request.method == "POST" else 200
    return page(
        "projects/set_up.html", batch=batch, form=form, stages=rules.STAGES, words=words,
        is_open=bool(queries.dues_of(batch)), unopened=len(queries.without_project(batch)),
    ), status  # fmt: skip


def _open(batch: Batch, form: EmptyForm) -> int:
    dues = {stage: form[stage].data for stage in rules.STAGES}
    return actions.open_projects(batch, dues, by=current_user)


@bp.post("/angkatan/<int:batch_id>/proyek/bagi")
@requires("project.manage", Batch)
def share_out(batch: Batch):
    count = actions.share_out(batch, by=current_user)
    text = ngettext("%(num)d proyek mendapat coach atau penguji.",
                    "%(num)d proyek mendapat coach atau penguji.", count)  # fmt: skip
    flash(text, "ok")
    return redirect(url_for(".listed", batch_id=batch.id))


@bp.route("/proyek/<int:project_id>/pembimbing", methods=["GET", "POST"])
@requires("project.team", Project)
@under("projects.listed")
def team(project: Project):
    found = queries.with_people(project.id)
    batch = found.enrolment.batch
    form = TeamForm(data=team_facts(found)).offer(queries.guides_in(batch))
    if request.method == "POST" and form.accepts(
        lambda: actions.name_team(project, form.team(), by=current_user)
    ):
        flash(_("Pembimbing dan penguji tersimpan."), "ok")
        return redirect(url_for(".project", project_id=project.id))
    status = 422 if request.method == "POST" else 200
    found = queries.with_people(project.id)
    return page(
        "projects/team.html", batch=found.enrolment.batch, project=found, form=form, words=words
    ), status
