"""Who got how far and who is stuck where, for who teaches in a batch or runs it."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Enrolment
from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.i18n import _, _l, ngettext
from lms.core.menu import tab, under
from lms.core.offers import offers
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.elearning import actions, queries
from lms.elearning.cells import cell_of
from lms.elearning.kinds import KINDS
from lms.elearning.opening import STUCK_DAYS
from lms.elearning.queries import Outline, Standing, Step, Subject
from lms.elearning.views.blueprint import bp


@bp.get("/angkatan/<int:batch_id>/kemajuan")
@requires("batch.teach", Batch)
@tab("batch", _l("Kemajuan"), order=32, icon="progress-check")
def standing(batch: Batch):
    found = queries.standings(batch)
    shown = _wanted(found)
    outline = queries.outline(batch, None)
    return page(
        "elearning/standing.html",
        batch=batch,
        shown=shown,
        count=len(found),
        stuck=sum(one.is_stuck for one in found),
        stops=queries.stopping_places(found),
        outline=outline,
        subject=_subject(outline),
        subjects=_columns(outline),
        groups=sorted({one.seat.group for one in found if one.seat.group}),
        stuck_days=STUCK_DAYS,
        cell_of=cell_of,
        done_at=queries.share_done,
        done_in=queries.mean_progress,
        nudges=offers("elearning.standing", batch),
    )


def _wanted(found: Sequence[Standing]) -> list[Standing]:
    """Return those whom the filters of the address leave."""
    group, only_stuck = request.args.get("kelompok", ""), request.args.get("keadaan") == "macet"
    return [
        one
        for one in found
        if (not group or one.seat.group == group) and (not only_stuck or one.is_stuck)
    ]


def _columns(outline: Outline) -> list[Subject]:
    """Return the subjects of the phase that is asked for."""
    phase = request.args.get("tahap", "")
    return [one for one in outline.subjects if not phase or one.phase == phase]


def _subject(outline: Outline) -> Any:
    wanted = request.args.get("mapel", type=whole)
    return next((one for one in outline.subjects if one.id == wanted), None)


@bp.get("/angkatan/<int:batch_id>/kemajuan.<any(xlsx, csv):kind>")
@requires("batch.teach", Batch)
def standing_table(batch: Batch, kind: str):
    outline = queries.outline(batch, None)
    subject = _subject(outline)
    subjects = [subject] if subject else _columns(outline)
    steps = [step for one in subjects for step in one.steps]
    header = [
        _("Nama"), _("NIP"), _("Kelompok"), _("Selesai (%)"), _("Terakhir belajar"),
        _("Berhenti di"), *(step.title for step in steps),
    ]  # fmt: skip
    lines = [_line(one, steps) for one in _wanted(queries.standings(batch))]
    return answer_table(f"kemajuan-{batch.id}", header, lines, kind)


def _line(one: Standing, steps: Sequence[Step]) -> list[Any]:
    own = {step.unit_id: step for step in one.outline.steps}
    return [
        one.seat.full_name, one.seat.nip, one.seat.group, one.outline.progress.percent,
        one.last_seen, one.at.title if one.at else _("semua selesai"),
        *(str(cell_of(own[step.unit_id], one.outline)[0]) for step in steps),
    ]  # fmt: skip


def _seat(batch: Batch, enrolment_id: int) -> Enrolment:
    found = catalogue.enrolment_in(batch, enrolment_id)
    return found if found is not None and found.has_seat else abort(404)


@bp.get("/angkatan/<int:batch_id>/kemajuan/<int:enrolment_id>")
@requires("batch.teach", Batch)
@under("elearning.standing")
def standing_of(batch: Batch, enrolment_id: int):
    seat = _seat(batch, enrolment_id)
    return page(
        "elearning/standing_of.html",
        batch=batch,
        seat=seat,
        outline=queries.outline(batch, seat),
        cell_of=cell_of,
        kinds=KINDS,
    )


@bp.post("/angkatan/<int:batch_id>/kemajuan/<int:enrolment_id>/buka")
@requires("batch.teach", Batch)
def open_units(batch: Batch, enrolment_id: int):
    seat = _seat(batch, enrolment_id)
    count = actions.open_units(batch, seat, _units(batch), by=current_user)
    flash(ngettext("%(num)d bagian dibuka.", "%(num)d bagian dibuka.", count), "ok")
    return _back(batch, seat)


@bp.post("/angkatan/<int:batch_id>/kemajuan/<int:enrolment_id>/tutup")
@requires("batch.teach", Batch)
def close_units(batch: Batch, enrolment_id: int):
    seat = _seat(batch, enrolment_id)
    count = actions.close_units(seat, _units(batch), by=current_user)
    flash(ngettext("%(num)d bagian ditutup lagi.", "%(num)d bagian ditutup lagi.", count), "ok")
    return _back(batch, seat)


@bp.post("/angkatan/<int:batch_id>/kemajuan/<int:enrolment_id>/tandai/<int:unit_id>")
@requires("batch.teach", Batch)
def mark_done(batch: Batch, enrolment_id: int, unit_id: int):
    seat = _seat(batch, enrolment_id)
    actions.mark_done(batch, seat, unit_id, by=current_user)
    flash(_("Ditandai selesai."), "ok")
    return _back(batch, seat)


@bp.post("/angkatan/<int:batch_id>/kemajuan/<int:enrolment_id>/urungkan/<int:unit_id>")
@requires("batch.teach", Batch)
def unmark(batch: Batch, enrolment_id: int, unit_id: int):
    seat = _seat(batch, enrolment_id)
    actions.unmark(batch, seat, unit_id, by=current_user)
    flash(_("Penandaan diurungkan."), "ok")
    return _back(batch, seat)


def _units(batch: Batch) -> list[int]:
    """Return the unit the form names, or all units of the subject it names."""
    unit_id, course_id = (request.form.get(name, type=whole) for name in ("unit_id", "course_id"))
    steps = queries.outline(batch, None).steps
    return [
        step.unit_id for step in steps if step.unit_id == unit_id or step.course_id == course_id
    ]


def _back(batch: Batch, seat: Enrolment):
    return redirect(url_for(".standing_of", batch_id=batch.id, enrolment_id=seat.id))
