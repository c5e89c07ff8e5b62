"""The attitude of a batch: days and recap, a sheet for a phone, one trainee's sheets, the forms."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.formats import tanggal_pendek
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.pdf import answer_pdf
from lms.core.tables import answer_table
from lms.gradebook.attitude import actions, paper, permissions, queries, rules, words
from lms.gradebook.attitude.forms import (
    ChoiceForm,
    CorrectionForm,
    SheetForm,
    VersionForm,
    read_seen,
)
from lms.gradebook.attitude.instruments import KEYS, LEVELS, SHIPPED, USUAL, in_force
from lms.gradebook.attitude.models import AttitudeMark
from lms.gradebook.views.blueprint import bp
from lms.schedule.weeks import read_day

#: Imported so that its rules stand in the house's list.
__all__ = ["permissions"]

#: Trainees on one sheet: a phone keeps up with so many, and a group has fewer.
MOST = 60


@bp.get("/angkatan/<int:batch_id>/sikap")
@requires("attitude.observe", Batch)
@tab("batch", _l("Sikap"), order=57, icon="user-check")
def attitude(batch: Batch):
    return _overview(batch, ChoiceForm(formdata=None))


def _overview(batch: Batch, choice: ChoiceForm):
    instrument, observed = queries.form_of(batch), queries.is_observed(batch)
    choice.form.data = instrument.key
    return page(
        "gradebook/attitude/overview.html",
        batch=batch,
        instrument=instrument,
        form=choice,
        may_choose=not observed and can(current_user, "attitude.arrange", batch),
        days=queries.days_of(batch),
        lines=queries.recap_lines(batch),
        today=min(today(), batch.ends_on),
        is_open=batch.starts_on <= today(),
        words=words,
    )


@bp.post("/angkatan/<int:batch_id>/sikap/formulir")
@requires("attitude.arrange", Batch)
@under("gradebook.attitude")
def choose_attitude_form(batch: Batch):
    form = ChoiceForm()
    if not form.accepts(lambda: actions.choose_form(batch, form.form.data, by=current_user)):
        return _overview(batch, form), 422
    flash(_("Formulir dipilih."), "ok")
    return redirect(url_for(".attitude", batch_id=batch.id))


@bp.route("/angkatan/<int:batch_id>/sikap/lembar", methods=["GET", "POST"])
@requires("attitude.observe", Batch)
@under("gradebook.attitude")
def attitude_sheet(batch: Batch):
    day = read_day(request.args.get("tanggal", "")) or min(today(), batch.ends_on)
    group = request.args.get("kelompok", "")
    seats = [one for one in catalogue.seats(batch) if group in ("", one.group)]
    groups = sorted({one.group for one in catalogue.seats(batch)} - {""})
    number = max(1, request.args.get("halaman", 1, type=int))
    shown = seats[(number - 1) * MOST : number * MOST]
    form = SheetForm()
    instrument = queries.form_of(batch)
    ids = [seat.id for seat in shown]
    said = read_seen(request.form, ids, instrument) if request.method == "POST" else None
    if said is not None and form.accepts(
        lambda: actions.observe(
            batch, day, said, seen=form.seen.data or 0, reason=form.reason.data or "",
            by=current_user,
        )
    ):  # fmt: skip
        flash(_("Tersimpan: %(count)s catatan berubah.", count=form.result), "ok")
        return redirect(request.full_path)
    stood = queries.sheet_of(current_user, day, ids)
    return page(
        "gradebook/attitude/sheet.html",
        batch=batch,
        day=day,
        form=form,
        instrument=instrument,
        seats=shown,
        number=number,
        pages=-(-len(seats) // MOST),
        group=group,
        groups=groups,
        stood=stood,
        said=said,
        seen=actions.newest(stood),
        usual=USUAL,
        words=words,
    ), 422 if request.method == "POST" else 200


@bp.get("/angkatan/<int:batch_id>/sikap/<int:enrolment_id>")
@requires("attitude.observe", Batch)
@under("gradebook.attitude")
def attitude_of(batch: Batch, enrolment_id: int):
    enrolment = catalogue.enrolment_in(batch, enrolment_id)
    if enrolment is None or not enrolment.has_seat:
        abort(404)
    return page(
        "gradebook/attitude/person.html",
        batch=batch,
        enrolment=enrolment,
        marks=queries.marks_on(batch, enrolment_id),
        recap=rules.recap(queries.day_marks(batch, enrolment_id).get(enrolment_id, [])),
        instrument=queries.form_of(batch),
        corrects_all=permissions.sees_all_sheets(current_user, batch),
        words=words,
    )


@bp.route("/angkatan/<int:batch_id>/sikap/catatan/<int:number>", methods=["GET", "POST"])
@requires("attitude.observe", Batch)
@under("gradebook.attitude")
def correct_attitude(batch: Batch, number: int):
    mark = queries.mark_for(current_user, batch, number)
    if mark is None:
        abort(404)
    form, instrument = CorrectionForm(), queries.form_of(batch)
    seat_id = mark.enrolment_id
    said = read_seen(request.form, [seat_id], instrument)[seat_id]
    if request.method == "POST" and form.accepts(
        lambda: actions.correct(batch, mark, said, reason=form.reason.data, by=current_user)
    ):
        flash(_("Koreksi tersimpan."), "ok")
        return redirect(url_for(".attitude_of", batch_id=batch.id, enrolment_id=seat_id))
    return page(
        "gradebook/attitude/correct.html", batch=batch, mark=mark, form=form,
        instrument=instrument, said=said if request.method == "POST" else _said(mark), words=words,
    ), 422 if request.method == "POST" else 200  # fmt: skip


def _said(mark: AttitudeMark) -> actions.Seen:
    return actions.Seen(mark.level, mark.exceptions, mark.note)


@bp.get("/angkatan/<int:batch_id>/sikap.xlsx")
@requires("attitude.observe", Batch)
def attitude_table(batch: Batch):
    """Answer with the recap: everybody's days, mark and number of sheets."""
    lines = queries.recap_lines(batch)
    days = _days(lines)
    header = [_("Nama"), "NIP", _("Instansi"), _("Kelompok"), *map(tanggal_pendek, days),
              _("Rata-rata"), _("Hari"), _("Lembar")]  # fmt: skip
    cells: list[list[Any]] = [
        [one.seat.full_name, one.seat.nip or "", one.seat.office or "", one.seat.group,
         *(one.days.get(day) for day in days), *_sums(one)]
        for one in lines
    ]  # fmt: skip
    return answer_table(f"sikap-{batch.id}", header, cells)


