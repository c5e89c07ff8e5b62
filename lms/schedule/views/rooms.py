"""Rooms: the list, adding, changing, closing."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.core.access import requires
from lms.core.forms import EmptyForm
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.schedule import actions, queries, words
from lms.schedule.forms import RoomForm
from lms.schedule.models import Room
from lms.schedule.views.blueprint import bp


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
    if request.method == "GET":
        return page("schedule/room.html", form=form, room=None)
    if form.accepts(lambda: actions.add_room(form.facts(), by=current_user)):
        flash(_("%(name)s ditambahkan.", name=form.result.name), "success")
        return redirect(url_for(".rooms"))
    return page("schedule/room.html", form=form, room=None), 422


@bp.route("/ruang/<int:room_id>", methods=["GET", "POST"])
@requires("room.edit", Room)
@under("schedule.rooms")
def edit_room(room: Room):
    form = RoomForm(obj=room)
    if request.method == "POST":
        if form.accepts(lambda: actions.edit_room(room, form.facts(), by=current_user)):
            flash(_("%(name)s tersimpan.", name=room.name), "success")
            return redirect(url_for(".rooms"))
        return _room_page(room, form), 422
    return _room_page(room, form)


def _room_page(room: Room, form: RoomForm):
    return page(
        "schedule/room.html",
        form=form,
        room=room,
        coming=queries.next_sessions_in(room),
        words=words,
    )


@bp.post("/ruang/<int:room_id>/tutup")
@requires("room.edit", Room)
@under("schedule.rooms")
def close_room(room: Room):
    form = EmptyForm()
    if not form.accepts(lambda: actions.close_room(room, by=current_user)):
        filled = RoomForm(formdata=None, obj=room)
        filled.refusal = form.refusal
        return _room_page(room, filled), 422
    flash(_("%(name)s ditutup. Jadwal baru tidak dapat memakainya.", name=room.name), "success")
    return redirect(url_for(".rooms"))


@bp.post("/ruang/<int:room_id>/buka")
@requires("room.edit", Room)
def open_room(room: Room):
    actions.open_room(room, by=current_user)
    flash(_("%(name)s dapat dipakai lagi.", name=room.name), "success")
    return redirect(url_for(".rooms"))
