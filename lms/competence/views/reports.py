"""Hours per office, to read, to print and as table, and training histories for SIASN."""

import json

from flask import Response, abort, request
from flask_login import current_user

from lms.competence import queries, rules
from lms.competence.permissions import sees_all
from lms.competence.rules import siasn
from lms.competence.views.blueprint import bp
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.i18n import _, _l
from lms.core.menu import tab, tabs, under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.people.models import Opd
from lms.people.permissions import kept_offices

_JSON = "application/json"


def _year() -> int:
    year = request.args.get("tahun", today().year, type=int)
    return year if 1980 <= year <= today().year else today().year


def _offices() -> frozenset[int] | None:
    """Return whose staff the reader may see: None is everybody, else the own tree."""
    return None if sees_all(current_user) else kept_offices(current_user)


@bp.get("/laporan-jp")
@requires("index.view")
@tab("index", _l("Laporan JP"), order=60)
def hours_report():
    year = _year()
    return page(
        "competence/hours_report.html",
        offices=queries.hours_by_office(_offices(), year),
        year=year,
        years=range(today().year, today().year - 5, -1),
        target=rules.YEARLY_JP,
        as_of=today(),
        may_import=can(current_user, "personnel_import.view"),
        siblings=tabs("index"),
    )


@bp.get("/laporan-jp.xlsx")
@requires("index.view")
def hours_report_table():
    year = _year()
    header = [_("Perangkat daerah"), _("Pegawai"), _("Rata-rata JP"),
              _("Memenuhi %(target)s JP", target=rules.YEARLY_JP), _("Belum ada JP")]  # fmt: skip
    rows = [
        [one.opd.name, one.people, one.mean, one.met, one.none]
        for one in queries.hours_by_office(_offices(), year)
    ]
    return answer_table(f"laporan-jp-{year}", header, rows)


@bp.get("/laporan-jp/<int:opd_id>")
@requires("opd.view", Opd)
@under("competence.hours_report")
def office_hours(opd: Opd):
    year = _year()
    number = min(10_000, max(1, request.args.get("halaman", 1, type=int)))
    people, count = queries.hours_of_staff(opd, year, page=number)
    return page(
        "competence/office_hours.html",
        opd=opd,
        people=people,
        count=count,
        number=number,
        pages=-(-count // queries.STAFF_PAGE),
        year=year,
        target=rules.YEARLY_JP,
    )


@bp.get("/laporan-jp/<int:opd_id>.xlsx")
@requires("opd.view", Opd)
def office_hours_table(opd: Opd):
    year = _year()
    header = ["NIP", _("Nama"), _("Jabatan"), _("JP dihitung"), _("Kurang")]
    rows = [
        [person.nip, person.full_name, person.position_title, hours,
         max(0, rules.YEARLY_JP - hours)]
        for person, hours in queries.hours_of_staff(opd, year)[0]
    ]  # fmt: skip
    return answer_table(f"laporan-jp-{opd.code}-{year}", header, rows)


@bp.get("/laporan-jp/siasn-<any(kursus, diklat):history>.<any(xlsx, csv, json):kind>")
@requires("index.view")
def siasn_history(history: str, kind: str):
    """Answer with the training histories that SIASN takes, of whom the reader may see."""
    offices = _offices()
    chosen = request.args.get("opd", type=int)
    if chosen is not None:
        if offices is not None and chosen not in offices:
            abort(404)
        offices = frozenset({chosen})
    year = _year()
    rows = [
        siasn.row(history, one)
        for one in queries.histories(offices, year)
        if siasn.is_structural(one) == (history == "diklat")
    ]
    name = f"siasn-{history}-{year}"
    header = siasn.COLUMNS[history]
    if kind != "json":
        return answer_table(name, header, rows, kind)
    told = json.dumps([dict(zip(header, row, strict=True)) for row in rows], ensure_ascii=False)
    response = Response(told, mimetype=_JSON)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
