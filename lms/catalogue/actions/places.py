"""Places in a batch, from application to seat. Whoever gives out seats holds the batch's row."""

from collections.abc import Collection
from dataclasses import dataclass

from lms.catalogue import queries, rules
from lms.catalogue.events import place_decided
from lms.catalogue.models import Batch, Enrolment
from lms.core.access import forget
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person

#: States in which nobody has decided yet.
UNDECIDED = ("applied", "nominated")


@dataclass(frozen=True)
class Decision:
    """How many got a seat and how many must wait."""

    seated: int = 0
    waiting: int = 0


def apply(batch: Batch, person: Person, *, by: Person) -> Enrolment:
    """Ask for a place in the batch; the person's office and the organiser decide later."""
    lock(batch)
    _check_window(batch)
    place = _claim(batch, person)
    record("enrolment.applied", place, by=by)
    return place


def nominate(batch: Batch, person: Person, *, by: Person) -> Enrolment:
    """Propose a person of the officer's office, whether or not they asked themselves."""
    lock(batch)
    _check_window(batch)
    place = queries.place_of(person, batch)
    if place is None or place.state != "applied":
        place = _claim(batch, person)
    _mark_nominated(place, by)
    return place


def nominate_all(batch: Batch | None, people: Collection[Person], *, by: Person) -> int:
    """Propose several people for a batch, all or none; returns how many."""
    if batch is None or not people:
        raise RuleBroken(_("Pilih angkatan dan paling sedikit satu pegawai."))
    for person in people:
        nominate(batch, person, by=by)
    return len(people)


def endorse(place: Enrolment, *, by: Person) -> None:
    """Put an application of the officer's own staff forward."""
    batch = _hold(place)
    _check_is_application(place)
    _check_before_start(batch)
    _mark_nominated(place, by)


def refuse_to_nominate(place: Enrolment, reason: str, *, by: Person) -> None:
    """Turn an application of the officer's own staff down, with the reason the person will read."""
    _hold(place)
    _check_is_application(place)
    _decide(place, "declined", by, reason=reason)
    record("enrolment.declined", place, by=by, reason=reason)


def put_forward(batch: Batch, ids: Collection[int], *, by: Person) -> int:
    """Note that the offices' letters name these applicants; returns how many changed."""
    lock(batch)
    _check_before_end(batch)
    places = _choose(batch, ids, "applied", "declined")
    if not places:
        raise RuleBroken(_("Pilih paling sedikit satu nama yang belum diusulkan instansinya."))
    for place in places:
        _mark_nominated(place, by)
    return len(places)


def accept(batch: Batch, ids: Collection[int], *, by: Person) -> Decision:
    """Accept nominated people in the order in which they applied: seats first, then the queue.

    The batch's row is held meanwhile, so the last seat cannot be given twice.
    """
    lock(batch)
    _check_before_end(batch)
    promote(batch, by=by)
    # once the queue has stopped moving by itself, the organiser may pick from it
    waiting = () if rules.promotable(batch.state, batch.starts_on, today()) else ("waiting",)
    places = _choose(batch, ids, "nominated", *waiting)
    if not places:
        raise RuleBroken(_("Pilih nama yang sudah diusulkan instansinya dan belum diputuskan."))
    taken = queries.places_in(batch).taken
    seated = 0
    for place in places:
        if rules.seat_for(batch.quota, taken + seated) == "accepted":
            seated += 1
            _decide(place, "accepted", by)
            record("enrolment.accepted", place, by=by)
    _queue([place for place in places if place.state == "nominated"], batch, by)
    db.session.flush()
    forget()
    return Decision(seated, len(places) - seated)


def _queue(places: list[Enrolment], batch: Batch, by: Person) -> None:
    """Put people at the end of the waiting list; a number is given once and never again."""
    last = queries.last_queue_no(batch)
    for number, place in enumerate(places, last + 1):
        _decide(place, "waiting", by)
        place.queue_no = number
        record("enrolment.queued", place, by=by, queue_no=number)


def decline(batch: Batch, ids: Collection[int], reason: str, *, by: Person) -> int:
    """Turn undecided or waiting people down, with the reason they will read."""
    if not reason.strip():
        raise RuleBroken(_("Tulis alasan penolakan; pegawai akan membacanya."))
    lock(batch)
    places = _choose(batch, ids, *UNDECIDED, "waiting")
    if not places:
        raise RuleBroken(_("Pilih paling sedikit satu nama yang belum diputuskan."))
    for place in places:
        _decide(place, "declined", by, reason=reason)
        record("enrolment.declined", place, by=by, reason=reason)
    return len(places)


