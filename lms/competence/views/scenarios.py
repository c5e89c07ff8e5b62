"""Plans tried out on the index: making one, its result, several side by side, and nominating."""

from datetime import timedelta

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.competence import actions, queries
from lms.competence.forms import ScenarioForm, read_options
from lms.competence.models import Scenario
from lms.competence.permissions import sees_all
from lms.competence.rules import RULE_SETS
from lms.competence.views.blueprint import bp, cell_labels
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.forms import EmptyForm
from lms.core.i18n import _, _l, ngettext
from lms.core.menu import tab, tabs, under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.people.permissions import kept_offices

#: Scenarios side by side at most.
MOST = 4


def _scope() -> list[int] | None:
    """Return the offices whose people the reader may send, None when all."""
    return None if sees_all(current_user) else sorted(kept_offices(current_user))


def _others() -> dict[str, str]:
    return {
        "seminar": _("Seminar, webinar, lokakarya (di luar program kami)"),
        "teknis": _("Pelatihan teknis 20 JP (di luar program kami)"),
        "fungsional": _("Pelatihan fungsional (di luar program kami)"),
    }


@bp.get("/kompetensi/skenario")
@requires("scenario.list")
@tab("index", _l("Simulasi"), order=30)
@under("competence.province")
def scenarios():
    mine = None if sees_all(current_user) else current_user
    return page(
        "competence/scenarios.html",
        found=queries.scenarios_of(mine),
        rule_sets=RULE_SETS,
        siblings=tabs("index"),
    )


@bp.route("/kompetensi/skenario/baru", methods=["GET", "POST"])
@requires("scenario.list")
@under("competence.province")
def new_scenario():
    scope = _scope()
    offers = queries.offers(today(), _others())
    form = ScenarioForm.of(queries.office_names(scope), today() + timedelta(days=90))
    if request.method == "POST" and form.accepts(
        lambda: actions.try_out(
            form.wish(read_options(request.form, offers, form.day.data), scope), by=current_user
        )
    ):
        return redirect(url_for(".scenario", scenario_id=form.result.id))
    status = 200 if request.method == "GET" else 422
    return page(
        "competence/scenario_new.html", form=form, offers=offers, labels=cell_labels()
    ), status  # fmt: skip


@bp.get("/kompetensi/skenario/<int:scenario_id>")
@requires("scenario.view", Scenario)
@under("competence.province")
def scenario(scenario: Scenario):
    return _show(scenario, EmptyForm())


def _show(scenario: Scenario, form: EmptyForm) -> str:
    number = max(1, request.args.get("halaman", 1, type=int))
    picks, count = queries.picks_of(scenario, page=number)
    options = actions.options_of(scenario.settings)
    return page(
        "competence/scenario.html",
        found=scenario,
        job=queries.scenario_job(scenario),
        options=options,
        titles={one.key: one for one in options},
        used=queries.used(scenario),
        picks=picks,
        number=number,
        pages=-(-count // queries.PICKS),
        mean=queries.mean_of,
        rule_set=RULE_SETS[scenario.rule_set],
        labels=cell_labels(),
        form=form,
        real=any(queries.batch_of(one.key) is not None for one in options),
        may_nominate=can(current_user, "scenario.nominate", scenario),
    )


@bp.get("/kompetensi/skenario/<int:scenario_id>.xlsx")
@requires("scenario.view", Scenario)
def scenario_table(scenario: Scenario):
    titles = {one.key: one.title for one in actions.options_of(scenario.settings)}
    header = ["NIP", _("Nama"), _("Pelatihan"), _("Poin"), _("Kewajiban"), _("Keadaan usulan")]
    lines = [
        [one.person.nip or "", one.person.full_name, titles[one.option], one.cents / 100,
         _("ya") if one.closes_gap else _("tidak"),
         one.refusal or (_("diusulkan") if one.enrolment_id else "")]
        for one in queries.all_picks(scenario)
    ]  # fmt: skip
    return answer_table(f"skenario-{scenario.id}", header, lines)


@bp.get("/kompetensi/skenario/banding")
@requires("scenario.list")
@under("competence.province")
def compare_scenarios():
    mine = None if sees_all(current_user) else current_user
    wanted = request.args.getlist("s", type=int)[:MOST]
    found = [one for one in queries.scenarios_of(mine) if one.id in wanted and one.state == "done"]
    if not found:
        abort(404)
    return page(
        "competence/scenarios_compared.html",
        found=found,
        options={one.id: actions.options_of(one.settings) for one in found},
        mean=queries.mean_of,
        rule_sets=RULE_SETS,
    )


@bp.post("/kompetensi/skenario/<int:scenario_id>/berhenti")
@requires("scenario.view", Scenario)
def stop_scenario(scenario: Scenario):
    form = EmptyForm()
    if not form.accepts(lambda: actions.stop_search(scenario, by=current_user)):
        return _show(scenario, form), 422
    flash(_("Pencarian dihentikan; hasil terbaik sejauh ini segera tampil."), "info")
    return redirect(url_for(".scenario", scenario_id=scenario.id))


@bp.post("/kompetensi/skenario/<int:scenario_id>/usulkan")
@requires("scenario.nominate", Scenario)
def nominate_scenario(scenario: Scenario):
    form = EmptyForm()
    if not form.accepts(lambda: actions.nominate(scenario, by=current_user)):
        return _show(scenario, form), 422
    made, refused = form.result
    said = ngettext("%(num)d pegawai diusulkan.", "%(num)d pegawai diusulkan.", made)
    if refused:
        said += " " + _("%(count)s tidak dapat diusulkan; alasannya di daftar.", count=refused)
    flash(said, "success" if made else "warning")
    return redirect(url_for(".scenario", scenario_id=scenario.id))


@bp.post("/kompetensi/skenario/<int:scenario_id>/tarik")
@requires("scenario.nominate", Scenario)
def take_back_scenario(scenario: Scenario):
    form = EmptyForm()
    if not form.accepts(lambda: actions.take_back(scenario, by=current_user)):
        return _show(scenario, form), 422
    flash(_("Usulan yang belum diputuskan sudah ditarik."), "success")
    return redirect(url_for(".scenario", scenario_id=scenario.id))
