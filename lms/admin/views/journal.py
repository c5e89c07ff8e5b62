"""The journal: read, narrowed, exported, and checked as a whole."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.admin import actions, words
from lms.admin.queries import journal as queries
from lms.admin.queries.journal import JournalFilter
from lms.admin.views.blueprint import bp
from lms.core.access import requires
from lms.core.db import dumps
from lms.core.i18n import _, _l, pgettext
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.tables import answer_table


@bp.get("/admin/jurnal")
@requires("journal.list")
@tab("admin", _l("Jurnal"), order=50, icon="history")
def journal():
    wanted = JournalFilter.of(request.args)
    lines, has_older = queries.lines(wanted)
    return page(
        "admin/journal.html",
        lines=lines,
        has_older=has_older,
        wanted=wanted,
        kept=_kept(),
        words=words,
        most=queries.MOST_EXPORTED,
        check=queries.verification(),
    )


@bp.get("/admin/jurnal.csv")
@requires("journal.list")
def export_journal():
    lines, _has_older = queries.lines(JournalFilter.of(request.args), queries.MOST_EXPORTED)
    header = [
        _("Nomor"), _("Waktu"), _("Tindakan"), pgettext("journal", "Hal"), _("Nomor hal"),
        _("Oleh"), _("Alamat"), _("Segel"), _("Rincian"),
    ]  # fmt: skip
    rows = [
        [
            line.id, line.at, line.verb, line.noun, line.thing_id, line.name, line.address,
            _("cocok") if line.is_sealed else _("tidak cocok"), dumps(line.facts),
        ]
        for line in lines
    ]  # fmt: skip
    return answer_table("jurnal", header, rows, "csv")


@bp.post("/admin/jurnal/periksa")
@requires("journal.list")
@under("admin.journal")
def verify_journal():
    actions.ask_to_verify_journal(by=current_user)
    flash(_("Pemeriksaan seluruh jurnal dimulai."), "ok")
    return redirect(url_for(".journal"))


def _kept() -> dict[str, str]:
    """Return what the address narrows to, without the place in the list."""
    return {name: value for name, value in request.args.items() if value and name != "sebelum"}
