"""The table of a batch's marks, and the same lines as a file."""

from typing import Any

from flask import request
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import can, requires
from lms.core.i18n import _, _l
from lms.core.menu import tab, tabs
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.gradebook import queries
from lms.gradebook.queries import SheetFilter
from lms.gradebook.views.blueprint import bp
from lms.gradebook.views.own import own_marks
from lms.gradebook.words import outcome_labels


def _wanted() -> SheetFilter:
    """Read what the table is narrowed to from the address."""
    return SheetFilter(
        outcome=request.args.get("keadaan", ""),
        text=request.args.get("cari", "").strip()[:100].lower(),
        lacking=request.args.get("belum", ""),
        order=request.args.get("urut", ""),
        group=request.args.get("kelompok", ""),
    )


@bp.get("/angkatan/<int:batch_id>/nilai")
@requires("gradebook.tab", Batch)
@tab("batch", _l("Nilai"), order=60, icon="chart-bar")
def marks(batch: Batch):
    if not can(current_user, "gradebook.view", batch):
        return own_marks(batch)
    found = queries.sheet(batch)
    wanted = _wanted()
    may_enter = can(current_user, "score.enter", batch) and found.release is None
    open_parts = found.typed_parts if may_enter and not found.is_locked else []
    return page(
        "gradebook/sheet.html",
        batch=batch,
        sheet=found,
        rows=queries.narrowed(found, wanted),
        linked=tuple(part["key"] for part in open_parts),
        wanted=wanted,
        outcomes=outcome_labels(),
        orders={"akhir": _("Nilai akhir tertinggi"), "terendah": _("Nilai akhir terendah")},
        may_enter=may_enter,
        more=tabs("gradebook.released", batch) if found.release else [],
    )


@bp.get("/angkatan/<int:batch_id>/nilai.xlsx")
@requires("gradebook.view", Batch)
def marks_table(batch: Batch):
    """Answer with the lines as seen: narrowed and ordered as in the address."""
    found = queries.sheet(batch)
    labels = outcome_labels()
    header = [_("Nama"), "NIP", _("Instansi"), *(part["title"] for part in found.components)]
    header += [_("Nilai akhir"), _("Kualifikasi"), _("Hasil"), _("Alasan")]
    lines: list[list[Any]] = []
    for row in queries.narrowed(found, _wanted()):
        seat, verdict = row.seat, row.verdict
        points = [row.points[part["key"]] for part in found.components]
        lines.append(
            [seat.full_name, seat.nip or "", seat.office or "", *points, verdict.final,
             verdict.predicate, labels[verdict.outcome], "; ".join(verdict.reasons)]
        )  # fmt: skip
    return answer_table(f"nilai-{batch.id}", header, lines)
