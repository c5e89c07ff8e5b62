"""The inbox: what one was told, newest first."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.core.access import SIGNED_IN, requires
from lms.core.i18n import ngettext
from lms.core.pages import page
from lms.messages import actions, queries, wording
from lms.messages.models import Message
from lms.messages.views.blueprint import bp
from lms.messages.words import TOPICS


@bp.get("/pesan")
@requires(SIGNED_IN)
def inbox():
    topic = request.args.get("topik", "")
    unread = request.args.get("tampil") == "baru"
    number = max(1, request.args.get("halaman", 1, type=int))
    found, count = queries.inbox(
        current_user, topic=topic if topic in TOPICS else "", unread=unread, page=number
    )
    return page(
        "messages/inbox.html",
        messages=[(message, wording.of(message)) for message in found],
        count=count,
        unread=current_user.beside["unread"],
        topics=TOPICS,
        topic=topic,
        only_new=unread,
        number=number,
        pages=-(-count // queries.PAGE),
    )


@bp.post("/pesan/<int:message_id>")
@requires("message.view", Message)
def open_message(message: Message):
    actions.mark_read(message)
    if "tandai" in request.form:
        return redirect(url_for(".inbox"))
    return redirect(message.link)


@bp.post("/pesan")
@requires(SIGNED_IN)
def read_all():
    count = actions.mark_all_read(current_user)
    flash(ngettext("%(num)d pesan ditandai sudah dibaca.",
                   "%(num)d pesan ditandai sudah dibaca.", count), "ok")  # fmt: skip
    return redirect(url_for(".inbox"))
