"""The final meeting: proposals and decisions, minutes, lock; and the list of merit."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import can, requires
from lms.core.forms import Form, ReasonForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.paper import answer
from lms.core.pdf import answer_pdf
from lms.gradebook import actions, paper, queries, rulebooks
from lms.gradebook.forms import MinutesForm, minutes_facts
from lms.gradebook.views.blueprint import bp
from lms.gradebook.words import outcome_labels


@bp.get("/angkatan/<int:batch_id>/nilai/rapat")
@requires("gradebook.view", Batch)
@under("gradebook.marks")
def meeting(batch: Batch):
    return _meeting_page(batch)


def _meeting_page(batch: Batch, refused: Form | None = None):
    found = queries.sheet(batch)
    held = found.standing.meeting
    decided = queries.decisions_of(held)
    may_decide = can(current_user, "grade.release", batch) and found.release is None
    sent = request.form if refused is not None else {}
    return page(
        "gradebook/meeting.html",
        batch=batch,
        sheet=found,
        rows=queries.narrowed(found, queries.SheetFilter(order="akhir")),
        meeting=held,
        decided=decided,
        sent=sent,
        places=queries.places(batch, found, decided),
        best=rulebooks.BEST,
        form=refused or MinutesForm(formdata=None, data=minutes_facts(batch, held)),
        refused=refused,
        reason=ReasonForm(formdata=None),
        may_decide=may_decide,
        outcomes=outcome_labels(),
    )


@bp.post("/angkatan/<int:batch_id>/nilai/rapat")
@requires("grade.release", Batch)
@under("gradebook.marks")
def hold_meeting(batch: Batch):
    form = MinutesForm()
    if not form.accepts(
        lambda: actions.hold_meeting(batch, form.minutes(), _decided(), by=current_user)
    ):
        return _meeting_page(batch, form), 422
    flash(_("Berita acara tersimpan."), "ok")
    return redirect(url_for(".meeting", batch_id=batch.id))


def _decided() -> dict[int, tuple[str, str]]:
    """Read the decisions by enrolment id: what was chosen, and why."""
    found = {}
    for name, value in request.form.items():
        place = name.removeprefix("putusan_")
        if place != name and place.isdigit():
            found[int(place)] = (value, request.form.get(f"alasan_{place}", "")[:300])
    return found


@bp.post("/angkatan/<int:batch_id>/nilai/rapat/kunci")
@requires("grade.release", Batch, fresh=True)
@under("gradebook.marks")
def lock_meeting(batch: Batch):
    actions.lock_meeting(batch, by=current_user)
    flash(_("Putusan rapat dikunci. Nilai tidak dapat diubah lagi."), "ok")
    return redirect(url_for(".meeting", batch_id=batch.id))


@bp.post("/angkatan/<int:batch_id>/nilai/rapat/buka")
@requires("grade.release", Batch, fresh=True)
@under("gradebook.marks")
def reopen_meeting(batch: Batch):
    form = ReasonForm()
    if not form.accepts(
        lambda: actions.reopen_meeting(batch, form.reason.data or "", by=current_user)
    ):
        return _meeting_page(batch), 422
    flash(_("Kunci dibuka. Putusan dapat diperbaiki."), "ok")
    return redirect(url_for(".meeting", batch_id=batch.id))


@bp.get("/angkatan/<int:batch_id>/nilai/rapat.pdf")
@requires("gradebook.view", Batch)
def meeting_minutes(batch: Batch):
    document = paper.minutes(batch, queries.sheet(batch))
    return answer_pdf(document, f"berita-acara-{batch.id}")


@bp.get("/angkatan/<int:batch_id>/nilai/peringkat")
@requires("gradebook.view", Batch)
@under("gradebook.marks")
def merit(batch: Batch):
    found = queries.sheet(batch)
    lines = queries.merit_list(batch, found)
    return page(
        "gradebook/merit.html", batch=batch, sheet=found, lines=lines,
        best=rulebooks.BEST, others=len(found.rows) - len(lines),
    )  # fmt: skip


@bp.get("/angkatan/<int:batch_id>/nilai/peringkat.<any(pdf, xlsx):kind>")
@requires("gradebook.view", Batch)
def merit_document(batch: Batch, kind: str):
    found = queries.sheet(batch)
    return answer(paper.merit(batch, found, queries.merit_list(batch, found)), kind)
