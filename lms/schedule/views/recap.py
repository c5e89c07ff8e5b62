"""What attendance adds up to: everybody's in a batch, or the own; and as a table to take along."""

from flask import request
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place
from lms.core.access import can, requires
from lms.core.i18n import _, _l
from lms.core.menu import tab
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.schedule import queries, rules, words
from lms.schedule.leave.queries import count_waiting
from lms.schedule.views.blueprint import bp


@bp.get("/angkatan/<int:batch_id>/kehadiran")
@requires("attendance.view", Batch)
@tab("batch", _l("Kehadiran"), order=55, icon="checks")
def attendance(batch: Batch):
    if not can(current_user, "attendance.view_all", batch):
        own, marks = queries.own_recap(own_place(current_user, batch), batch)
        return page(
            "schedule/own_attendance.html", batch=batch, own=own, lines=marks, words=words,
            jp_counted=rules.jp_counted,
        )  # fmt: skip
    wanted = request.args.get("batas", "")
    lines = queries.attendance_recap(batch)
    return page(
        "schedule/attendance.html",
        batch=batch,
        lines=[line for line in lines if wanted in ("", line.state)],
        count=len(lines),
        wanted=wanted,
        limit=_limit(batch),
        leaves=count_waiting(batch),
        words=words,
    )


def _limit(batch: Batch) -> str:
    """Write the limit of absence of the batch's programme: 6 sesi, 18 JP, atau 2 hari."""
    limit = batch.version.absence_limit or {}
    units = (("sessions", _("sesi")), ("jp", "JP"), ("days", _("hari")))
    parts = [f"{limit[key]} {unit}" for key, unit in units if limit.get(key) is not None]
    return (
        _(" atau ").join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
    )


@bp.get("/angkatan/<int:batch_id>/kehadiran.xlsx", defaults={"kind": "xlsx"})
@bp.get("/angkatan/<int:batch_id>/kehadiran.csv", defaults={"kind": "csv"})
@requires("attendance.view_all", Batch)
def attendance_table(batch: Batch, kind: str):
    header = [
        _("Nama"), "NIP", _("Instansi"), _("JP hadir"), _("JP izin"), _("JP sakit"),
        _("JP alpa"), _("JP terlewat"), _("Sesi berlangsung"), _("Sesi hadir"), _("Sesi alpa"),
        _("Hari alpa"), _("Persen hadir"), _("Batas ketidakhadiran"),
    ]  # fmt: skip
    rows = [_cells(line) for line in queries.attendance_recap(batch)]
    return answer_table(f"kehadiran-angkatan-{batch.id}", header, rows, kind)


def _cells(line: queries.RecapLine) -> list[object]:
    person, found = line.enrolment.person, line.recap
    return [
        person.name, person.nip, person.opd.name if person.opd else "",
        found.present_jp, found.permit_jp, found.sick_jp, found.absent_jp, found.missed_jp,
        found.sessions, found.present_sessions, found.absent_sessions, found.absent_days,
        found.percent, str(words.ABSENCE_WORDS[line.state]),
    ]  # fmt: skip
