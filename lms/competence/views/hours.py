"""One's hours of a year, as page and as table, and reporting a training taken elsewhere."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.competence import actions, queries, rules, words
from lms.competence.forms import TrainingForm
from lms.competence.models import OutsideTraining, TrainingEvidence
from lms.competence.views.blueprint import bp
from lms.core import files
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.forms import EmptyForm
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.hours import queries as conversions
from lms.hours import rules as conversion

#: What a line says when not all of its hours count.
CUTS = {
    "": _l("dihitung penuh"),
    "day": _l("harinya sudah penuh oleh pelatihan lain pada hari yang sama"),
    "cap": _l("melebihi batas JP bentuk ini dalam masanya"),
}


def _year() -> int:
    """Return the year in the address, this year by default."""
    year = request.args.get("tahun", today().year, type=int)
    return year if 1980 <= year <= today().year + 1 else today().year


def _hours() -> queries.HoursPage:
    return queries.hours_page(
        queries.ledger(current_user), queries.reports_of(current_user), _year()
    )


@bp.get("/jam-pelatihan")
@requires("competence.own")
@tab("trainee", _l("JP saya"), order=45, icon="history")
@tab("opd", _l("JP saya"), order=40, icon="history")
@tab("instructor", _l("JP saya"), order=50, icon="history")
def hours():
    return page(
        "competence/hours.html",
        found=_hours(),
        target=rules.YEARLY_JP,
        this_year=today().year,
        words=words,
        cuts=CUTS,
    )


@bp.get("/jam-pelatihan.<any(xlsx, csv):kind>")
@requires("competence.own")
def hours_table(kind: str):
    found = _hours()
    header = [
        _("Pelatihan"), _("Penyelenggara"), _("Bentuk"), _("Nomor"), _("Hari pertama"),
        _("Hari terakhir"), _("JP pada bukti"), _("JP dihitung"), _("Keterangan"),
    ]  # fmt: skip
    rows = [
        [line.entry.title, line.entry.organiser, str(words.FORMS.get(line.entry.form, "")),
         line.entry.number, line.entry.starts_on, line.entry.ends_on, line.entry.jp,
         line.counted.jp, str(CUTS[line.counted.cut_by])]
        for line in found.lines
    ]  # fmt: skip
    rows += [
        [one.title, one.organiser, str(words.FORMS.get(one.form, "")), one.number, one.starts_on,
         one.ends_on, one.jp, 0, str(words.STATES[one.state][0])]
        for one in found.reports
    ]  # fmt: skip
    return answer_table(f"jam-pelatihan-{found.year}", header, rows, kind)


def _lines() -> list[conversion.Conversion]:
    """Return the lines in force today in the order in which forms are offered."""
    known = conversions.conversions()
    found = (conversion.in_force(known, form, today()) for form in conversion.FORMS)
    return [line for line in found if line is not None]


@bp.route("/jam-pelatihan/lapor", methods=["GET", "POST"])
@requires("competence.own")
@under("competence.hours")
def report_training():
    form = TrainingForm.of(_lines())
    if request.method == "GET":
        return page("competence/report.html", form=form, training=None, lines=_lines(), words=words)
    me = current_user._get_current_object()
    if form.accepts(
        lambda: actions.report(me, form.told, form.uploads, is_other=form.is_other.data)
    ):
        flash(_("Laporan terkirim. Dihitung %(jp)s JP setelah diverifikasi.",
                jp=f"{form.result.jp.normalize():f}"), "ok")  # fmt: skip
        return redirect(url_for(".training", outside_training_id=form.result.id))
    lines = _lines()
    return page("competence/report.html", form=form, training=None, lines=lines, words=words), 422


@bp.get("/jam-pelatihan/<int:outside_training_id>")
@requires("outside_training.view", OutsideTraining)
@under("competence.hours")
def training(training: OutsideTraining):
    found = queries.training(training.id)
    return page(
        "competence/training.html",
        training=found,
        may_amend=can(current_user, "outside_training.amend", found),
        may_decide=can(current_user, "outside_training.decide", found),
        form=EmptyForm(),
        words=words,
    )


@bp.route("/jam-pelatihan/<int:outside_training_id>/lengkapi", methods=["GET", "POST"])
@requires("outside_training.amend", OutsideTraining)
@under("competence.hours")
def amend_training(training: OutsideTraining):
    if training.state != "returned":
        abort(404)
    lines = _lines()
    form = TrainingForm.of(lines, training)
    found = queries.training(training.id)
    if request.method == "GET":
        return page("competence/report.html", form=form, training=found, lines=lines, words=words)
    if form.accepts(
        lambda: actions.amend(
            training, form.told, form.uploads, is_other=form.is_other.data, by=current_user
        )
    ):
        flash(_("Laporan dikirim lagi dan menunggu verifikasi."), "ok")
        return redirect(url_for(".training", outside_training_id=training.id))
    found = queries.training(training.id)
    return page("competence/report.html", form=form, training=found, lines=lines, words=words), 422


@bp.post("/jam-pelatihan/<int:outside_training_id>/tarik")
@requires("outside_training.amend", OutsideTraining)
def withdraw_training(training: OutsideTraining):
    actions.withdraw(training, by=current_user)
    flash(_("Laporan ditarik. Anda dapat melaporkannya lagi."), "ok")
    return redirect(url_for(".hours"))


@bp.get("/bukti/<int:training_evidence_id>")
@requires("training_evidence.view", TrainingEvidence)
def evidence(piece: TrainingEvidence):
    return files.send(piece.file, inline="lihat" in request.args)
