"""Evidence and figures of one project."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.core import files
from lms.core.access import requires
from lms.core.clock import today
from lms.core.forms import Form
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.projects import actions, queries, words
from lms.projects.forms import EvidenceForm, IndicatorForm, MeasureForm
from lms.projects.models import Evidence, Indicator, Project
from lms.projects.permissions import project_of
from lms.projects.views.blueprint import bp


@bp.get("/proyek/<int:project_id>/pelaksanaan")
@requires("project.view", Project)
@under("projects.listed")
def practice(project: Project):
    return _practice_page(project.id)


def _practice_page(
    project_id: int, *, evidence: Form | None = None, indicator: Form | None = None,
    measure: Form | None = None, figure_id: int = 0,
):  # fmt: skip
    found = queries.with_practice(project_id)
    reading = queries.open_step(found) is not None
    owns = found.enrolment.person_id == current_user.id and not reading
    return page(
        "projects/practice.html",
        batch=found.enrolment.batch,
        project=found,
        may_collect=owns and found.stage == "execution",
        may_plan=owns and found.stage in ("issue", "design"),
        evidence=evidence or EvidenceForm(formdata=None, happened_on=today()),
        indicator=indicator or IndicatorForm(formdata=None),
        measure=measure or MeasureForm(formdata=None, measured_on=today()),
        figure_id=figure_id,
        refused=evidence or indicator or measure,
        kinds=actions.PHOTO_KINDS,
        max_mb=actions.MOST_MB,
        words=words,
    )


def _back(project_id: int, anchor: str):
    return redirect(url_for(".practice", project_id=project_id, _anchor=anchor))


@bp.post("/proyek/<int:project_id>/bukti")
@requires("project.edit", Project)
@under("projects.listed")
def add_evidence(project: Project):
    form = EvidenceForm()
    if not form.accepts(
        lambda: actions.add_evidence(
            project, happened_on=form.happened_on.data, activity=form.activity.data,
            place=form.place.data, note=form.note.data, upload=form.upload.data, by=current_user,
        )
    ):  # fmt: skip
        return _practice_page(project.id, evidence=form), 422
    flash(_("Bukti tersimpan."), "ok")
    return _back(project.id, "bukti")


@bp.get("/bukti-proyek/<int:evidence_id>")
@requires("evidence.view", Evidence)
def open_evidence(piece: Evidence):
    return files.send(piece.file, inline="lihat" in request.args)


@bp.post("/bukti-proyek/<int:evidence_id>/hapus")
@requires("evidence.edit", Evidence)
def remove_evidence(piece: Evidence):
    project = project_of(piece)
    actions.remove_evidence(piece, project, by=current_user)
    flash(_("Bukti dihapus."), "ok")
    return _back(project.id, "bukti")


@bp.post("/proyek/<int:project_id>/indikator")
@requires("project.edit", Project)
@under("projects.listed")
def add_indicator(project: Project):
    form = IndicatorForm()
    if not form.accepts(
        lambda: actions.add_indicator(
            project, name=form.name.data, unit=form.unit.data, before=form.before.data,
            target=form.target.data, by=current_user,
        )
    ):  # fmt: skip
        return _practice_page(project.id, indicator=form), 422
    flash(_("Indikator tersimpan."), "ok")
    return _back(project.id, "indikator")


@bp.post("/indikator-proyek/<int:indicator_id>/hapus")
@requires("indicator.edit", Indicator)
def remove_indicator(figure: Indicator):
    project = project_of(figure)
    actions.remove_indicator(figure, project, by=current_user)
    flash(_("Indikator dihapus."), "ok")
    return _back(project.id, "indikator")


@bp.post("/indikator-proyek/<int:indicator_id>")
@requires("indicator.edit", Indicator)
@under("projects.listed")
def measure(figure: Indicator):
    form = MeasureForm()
    project = project_of(figure)
    if not form.accepts(
        lambda: actions.measure(
            figure, project, after=form.after.data, measured_on=form.measured_on.data,
            by=current_user,
        )
    ):  # fmt: skip
        return _practice_page(project.id, measure=form, figure_id=figure.id), 422
    flash(_("Keadaan akhir tersimpan."), "ok")
    return _back(project.id, "indikator")
