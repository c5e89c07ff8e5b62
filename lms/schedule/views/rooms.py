"""Rooms: the list, adding, changing, closing."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.core import files
from lms.core.access import requires
from lms.core.forms import EmptyForm
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.schedule import actions, queries, words
from lms.schedule.forms import BlockForm, RoomForm
from lms.schedule.models import Room
from lms.schedule.views.blueprint import bp
from lms.schedule.views.resources import say_trouble


@bp.get("/ruang")
@requires("room.list")
@tab("organiser", _l("Ruang"), order=40, icon="door")
def rooms():
    return page("schedule/rooms.html", rooms=queries.all_rooms())


@bp.route("/ruang/baru", methods=["GET", "POST"])
@requires("room.add")
@under("schedule.rooms")
def add_room():
    form = RoomForm()
    form.offer(queries.buildings())
    if request.method == "GET":
        return page("schedule/room.html", form=form, room=None)
    if form.accepts(lambda: _keep(form, None)):
        flash(_("%(name)s ditambahkan.", name=form.result.name), "success")
        return redirect(url_for(".rooms"))
    return page("schedule/room.html", form=form, room=None), 422


def _keep(form: RoomForm, room: Room | None) -> Room:
    """Add or change the room, and its picture when one was chosen."""
    kept = (
        actions.edit_room(room, form.facts(), by=current_user)
        if room is not None
        else actions.add_room(form.facts(), by=current_user)
    )
    if form.photo.data:
        actions.set_photo(kept, form.photo.data, by=current_user)
    return kept


@bp.route("/ruang/<int:room_id>", methods=["GET", "POST"])
@requires("room.edit", Room)
@under("schedule.rooms")
def edit_room(room: Room):
    form = RoomForm(obj=room)
    form.offer(queries.buildings())
    if request.method == "POST":
        if form.accepts(lambda: _keep(form, room)):
            flash(_("%(name)s tersimpan.", name=room.name), "success")
            return redirect(url_for(".rooms"))
        return _room_page(room, form, BlockForm(formdata=None)), 422
    return _room_page(room, form, BlockForm(formdata=None))


def _room_page(room: Room, form: RoomForm, away: BlockForm):
    return page(
        "schedule/room.html",
        form=form,
        away=away,
        room=room,
        blocks=queries.blocks_of("room", room.id),
        coming=queries.next_sessions_in(room),
        words=words,
    )


@bp.post("/ruang/<int:room_id>/penutupan")
@requires("room.edit", Room)
@under("schedule.rooms")
def block_room(room: Room):
    away = BlockForm()
    if not away.accepts(
        lambda: actions.add_block(
            "room", room.id, *away.moments(), away.reason.data, by=current_user
        )
    ):
        form = RoomForm(formdata=None, obj=room)
        form.offer(queries.buildings())
        return _room_page(room, form, away), 422
    flash(_("Tersimpan."), "success")
    say_trouble(away.result.starts_at, away.result.ends_at)
    return redirect(url_for(".edit_room", room_id=room.id))


@bp.get("/ruang/<int:room_id>/foto")
@requires("room.edit", Room)
def room_photo(room: Room):
    photo = queries.photo_of(room)
    return files.send(photo, inline=True) if photo is not None else abort(404)


@bp.post("/ruang/<int:room_id>/tutup")
@requires("room.edit", Room)
@under("schedule.rooms")
def close_room(room: Room):
    form = EmptyForm()
    if not form.accepts(lambda: actions.close_room(room, by=current_user)):
        filled = RoomForm(formdata=None, obj=room)
        filled.refusal = form.refusal
        filled.offer(queries.buildings())
        return _room_page(room, filled, BlockForm(formdata=None)), 422
    flash(_("%(name)s ditutup. Jadwal baru tidak dapat memakainya.", name=room.name), "success")
    return redirect(url_for(".rooms"))


@bp.post("/ruang/<int:room_id>/buka")
@requires("room.edit", Room)
def open_room(room: Room):
    actions.open_room(room, by=current_user)
    flash(_("%(name)s dapat dipakai lagi.", name=room.name), "success")
    return redirect(url_for(".rooms"))