def withdraw(place: Enrolment, *, by: Person, reason: str = "") -> int:
    """Give a place up; a freed seat goes to the queue at once. Returns how many moved up."""
    batch = _hold(place)
    if place.state not in (*UNDECIDED, "accepted", "waiting"):
        raise RuleBroken(_("Keikutsertaan ini sudah berakhir."))
    if batch.state in ("grading", "closed"):
        raise RuleBroken(_("Pelatihan sudah selesai, keikutsertaan tidak dapat dibatalkan lagi."))
    if batch.state == "running" and by.id == place.person_id:
        raise RuleBroken(
            _("Pelatihan sudah berjalan. Hubungi penyelenggara bila Anda tidak dapat melanjutkan.")
        )
    _decide(place, "withdrawn", by, reason=reason)
    record("enrolment.withdrawn", place, by=by, reason=reason)
    db.session.flush()
    forget()
    return promote(batch, by=by)


def promote(batch: Batch, *, by: Person) -> int:
    """Move the queue up into free seats, first in line first, unless the batch has begun.

    The caller holds the batch's row.
    """
    if not rules.promotable(batch.state, batch.starts_on, today()):
        return 0
    free = batch.quota - queries.places_in(batch).taken
    moved = queries.waiting_in_order(batch)[: max(0, free)] if free > 0 else []
    for place in moved:
        _decide(place, "accepted", by)
        record("enrolment.promoted", place, by=by, queue_no=place.queue_no)
    db.session.flush()
    return len(moved)


def set_group(batch: Batch, ids: Collection[int], group: str, *, by: Person) -> int:
    """Put people with a seat into a group of the batch ("" takes them out of it)."""
    lock(batch)
    places = _choose(batch, ids, "accepted")
    if not places:
        raise RuleBroken(_("Pilih paling sedikit satu peserta."))
    for place in places:
        place.group = group
    record("enrolment.grouped", batch, by=by, group=group, ids=[place.id for place in places])
    return len(places)


def _hold(place: Enrolment) -> Batch:
    """Lock the batch of a place, then read the place again: nothing decided meanwhile is lost."""
    batch = db.session.get_one(Batch, place.batch_id)
    lock(batch)
    db.session.refresh(place)
    return batch


def _choose(batch: Batch, ids: Collection[int], *states: str) -> list[Enrolment]:
    return [place for place in queries.enrolments_in(batch, ids) if place.state in states]


def _claim(batch: Batch, person: Person) -> Enrolment:
    """Return the person's place as a new application; a place once given up is taken up again."""
    if not person.is_active:
        raise RuleBroken(_("%(name)s sudah tidak bertugas.", name=person.name))
    elsewhere = queries.seat_elsewhere(person, batch)
    if elsewhere is not None:
        raise RuleBroken(
            _("%(name)s sudah menjadi peserta %(batch)s.", name=person.name, batch=elsewhere.name)
        )
    place = queries.place_of(person, batch)
    if place is None:
        place = Enrolment(batch_id=batch.id, person_id=person.id)
        db.session.add(place)
    elif place.state == "declined":
        raise RuleBroken(
            _("Pengajuan %(name)s untuk angkatan ini tidak diterima. Pilih angkatan lain.",
              name=person.name)
        )  # fmt: skip
    elif place.state != "withdrawn":
        raise RuleBroken(_("%(name)s sudah terdaftar di angkatan ini.", name=person.name))
    place.state, place.applied_at, place.queue_no, place.reason = "applied", now(), None, ""
    place.nominated_at = place.nominated_by_id = place.decided_at = place.decided_by_id = None
    db.session.flush()
    forget()
    return place


def _mark_nominated(place: Enrolment, by: Person) -> None:
    place.state, place.nominated_at, place.nominated_by_id = "nominated", now(), by.id
    place.reason, place.decided_at, place.decided_by_id = "", None, None
    record("enrolment.nominated", place, by=by)


def _decide(place: Enrolment, state: str, by: Person, *, reason: str = "") -> None:
    former, place.state = place.state, state
    place.decided_at, place.decided_by_id, place.reason = now(), by.id, reason
    place_decided.send(place, former=former, by=by)


def _check_is_application(place: Enrolment) -> None:
    if place.state != "applied":
        raise RuleBroken(_("Pengajuan ini sudah diproses. Muat ulang halaman ini."))


def _check_window(batch: Batch) -> None:
    rules.may_apply(batch.state, batch.registration_opens_on, batch.registration_closes_on, today())


def _check_before_start(batch: Batch) -> None:
    if batch.state not in ("planned", "open"):
        raise RuleBroken(_("Angkatan ini sudah berjalan, usulan baru tidak dapat diterima lagi."))


def _check_before_end(batch: Batch) -> None:
    if batch.state in ("grading", "closed"):
        raise RuleBroken(_("Pelatihan sudah selesai, susunan peserta tidak berubah lagi."))
