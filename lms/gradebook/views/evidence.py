"""Documents behind the score of one trainee: put in, read, withdrawn."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core import files
from lms.core.access import requires
from lms.core.errors import RuleBroken
from lms.core.forms import ReasonForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.gradebook import actions, queries
from lms.gradebook.forms import EvidenceForm, ScoreForm
from lms.gradebook.views.blueprint import bp
from lms.gradebook.views.cells import cell_of, cell_page


@bp.post("/angkatan/<int:batch_id>/nilai/<int:enrolment_id>/<component>/bukti")
@requires("score.enter", Batch)
@under("gradebook.marks")
def attach_evidence(batch: Batch, enrolment_id: int, component: str):
    context, form = cell_of(batch, enrolment_id, component), EvidenceForm()
    if not form.accepts(
        lambda: actions.attach_evidence(
            batch, context["enrolment"], component, form.document.data, form.note.data or "",
            by=current_user,
        )
    ):  # fmt: skip
        return cell_page(context, ScoreForm(formdata=None), form), 422
    flash(_("Bukti tersimpan."), "ok")
    return redirect(
        url_for(".cell", batch_id=batch.id, enrolment_id=enrolment_id, component=component)
    )


@bp.get("/angkatan/<int:batch_id>/bukti-nilai/<int:number>")
@requires("gradebook.view", Batch)
def evidence_file(batch: Batch, number: int):
    evidence = queries.evidence_in(batch, number) or abort(404)
    return files.send(evidence.file, inline="lihat" in request.args)


@bp.post("/angkatan/<int:batch_id>/bukti-nilai/<int:number>/tarik")
@requires("score.enter", Batch)
def withdraw_evidence(batch: Batch, number: int):
    evidence = queries.evidence_in(batch, number) or abort(404)
    form = ReasonForm()
    if not form.accepts(
        lambda: actions.withdraw_evidence(evidence, reason=form.reason.data or "", by=current_user)
    ):
        raise RuleBroken(form.problems[0][1])
    flash(_("Bukti ditarik."), "ok")
    return redirect(
        url_for(
            ".cell", batch_id=batch.id, enrolment_id=evidence.enrolment_id,
            component=evidence.component,
        )
    )  # fmt: skip