def _days(lines: list[queries.Line]) -> list[date]:
    return sorted({day for one in lines for day in one.days})


def _sums(one: queries.Line) -> list[Any]:
    return [one.recap.points, one.recap.days, one.recap.sheets] if one.recap else [None, 0, 0]


@bp.get("/angkatan/<int:batch_id>/sikap.pdf")
@requires("attitude.observe", Batch)
def attitude_paper(batch: Batch):
    """Answer with the recap for the file, with every note and exception behind it."""
    document = paper.recap(batch, queries.recap_lines(batch))
    return answer_pdf(document, f"sikap-{batch.id}")


@bp.route("/formulir-sikap", methods=["GET", "POST"])
@requires("attitude_form.edit")
@tab("admin", _l("Formulir sikap"), order=62, icon="user-check")
def attitude_forms():
    """Show all forms with their versions, and enter a version; `dari` fills it with a form."""
    form = VersionForm()
    if request.method == "POST" and form.accepts(
        lambda: actions.enter_version(
            form.key.data, form.valid_from.data, rules.read_aspects(form.aspects.data), form.points,
            form.source.data, by=current_user,
        )
    ):  # fmt: skip
        flash(_("Versi formulir tersimpan."), "ok")
        return redirect(url_for(".attitude_forms"))
    entered = [queries.instrument(one) for one in queries.versions()]
    wanted = request.args.get("dari", "")
    if request.method == "GET" and wanted in KEYS:
        base = in_force(wanted, today(), entered)
        form.key.data, form.aspects.data = base.key, rules.written(base.aspects)
        for level in LEVELS:
            form[level].data = base.points[level]
    return page(
        "gradebook/attitude/forms.html", form=form, shipped=SHIPPED, entered=entered,
        filling=wanted in KEYS or request.method == "POST", words=words,
    ), 422 if request.method == "POST" else 200  # fmt: skip
