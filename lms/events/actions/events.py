"""The life of an event: planned, announced, changed, cancelled, closed, opened again."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from lms.core.access import forget
from lms.core.audit import record
from lms.core.clock import AGENCY_ZONE, local, now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.formats import waktu
from lms.core.i18n import _
from lms.core.richtext import render_markdown
from lms.events import queries, rules
from lms.events.actions.places import known_people, promote
from lms.events.events import event_changed
from lms.events.models import Event, EventOffice, EventSpeaker, Participation
from lms.hours import queries as hours
from lms.hours import rules as conversion
from lms.people.models import Person


@dataclass(frozen=True)
class EventPlan:
    """What an organiser fills in about an event."""

    kind: str
    title: str
    opd_id: int
    starts_at: datetime
    ends_at: datetime
    registration_opens_on: date
    registration_closes_on: date
    zone: str = AGENCY_ZONE
    description: str = ""
    reference: str = ""
    place: str = ""
    link: str = ""
    guests: str = ""
    quota: int | None = None
    audience: str = "all"
    office_ids: tuple[int, ...] = ()
    #: People with an account who speak, coach, mentor or give the assignment.
    speaker_nips: tuple[str, ...] = ()


def plan_event(plan: EventPlan, *, by: Person) -> Event:
    """Write an event down as a draft that only those who run it see."""
    event = Event(
        kind=plan.kind, owner_id=by.id, created_at=now(), uid=f"kegiatan-{secrets.token_hex(12)}",
        checkin_secret=secrets.token_hex(24), offices=[], speakers=[],
    )  # fmt: skip
    _write(event, plan)
    db.session.add(event)
    db.session.flush()
    forget()
    record("event.planned", event, by=by, title=plan.title)
    return event


def change_event(event: Event, plan: EventPlan, notice: str = "", *, by: Person) -> int:
    """Change an event that is not over; who takes part reads `notice`, or what moved.

    Returns how many of the waiting list got a seat through a larger quota.
    """
    lock(event)
    _check_not_over(event)
    taken = queries.seats_in(event).taken
    if plan.quota is not None and plan.quota < taken:
        raise RuleBroken(
            _("%(count)s orang sudah terdaftar. Isi kuota paling sedikit sebanyak itu.",
              count=taken)
        )  # fmt: skip
    event = queries.event_in_full(event)
    before = (event.starts_at, event.ends_at, event.place, event.link)
    _write(event, plan)
    if event.state == "open":
        moved = before != (event.starts_at, event.ends_at, event.place, event.link)
        event.sequence += 1
        _tell(event, notice or (_what_moved(event) if moved else ""))
    db.session.flush()
    forget()
    record("event.changed", event, by=by, notice=notice)
    return promote(event, by=by)


def _write(event: Event, plan: EventPlan) -> None:
    first, last = local(plan.starts_at, plan.zone).date(), local(plan.ends_at, plan.zone).date()
    rules.check_times(plan.kind, plan.starts_at, plan.ends_at, days=(last - first).days + 1)
    rules.check_registration_days(plan.registration_opens_on, plan.registration_closes_on, last)
    _check_content(plan)
    for name in (
        "title", "description", "opd_id", "reference", "starts_at", "ends_at", "zone", "place",
        "link", "guests", "quota", "registration_opens_on", "registration_closes_on", "audience",
    ):  # fmt: skip
        setattr(event, name, getattr(plan, name))
    event.description_html = str(render_markdown(plan.description))
    offices = plan.office_ids if plan.audience == "offices" else ()
    _replace(event.offices, "opd_id", offices, EventOffice)
    speakers = [person.id for person in known_people(plan.speaker_nips)]
    _replace(event.speakers, "person_id", speakers, EventSpeaker)


def _replace(kept: list, name: str, wanted: Collection[int], model: type) -> None:
    for row in [row for row in kept if getattr(row, name) not in wanted]:
        kept.remove(row)
    present = {getattr(row, name) for row in kept}
    kept += [model(**{name: value}) for value in dict.fromkeys(wanted) if value not in present]


def _check_content(plan: EventPlan) -> None:
    proof = rules.KINDS[plan.kind].proof
    if proof == rules.PRESENCE and not (plan.place or plan.link):
        raise RuleBroken(_("Isi tempat kegiatan, atau tautan pertemuan daring."))
    if proof == rules.EVIDENCE and not plan.reference:
        raise RuleBroken(_("Isi nomor surat tugas. Penugasan khusus diakui bila ada dasarnya."))
    if proof == rules.MEETINGS and not plan.speaker_nips:
        raise RuleBroken(_("Isi NIP coach atau mentor; ia yang mencatat pertemuan."))
    if plan.audience == "offices" and not plan.office_ids:
        raise RuleBroken(_("Pilih paling sedikit satu perangkat daerah yang boleh mendaftar."))


def announce_event(event: Event, *, by: Person) -> None:
    """Show a draft to everybody for whom it is meant."""
    lock(event)
    if event.state != "draft":
        raise RuleBroken(_("Kegiatan ini sudah diumumkan."))
    if event.ends_at <= now():
        raise RuleBroken(_("Waktu kegiatan sudah lewat. Perbaiki tanggalnya lebih dahulu."))
    event.state = "open"
    forget()
    record("event.announced", event, by=by)


def cancel_event(event: Event, reason: str, *, by: Person) -> None:
    """Call an event off, with the sentence that everybody registered will read."""
    lock(event)
    _check_not_over(event)
    if not reason.strip():
        raise RuleBroken(_("Tulis alasannya; yang terdaftar akan membacanya."))
    event.state = "cancelled"
    event.sequence += 1
    _tell(event, reason.strip())
    forget()
    record("event.cancelled", event, by=by, reason=reason)


def close_event(event: Event, *, by: Person) -> int:
    """Confirm who took part: from now on the JP stand and certificates can be issued.

    Returns how many people earned JP.
    """
    lock(event)
    if event.state != "open":
        raise RuleBroken(
            _("Hanya kegiatan yang sudah diumumkan dan belum disahkan dapat disahkan.")
        )
    begun = event.ends_at if event.proof == rules.PRESENCE else event.starts_at
    if now() < begun:
        raise RuleBroken(
            _("Kegiatan dapat disahkan sesudah %(when)s.", when=waktu(begun, event.zone))
        )
    places = queries.roster(event).registered
    _check_decided(places)
    for place in places:
        _earn(event, place)
    event.state, event.closed_at, event.closed_by_id = "closed", now(), by.id
    db.session.flush()
    forget()
    count = sum(place.jp is not None for place in places)
    record("event.closed", event, by=by, earned=count, of=len(places))
    return count


def _check_decided(places: Collection[Participation]) -> None:
    """Refuse to close while evidence or a meeting waits for somebody's word."""
    open_evidence = [place.person.name for place in places if place.is_waiting_for_review]
    if open_evidence:
        raise RuleBroken(
            _("Bukti ini belum diputuskan: %(names)s.", names=", ".join(open_evidence[:3]))
        )
    unanswered = [
        place.person.name
        for place in places
        if any(not one.confirmed_at and not one.objection for one in place.meetings)
    ]
    if unanswered:
        raise RuleBroken(
            _("Masih ada pertemuan yang belum dikonfirmasi: %(names)s.",
              names=", ".join(unanswered[:3]))
        )  # fmt: skip


