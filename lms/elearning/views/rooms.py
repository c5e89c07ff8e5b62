"""The room of a quiz: its code for who teaches, on a page to steer it and on the wall."""

from flask import abort, flash, redirect, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.elearning import actions, queries
from lms.elearning.forms import RoomCodeForm
from lms.elearning.models import Quiz
from lms.elearning.views.blueprint import bp

#: The wall asks for news this often, in seconds.
_NEWS = 10


def _quiz(batch: Batch, unit_id: int) -> Quiz:
    """Return a quiz of the batch that uses a room code, or answer that there is none."""
    found = queries.quiz_in(batch, unit_id)
    return found if found is not None and found.room_code else abort(404)


@bp.get("/angkatan/<int:batch_id>/kuis/<int:unit_id>/ruang")
@requires("batch.teach", Batch)
@under("elearning.outline")
def room(batch: Batch, unit_id: int):
    return _room_page(batch, _quiz(batch, unit_id), RoomCodeForm())


def _room_page(batch: Batch, quiz: Quiz, form: RoomCodeForm):
    return page(
        "elearning/room.html",
        batch=batch,
        quiz=quiz,
        form=form,
        room=queries.room_of(batch.id, quiz),
        people=queries.people_in_room(batch, quiz),
    )


@bp.post("/angkatan/<int:batch_id>/kuis/<int:unit_id>/ruang")
@requires("batch.teach", Batch)
def open_room(batch: Batch, unit_id: int):
    quiz, form = _quiz(batch, unit_id), RoomCodeForm()
    if not form.accepts(
        lambda: actions.open_room(batch, quiz, form.code.data or "", by=current_user)
    ):
        return _room_page(batch, quiz, form), 422
    flash(_("Kode ruang sekarang %(code)s. Yang sedang mengerjakan tidak terganggu.",
            code=form.result.code), "ok")  # fmt: skip
    return redirect(url_for(".room", batch_id=batch.id, unit_id=unit_id))


@bp.post("/angkatan/<int:batch_id>/kuis/<int:unit_id>/ruang/tutup")
@requires("batch.teach", Batch)
def close_room(batch: Batch, unit_id: int):
    actions.close_room(batch, _quiz(batch, unit_id), by=current_user)
    flash(_("Ruang ditutup. Percobaan yang sedang berjalan tetap dapat diselesaikan."), "ok")
    return redirect(url_for(".room", batch_id=batch.id, unit_id=unit_id))


@bp.get("/angkatan/<int:batch_id>/kuis/<int:unit_id>/ruang/layar")
@requires("batch.teach", Batch)
def room_wall(batch: Batch, unit_id: int):
    quiz = _quiz(batch, unit_id)
    people = queries.people_in_room(batch, quiz)
    return page(
        "elearning/room_wall.html",
        fragment="wall",
        batch=batch,
        quiz=quiz,
        room=queries.room_of(batch.id, quiz),
        here=[one for one in people if one.entered_at],
        expected=len(people),
        again=_NEWS,
    )
