"""Video and audio: the files themselves, in ranges, and which seconds of them were seen."""

import json
from pathlib import Path

from flask import abort, current_app, request, send_from_directory
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place, seat_of
from lms.core.access import requires
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import actions, queries
from lms.elearning.models import Activity
from lms.elearning.views.blueprint import bp, opened_at

#: What a browser is told about a recording, by the end of its name.
MIME = {
    "mp4": "video/mp4", "webm": "video/webm", "mp3": "audio/mpeg", "m4a": "audio/mp4",
    "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav",
}  # fmt: skip
#: Stretches that one report may hold.
MOST_SPANS = 200


def _recording(batch: Batch, unit_id: int) -> Activity:
    found = queries.activity_in(batch, unit_id)
    return found if found is not None and "length" in found.facts else abort(404)


@bp.get("/angkatan/<int:batch_id>/belajar/<int:unit_id>/rekaman/<any(utuh, ringan):edition>")
@requires("lesson.list", Batch)
def recording(batch: Batch, unit_id: int, edition: str):
    """Answer with a recording or the asked range of it (RFC 9110, section 14)."""
    facts = _recording(batch, unit_id).facts
    name = facts["light" if edition == "ringan" else "file"] or abort(404)
    seat = seat_of(current_user, batch)
    if seat is not None:
        actions.refuse_locked(batch, seat, unit_id)
    response = send_from_directory(
        Path(current_app.config["MEDIA_DIR"]), name, mimetype=MIME[name.rpartition(".")[2]],
        conditional=True,
    )  # fmt: skip
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, max-age=604800"
    response.headers["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; sandbox"
    return response


@bp.post("/angkatan/<int:batch_id>/belajar/<int:unit_id>/tonton")
@requires("batch.study", Batch)
def watching(batch: Batch, unit_id: int):
    """Hear from the player which seconds were seen: spans=[[from, to], …], at=second.

    `since` is the page's note of when it was opened: a kept page may be played much later.
    """
    spans, at = _spans(request.form.get("spans", "")), request.form.get("at", 0, type=int)
    enrolment = own_place(current_user, batch)
    actions.refuse_locked(batch, enrolment, unit_id)
    found = _recording(batch, unit_id)
    step = queries.step_in(batch, unit_id) or abort(404)
    visit = actions.record_watching(
        enrolment,
        found.unit,
        step,
        spans,
        at,
        found.facts["length"],
        since=opened_at(found.unit, request.form.get("since", "")),
        by=current_user,
    )
    return {
        "percent": visit.position,
        "done": visit.finished_at is not None,
        "saved_at": visit.seen_at.isoformat(),
        "seq": request.form.get("seq", 0, type=int),
    }


def _spans(text: str) -> list[list[int]]:
    try:
        spans = json.loads(text)
        pairs = [[int(first), int(last)] for first, last in spans]
    except (ValueError, TypeError) as fault:
        raise RuleBroken(_("Laporan tontonan ini tidak terbaca.")) from fault
    if len(pairs) > MOST_SPANS:
        raise RuleBroken(_("Laporan tontonan ini terlalu panjang."))
    return pairs
