"""One cell of the gradebook: where its points come from, every change, and entering them."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.core.access import can, requires
from lms.core.forms import ReasonForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.gradebook import actions, queries
from lms.gradebook.forms import EvidenceForm, ScoreForm
from lms.gradebook.views.blueprint import bp
from lms.gradebook.words import source_of

_ADDRESS = "/angkatan/<int:batch_id>/nilai/<int:enrolment_id>/<component>"


def cell_of(batch: Batch, enrolment_id: int, component: str) -> dict[str, Any]:
    """Return what the page of a cell is about; 404 when there is no such cell."""
    enrolment = catalogue.enrolment_in(batch, enrolment_id)
    part = next((part for part in queries.parts_of(batch) if part["key"] == component), None)
    if enrolment is None or not enrolment.has_seat or part is None:
        abort(404)
    may_enter = part in actions.enterable(batch) and can(current_user, "score.enter", batch)
    return {"batch": batch, "enrolment": enrolment, "part": part, "may_enter": may_enter}


@bp.get(_ADDRESS)
@requires("gradebook.view", Batch)
@under("gradebook.marks")
def cell(batch: Batch, enrolment_id: int, component: str):
    return cell_page(cell_of(batch, enrolment_id, component), ScoreForm(formdata=None))


def cell_page(context: dict[str, Any], form: ScoreForm, refused: EvidenceForm | None = None):
    """Return the page of a cell; `refused` is a document that was not kept."""
    batch, enrolment, part = context["batch"], context["enrolment"], context["part"]
    released = queries.release_of(batch) is not None
    return page(
        "gradebook/score.html",
        form=form,
        evidence_form=refused or EvidenceForm(formdata=None),
        evidence=queries.evidence_of(enrolment.id, part["key"]),
        reason=ReasonForm(formdata=None),
        may_prove=can(current_user, "score.enter", batch),
        history=queries.history(enrolment.id, part["key"]),
        works=queries.works_behind(batch, enrolment, part),
        source=source_of(part),
        **context | {"may_enter": context["may_enter"] and not released},
    )


@bp.post(_ADDRESS)
@requires("score.enter", Batch)
@under("gradebook.marks")
def score(batch: Batch, enrolment_id: int, component: str):
    context = cell_of(batch, enrolment_id, component)
    if not context["may_enter"]:
        abort(404)
    form = ScoreForm()
    done = form.accepts(
        lambda: actions.enter_score(
            batch, context["enrolment"], component, form.points.data, source="manual",
            reason=form.reason.data, seen=request.form.get("seen"), by=current_user,
        )
    )  # fmt: skip
    if "HX-Request" in request.headers:  # typed in the table: answer with the line, or the fault
        return _line(batch, enrolment_id) if done else (form.problems[0][1], 422)
    if not done:
        return cell_page(context, form), 422
    flash(_("Nilai %(name)s tersimpan.", name=context["enrolment"].person.name), "ok")
    return redirect(url_for(".marks", batch_id=batch.id))


def _line(batch: Batch, enrolment_id: int) -> str:
    row = next(row for row in queries.sheet(batch).rows if row.seat.id == enrolment_id)
    linked = tuple(part["key"] for part in actions.enterable(batch))
    return page("gradebook/one_line.html", row=row, linked=linked)
