"""The outline of a batch and the player of lessons and activities."""

from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch, Enrolment
from lms.catalogue.permissions import own_place, seat_of
from lms.core.access import can, requires
from lms.core.addresses import whole
from lms.core.clock import now
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.richtext import as_markup
from lms.elearning import actions, completion, queries
from lms.elearning.forms import PostForm, RecordingForm
from lms.elearning.kinds import KINDS
from lms.elearning.models import Activity, Lesson
from lms.elearning.queries import Outline, Step, Talk
from lms.elearning.views.blueprint import address, bp, note_of_opening, opened_at

NOTHING = Talk(0, 0)


@bp.get("/angkatan/<int:batch_id>/belajar")
@requires("lesson.list", Batch)
@tab("batch", _l("Belajar"), order=30, icon="books")
def outline(batch: Batch):
    enrolment = seat_of(current_user, batch)
    return page(
        "elearning/outline.html",
        batch=batch,
        outline=queries.outline(batch, enrolment),
        studies=enrolment is not None,
        waiting=queries.count_waiting(batch) if can(current_user, "batch.teach", batch) else 0,
        wanted=request.args.get("mapel", type=whole),
        address=address,
        kinds=KINDS,
        talks=_talks(batch),
    )


@bp.get("/angkatan/<int:batch_id>/luring")
@requires("lesson.list", Batch)
@under("elearning.outline")
def offline(batch: Batch):
    outline = queries.outline(batch, seat_of(current_user, batch))
    packs = [(subject, outline.pack(subject)) for subject in outline.subjects]
    return page(
        "elearning/offline.html",
        run=batch,
        packs=[(subject, pack) for subject, pack in packs if pack.steps],
        pages_of=lambda pack: [
            {"address": address(batch, step), "title": step.title} for step in pack.steps
        ],
    )


def _talks(batch: Batch) -> dict[int, Talk]:
    """Return what is said beside the units of a batch, without a question where nobody talks."""
    return queries.talks(current_user, batch) if queries.may_talk(batch) else {}


