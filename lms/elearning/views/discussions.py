"""Discussions beside units: read, post, answer, edit, delete, hide, and mark as read."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import seat_of
from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.elearning import actions, queries
from lms.elearning.forms import PostForm
from lms.elearning.models import DiscussionPost
from lms.elearning.queries import Step
from lms.elearning.views.blueprint import address, bp
from lms.elearning.views.lessons import page_of_discussion


def _step(batch: Batch, unit_id: int) -> Step:
    """Return a unit of the batch that has a discussion, and is open to who asks."""
    step = queries.step_in(batch, unit_id)
    if step is None or not step.has_discussion:
        abort(404)
    seat = seat_of(current_user, batch)
    if seat is not None:
        actions.refuse_locked(batch, seat, unit_id)
    return step


@bp.get("/angkatan/<int:batch_id>/belajar/<int:unit_id>/diskusi")
@requires("lesson.list", Batch)
@under("elearning.outline")
def discussion(batch: Batch, unit_id: int):
    step = _step(batch, unit_id)
    if step.kind == "discussion":  # it has a page of its own, with the question above
        return redirect(address(batch, step))
    return _page(batch, step, PostForm())


def _page(batch: Batch, step: Step, form: PostForm):
    return page(
        "elearning/thread.html", run=batch, step=step, form=form, address=address,
        **page_of_discussion(batch, step.unit_id),
    )  # fmt: skip


@bp.post("/angkatan/<int:batch_id>/belajar/<int:unit_id>/diskusi")
@requires("lesson.list", Batch)
def post(batch: Batch, unit_id: int):
    step = _step(batch, unit_id)
    form = PostForm()
    wanted = request.form.get("answers", type=whole)
    answers = None
    if wanted:
        answers = queries.post_in(batch.id, unit_id, wanted) or abort(404)
    if not form.accepts(
        lambda: actions.post(batch, unit_id, form.text.data, answers=answers, by=current_user)
    ):
        return _page(batch, step, form), 422
    flash(_("Tulisan Anda masuk."), "ok")
    return redirect(address_of(batch.id, unit_id))


def address_of(batch_id: int, unit_id: int) -> str:
    """Return where a discussion is read."""
    return url_for("elearning.discussion", batch_id=batch_id, unit_id=unit_id)


@bp.post("/angkatan/<int:batch_id>/belajar/<int:unit_id>/diskusi/terbaca")
@requires("lesson.list", Batch)
def mark_discussion(batch: Batch, unit_id: int):
    _step(batch, unit_id)
    last = request.form.get("last", type=int)
    if last is None:
        abort(422)
    actions.mark_read(current_user, batch, unit_id, last)
    return "", 204


@bp.get("/diskusi/<int:discussion_post_id>/ubah")
@requires("discussion_post.edit", DiscussionPost)
def edit_post(found: DiscussionPost):
    return _edit_page(found, PostForm(text=found.text))


@bp.post("/diskusi/<int:discussion_post_id>/ubah")
@requires("discussion_post.edit", DiscussionPost)
def save_post(found: DiscussionPost):
    form = PostForm()
    if not form.accepts(lambda: actions.edit_post(found, form.text.data, by=current_user)):
        return _edit_page(found, form), 422
    flash(_("Perubahan disimpan."), "ok")
    return redirect(address_of(found.batch_id, found.unit_id))


def _edit_page(found: DiscussionPost, form: PostForm):
    back = address_of(found.batch_id, found.unit_id)
    return page("elearning/edit_post.html", form=form, back=back)


@bp.post("/diskusi/<int:discussion_post_id>/hapus")
@requires("discussion_post.remove", DiscussionPost)
def remove_post(found: DiscussionPost):
    is_own = found.author_id == current_user.id
    actions.remove_post(found, by=current_user)
    flash(_("Tulisan Anda dihapus.") if is_own else _("Tulisan disembunyikan."), "ok")
    return redirect(address_of(found.batch_id, found.unit_id))


@bp.post("/diskusi/<int:discussion_post_id>/tampilkan")
@requires("discussion_post.restore", DiscussionPost)
def restore_post(found: DiscussionPost):
    actions.restore_post(found, by=current_user)
    flash(_("Tulisan tampil lagi."), "ok")
    return redirect(address_of(found.batch_id, found.unit_id))
