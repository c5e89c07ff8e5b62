"""The page that corrects a released result: change, look at what follows, then apply that."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.certificates.blueprint import bp
from lms.certificates.corrections import actions, queries
from lms.certificates.corrections.forms import CorrectionForm
from lms.certificates.words import KINDS
from lms.core.access import requires
from lms.core.errors import RuleBroken
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.gradebook import actions as gradebook
from lms.gradebook import queries as marks
from lms.gradebook.queries import Change, Released
from lms.gradebook.rules import read_mark, typed_parts
from lms.gradebook.words import outcome_labels


@bp.get("/angkatan/<int:batch_id>/koreksi-hasil")
@requires("result.correct", Batch)
@tab("gradebook.released", _l("Koreksi hasil resmi"))
@under("certificates.batch_certificates")
def corrections(batch: Batch):
    basis = marks.released(batch)
    return _answer(basis, _offer(CorrectionForm(formdata=None), basis), Change(batch.parts, {}))


@bp.post("/angkatan/<int:batch_id>/koreksi-hasil")
@requires("result.correct", Batch, fresh=True)
@under("certificates.batch_certificates")
def correct_results(batch: Batch):
    basis = marks.released(batch)
    form = _offer(CorrectionForm(), basis)
    if not form.accepts(lambda: _act(basis, form)):
        return _answer(basis, form, None), 422
    if isinstance(form.result, Change):
        return _answer(basis, form, form.result)
    found, papers = form.result
    flash(
        _("%(people)s hasil dikoreksi, %(papers)s sertifikat diganti atau dicabut.",
          people=len(found.revisions), papers=len(papers)), "ok",
    )  # fmt: skip
    return redirect(url_for(".corrections", batch_id=batch.id))


def _offer(form: CorrectionForm, basis: Released) -> CorrectionForm:
    """Say which parts are typed in."""
    return form.offer(typed_parts(basis.batch.parts, is_observed=basis.is_observed))


def _act(basis: Released, form: CorrectionForm) -> Any:
    """Return the change to be looked at; with the button that applies it, correct."""
    batch = basis.batch
    parts = _weighed(batch, request.form)
    change = gradebook.read_correction(basis, parts, form.part.data or "", form.text.data or "")
    if "terapkan" not in request.form:
        return change
    return actions.correct(
        batch, change, seen=form.seen.data or "", reason=form.reason.data or "", by=current_user
    )


def _weighed(batch: Batch, sent: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the parts with the weights that were sent; confidence of a changed one is ours."""
    found = []
    for part in batch.parts:
        weight = read_mark(sent.get(f"bobot_{part['key']}", str(part["weight"])))
        if weight is None:
            raise RuleBroken(_("Bobot %(title)s harus angka, misalnya 20.", title=part["title"]))
        kept = float(weight) if weight % 1 else int(weight)
        same = kept == part["weight"]
        found.append(part if same else {**part, "weight": kept, "confidence": "D"})
    return found


def _answer(basis: Released, form: CorrectionForm, change: Change | None):
    batch, release = basis.batch, basis.release
    found = marks.revised(basis, change) if release and change else None
    if found is not None:
        form.seen.data = found.fingerprint
    return page(
        "certificates/corrections.html",
        batch=batch,
        release=release,
        form=form,
        weights={
            part["key"]: request.form.get(f"bobot_{part['key']}", str(part["weight"]))
            for part in batch.parts
        },
        revised=found,
        papers=queries.consequences(batch, found) if found else [],
        looked=request.method == "POST",
        made=marks.corrections_in(batch) if release else [],
        outcomes=outcome_labels(),
        kinds=KINDS,
    )
