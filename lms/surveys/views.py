"""The surveys of a batch: the list, a form to answer, and what came of it."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place, seat_of
from lms.core.access import requires
from lms.core.clock import today
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.surveys import actions, permissions, queries, rules
from lms.surveys.forms import form_for

bp = Blueprint("surveys", __name__)


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
        moment=today(),
        least=rules.LEAST_SHOWN,
    )


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
        "surveys/answer.html", run=batch, sheet=sheet, form=form, opens=sheet.is_open(today())
    )
    return body, 422 if request.method == "POST" else 200


@bp.get("/angkatan/<int:batch_id>/survei/<key>/<int:about_id>/hasil")
@requires("survey.list", Batch)
@under("surveys.surveys")
def results(batch: Batch, key: str, about_id: int):
    return page(
        "surveys/results.html",
        run=batch,
        result=_result(batch, key, about_id),
        least=rules.LEAST_SHOWN,
    )


def _result(batch: Batch, key: str, about_id: int) -> queries.Result:
    if not _sees(batch, about_id):
        abort(403)
    return queries.result_of(batch, queries.sheet_in(batch, None, key, about_id) or abort(404))


@bp.get("/angkatan/<int:batch_id>/survei/<key>/<int:about_id>/hasil.xlsx")
@requires("survey.list", Batch)
def results_xlsx(batch: Batch, key: str, about_id: int):
    result = _result(batch, key, about_id)
    rows = [
        [group["title"], item["text"], *result.means.get(item["key"], (None, 0))]
        for group in result.sheet.form["groups"]
        for item in group["items"]
    ]
    header = [_("Bagian"), _("Butir"), _("Rata-rata (1-5)"), _("Jumlah jawaban")]
    return answer_table(f"survei-{key}-{batch.id}", header, rows)
