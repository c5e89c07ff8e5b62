"""A package as an activity of a batch: what it asks for, its parts, and opening one."""

from flask import abort, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place, seat_of
from lms.core.access import can, requires
from lms.core.menu import under
from lms.core.pages import page
from lms.core.richtext import as_markup
from lms.elearning.queries import outline as outline_of
from lms.packages import actions, queries, rules
from lms.packages.forms import REQUIREMENTS
from lms.packages.manifest.shape import STANDARDS
from lms.packages.queries import Task
from lms.packages.views.blueprint import bp, playable
from lms.packages.words import duration, state


def task_or_404(batch: Batch, unit_id: int) -> Task:
    """Return the task of the address."""
    return queries.task_in(batch, unit_id) or abort(404)


@bp.get("/angkatan/<int:batch_id>/paket/<int:unit_id>")
@requires("lesson.list", Batch)
@under("elearning.outline")
def activity(batch: Batch, unit_id: int):
    found = task_or_404(batch, unit_id)
    seat = seat_of(current_user, batch)
    outline = outline_of(batch, seat)
    step = outline.step(unit_id)
    version = queries.chosen_version(batch, found)
    run = queries.run_of(seat, unit_id, version) if seat and version else None
    saved = queries.parts_of(run)
    teaches = seat is None and can(current_user, "batch.teach", batch)
    return page(
        "packages/activity.html",
        run_of=batch,
        activity=found,
        html=as_markup(found.html),
        step=step,
        lock=outline.locks.get(unit_id),
        version=version,
        standards=STANDARDS,
        run=run,
        lines=_lines(version, saved),
        whole=queries.whole(version, saved) if version else rules.Outcome(),
        studies=seat is not None,
        followers=queries.followers(batch, found, version) if teaches and version else [],
        requirements=dict(REQUIREMENTS),
        playable=playable(version),
        state=state,
        duration=duration,
    )


def _lines(version, saved):
    """Return (number, part, outcome or none, when saved) of every part, in order."""
    if version is None:
        return []
    return [
        (number, part, saved[part.key].outcome if part.key in saved else rules.Outcome(),
         saved[part.key].saved_at if part.key in saved else None)
        for number, part in enumerate(version.contents.parts, 1)
    ]  # fmt: skip


@bp.post("/angkatan/<int:batch_id>/paket/<int:unit_id>/buka")
@requires("batch.study", Batch)
def start(batch: Batch, unit_id: int):
    launch = actions.open_part(
        batch, task_or_404(batch, unit_id), own_place(current_user, batch),
        request.form.get("bagian", "")[:200], by=current_user,
    )  # fmt: skip
    part = queries.part_in(launch.run.version, launch.key)
    if part is not None and part.kind == "au":
        back = url_for(".activity", batch_id=batch.id, unit_id=unit_id, _external=True)
        actions.open_session(launch, part, back)
    return redirect(url_for(".player", package_launch_id=launch.id))
