"""The index: the province, an office with its people, a person's trace, and rule sets compared."""

from decimal import Decimal
from typing import Any

from flask import request
from flask_login import current_user

from lms.competence import queries, rules
from lms.competence.permissions import sees_all
from lms.competence.views.blueprint import (
    band_labels,
    bp,
    cell_labels,
    chosen_rules,
    dimension_labels,
)
from lms.core.access import can, requires
from lms.core.addresses import whole
from lms.core.clock import today
from lms.core.formats import bulan
from lms.core.i18n import _, _l
from lms.core.menu import tab, tabs, under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.people.models import Opd, Person
from lms.people.permissions import kept_offices
from lms.people.words import EMPLOYMENTS, POSITION_KINDS

#: The province's target for the competence dimension; shown as the red line.
TARGET = Decimal(28)


def percent(part: int, whole: int) -> int:
    """Return a share in whole percent; 0 of nobody."""
    return round(100 * part / whole) if whole else 0


@bp.get("/kompetensi")
@requires("index.view")
@tab("leader", _l("Indeks"), order=10, icon="chart-bar")
@tab("organiser", _l("Indeks"), order=50, icon="chart-bar")
@tab("opd", _l("Indeks"), order=30, icon="chart-bar")
@tab("index", _l("Keadaan"), order=10)
def province():
    chosen = chosen_rules()
    found = queries.province_index(chosen, all_shown=sees_all(current_user))
    offices = {office.opd_id for office in found.offices}
    labels = cell_labels()
    return page(
        "competence/province.html",
        found=found,
        open=offices if sees_all(current_user) else offices & kept_offices(current_user),
        cells=[
            (labels["struktural"], found.sums.with_struktural),
            (labels["fungsional"], found.sums.with_fungsional),
            (labels["teknis"], found.sums.with_technical),
            (labels["seminar"], found.sums.with_seminar),
        ],
        trend=[(bulan(month, short=True), mean) for month, mean in found.trend],
        lapses=_lapses(chosen),
        rule_set=chosen,
        rule_sets=list(rules.RULE_SETS.values()),
        kinds=POSITION_KINDS,
        target=TARGET,
        highest=rules.HIGHEST,
        percent=percent,
        siblings=tabs("index"),
    )


def _lapses(chosen: rules.RuleSet) -> list[tuple[str, int | None]]:
    """Return who loses a cell in which month; None where it would be figures of persons."""
    found = queries.lapses_ahead(chosen)
    few: frozenset[int] = frozenset()
    if not sees_all(current_user):
        few = rules.hidden_groups([people for _month, people in found])
    return [
        (bulan(month, short=True), None if at in few else people)
        for at, (month, people) in enumerate(found)
    ]


@bp.get("/kompetensi.xlsx")
@requires("index.view")
def province_table():
    found = queries.province_index(chosen_rules(), all_shown=sees_all(current_user))
    header = [_("Perangkat daerah"), _("Pegawai"), _("Indeks"), _("Setahun lalu"),
              _("Belum 20 JP teknis"), _("Belum 20 JP tahun ini")]  # fmt: skip
    return answer_table("indeks-kompetensi", header, [_office_line(one) for one in found.offices])


def _office_line(office: queries.OfficeIndex) -> list[Any]:
    if office.hidden:
        return [office.name, _("tidak ditampilkan: kelompok kecil"), "", "", "", ""]
    sums = office.sums
    return [office.name, sums.people, sums.mean, office.year_ago, sums.below_technical,
            sums.below_yearly]  # fmt: skip


@bp.get("/kompetensi/opd/<int:opd_id>")
@requires("opd.view", Opd)
@under("competence.province")
def office(opd: Opd):
    number = max(1, request.args.get("halaman", 1, type=whole))
    chosen = chosen_rules()
    people, count = queries.people_of(opd, chosen, page=number)
    return page(
        "competence/office.html",
        opd=opd,
        sums=queries.office_index(opd, chosen),
        people=people,
        number=number,
        pages=-(-count // queries.PAGE),
        rule_set=chosen,
        rule_sets=list(rules.RULE_SETS.values()),
        kinds=POSITION_KINDS,
        labels=cell_labels(),
    )


@bp.get("/kompetensi/opd/<int:opd_id>.xlsx")
@requires("opd.view", Opd)
def office_table(opd: Opd):
    labels = cell_labels()
    header = ["NIP", _("Nama"), _("Jenis jabatan"), _("Skor"), _("JP teknis setahun"),
              _("JP tahun ini"), _("Yang kurang"), _("Sel kosong lagi")]  # fmt: skip
    lines = [
        [one.person.nip or "", one.person.full_name, str(POSITION_KINDS[one.person.position_kind]),
         one.score, one.technical_jp, one.year_jp, "; ".join(labels[key] for key in one.missing),
         one.lapses_on]
        for one in queries.everybody_of(opd, chosen_rules())
    ]  # fmt: skip
    return answer_table(f"indeks-{opd.code}", header, lines)


@bp.get("/kompetensi/pegawai/<int:person_id>")
@requires("person.score", Person)
@under("competence.province")
def person_score(person: Person):
    chosen, day = chosen_rules(), today()
    entries = queries.ledger(person)
    exemptions = queries.exemptions_of(person, day)
    scores = {
        key: queries.score_of(person, entries, one, day, exemptions)
        for key, one in rules.RULE_SETS.items()
    }
    year, values = queries.dimensions_of(person)
    may_see_office = person.opd is not None and can(current_user, "opd.view", person.opd)
    score = scores[chosen.key]
    return page(
        "competence/person.html",
        person=person,
        score=score,
        totals=[(rules.RULE_SETS[key].title, one.total) for key, one in scores.items()],
        whole=rules.whole_of(score.total, {key: one.points for key, one in values.items()}),
        values=values,
        year=year,
        exemptions=exemptions,
        rule_set=chosen,
        rule_sets=list(rules.RULE_SETS.values()),
        kinds=POSITION_KINDS,
        labels=cell_labels(),
        dimensions=dimension_labels(),
        highest=rules.DIMENSIONS,
        bands=band_labels(),
        own=person.id == current_user.id,
        may_exempt=can(current_user, "index_exemption.grant") and person.id != current_user.id,
        may_see_office=may_see_office,
    )


@bp.get("/kompetensi/banding")
@requires("index.view")
@tab("index", _l("Banding aturan"), order=20)
@under("competence.province")
def compare():
    both = [
        (rules.RULE_SETS[key], found)
        for key, found in queries.compared(all_shown=sees_all(current_user)).items()
    ]
    return page(
        "competence/compare.html",
        both=both,
        kinds=POSITION_KINDS,
        employments=EMPLOYMENTS,
        labels=cell_labels(),
        siblings=tabs("index"),
    )
