"""One trainee's result with every number explained, and settling a deferred one."""

from flask import abort, flash, redirect, url_for
from flask_login import current_user

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.gradebook import actions, queries, rulebooks, rules
from lms.gradebook.forms import RemedialForm, RemedialTaskForm
from lms.gradebook.views.blueprint import bp
from lms.gradebook.words import outcome_labels


@bp.get("/angkatan/<int:batch_id>/nilai/<int:enrolment_id>")
@requires("gradebook.view", Batch)
@under("gradebook.marks")
def outcome(batch: Batch, enrolment_id: int):
    return _outcome_page(batch, enrolment_id)


def _outcome_page(
    batch: Batch, enrolment_id: int, form: RemedialForm | None = None,
    task_form: RemedialTaskForm | None = None,
):  # fmt: skip
    found = queries.sheet(batch)
    row = next((row for row in found.rows if row.seat.id == enrolment_id), None)
    if row is None:
        abort(404)
    result = queries.results_of(batch).get(enrolment_id)
    clauses = rulebooks.get(batch.version.rulebook, batch.starts_on).edition.clauses
    deferred = result is not None and result.outcome == "ditunda" and result.settled_at is None
    task = queries.remedial_of(result) if result is not None and deferred else None
    below = [key for key, flag in row.judged.flags.items() if flag == "below"]
    weak = task.component if task else rules.weakest(row.points, below)
    return page(
        "gradebook/outcome.html",
        batch=batch,
        row=row,
        result=result,
        steps=result.trace if result else rulebooks.steps(found.components, row.points, clauses),
        lacking=[part for part in found.components if row.points[part["key"]] is None],
        place=queries.places(batch, found).get(enrolment_id),
        form=(form or RemedialForm(formdata=None, data={"part": weak})).offer(found.components)
        if deferred
        else None,
        refused=form or task_form,
        corrections=queries.corrections_of(result) if result else [],
        task=task,
        task_form=task_form or RemedialTaskForm.about(batch, found.components, task, weak),
        titles=_titles(batch),
        rule=rulebooks.rule_on(batch.starts_on),
        may_settle=deferred and can(current_user, "grade.release", batch),
        outcomes=outcome_labels(),
    )


def _titles(batch: Batch) -> dict[str, str]:
    return {part["key"]: part["title"] for part in queries.parts_of(batch)}


@bp.get("/angkatan/<int:batch_id>/nilai/ditunda")
@requires("gradebook.view", Batch)
@under("gradebook.marks")
def deferred(batch: Batch):
    return page(
        "gradebook/deferred.html", batch=batch, lines=queries.deferred_in(batch), today=today(),
        titles=_titles(batch), rule=rulebooks.rule_on(batch.starts_on), outcomes=outcome_labels(),
    )  # fmt: skip


@bp.post("/angkatan/<int:batch_id>/nilai/<int:enrolment_id>/tugas-remedial")
@requires("grade.release", Batch)
@under("gradebook.marks")
def set_remedial(batch: Batch, enrolment_id: int):
    if catalogue.enrolment_in(batch, enrolment_id) is None:
        abort(404)
    form = RemedialTaskForm().offer(queries.parts_of(batch))
    if not form.accepts(
        lambda: actions.set_remedial(
            batch, enrolment_id, form.component.data, form.task.data, form.due_on.data,
            by=current_user,
        )
    ):  # fmt: skip
        return _outcome_page(batch, enrolment_id, task_form=form), 422
    flash(_("Tugas remedial ditetapkan; peserta diberi tahu."), "ok")
    return redirect(url_for(".outcome", batch_id=batch.id, enrolment_id=enrolment_id))


@bp.post("/angkatan/<int:batch_id>/nilai/<int:enrolment_id>/remedial")
@requires("grade.release", Batch, fresh=True)
@under("gradebook.marks")
def settle(batch: Batch, enrolment_id: int):
    if catalogue.enrolment_in(batch, enrolment_id) is None:
        abort(404)
    form = RemedialForm().offer(queries.parts_of(batch))
    if not form.accepts(
        lambda: actions.settle(
            batch, enrolment_id, form.part.data, form.points.data, reason=form.reason.data,
            by=current_user,
        )
    ):  # fmt: skip
        return _outcome_page(batch, enrolment_id, form), 422
    flash(_("Hasil remedial tercatat."), "ok")
    return redirect(url_for(".outcome", batch_id=batch.id, enrolment_id=enrolment_id))