def _earn(event: Event, place: Participation) -> None:
    """Freeze what the place earned, and the day for which it counts."""
    place.jp = place.earned_on = None
    line = conversion.line_for(hours.conversions(), event.form, event.last_day)
    length = event.ends_at - event.starts_at
    counts = rules.jp_of_event(line, length, event.first_day, event.last_day)
    if event.proof == rules.PRESENCE and place.attended_at is not None:
        place.jp, place.earned_on = counts, event.last_day
    elif event.proof == rules.EVIDENCE and place.accepted_at is not None:
        accepted = local(place.accepted_at, event.zone).date()
        place.jp, place.earned_on = counts, min(event.last_day, accepted)
    elif event.proof == rules.MEETINGS:
        days = [one.held_on for one in place.meetings if one.confirmed_at is not None]
        if days:
            place.jp, place.earned_on = rules.jp_of_meetings(line, days), max(days)


def reopen_event(event: Event, reason: str, *, by: Person) -> None:
    """Take a closing back, saying why: the JP stop counting until the event is closed again."""
    lock(event)
    if event.state != "closed":
        raise RuleBroken(_("Kegiatan ini belum disahkan."))
    for place in queries.roster(event).registered:
        place.jp = place.earned_on = None
    event.state, event.closed_at, event.closed_by_id = "open", None, None
    db.session.flush()
    forget()
    record("event.reopened", event, by=by, reason=reason)


def _check_not_over(event: Event) -> None:
    if event.state == "cancelled":
        raise RuleBroken(_("Kegiatan ini sudah dibatalkan."))
    if event.state == "closed":
        raise RuleBroken(_("Kegiatan ini sudah disahkan dan tidak dapat diubah lagi."))


def _tell(event: Event, sentence: str) -> None:
    if sentence:
        event.notice, event.noticed_at = sentence, now()
        event_changed.send(event)


def _what_moved(event: Event) -> str:
    where = event.place or event.link
    when = waktu(event.starts_at, event.zone)
    if where:
        return _("Waktu atau tempat berubah: %(when)s, %(where)s.", when=when, where=where)
    return _("Waktu berubah: mulai %(when)s.", when=when)
