"""The panel of a task for its organiser, and the sheet of each assessor."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.assignments.models import Brief, Submission
from lms.assignments.panel import actions, permissions, queries, rules, words
from lms.assignments.panel.forms import RulingForm, SchemeForm, SheetForm, ThirdForm
from lms.assignments.panel.models import PanelSheet
from lms.assignments.views.blueprint import bp, brief_or_404
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.core import files
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.forms import EmptyForm, Form
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.people.models import TEACHING_ROLES

#: Imported so that its rules stand in the house's list.
__all__ = ["permissions"]

_PANEL = "/angkatan/<int:batch_id>/tugas/<int:unit_id>/panel"


@bp.get(_PANEL)
@requires("panel.manage", Batch)
@under("assignments.tasks")
def panel(batch: Batch, unit_id: int):
    return _panel_page(batch, brief_or_404(batch, unit_id))


def _panel_page(batch: Batch, brief: Brief, refused: Form | None = None, work_id: int = 0):
    scheme = queries.scheme_for(batch, brief.unit.key)
    works = queries.panel_works(batch, brief, scheme) if scheme else []
    staff = catalogue.staff_of(batch)
    readers = {one.person_id: one.person for one in staff if one.role in TEACHING_ROLES}
    return page(
        "assignments/panel/overview.html",
        batch=batch,
        brief=brief,
        scheme=scheme,
        works=works,
        drifts=rules.drifts(one.readings for one in works),
        ready=sum(one.is_open and one.state == rules.READY and not one.is_settled
                  for one in works),
        unreleased=sum(one.work.state == "marked" for one in works),
        third=ThirdForm(formdata=None).offer(list(readers.values())),
        ruling=RulingForm(formdata=None),
        refused=refused,
        work_id=work_id,
        may_arrange=can(current_user, "panel.arrange", batch),
        rules=rules,
        words=words,
    )  # fmt: skip


@bp.route(f"{_PANEL}/bobot", methods=["GET", "POST"])
@requires("panel.arrange", Batch)
@under("assignments.tasks")
def panel_scheme(batch: Batch, unit_id: int):
    brief = brief_or_404(batch, unit_id)
    form = SchemeForm() if request.method == "POST" else SchemeForm(valid_from=today())
    if request.method == "POST" and form.accepts(
        lambda: actions.set_scheme(
            batch, brief.unit, form.weights, form.spread.data, form.valid_from.data,
            basis=form.basis.data, by=current_user,
        )
    ):  # fmt: skip
        flash(_("Bobot peran tersimpan."), "ok")
        return redirect(url_for(".panel", batch_id=batch.id, unit_id=unit_id))
    return page(
        "assignments/panel/scheme.html", batch=batch, brief=brief, form=form, words=words,
        roles=rules.ROLES, schemes=queries.schemes_of(batch, brief.unit.key),
    ), 422 if request.method == "POST" else 200  # fmt: skip


@bp.post(f"{_PANEL}/tetapkan")
@requires("panel.manage", Batch)
@under("assignments.tasks")
def panel_settle(batch: Batch, unit_id: int):
    brief, form = brief_or_404(batch, unit_id), EmptyForm()
    if not form.accepts(lambda: actions.settle(batch, brief, by=current_user)):
        return _panel_page(batch, brief_or_404(batch, unit_id), form), 422
    flash(_("%(count)s nilai panel ditetapkan. Peserta melihatnya setelah dirilis.",
            count=form.result), "ok")  # fmt: skip
    return redirect(url_for(".panel", batch_id=batch.id, unit_id=unit_id))


@bp.post(f"{_PANEL}/bagikan")
@requires("panel.manage", Batch)
@under("assignments.tasks")
def panel_share(batch: Batch, unit_id: int):
    brief, form = brief_or_404(batch, unit_id), EmptyForm()
    if not form.accepts(lambda: actions.share_out(batch, brief, by=current_user)):
        return _panel_page(batch, brief_or_404(batch, unit_id), form), 422
    flash(_("%(count)s lembar dibagikan kepada penilai.", count=form.result), "ok")
    return redirect(url_for(".panel", batch_id=batch.id, unit_id=unit_id))


@bp.post("/penilaian/<int:submission_id>/ketiga")
@requires("submission.moderate", Submission)
@under("assignments.tasks")
def panel_third(submission: Submission):
    work = queries.with_place(submission.id)
    batch = work.enrolment.batch
    readers = {one.person_id: one.person for one in catalogue.staff_of(batch)
               if one.role in TEACHING_ROLES}  # fmt: skip
    form = ThirdForm().offer(list(readers.values()))
    if not form.accepts(
        lambda: actions.ask_third(work, readers[form.person.data], by=current_user)
    ):
        return _panel_page(batch, brief_or_404(batch, work.unit_id), form, work.id), 422
    flash(_("Penilai ketiga ditunjuk. Lembarnya tampil pada daftarnya."), "ok")
    return redirect(url_for(".panel", batch_id=batch.id, unit_id=work.unit_id))


@bp.post("/penilaian/<int:submission_id>/moderasi")
@requires("submission.moderate", Submission)
@under("assignments.tasks")
def panel_moderate(submission: Submission):
    work, form = queries.with_place(submission.id), RulingForm()
    batch = work.enrolment.batch
    if not form.accepts(
        lambda: actions.moderate(work, form.mark, reason=form.reason.data, by=current_user)
    ):
        return _panel_page(batch, brief_or_404(batch, work.unit_id), form, work.id), 422
    flash(_("Putusan moderasi tercatat."), "ok")
    return redirect(url_for(".panel", batch_id=batch.id, unit_id=work.unit_id))


@bp.get("/lembar-penilaian")
@requires("panel.own")
@tab("instructor", _l("Panel"), order=35, icon="scale")
def panel_sheets():
    return page("assignments/panel/mine.html", sheets=queries.sheets_of(current_user), words=words)


@bp.route("/lembar-penilaian/<int:panel_sheet_id>", methods=["GET", "POST"])
@requires("panel_sheet.fill", PanelSheet)
@under("assignments.panel_sheets")
def panel_sheet(sheet: PanelSheet):
    form = SheetForm()
    brief = _brief_of(sheet)
    if request.method == "GET":
        form.comment.data = sheet.comment
        return _sheet_page(sheet.id, brief, form)
    confirm = "sahkan" in request.form
    levels = rules.sent_levels(brief.rubric, request.form)
    comments = rules.sent_comments(brief.rubric, request.form)
    if not form.accepts(
        lambda: actions.fill(
            sheet, brief, levels=levels, comments=comments, comment=form.comment.data or "",
            revision=form.revision.data or 0, confirm=confirm, by=current_user,
        )
    ):  # fmt: skip
        return _sheet_page(sheet.id, brief, form), 422
    flash(_("Lembar disahkan.") if confirm else _("Lembar tersimpan sebagai draf."), "ok")
    return redirect(
        url_for(".panel_sheets") if confirm else url_for(".panel_sheet", panel_sheet_id=sheet.id)
    )


def _brief_of(sheet: PanelSheet) -> Brief:
    work = queries.with_place(sheet.submission_id)
    return brief_or_404(work.enrolment.batch, work.unit_id)


def _sheet_page(sheet_id: int, brief: Brief, form: SheetForm):
    found = queries.sheet_in_full(sheet_id)
    sent = request.method == "POST"
    return page(
        "assignments/panel/sheet.html",
        sheet=found,
        work=found.submission,
        brief=brief,
        form=form,
        levels=rules.sent_levels(brief.rubric, request.form) if sent else found.levels,
        comments=rules.sent_comments(brief.rubric, request.form) if sent else found.comments,
        words=words,
    )


@bp.get("/lembar-penilaian/<int:panel_sheet_id>/naskah/<int:number>")
@requires("panel_sheet.fill", PanelSheet)
def panel_sheet_file(sheet: PanelSheet, number: int):
    """Answer with a file of the work: an assessor of another batch's staff may read it here."""
    work = queries.with_place(sheet.submission_id)
    piece = next((one for one in work.files if one.id == number), None) or abort(404)
    return files.send(piece.file, inline="lihat" in request.args)
