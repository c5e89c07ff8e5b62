"""Exemptions from a cell or from the index: the list, recording one, ending or reversing one."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.competence import actions, queries, words
from lms.competence.forms import ExemptionForm, ReversalForm
from lms.competence.models import IndexExemption
from lms.competence.permissions import visible_exemptions
from lms.competence.views.blueprint import bp, cell_labels
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.i18n import _, _l
from lms.core.menu import tab, tabs, under
from lms.core.pages import page
from lms.core.tables import answer_table


def _labels() -> dict[str, str]:
    return {"": _("Seluruh indeks")} | cell_labels()


@bp.get("/kompetensi/pengecualian")
@requires("index_exemption.list")
@tab("index", _l("Pengecualian"), order=45)
@under("competence.province")
def exemptions():
    wanted, visible = queries.ExemptionFilter.of(request.args), visible_exemptions(current_user)
    found, count = queries.exemptions(visible, wanted, today())
    return page(
        "competence/exemptions.html",
        found=found,
        count=count,
        counts=queries.exemption_counts(visible, today()),
        wanted=wanted,
        pages=-(-count // queries.EXEMPTIONS),
        states={state: words.EXEMPTIONS[state] for state in queries.EXEMPTION_STATES},
        today=today(),
        labels=_labels(),
        may_exempt=can(current_user, "index_exemption.grant"),
        siblings=tabs("index"),
    )


@bp.get("/kompetensi/pengecualian.xlsx")
@requires("index_exemption.list")
def exemptions_table():
    labels = _labels()
    header = ["NIP", _("Nama"), _("Dikecualikan dari"), _("Hari pertama"), _("Hari terakhir"),
              _("Alasan"), _("Keadaan"), _("Alasan pengakhiran")]  # fmt: skip
    found = queries.all_exemptions(
        visible_exemptions(current_user), queries.ExemptionFilter.of(request.args), today()
    )
    return answer_table(
        "pengecualian-indeks",
        header,
        [
            [one.person.nip or "", one.person.full_name, labels[one.cell], one.starts_on,
             one.last_day, one.reason, str(words.EXEMPTIONS[one.state_on(today())][0]),
             one.reversal.reason if one.reversal else ""]
            for one in found
        ],
    )  # fmt: skip


@bp.route("/kompetensi/pengecualian/baru", methods=["GET", "POST"])
@requires("index_exemption.grant")
@under("competence.exemptions")
def new_exemption():
    form = ExemptionForm.of(cell_labels(), request.args.get("nip", "")[:40])
    if request.method == "POST" and form.accepts(
        lambda: actions.exempt(
            queries.person_with_nip(form.digits), form.cell.data, form.starts_on.data,
            form.ends_on.data, form.reason.data, by=current_user,
        )
    ):  # fmt: skip
        flash(_("Pengecualian dicatat. Skornya sudah dihitung ulang."), "success")
        state = queries.exemption(form.result.id).state_on(today())
        return redirect(url_for(".exemptions", keadaan=state))
    status = 200 if request.method == "GET" else 422
    return page("competence/exemption_new.html", form=form), status


@bp.route("/kompetensi/pengecualian/<int:index_exemption_id>/akhiri", methods=["GET", "POST"])
@requires("index_exemption.reverse", IndexExemption)
@under("competence.exemptions")
def reverse_exemption(exemption: IndexExemption):
    form = ReversalForm()
    if request.method == "POST" and form.accepts(
        lambda: actions.reverse_exemption(
            exemption, form.last_day.data, form.reason.data, by=current_user
        )
    ):
        flash(_("Pengecualian diakhiri. Skornya sudah dihitung ulang."), "success")
        return redirect(url_for(".exemptions"))
    found = queries.exemption(exemption.id)
    status = 200 if request.method == "GET" else 422
    return page(
        "competence/exemption_end.html", found=found, form=form, labels=_labels(),
        over=found.reversal is not None,
    ), status  # fmt: skip
