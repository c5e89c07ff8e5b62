"""Places in an event, from registering to the seat. Whoever gives out seats holds the event."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.core.access import forget
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db, exists, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.events import queries, rules
from lms.events.events import participation_changed
from lms.events.models import Event, EventOffice, Participation
from lms.people.models import Person

#: People added at once.
MOST_ADDED = 200


def register(event: Event, person: Person, *, by: Person) -> Participation:
    """Give the person a seat, or a number in the waiting list when all are taken.

    The event's row is held meanwhile, so the last seat cannot be given twice. A second time
    changes nothing.
    """
    lock(event)
    place = queries.place_of(person, event)
    if place is not None and place.state in ("registered", "waiting"):
        return place
    rules.check_registration(
        event.state, event.registration_opens_on, event.registration_closes_on, today()
    )
    _check_time(event)
    if place is None or place.state != "invited":
        _check_audience(event, person)
    return _seat(event, person, place, by=by)


def _check_time(event: Event) -> None:
    if event.ends_at <= now():
        raise RuleBroken(_("Kegiatan ini sudah selesai."))


def _check_audience(event: Event, person: Person) -> None:
    if event.audience == "invited":
        raise RuleBroken(_("Kegiatan ini hanya untuk yang diundang penyelenggara."))
    if event.audience == "offices" and not exists(
        select(EventOffice).where(
            EventOffice.event_id == event.id, EventOffice.opd_id == person.opd_id
        )
    ):
        raise RuleBroken(_("Kegiatan ini untuk perangkat daerah tertentu, bukan instansi Anda."))


def _seat(
    event: Event, person: Person, place: Participation | None, *, by: Person
) -> Participation:
    state = rules.seat_for(event.quota, queries.seats_in(event).taken)
    number = queries.last_queue_no(event) + 1 if state == "waiting" else None
    place = place or Participation(event_id=event.id, person_id=person.id)
    place.state, place.queue_no = state, number
    place.registered_at, place.cancelled_at, place.reason = now(), None, ""
    db.session.add(place)
    db.session.flush()
    forget()
    record(f"participation.{place.state}", place, by=by)
    return place


def cancel_place(place: Participation, reason: str = "", *, by: Person) -> int:
    """Give a place or an invitation up; returns how many of the waiting list moved up."""
    event = hold(place)
    if place.state == "cancelled":
        raise RuleBroken(_("Pendaftaran ini sudah dibatalkan."))
    if event.state not in ("open", "draft"):
        raise RuleBroken(_("Kegiatan ini sudah berakhir, pendaftaran tidak dapat dibatalkan lagi."))
    if queries.place_in_full(place).has_proof:
        raise RuleBroken(
            _("Kehadiran atau bukti sudah tercatat, pendaftaran tidak dapat dibatalkan.")
        )
    if by.id == place.person_id and _has_begun(event):
        raise RuleBroken(_("Kegiatan sudah mulai. Hubungi penyelenggara bila Anda berhalangan."))
    place.state, place.cancelled_at, place.reason = "cancelled", now(), reason
    record("participation.cancelled", place, by=by, reason=reason)
    db.session.flush()
    forget()
    return promote(event, by=by)


def _has_begun(event: Event) -> bool:
    return event.proof == rules.PRESENCE and event.starts_at <= now()


def promote(event: Event, *, by: Person) -> int:
    """Move the queue up into free seats, first in line first, until the event begins.

    The caller holds the event's row.
    """
    if event.state != "open" or event.ends_at <= now() or _has_begun(event):
        return 0
    seats = queries.seats_in(event)
    free = rules.free_seats(event.quota, seats.taken, seats.waiting)
    moved = queries.waiting_in_order(event)[:free] if free else []
    for place in moved:
        place.state = "registered"
        record("participation.promoted", place, by=by, queue_no=place.queue_no)
        participation_changed.send(place, what="promoted", by=by)
    db.session.flush()
    forget()
    return len(moved)


def add_people(event: Event, nips: Sequence[str], *, invite: bool, by: Person) -> int:
    """Invite the people with these NIPs, or give them places at once; all or none.

    Returns how many are new; who has a place already stays as they are.
    """
    lock(event)
    if event.state not in ("draft", "open"):
        raise RuleBroken(_("Kegiatan ini sudah berakhir, peserta tidak dapat ditambah lagi."))
    if not nips:
        raise RuleBroken(_("Isi paling sedikit satu NIP."))
    return sum(_add(event, person, invite=invite, by=by) for person in known_people(nips))


def known_people(nips: Sequence[str]) -> list[Person]:
    """Return the serving people with these NIPs in order; refuse what is unknown, and too many."""
    if len(nips) > MOST_ADDED:
        raise RuleBroken(_("Isi paling banyak %(most)s NIP sekali kirim.", most=MOST_ADDED))
    found = queries.people_by_nip(nips) if nips else {}
    unknown = [nip for nip in nips if nip not in found]
    if unknown:
        raise RuleBroken(
            _("NIP ini tidak dikenal atau tidak bertugas lagi: %(nips)s.",
              nips=", ".join(unknown[:5]))
        )  # fmt: skip
    return [found[nip] for nip in dict.fromkeys(nips)]


def _add(event: Event, person: Person, *, invite: bool, by: Person) -> bool:
    place = queries.place_of(person, event)
    settled = ("registered", "waiting", "invited") if invite else ("registered", "waiting")
    if place is not None and place.state in settled:
        return False
    if not invite:
        _seat(event, person, place, by=by)
        return True
    place = place or Participation(event_id=event.id, person_id=person.id)
    place.state, place.registered_at, place.queue_no = "invited", now(), None
    place.cancelled_at, place.reason = None, ""
    db.session.add(place)
    db.session.flush()
    record("participation.invited", place, by=by)
    participation_changed.send(place, what="invited", by=by)
    return True


def hold(place: Participation) -> Event:
    """Lock the event of a place, then read the place again: nothing decided meanwhile is lost."""
    event = db.session.get_one(Event, place.event_id)
    lock(event)
    db.session.refresh(place)
    return event
