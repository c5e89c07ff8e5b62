"""The gradebook of a batch: table, single scores, import, release, and one's own marks."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place
from lms.core import files
from lms.core.access import can, requires
from lms.core.errors import RuleBroken
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.gradebook import actions, imports, queries, rulebooks
from lms.gradebook.forms import ApplyImportForm, ImportForm, ReleaseForm, ScoreForm

bp = Blueprint("gradebook", __name__)


@bp.get("/angkatan/<int:batch_id>/nilai")
@requires("gradebook.tab", Batch)
@tab("batch", _l("Nilai"), order=60, icon="chart-bar")
def marks(batch: Batch):
    if not can(current_user, "gradebook.view", batch):
        return _own_marks(batch)
    found = queries.sheet(batch)
    wanted = request.args.get("keadaan", "")
    text = request.args.get("cari", "").strip().lower()
    may_enter = can(current_user, "score.enter", batch) and found.release is None
    linked = tuple(part["key"] for part in actions.enterable(batch)) if may_enter else ()
    rows = [
        (row.seat, tuple(row.points.items()), row.verdict)
        for row in found.rows
        if _fits(row, wanted, text)
    ]
    return page(
        "gradebook/sheet.html",
        batch=batch,
        sheet=found,
        rows=rows,
        linked=linked,
        wanted=wanted,
        text=text,
        outcomes=outcome_labels(),
        may_enter=may_enter,
    )


def _fits(row: queries.Row, wanted: str, text: str) -> bool:
    seat = row.seat
    named = not text or text in seat.name.lower() or (seat.nip or "").startswith(text)
    return named and (not wanted or row.verdict.outcome == wanted)


def _own_marks(batch: Batch):
    enrolment = own_place(current_user, batch)
    return page(
        "gradebook/own.html",
        batch=batch,
        result=queries.result_of(enrolment),
        scores=queries.own_scores(enrolment),
        outcomes=outcome_labels(),
    )


def outcome_labels() -> dict[str, str]:
    """Return the words for each outcome."""
    return {
        "lulus": _("Lulus"),
        "ditunda": _("Ditunda"),
        "tidak_lulus": _("Tidak lulus"),
        rulebooks.INCOMPLETE: _("Belum lengkap"),
    }


@bp.get("/angkatan/<int:batch_id>/nilai.xlsx")
@requires("gradebook.view", Batch)
def marks_table(batch: Batch):
    found = queries.sheet(batch)
    labels = outcome_labels()
    header = [_("Nama"), "NIP", _("Instansi"), *(part["title"] for part in found.components)]
    header += [_("Nilai akhir"), _("Kualifikasi"), _("Hasil"), _("Alasan")]
    lines: list[list[Any]] = []
    for row in found.rows:
        seat, verdict = row.seat, row.verdict
        points = [row.points[part["key"]] for part in found.components]
        lines.append(
            [seat.full_name, seat.nip or "", seat.office or "", *points, verdict.final,
             verdict.predicate, labels[verdict.outcome], "; ".join(verdict.reasons)]
        )  # fmt: skip
    return answer_table(f"nilai-{batch.id}", header, lines)


@bp.route("/angkatan/<int:batch_id>/nilai/<int:enrolment_id>/<component>", methods=["GET", "POST"])
@requires("score.enter", Batch)
@under("gradebook.marks")
def score(batch: Batch, enrolment_id: int, component: str):
    enrolment = catalogue.enrolment_in(batch, enrolment_id)
    part = next((part for part in actions.enterable(batch) if part["key"] == component), None)
    if enrolment is None or not enrolment.has_seat or part is None:
        abort(404)
    context: dict[str, Any] = {"batch": batch, "enrolment": enrolment, "part": part}
    form = ScoreForm()
    if request.method == "POST" and form.accepts(
        lambda: actions.enter_score(
            batch,
            enrolment,
            component,
            form.points.data,
            source="manual",
            reason=form.reason.data,
            by=current_user,
        )  # fmt: skip
    ):
        flash(_("Nilai %(name)s tersimpan.", name=enrolment.person.name), "ok")
        return redirect(url_for(".marks", batch_id=batch.id))
    context["history"] = queries.history(enrolment.id, component)
    status = 422 if request.method == "POST" else 200
    return page("gradebook/score.html", form=form, **context), status


@bp.route("/angkatan/<int:batch_id>/nilai/impor", methods=["GET", "POST"])
@requires("score.enter", Batch)
@under("gradebook.marks")
def import_scores(batch: Batch):
    form = ImportForm()
    form.component.choices = [(part["key"], part["title"]) for part in actions.enterable(batch)]
    if request.method == "GET":
        return page("gradebook/import.html", batch=batch, form=form)
    if not form.accepts(lambda: _preview(batch, form)):
        return page("gradebook/import.html", batch=batch, form=form), 422
    title = dict(form.component.choices)[form.component.data]
    return page(
        "gradebook/preview.html",
        batch=batch,
        preview=form.result,
        title=title,
        form=ApplyImportForm(
            formdata=None,
            preview=imports.seal(
                batch.id,
                form.component.data,
                form.table.data.filename or "",
                {row["nip"]: row["points"] for row in form.result.ready},
            ),
        ),
    )


def _preview(batch: Batch, form: ImportForm) -> actions.Preview:
    upload = form.table.data
    data = upload.stream.read(2_000_001)
    kind = files.kind_of(data, upload.filename or "")
    if kind not in ("csv", "xlsx") or len(data) > 2_000_000:
        raise RuleBroken(_("Pilih berkas CSV atau XLSX yang lebih kecil dari 2 MB."))
    return actions.preview_import(batch, form.component.data, data, kind)


@bp.post("/angkatan/<int:batch_id>/nilai/impor/terapkan")
@requires("score.enter", Batch)
def apply_import(batch: Batch):
    form = ApplyImportForm()
    if not form.accepts(lambda: _apply(batch, form.preview.data)):
        raise RuleBroken(form.problems[0][1])
    flash(_("%(count)s nilai tersimpan.", count=form.result), "ok")
    return redirect(url_for(".marks", batch_id=batch.id))


def _apply(batch: Batch, sealed: str) -> int:
    component, file, scores = imports.unseal(sealed, batch.id)
    return actions.apply_import(batch, component, scores, source=file, by=current_user)


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
    ), status  # fmt: skip
