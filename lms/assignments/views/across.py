"""One criterion of a task for all its works, one under the other."""

from flask import abort, request
from flask_login import current_user

from lms.assignments import queries
from lms.assignments.views.blueprint import bp, brief_or_404
from lms.assignments.views.grading import all_stamps
from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.menu import under
from lms.core.pages import page


@bp.get("/angkatan/<int:batch_id>/tugas/<int:unit_id>/kriteria/<key>")
@requires("submission.across", Batch)
@under("assignments.tasks")
def across(batch: Batch, unit_id: int, key: str):
    brief = brief_or_404(batch, unit_id)
    part = next((part for part in brief.rubric if part["key"] == key), None) or abort(404)
    number = max(1, request.args.get("halaman", 1, type=whole))
    every = queries.works_for(batch, unit_id, but=current_user)
    works = every[(number - 1) * queries.PAGE : number * queries.PAGE]
    return page(
        "assignments/across.html",
        batch=batch,
        brief=brief,
        part=part,
        works=works,
        stamps={work.id: all_stamps(brief, work.marking)[key] for work in works},
        blind=queries.blind_tasks([batch.id]),
        number=number,
        pages=-(-len(every) // queries.PAGE),
    )
