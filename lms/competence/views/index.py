"""The province's index, and the people of an office."""

from decimal import Decimal

from flask import request

from lms.competence import queries, rules
from lms.competence.views.blueprint import bp, chosen_rules
from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.clock import today
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.people.models import Opd
from lms.people.words import POSITION_KINDS

#: The province's target for the competence dimension; shown as the red line.
TARGET = Decimal(28)


@bp.get("/kompetensi")
@requires("index.view")
@tab("leader", _l("Indeks"), order=10, icon="chart-bar")
@tab("organiser", _l("Indeks"), order=50, icon="chart-bar")
@tab("opd", _l("Indeks"), order=30, icon="chart-bar")
def province():
    chosen = chosen_rules()
    found = queries.province_index(chosen, today())
    return page(
        "competence/province.html",
        found=found,
        rule_set=chosen,
        rule_sets=list(rules.RULE_SETS.values()),
        kinds=POSITION_KINDS,
        target=TARGET,
        as_of=today(),
        highest=rules.HIGHEST,
    )


@bp.get("/kompetensi.xlsx")
@requires("index.view")
def province_table():
    found = queries.province_index(chosen_rules(), today())
    header = [_("Perangkat daerah"), _("Pegawai"), _("Indeks"), _("Belum 20 JP teknis")]
    lines = [[one.name, one.people, one.mean, one.below_target] for one in found.offices]
    return answer_table("indeks-kompetensi", header, lines)


@bp.get("/kompetensi/opd/<int:opd_id>")
@requires("opd.view", Opd)
@under("competence.province")
def office(opd: Opd):
    number = max(1, request.args.get("halaman", 1, type=whole))
    chosen = chosen_rules()
    people, count = queries.people_of(opd, chosen, today(), page=number)
    return page(
        "competence/office.html",
        opd=opd,
        people=people,
        count=count,
        number=number,
        pages=-(-count // queries.PAGE),
        rule_set=chosen,
        kinds=POSITION_KINDS,
    )
