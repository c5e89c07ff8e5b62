"""The code on the screen, checking in by it, and the roll call."""

from flask import current_app, flash, redirect, request, url_for
from flask_login import current_user

from lms.core import codes, qr
from lms.core.access import can, requires
from lms.core.clock import now
from lms.core.forms import CodeForm, EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.stamps import seen_at, stamp
from lms.events import actions, queries, rules, words
from lms.events.models import Event
from lms.events.views.blueprint import bp

#: The screen asks for news at least this often, in seconds.
_NEWS = 5


def _state(event: Event) -> str:
    """Return "early", "open" or "late", or "off" for an event that takes no check-in."""
    if event.proof != rules.PRESENCE or event.state != "open":
        return "off"
    return codes.window_state(now(), event.checkin_opens_at, event.checkin_closes_at)


@bp.get("/kegiatan/<int:event_id>/layar")
@requires("event.people", Event)
def screen(event: Event):
    moment = now()
    code = codes.code_at(event.checkin_secret, moment)
    places = queries.roster(event).registered
    here = [place for place in places if place.attended_at]
    return page(
        "events/screen.html",
        fragment="wall",
        event=event,
        state=_state(event),
        code=code,
        qr=qr.draw(
            current_app.config["PUBLIC_URL"] + url_for(".check_in", event_id=event.id, kode=code)
        ),
        left=codes.seconds_left(moment),
        again=min(_NEWS, codes.seconds_left(moment)),
        here=sorted(here, key=lambda place: place.attended_at, reverse=True),
        expected=len(places),
        words=words,
    )


@bp.route("/kegiatan/<int:event_id>/hadir", methods=["GET", "POST"])
@requires("event.register", Event)
@under("events.events")
def check_in(event: Event):
    scanned = request.args.get("kode", "")[: codes.CODE_LENGTH]
    form = CodeForm(data={"code": scanned})
    if request.method == "GET":
        return _check_in_page(event, form, scanned)
    opened = seen_at(request.form.get("dipindai", ""), event, current_user, form.code.data or "")
    via = "qr" if opened else "code"
    if form.accepts(
        lambda: actions.check_in(event, current_user, form.code.data, seen_at=opened, via=via)
    ):
        if form.result is not None:
            return redirect(url_for(".check_in", event_id=event.id))
        form.refusal = _(
            "Kode ini belum sesuai atau sudah berganti. Ketik kode yang tampil sekarang."
        )
    return _check_in_page(event, form, ""), 422


def _check_in_page(event: Event, form: CodeForm, scanned: str) -> str:
    """Show one field and one button; the code itself is only tried by pressing it."""
    return page(
        "events/check_in.html",
        event=event,
        own=queries.place_of(current_user, event),
        state=_state(event),
        scanned=scanned,
        stamp=stamp(event, current_user, scanned) if scanned else "",
        form=form,
        words=words,
    )


@bp.route("/kegiatan/<int:event_id>/presensi", methods=["GET", "POST"])
@requires("event.people", Event)
@under("events.events")
def roll(event: Event):
    form = EmptyForm()
    if request.method == "POST":
        present = _ids("tampil" if "semua" in request.form else "hadir")
        former = _ids("semula")
        if form.accepts(lambda: actions.save_roll(event, present, former, by=current_user)):
            flash(_("Presensi tersimpan, %(count)s tanda berubah.", count=form.result), "success")
            return redirect(url_for(".roll", event_id=event.id))
        return _roll_page(event, form), 422
    return _roll_page(event, form)


def _ids(name: str) -> set[int]:
    return {int(value) for value in request.form.getlist(name) if value.isdecimal()}


def _roll_page(event: Event, form: EmptyForm) -> str:
    return page(
        "events/roll.html",
        event=event,
        places=queries.roster(event).registered,
        state=_state(event),
        may_edit=can(current_user, "event.edit", event),
        form=form,
        words=words,
    )