def page_of_discussion(batch: Batch, unit_id: int) -> dict[str, Any]:
    """Return what the threads of a unit need on the page that is asked for."""
    number = max(1, request.args.get("halaman", 1, type=whole) or 1)
    found = queries.discussion(batch, unit_id, number)
    return {
        "talk": found,
        "number": number,
        "pages": -(-found.total // queries.THREADS),
        "moderates": can(current_user, "batch.teach", batch),
        "person_id": current_user.id,
    }


def _material(batch: Batch, unit_id: int) -> Lesson | Activity:
    found = queries.material_in(batch, unit_id)
    if found is None or KINDS[found.unit.kind].place != "belajar":  # has a page of its own
        abort(404)
    return found


def locked_page(batch: Batch, outline: Outline, step: Step) -> str:
    """Answer with why a unit is not open yet and who can open it."""
    closed, way = queries.closed_in(outline)[step.unit_id], queries.way_from(batch, outline)
    return page("catalogue/locked.html", run=batch, closed=closed, way=way)


@bp.get("/angkatan/<int:batch_id>/belajar/<int:unit_id>")
@requires("lesson.list", Batch)
@under("elearning.outline")
def lesson(batch: Batch, unit_id: int):
    return lesson_page(batch, unit_id)


def lesson_page(batch: Batch, unit_id: int, **more: Any) -> str:
    """Answer with the player, or with why the unit is not open yet; `more` is for its template."""
    if queries.step_in(batch, unit_id) is None:
        abort(404)
    seat = seat_of(current_user, batch)
    outline = queries.outline(batch, seat)
    step = outline.step(unit_id)
    if outline.is_locked(step):
        return locked_page(batch, outline, step)
    found = _material(batch, unit_id)
    before, after = outline.neighbours(step)
    return page(
        KINDS[step.kind].template,
        run=batch,
        html=as_markup(found.html),
        outline=outline,
        subject=outline.subject_of(step),
        step=step,
        before=before,
        after=after,
        studies=seat is not None,
        since=note_of_opening(found.unit) if seat else "",
        why_undone=queries.rule_of(batch, unit_id),
        address=address,
        kinds=KINDS,
        said=queries.talks(current_user, batch).get(unit_id, NOTHING) if step.discussion else None,
        **_shown(batch, step, found, seat) | more,
    )


def _shown(
    batch: Batch, step: Step, found: Lesson | Activity, seat: Enrolment | None
) -> dict[str, Any]:
    """Return what the template of the unit's kind needs besides."""
    if not isinstance(found, Activity):
        return {}
    shown: dict[str, Any] = {"facts": found.facts}
    if step.kind == "discussion":
        shown |= page_of_discussion(batch, step.unit_id) | {"form": PostForm()}
    if "length" in found.facts:
        shown["sizes"] = queries.recording_sizes(found.facts)
        if seat is not None:
            visit = queries.visit_of(seat, found.unit_id)
            shown["spans"] = (visit.spans if visit else None) or []
    if step.kind == "live":
        kept = queries.recording_of(batch, step.unit_id)
        shown |= {
            "meeting": queries.meeting_of(batch, step, found.facts["session"], seat),
            "recording": kept.url if kept else "",
            "form": RecordingForm(url=kept.url if kept else ""),
            "teaches": can(current_user, "batch.teach", batch),
        }
    return shown


@bp.post("/angkatan/<int:batch_id>/belajar/<int:unit_id>/selesai")
@requires("batch.study", Batch)
def finish(batch: Batch, unit_id: int):
    enrolment = own_place(current_user, batch)
    actions.refuse_locked(batch, enrolment, unit_id)
    found = _material(batch, unit_id)
    step = queries.step_in(batch, unit_id) or abort(404)
    completion.check_declared(
        step.complete, step.need, attended=_attended(batch, step, found, enrolment)
    )
    actions.finish_lesson(enrolment, found.unit, by=current_user)
    if request.accept_mimetypes.best == "application/json":  # the page goes on by itself
        return jsonify(saved_at=now().isoformat())
    outline = queries.outline(batch, enrolment)
    after = outline.neighbours(outline.step(unit_id))[1]
    if after is None:
        flash(_("Ini bagian terakhir. Kemajuan Anda tersimpan."), "ok")
        return redirect(url_for(".outline", batch_id=batch.id))
    return redirect(address(batch, after))


def _attended(batch: Batch, step: Step, found: Lesson | Activity, seat: Enrolment) -> bool:
    """Tell whether attendance notes the trainee as present in the meeting of a live session."""
    if step.complete != "attended" or not isinstance(found, Activity):
        return False
    meeting = queries.meeting_of(batch, step, found.facts["session"], seat)
    return meeting is not None and bool(meeting.attended)


@bp.post("/angkatan/<int:batch_id>/belajar/<int:unit_id>/posisi")
@requires("batch.study", Batch)
def reading(batch: Batch, unit_id: int):
    """Hear from an open page how far it was read and how long it was looked at."""
    position = request.form.get("position", type=int)
    seconds = request.form.get("seconds", type=int)
    opening = request.form.get("page", "")[:40]
    if position is None and (seconds is None or not opening):
        abort(422)
    enrolment = own_place(current_user, batch)
    actions.refuse_locked(batch, enrolment, unit_id)
    found = _material(batch, unit_id)
    step = queries.step_in(batch, unit_id) or abort(404)
    since = opened_at(found.unit, request.form.get("since", ""))
    is_done_now = actions.record_reading(
        enrolment, found.unit, step, position, seconds=seconds or 0, page=opening, since=since,
        by=current_user,
    )  # fmt: skip
    seq = request.form.get("seq", 0, type=int)
    return {"done": is_done_now, "saved_at": now().isoformat(), "seq": seq}
