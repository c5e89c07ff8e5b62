"""One task as its trainee sees it: drafts, files, handing in."""

from flask import abort, flash, jsonify, redirect, request, url_for
from flask_login import current_user

from lms.assignments import actions, queries
from lms.assignments.forms import WorkForm
from lms.assignments.models import Annotation, Submission, SubmissionFile
from lms.assignments.views.blueprint import bp, brief_or_404
from lms.catalogue import gates
from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place
from lms.catalogue.queries import templates_beside
from lms.core import files
from lms.core.access import can, requires
from lms.core.clock import now
from lms.core.formats import waktu
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.richtext import as_markup


def own_task(batch: Batch, unit_id: int, form: WorkForm):
    place = own_place(current_user, batch)
    if all(line.unit_id != unit_id for line in queries.briefs_in(batch.version)):
        abort(404)
    versions = queries.versions_of(place, unit_id)
    closed = None if versions else gates.closed(batch, place).get(unit_id)
    if closed is not None:
        way = gates.way_on(batch, place)
        return page("catalogue/locked.html", run=batch, closed=closed, way=way)
    terms = queries.terms_of(batch, unit_id, place) or abort(404)
    draft = versions[0] if versions and versions[0].state == "draft" else None
    if draft is not None and not form.is_submitted():
        form.text.data = draft.text
    return page(
        "assignments/task.html",
        batch=batch,
        brief=terms.brief,
        terms=terms,
        due_at=terms.due_at,
        versions=versions,
        draft=draft,
        latest=versions[0] if versions else None,
        form=form,
        brief_html=as_markup(terms.brief.html),
        templates=templates_beside(batch.version, terms.brief.unit.key),
        steps=_steps(batch, versions[0] if versions else None),
        notes=_seen_notes(versions),
        moment=now(),
        rule=gates.rule_of(batch, unit_id),
    )


def _seen_notes(versions: list[Submission]) -> dict[int, list[Annotation]]:
    """Return what graders wrote on the newest work, once its author may see it."""
    told = versions and versions[0].state in ("released", "returned")
    return queries.annotations_of(versions[0].files) if told else {}


def _steps(batch: Batch, latest: Submission | None) -> list[tuple[str, str, str]]:
    """Return (title, text, state) of the stages of a task for its trainee."""
    reached = ("draft", "submitted", "marked", "released").index(
        {"returned": "draft", "proposed": "submitted"}.get(latest.state, latest.state)
        if latest
        else "draft"
    )
    handed = waktu(latest.submitted_at, batch.zone) if latest and latest.submitted_at else ""
    titles = [
        (_("Dikerjakan"), _("Draf tersimpan di server")),
        (_("Dikumpulkan"), handed),
        (_("Dinilai pengajar"), ""),
        (_("Nilai dirilis"), ""),
    ]
    states = ["ok" if at < reached or reached == 3 else "now" if at == reached else ""
              for at in range(4)]  # fmt: skip
    return [(title, text, state) for (title, text), state in zip(titles, states, strict=True)]


@bp.post("/angkatan/<int:batch_id>/tugas/<int:unit_id>")
@requires("batch.study", Batch)
@under("assignments.tasks")
def hand_in(batch: Batch, unit_id: int):
    brief = brief_or_404(batch, unit_id)
    enrolment = own_place(current_user, batch)
    form = WorkForm()
    final = "kumpulkan" in request.form
    parts = {
        "text": form.text.data or "",
        "uploads": [
            upload
            for upload in [*(form.uploads.data or []), *(form.photo.data or [])]
            if upload.filename
        ],
        "by": current_user,
    }
    if final:
        done = form.accepts(
            lambda: actions.hand_in(batch, brief, enrolment, own_work=form.own_work.data, **parts)
        )
    else:
        done = form.accepts(lambda: actions.save_draft(batch, brief, enrolment, **parts))
    if not done:
        return own_task(batch, unit_id, form), 422
    flash(
        _("Tugas dikumpulkan. Tanda terima %(receipt)s.", receipt=form.result.receipt)
        if final else _("Draf tersimpan."), "ok",
    )  # fmt: skip
    return redirect(url_for(".task", batch_id=batch.id, unit_id=unit_id))


@bp.post("/angkatan/<int:batch_id>/tugas/<int:unit_id>/draf")
@requires("batch.study", Batch)
def save_draft(batch: Batch, unit_id: int):
    """Keep the text while it is written."""
    brief, form = brief_or_404(batch, unit_id), WorkForm()
    enrolment = own_place(current_user, batch)
    if not form.accepts(
        lambda: actions.save_draft(
            batch, brief, enrolment, text=form.text.data or "", uploads=[], by=current_user
        )
    ):
        return jsonify(error=form.problems[0][1]), 422
    seq = request.form.get("seq", 0, type=int)
    return jsonify(saved_at=form.result.saved_at.isoformat(), seq=seq)


@bp.post("/berkas-tugas/<int:submission_file_id>/hapus")
@requires("submission_file.view", SubmissionFile)
def remove_file(piece: SubmissionFile):
    work = queries.to_grade(piece.submission_id)
    if not can(current_user, "submission.edit", work):
        abort(403)
    actions.remove_file(work, piece, by=current_user)
    flash(_("Berkas dihapus dari draf."), "ok")
    return redirect(url_for(".task", batch_id=work.enrolment.batch_id, unit_id=work.unit_id))


@bp.get("/berkas-tugas/<int:submission_file_id>")
@requires("submission_file.view", SubmissionFile)
def open_file(piece: SubmissionFile):
    shown = (piece.preview or piece.file) if "lihat" in request.args else piece.file
    work = queries.to_grade(piece.submission_id)
    name = "" if can(current_user, "submission.edit", work) else queries.harmless_name(work, shown)
    return files.send(shown, inline="lihat" in request.args, name=name)
