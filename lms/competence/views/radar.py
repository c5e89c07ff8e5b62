"""The radar: who is at risk by month and office, as page and table, and nominating in one step."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.competence import actions, queries, rules
from lms.competence.forms import RadarForm, chosen_people
from lms.competence.permissions import sees_all
from lms.competence.views.blueprint import bp, cell_labels, chosen_rules
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.formats import bulan
from lms.core.i18n import _, _l, ngettext
from lms.core.menu import tab, tabs, under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.people.permissions import kept_offices
from lms.people.words import POSITION_KINDS


def _scope() -> frozenset[int] | None:
    """Return the offices whose people the reader may see, None when all."""
    return None if sees_all(current_user) else kept_offices(current_user)


def _wanted(scope: frozenset[int] | None) -> queries.RadarFilter:
    """Return the filter of the address; another's office is not there."""
    wanted = queries.RadarFilter.of(request.args)
    if wanted.office is not None and scope is not None and wanted.office not in scope:
        abort(404)
    return wanted


def _form() -> RadarForm:
    return RadarForm.of(queries.open_offers(today()), cell_labels())


@bp.get("/kompetensi/radar")
@requires("index.view")
@tab("index", _l("Radar"), order=25)
@under("competence.province")
def radar():
    return _board(_form())


def _board(form: RadarForm, ticked: frozenset[int] = frozenset()) -> str:
    scope, chosen = _scope(), chosen_rules()
    wanted = _wanted(scope)
    people, count = queries.at_risk(chosen, scope, wanted)
    return page(
        "competence/radar.html",
        people=people,
        count=count,
        offices=queries.radar_of_offices(chosen, scope),
        months=[(month, bulan(month)) for month in queries.months_ahead()],
        lapses=[
            (bulan(month, short=True), number)
            for month, number in queries.lapses_ahead(chosen, _narrowed(scope, wanted))
        ],
        wanted=wanted,
        address=_address(wanted, chosen),
        pages=-(-count // queries.RADAR_PAGE),
        form=form,
        ticked=ticked,
        undo=request.args.get("urungkan", ""),
        rule_set=chosen,
        rule_sets=[(one.key, one.title) for one in rules.RULE_SETS.values()],
        target=rules.YEARLY_JP,
        kinds=POSITION_KINDS,
        labels=cell_labels(),
        may_nominate=can(current_user, "radar.nominate"),
        siblings=tabs("index"),
    )


def _narrowed(scope: frozenset[int] | None, wanted: queries.RadarFilter) -> frozenset[int] | None:
    return scope if wanted.office is None else frozenset({wanted.office})


def _address(wanted: queries.RadarFilter, chosen: rules.RuleSet) -> dict[str, Any]:
    """Return filter and rule set for the addresses that lead on from here."""
    own = {} if chosen is rules.DEFAULT else {"aturan": chosen.key}
    return wanted.address | own


@bp.get("/kompetensi/radar.xlsx")
@requires("index.view")
def radar_table():
    scope, chosen, labels = _scope(), chosen_rules(), cell_labels()
    header = ["NIP", _("Nama"), _("Perangkat daerah"), _("Jenis jabatan"), _("JP tahun ini"),
              _("Kurang JP"), _("Sel yang kosong lagi"), _("Mulai"),
              _("Poin yang hilang")]  # fmt: skip
    return answer_table(
        "radar-kompetensi",
        header,
        [
            [one.person.nip or "", one.person.full_name,
             one.person.opd.short_name if one.person.opd else "",
             str(POSITION_KINDS[one.person.position_kind]), one.year_jp, one.short_jp,
             "; ".join(labels[key] for key in one.lapsing), one.lapses_on, one.at_stake(chosen)]
            for one in queries.all_at_risk(chosen, scope, _wanted(scope))
        ],
    )  # fmt: skip


@bp.post("/kompetensi/radar/usulkan")
@requires("radar.nominate")
def nominate_from_radar():
    scope, form = _scope(), _form()
    ids = set(chosen_people(request.form.getlist("pegawai")))
    people = queries.staff_of(ids, scope)
    if len(people) != len(ids):
        abort(404)
    address = _address(_wanted(scope), chosen_rules())
    me = current_user._get_current_object()
    if not form.accepts(lambda: actions.nominate_at_risk(form.chosen, people, by=me)):
        return _board(form, frozenset(ids)), 422
    made = form.result.made
    flash(
        ngettext("%(num)d pegawai diusulkan.", "%(num)d pegawai diusulkan.", len(made)), "success"
    )
    for sentence in form.result.refused[:5]:
        flash(sentence, "warning")
    undo = ",".join(str(one.id) for one in made)
    return redirect(url_for(".radar", **address, urungkan=undo))


@bp.post("/kompetensi/radar/urungkan")
@requires("radar.nominate")
def undo_radar():
    scope = _scope()
    ids = chosen_people(request.form.get("usulan", "").split(","))
    me = current_user._get_current_object()
    count = actions.take_back_nominations(ids, by=me)
    flash(ngettext("%(num)d usulan diurungkan.", "%(num)d usulan diurungkan.", count), "success")
    return redirect(url_for(".radar", **_address(_wanted(scope), chosen_rules())))
