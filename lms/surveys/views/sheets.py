"""The surveys of a batch: the list, a form to answer, and what came of it."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import organises, own_place, seat_of
from lms.core.access import requires
from lms.core.clock import today
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.surveys import actions, permissions, queries, rules
from lms.surveys.forms import form_for
from lms.surveys.views.blueprint import bp


@bp.get("/angkatan/<int:batch_id>/survei")
@requires("survey.list", Batch)
@tab("batch", _l("Survei"), order=65, icon="message-circle")
def surveys(batch: Batch):
    seat = seat_of(current_user, batch)
    sheets = queries.sheets_of(batch, seat)
    return page(
        "surveys/surveys.html",
        batch=batch,
        sheets=sheets if seat else [s for s in sheets if _sees(batch, s.about_id)],
        studies=seat is not None,
        own=queries.alumnus(seat.id) if seat else None,
        named=None if seat else _named(batch),
        moment=today(),
        least=rules.LEAST_SHOWN,
    )


def _named(batch: Batch) -> int | None:
    """Return for how many trainees a superior was named, None where superiors are not asked."""
    asked = organises(current_user, batch) and queries.sheets_of(batch, None, "superior")
    return queries.named_count(batch) if asked else None


def _sees(batch: Batch, about_id: int) -> bool:
    return permissions.may_see_results(current_user, batch, about_id)


@bp.route("/angkatan/<int:batch_id>/survei/<key>/<int:about_id>", methods=["GET", "POST"])
@requires("batch.study", Batch)
@under("surveys.surveys")
def answer(batch: Batch, key: str, about_id: int):
    seat = own_place(current_user, batch)
    sheet = queries.sheet_in(batch, seat, key, about_id) or abort(404)
    form = form_for(sheet.form)
    if request.method == "POST" and form.accepts(
        lambda: actions.answer(batch, seat, sheet, form.points(), form.words())
    ):
        flash(_("Terima kasih. Jawaban Anda tersimpan tanpa nama."), "ok")
        return redirect(url_for(".surveys", batch_id=batch.id))
    body = page(
        "surveys/answer.html", run=batch, sheet=sheet, form=form, opens=sheet.is_open(today()),
        place=None,
    )  # fmt: skip
    return body, 422 if request.method == "POST" else 200


@bp.get("/angkatan/<int:batch_id>/survei/<key>/<int:about_id>/hasil")
@requires("survey.list", Batch)
@under("surveys.surveys")
def results(batch: Batch, key: str, about_id: int):
    result, beside = _results(batch, key, about_id)
    return page(
        "surveys/results.html",
        run=batch,
        result=result,
        beside=beside,
        least=rules.LEAST_SHOWN,
    )


def _results(batch: Batch, key: str, about_id: int) -> tuple[queries.Result, queries.Result | None]:
    """Return what the trainees answered, and beside it what their superiors did."""
    if not _sees(batch, about_id):
        abort(403)
    sheet = queries.sheet_in(batch, None, key, about_id) or abort(404)
    return queries.result_of(batch, sheet), queries.beside(batch, sheet)


@bp.get("/angkatan/<int:batch_id>/survei/<key>/<int:about_id>/hasil.xlsx")
@requires("survey.list", Batch)
def results_xlsx(batch: Batch, key: str, about_id: int):
    shown = [one for one in _results(batch, key, about_id) if one is not None]
    rows = [
        [group["title"], item["text"]]
        + [cell for one in shown for cell in one.means.get(item["key"], (None, 0))]
        for group in shown[0].sheet.form["groups"]
        for item in group["items"]
    ]
    header = [_("Bagian"), _("Butir"), _("Rata-rata (1-5)"), _("Jumlah jawaban")]
    if len(shown) > 1:
        header += [_("Rata-rata atasan (1-5)"), _("Jumlah jawaban atasan")]
    return answer_table(f"survei-{key}-{batch.id}", header, rows)
