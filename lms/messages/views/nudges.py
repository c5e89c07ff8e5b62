"""Nudging from the pages that list who must act; each page leaves a place for its button."""

from flask import abort, flash, redirect, url_for
from flask_login import current_user

from lms.assignments import queries as assignments
from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.formats import waktu
from lms.core.i18n import _, _l, ngettext
from lms.core.offers import offer
from lms.messages import actions, queries
from lms.messages.views.blueprint import bp


def _last(about: str, batch: Batch) -> str:
    at = queries.last_told(about)
    return _("Terakhir diingatkan %(when)s.", when=waktu(at, batch.zone)) if at else ""


def _say(count: int) -> None:
    flash(ngettext("%(num)d orang diingatkan.", "%(num)d orang diingatkan.", count), "ok")


@bp.post("/angkatan/<int:batch_id>/ingatkan/sertifikat")
@requires("certificate.issue", Batch)
@offer("certificates.board", _l("Ingatkan yang harus melengkapi data"),
       lambda batch: _last(f"certificate:{batch.id}", batch))  # fmt: skip
def nudge_for_data(batch: Batch):
    _say(actions.nudge_for_data(batch, by=current_user))
    return redirect(url_for("certificates.batch_certificates", batch_id=batch.id))


@bp.post("/angkatan/<int:batch_id>/ingatkan/tugas/<int:unit_id>")
@requires("batch.teach", Batch)
@offer("assignments.task", _l("Ingatkan yang belum mengumpulkan"),
       lambda batch, unit_id: _last(f"task:{batch.id}:{unit_id}", batch))  # fmt: skip
def nudge_for_task(batch: Batch, unit_id: int):
    brief = assignments.brief_in(batch, unit_id) or abort(404)
    _say(actions.nudge_for_task(batch, brief, by=current_user))
    return redirect(url_for("assignments.task", batch_id=batch.id, unit_id=unit_id))


@bp.post("/angkatan/<int:batch_id>/ingatkan/penilaian")
@requires("batch.edit", Batch)
@offer("assignments.tasks", _l("Ingatkan pengajar untuk menilai"),
       lambda batch: _last(f"marks:{batch.id}", batch))  # fmt: skip
def nudge_for_marks(batch: Batch):
    _say(actions.nudge_for_marks(batch, by=current_user))
    return redirect(url_for("assignments.tasks", batch_id=batch.id))


@bp.post("/angkatan/<int:batch_id>/ingatkan/belajar")
@requires("batch.teach", Batch)
@offer("elearning.standing", _l("Ingatkan yang macet"),
       lambda batch: _last(f"study:{batch.id}", batch))  # fmt: skip
def nudge_for_study(batch: Batch):
    _say(actions.nudge_for_study(batch, by=current_user))
    return redirect(url_for("elearning.standing", batch_id=batch.id))


@bp.post("/angkatan/<int:batch_id>/ingatkan/proyek")
@requires("project.manage", Batch)
@offer("projects.listed", _l("Ingatkan yang ditunggu putusannya"),
       lambda batch: _last(f"gates:{batch.id}", batch))  # fmt: skip
def nudge_for_gates(batch: Batch):
    _say(actions.nudge_for_gates(batch, by=current_user))
    return redirect(url_for("projects.listed", batch_id=batch.id))
