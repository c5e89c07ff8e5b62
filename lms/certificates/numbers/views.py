"""How certificates are numbered, for administrators: what is in force, and a new pattern."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.certificates import words
from lms.certificates.blueprint import bp
from lms.certificates.forms import NumberRuleForm
from lms.certificates.numbers import actions, queries
from lms.core.access import requires
from lms.core.clock import today
from lms.core.i18n import _, _l
from lms.core.menu import tab
from lms.core.pages import page


@bp.route("/sertifikat/pola-nomor", methods=["GET", "POST"])
@requires("number_rule.edit", fresh=True)
@tab("admin", _l("Pola nomor sertifikat"), order=60, icon="certificate")
def number_rules():
    in_force = queries.rule_of("", today().year)
    form = NumberRuleForm(data={"scope": in_force.scope, "pattern": in_force.pattern})
    if request.method == "GET":
        return _answer(form)
    if "lihat" in request.form:
        known = form.accepts(lambda: actions.check(form.rule()))
        preview = queries.next_number(form.rule(), form.day()) if known else ""
        return _answer(form, preview), 200 if known else 422
    if form.accepts(lambda: actions.set_rule(form.rule(), by=current_user)):
        flash(_("Pola nomor berlaku sejak tahun %(year)s.", year=form.year.data), "ok")
        return redirect(url_for(".number_rules"))
    return _answer(form), 422


def _answer(form: NumberRuleForm, preview: str = ""):
    return page(
        "certificates/numbers.html",
        form=form,
        preview=preview,
        year=today().year,
        lines=queries.in_force(words.KINDS, today()),
        history=queries.rules(),
        kinds={"": _("Semua jenis lain"), **words.KINDS},
    )
