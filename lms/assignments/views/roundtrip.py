"""Marking away from the screen: works and sheet out, the sheet back in with a preview."""

from flask import flash, redirect, request, send_file, url_for
from flask_login import current_user

from lms.assignments import actions, queries, roundtrip
from lms.assignments.models import Brief
from lms.assignments.views.blueprint import bp, brief_or_404
from lms.catalogue.models import Batch
from lms.core import previews
from lms.core.access import requires
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page


def _hidden(batch: Batch, unit_id: int) -> bool:
    return (batch.id, unit_id) in queries.blind_tasks([batch.id])


@bp.get("/angkatan/<int:batch_id>/tugas/<int:unit_id>/karya.zip")
@requires("submission.release", Batch)
def works_archive(batch: Batch, unit_id: int):
    brief = brief_or_404(batch, unit_id)
    works = queries.works_for(batch, unit_id, with_files=True, but=current_user)
    bundle = roundtrip.archive(brief, works, _hidden(batch, unit_id))
    name = f"karya-{batch.id}-{unit_id}.zip"
    return send_file(bundle, "application/zip", as_attachment=True, download_name=name)


@bp.route("/angkatan/<int:batch_id>/tugas/<int:unit_id>/lembar", methods=["GET", "POST"])
@requires("submission.release", Batch)
@under("assignments.tasks")
def sheet(batch: Batch, unit_id: int):
    """Take a filled-in sheet and show line by line what it would change."""
    brief, form = brief_or_404(batch, unit_id), previews.TableForm()
    if request.method == "GET":
        return page("assignments/sheet.html", batch=batch, brief=brief, form=form)
    if not form.accepts(lambda: _read(batch, brief, form)):
        return page("assignments/sheet.html", batch=batch, brief=brief, form=form), 422
    sealed = roundtrip.seal(batch.id, unit_id, form.result)
    return page(
        "assignments/sheet_preview.html", batch=batch, brief=brief, found=form.result,
        ready=sum(bool(row.changed) and not row.problem for row in form.result),
        titles={part["key"]: part["title"] for part in brief.rubric},
        form=previews.ApplyForm(formdata=None, preview=sealed),
    )  # fmt: skip


def _read(batch: Batch, brief: Brief, form: previews.TableForm) -> list[roundtrip.Row]:
    data, kind = previews.table_of(form.table.data)
    works = queries.works_for(batch, brief.unit_id, but=current_user)
    return roundtrip.read(data, kind, brief, works, _hidden(batch, brief.unit_id))


@bp.post("/angkatan/<int:batch_id>/tugas/<int:unit_id>/lembar/terapkan")
@requires("submission.release", Batch)
def apply_sheet(batch: Batch, unit_id: int):
    brief, form = brief_or_404(batch, unit_id), previews.ApplyForm()
    if not form.accepts(lambda: _apply(batch, brief, form.preview.data)):
        raise RuleBroken(form.problems[0][1])
    flash(_("Nilai %(count)s karya tersimpan sebagai draf.", count=form.result), "ok")
    return redirect(url_for(".task", batch_id=batch.id, unit_id=unit_id))


def _apply(batch: Batch, brief: Brief, sealed: str) -> int:
    given = roundtrip.unseal(sealed, batch.id, brief.unit_id)
    return actions.apply_sheet(batch, brief, given, by=current_user)
