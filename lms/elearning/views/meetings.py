"""Live sessions: the recording, entered by who teaches."""

from flask import abort, flash, redirect
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.i18n import _
from lms.elearning import actions, queries
from lms.elearning.forms import RecordingForm
from lms.elearning.views.blueprint import address, bp
from lms.elearning.views.lessons import lesson_page


@bp.post("/angkatan/<int:batch_id>/belajar/<int:unit_id>/rekaman-sesi")
@requires("batch.teach", Batch)
def enter_recording(batch: Batch, unit_id: int):
    step = queries.step_in(batch, unit_id)
    if step is None or step.kind != "live":
        abort(404)
    form = RecordingForm()
    if not form.accepts(
        lambda: actions.enter_recording(batch, unit_id, form.url.data or "", by=current_user)
    ):
        return lesson_page(batch, unit_id, form=form), 422
    flash(_("Alamat rekaman disimpan."), "ok")
    return redirect(address(batch, step))
