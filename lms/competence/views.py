"""One's own hours and score, the province's index, and the people of an office."""

from decimal import Decimal

from flask import Blueprint, request
from flask_login import current_user

from lms.competence import queries, rules
from lms.core.access import requires
from lms.core.clock import today
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.people.models import Opd
from lms.people.words import POSITION_KINDS

bp = Blueprint("competence", __name__)

#: The province's target for the competence dimension; shown as the red line.
TARGET = Decimal(28)


def _rule_set() -> rules.RuleSet:
    """Return the rule set the reader chose in the address, PerBKN 8/2019 by default."""
    return rules.RULE_SETS.get(request.args.get("aturan", ""), rules.RULE_SETS[rules.PERBKN_8_2019])


def cell_labels() -> dict[str, str]:
    """Return the words for the cells of the index table."""
    return {
        "struktural": _("Pelatihan kepemimpinan"),
        "fungsional": _("Pelatihan fungsional"),
        "teknis": _("Pelatihan teknis 20 JP"),
        "seminar": _("Seminar, lokakarya, sejenisnya"),
        "kinerja": _("Predikat kinerja"),
        "dasar": _("Pelatihan dasar"),
    }


@bp.get("/kompetensi/saya")
@requires("competence.own")
@tab("opd", _l("JP saya"), order=40, icon="history")
@tab("instructor", _l("JP saya"), order=50, icon="history")
def mine():
    entries = queries.ledger(current_user)
    chosen = _rule_set()
    return page(
        "competence/mine.html",
        entries=entries,
        year=today().year,
        hours=queries.hours_in(entries, today().year),
        target=rules.YEARLY_JP,
        score=queries.score_of(current_user, entries, chosen, today()),
        rule_set=chosen,
        rule_sets=list(rules.RULE_SETS.values()),
        labels=cell_labels(),
    )


@bp.get("/kompetensi")
@requires("index.view")
@tab("leader", _l("Indeks"), order=10, icon="chart-bar")
@tab("organiser", _l("Indeks"), order=50, icon="chart-bar")
@tab("opd", _l("Indeks"), order=30, icon="chart-bar")
def province():
    chosen = _rule_set()
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
    found = queries.province_index(_rule_set(), today())
    header = [_("Perangkat daerah"), _("Pegawai"), _("Indeks"), _("Belum 20 JP teknis")]
    lines = [[one.name, one.people, one.mean, one.below_target] for one in found.offices]
    return answer_table("indeks-kompetensi", header, lines)


@bp.get("/kompetensi/opd/<int:opd_id>")
@requires("opd.view", Opd)
@under("competence.province")
def office(opd: Opd):
    number = max(1, request.args.get("halaman", 1, type=int))
    chosen = _rule_set()
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
