"""Releasing the result of a batch."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.gradebook import actions, queries
from lms.gradebook.forms import ReleaseForm
from lms.gradebook.views.blueprint import bp
from lms.gradebook.words import outcome_labels

#: What is looked at first before a release.
_FIRST = ("incomplete", "tidak_lulus", "ditunda", "lulus")


@bp.route("/angkatan/<int:batch_id>/nilai/rilis", methods=["GET", "POST"])
@requires("grade.release", Batch, fresh=True)
@under("gradebook.marks")
def release(batch: Batch):
    form = ReleaseForm()
    if request.method == "POST" and form.accepts(lambda: actions.release(batch, by=current_user)):
        flash(_("Hasil angkatan dirilis. Sertifikat kini dapat diterbitkan."), "ok")
        return redirect(url_for(".marks", batch_id=batch.id))
    found = queries.sheet(batch)
    counts = {
        outcome: sum(row.verdict.outcome == outcome for row in found.rows)
        for outcome in outcome_labels()
    }
    status = 422 if request.method == "POST" else 200
    return page(
        "gradebook/release.html", batch=batch, form=form, sheet=found, counts=counts,
        outcomes=outcome_labels(),
        lines=sorted(found.rows, key=lambda row: _FIRST.index(row.verdict.outcome)),
    ), status  # fmt: skip
