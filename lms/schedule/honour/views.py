"""The JP and honour of a month, the rates, and as what somebody is paid."""

from datetime import date, timedelta

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.formats import bulan
from lms.core.forms import EmptyForm
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.paper import answer
from lms.schedule import words
from lms.schedule.documents import papers
from lms.schedule.honour import actions, queries, rates
from lms.schedule.honour.forms import RateForm
from lms.schedule.views.blueprint import bp
from lms.schedule.weeks import YEARS


@bp.get("/honorarium")
@requires("honour.view")
@tab("organiser", _l("Honorarium"), order=45, icon="briefcase")
def honour():
    month = _month()
    lines, known = queries.recap(month), queries.all_rates()
    return page(
        "schedule/honour.html",
        month=month,
        month_name=bulan(month),
        before=_before(month),
        after=queries.month_after(month),
        lines=lines,
        total=sum(line.pay.amount for line in lines),
        unclosed=sum(line.jp_held - line.jp_closed for line in lines),
        rates=[rates.in_force(known, kind, month) for kind in rates.KINDS],
        pay_kinds=rates.PAY_KINDS,
        words=words,
    )


def _month() -> date:
    """Return the first day of the month asked for, this month's without one."""
    try:
        month = date.fromisoformat(f"{request.args.get('bulan', '')}-01")
    except ValueError:
        return today().replace(day=1)
    return month if month.year in YEARS else today().replace(day=1)


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


@bp.get("/honorarium.<any(pdf,xlsx):form>")
@requires("honour.view")
def honour_paper(form: str):
    month = _month()
    return answer(papers.honour(month, queries.recap(month)), form)


@bp.post("/honorarium/<int:person_id>/jenis")
@requires("honour.view")
@under("schedule.honour")
def choose_pay_kind(person_id: int):
    form, person = EmptyForm(), queries.person_by_id(person_id)
    kind = request.form.get("jenis", "")
    if person is None or not form.accepts(lambda: actions.pay_as(person, kind, by=current_user)):
        return page("errors/422.html", sentence=_("Pilih salah satu yang tersedia.")), 422
    flash(_("%(name)s dibayar sebagai %(kind)s.", name=person.name, kind=words.RATES[kind]),
          "success")  # fmt: skip
    return redirect(url_for(".honour", bulan=request.form.get("bulan", "")))


@bp.get("/honorarium/tarif")
@requires("honour.view")
@under("schedule.honour")
def teaching_rates():
    known = queries.all_rates()
    return page(
        "schedule/rates.html",
        lines=[rates.in_force(known, kind, today()) for kind in rates.KINDS],
        own=queries.own_rates(),
        may_edit=can(current_user, "teaching_rate.edit"),
        today=today(),
        words=words,
    )


@bp.route("/honorarium/tarif/baru", methods=["GET", "POST"])
@requires("teaching_rate.edit")
@under("schedule.honour")
def add_teaching_rate():
    if request.method == "GET":
        wanted = request.args.get("jenis", "")
        known = wanted in rates.KINDS
        line = rates.in_force(queries.all_rates(), wanted, today()) if known else None
        return page("schedule/rate_new.html", form=RateForm.of(line, today()))
    form = RateForm()
    if form.accepts(lambda: actions.add_rate(form.line(), form.reason.data or "", by=current_user)):
        flash(_("Tarif tersimpan dan berlaku pada tanggalnya. Yang lama tetap tercatat."), "ok")
        return redirect(url_for(".teaching_rates"))
    return page("schedule/rate_new.html", form=form), 422
