"""Writing on files: highlights, comments, pen strokes, comments in videos; the copy with them."""

from io import BytesIO
from typing import Any

from flask import abort, flash, jsonify, redirect, request, send_file, url_for
from flask_login import current_user

from lms.assignments import actions, queries
from lms.assignments.annotated import annotated_pdf
from lms.assignments.forms import AnnotationForm, BankForm
from lms.assignments.models import Annotation, BankComment, SubmissionFile
from lms.assignments.views.blueprint import bp
from lms.core import files
from lms.core.access import requires
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page


@bp.post("/berkas-tugas/<int:submission_file_id>/catatan")
@requires("annotation.write", SubmissionFile)
def annotate(piece: SubmissionFile):
    """Keep what was written on a file; scripts get it back as JSON, forms go back to the work."""
    form = AnnotationForm()
    work = queries.to_grade(piece.submission_id)
    done = form.accepts(
        lambda: actions.annotate(
            piece, work, key=form.key.data or "", kind=form.kind.data or "",
            page=form.page.data or 0, shape=form.drawn, words=form.words.data, by=current_user,
        )
    )  # fmt: skip
    if not done:
        return jsonify(error=form.problems[0][1]), 422
    return jsonify(told(form.result) | {"saved_at": form.result.at.isoformat()})


def told(one: Annotation) -> dict[str, Any]:
    """Return an annotation as pages draw it."""
    return {
        "id": one.id, "key": one.key, "kind": one.kind, "page": one.page, "shape": one.shape,
        "words": one.words, "by": one.author.name, "own": one.author_id == current_user.id,
    }  # fmt: skip


@bp.get("/berkas-tugas/<int:submission_file_id>/catatan")
@requires("annotation.list", SubmissionFile)
def annotations(piece: SubmissionFile):
    return jsonify([told(one) for one in queries.annotations_of([piece]).get(piece.id, [])])


@bp.post("/catatan-berkas/<int:annotation_id>/hapus")
@requires("annotation.remove", Annotation)
def remove_annotation(annotation: Annotation):
    work = queries.to_grade(annotation.piece.submission_id)
    actions.remove_annotation(annotation, work, by=current_user)
    return jsonify(removed=True)


@bp.get("/berkas-tugas/<int:submission_file_id>/beranotasi.pdf")
@requires("annotation.list", SubmissionFile)
def annotated(piece: SubmissionFile):
    shown = piece.preview or piece.file
    if shown.kind != "pdf":
        abort(404)
    notes = queries.annotations_of([piece]).get(piece.id, [])
    copy = annotated_pdf(files.read(shown), notes)
    work = queries.to_grade(piece.submission_id)
    name = queries.harmless_name(work, shown).replace(".pdf", "-beranotasi.pdf")
    return send_file(BytesIO(copy), "application/pdf", as_attachment=True, download_name=name)


@bp.route("/penilaian/bank-komentar", methods=["GET", "POST"])
@requires("submission.queue")
@under("assignments.queue")
def bank():
    form = BankForm()
    if request.method == "POST" and form.accepts(
        lambda: actions.keep_comment(form.words.data, shared=form.shared.data, by=current_user)
    ):
        if request.headers.get("Accept") == "application/json":
            return jsonify(id=form.result.id, words=form.result.words)
        flash(_("Kalimat masuk bank komentar."), "ok")
        return redirect(url_for(".bank"))
    kept = queries.bank_for(current_user)
    status = 422 if request.method == "POST" else 200
    return page("assignments/bank.html", form=form, kept=kept), status


@bp.post("/penilaian/bank-komentar/<int:bank_comment_id>/hapus")
@requires("bank_comment.drop", BankComment)
def drop_comment(comment: BankComment):
    actions.drop_comment(comment, by=current_user)
    flash(_("Kalimat dihapus dari bank komentar."), "ok")
    return redirect(url_for(".bank"))
