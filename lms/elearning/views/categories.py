"""The categories of the bank: how many questions each holds, what a new name would do, and back."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.core.access import requires
from lms.core.errors import RuleBroken
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.elearning import actions, queries
from lms.elearning.forms import CategoryMoveForm
from lms.elearning.views.blueprint import bp


@bp.get("/bank-soal/kategori")
@requires("bank_question.list")
@under("elearning.bank")
def categories():
    form = CategoryMoveForm(
        path=request.args.get("dari", "")[:400], wanted=request.args.get("wanted", "")[:200]
    )
    return _page(form)


def _page(form: CategoryMoveForm):
    """Show the list, and where a name is typed what it would do."""
    categories = queries.bank_categories()
    chosen = next((one for one in categories if one.path == form.path.data), None)
    preview = None
    if chosen and form.wanted.data:
        try:
            preview = queries.preview_of(chosen.path, form.wanted.data)
            form.seen.data = preview.questions
        except RuleBroken as refused:
            form.refusal = form.refusal or refused.sentence
    return page(
        "elearning/categories.html",
        categories=categories,
        chosen=chosen,
        form=form,
        preview=preview,
        moves=queries.latest_moves(),
    )


@bp.post("/bank-soal/kategori")
@requires("bank_question.list")
def move_category():
    form = CategoryMoveForm()
    if not form.accepts(
        lambda: actions.move_category(
            form.path.data, form.wanted.data, form.seen.data, by=current_user
        )
    ):
        return _page(form), 422
    flash(_("Kategori dipindahkan bersama %(count)s soal.", count=form.result.questions), "ok")
    return redirect(url_for(".categories"))


@bp.post("/bank-soal/kategori/urungkan")
@requires("bank_question.list")
def undo_category_move():
    number = request.form.get("perubahan", 0, type=int)
    done = next((one for one in queries.latest_moves() if one.id == number), None) or abort(404)
    form = EmptyForm()
    if not form.accepts(lambda: actions.undo_category_move(done, by=current_user)):
        flash(form.refusal or "", "error")
    else:
        flash(_("Perubahan kategori diurungkan."), "ok")
    return redirect(url_for(".categories"))
