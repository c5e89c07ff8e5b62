"""Presence at an event: the participant's own check-in, and the roll call."""

from collections.abc import Collection
from datetime import datetime

from lms.core.audit import record
from lms.core.clock import now
from lms.core.codes import code_fits, window_state
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.formats import waktu
from lms.core.i18n import _
from lms.events import queries, rules
from lms.events.models import Event, Participation
from lms.people import actions as people
from lms.people.models import Person


def check_in(
    event: Event, person: Person, typed: str, *, seen_at: datetime | None = None, via: str = "code"
) -> Participation | None:
    """Note the person as present by the code on the screen; a second time changes nothing.

    `seen_at` is when the code was scanned. None when the code does not fit: the wrong try is
    counted, and after several the person must wait.
    """
    people.refuse_code_guessing(person)
    lock(event)
    _check_takes_roll(event)
    _check_window(event)
    place = queries.place_of(person, event)
    if place is None or not place.has_seat:
        raise RuleBroken(_("Anda belum terdaftar pada kegiatan ini. Daftar dahulu."))
    if place.attended_at is not None:
        return place
    if not code_fits(event.checkin_secret, typed, seen_at or now()):
        people.count_wrong_code(person, event)
        return None
    _mark(place, via, by=person)
    db.session.flush()
    people.forget_wrong_codes(person)
    record("event.checked_in", event, by=person, via=via)
    return place


def save_roll(
    event: Event, present: Collection[int], former: Collection[int], *, by: Person
) -> int:
    """Keep a roll call by ids of places: `present` now, `former` as the page showed it before.

    Whoever checked in after the page was made stays present. Returns how many marks changed.
    """
    lock(event)
    _check_takes_roll(event)
    if now() < event.checkin_opens_at:
        raise RuleBroken(
            _("Presensi kegiatan ini dibuka %(when)s.",
              when=waktu(event.checkin_opens_at, event.zone))
        )  # fmt: skip
    changed: dict[str, bool] = {}
    for place in queries.roster(event).registered:
        if place.id in present and place.attended_at is None:
            _mark(place, "roll", by=by)
            changed[str(place.id)] = True
        elif place.id in former and place.id not in present and place.attended_at is not None:
            place.attended_at, place.attended_via, place.attended_by_id = None, "", None
            changed[str(place.id)] = False
    db.session.flush()
    if changed:
        record("event.rolled", event, by=by, changes=changed)
    return len(changed)


def _mark(place: Participation, via: str, *, by: Person) -> None:
    place.attended_at, place.attended_via, place.attended_by_id = now(), via, by.id


def _check_takes_roll(event: Event) -> None:
    if event.proof != rules.PRESENCE:
        raise RuleBroken(_("Kegiatan ini tidak memakai presensi."))
    if event.state != "open":
        raise RuleBroken(_("Kegiatan ini tidak menerima presensi."))


def _check_window(event: Event) -> None:
    opens, closes = event.checkin_opens_at, event.checkin_closes_at
    state = window_state(now(), opens, closes)
    if state == "early":
        raise RuleBroken(
            _("Presensi dibuka %(when)s. Isi kodenya nanti.", when=waktu(opens, event.zone))
        )
    if state == "late":
        raise RuleBroken(
            _("Presensi ditutup %(when)s. Sampaikan kehadiran Anda kepada penyelenggara.",
              when=waktu(closes, event.zone))
        )  # fmt: skip
