"""The conversion of forms into hours, for everyone to read and for BPSDM to continue."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.competence import actions, words
from lms.competence.forms import ConversionForm
from lms.competence.views.blueprint import bp
from lms.core.access import SIGNED_IN, can, requires
from lms.core.clock import today
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.hours import queries as hours
from lms.hours import rules as conversion

_KEYS = (*conversion.FORMS, conversion.WORKING_DAY)


@bp.get("/konversi-jp")
@requires(SIGNED_IN)
@under("competence.hours")
def conversion_table():
    known = hours.conversions()
    found = [(form, conversion.in_force(known, form, today())) for form in _KEYS]
    return page(
        "competence/conversion.html",
        lines=[line for _form, line in found if line is not None],
        own=hours.own_lines(),
        may_edit=can(current_user, "conversion.edit"),
        today=today(),
        words=words,
    )


@bp.get("/konversi-jp.xlsx")
@requires(SIGNED_IN)
def conversion_xlsx():
    header = [_("Bentuk"), _("Satuan"), _("JP per satuan"), _("Batas JP"), _("Masa batas"),
              _("Nilai internasional (persen)"), _("Bukti"), _("Dasar aturan"), _("Keyakinan"),
              _("Berlaku mulai"), _("Berlaku sampai")]  # fmt: skip
    rows = [
        [str(words.FORMS[one.form]), str(words.UNITS[one.unit]), one.jp, one.cap,
         str(words.PERIODS.get(one.cap_per, "")), one.international,
         str(words.EVIDENCE.get(one.evidence, "")), one.clause, one.confidence, one.valid_from,
         one.valid_until]
        for one in hours.conversions()
    ]  # fmt: skip
    return answer_table("konversi-jp", header, rows)


@bp.route("/konversi-jp/baru", methods=["GET", "POST"])
@requires("conversion.edit")
@under("competence.training_queue")
def add_conversion():
    chosen = conversion.in_force(hours.conversions(), request.args.get("bentuk", ""), today())
    if request.method == "GET":
        return page("competence/conversion_edit.html", form=ConversionForm.of(chosen, today()))
    form = ConversionForm()
    if form.accepts(
        lambda: actions.add_line(form.line, form.reason.data, by=current_user._get_current_object())
    ):
        flash(_("Aturan tersimpan dan berlaku pada tanggalnya. Yang lama tetap tercatat."), "ok")
        return redirect(url_for(".conversion_table"))
    return page("competence/conversion_edit.html", form=form), 422
