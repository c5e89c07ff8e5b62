"""The index as it was reported: freezing it, and the frozen figures as page and table."""

from decimal import Decimal

from flask import flash, redirect, url_for
from flask_login import current_user

from lms.competence import actions, queries
from lms.competence.forms import SnapshotForm
from lms.competence.models import IndexSnapshot
from lms.competence.rules import RULE_SETS
from lms.competence.views.blueprint import bp, chosen_rules
from lms.core.access import can, requires
from lms.core.i18n import _, _l
from lms.core.menu import tab, tabs, under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.people.words import POSITION_KINDS


@bp.get("/kompetensi/laporan")
@requires("index_snapshot.list")
@tab("index", _l("Laporan beku"), order=40)
@under("competence.province")
def snapshots():
    return _board(SnapshotForm())


@bp.post("/kompetensi/laporan")
@requires("index_snapshot.freeze")
def freeze_snapshot():
    form = SnapshotForm()
    if form.accepts(lambda: actions.freeze(chosen_rules(), form.title.data, by=current_user)):
        flash(_("Angka hari ini dibekukan sebagai laporan."), "success")
        return redirect(url_for(".snapshot", index_snapshot_id=form.result.id))
    return _board(form), 422


def _board(form: SnapshotForm) -> str:
    return page(
        "competence/snapshots.html",
        found=queries.snapshots(),
        form=form,
        rule_sets=RULE_SETS,
        rule_set=chosen_rules(),
        may_freeze=can(current_user, "index_snapshot.freeze"),
        siblings=tabs("index"),
    )


@bp.get("/kompetensi/laporan/<int:index_snapshot_id>")
@requires("index_snapshot.view", IndexSnapshot)
@under("competence.province")
def snapshot(index_snapshot: IndexSnapshot):
    return page(
        "competence/snapshot.html",
        found=index_snapshot,
        rule_set=RULE_SETS[index_snapshot.rule_set],
        kinds=POSITION_KINDS,
    )


@bp.get("/kompetensi/laporan/<int:index_snapshot_id>.xlsx")
@requires("index_snapshot.view", IndexSnapshot)
def snapshot_table(index_snapshot: IndexSnapshot):
    header = [_("Perangkat daerah"), _("Pegawai"), _("Indeks"), _("20 JP teknis")]
    lines = [
        [name, people, Decimal(mean), technical]
        for name, people, mean, technical in index_snapshot.figures["offices"]
    ]
    return answer_table(f"indeks-{index_snapshot.as_of}", header, lines)
