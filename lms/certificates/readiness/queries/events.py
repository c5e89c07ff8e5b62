"""The board of a light event: who took part, what proof is missing, and who may have the paper."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.certificates import facts, paper, queries, rules
from lms.certificates.facts import Award
from lms.certificates.models import Certificate, Origin
from lms.certificates.portraits import queries as portraits
from lms.certificates.readiness.queries.lines import Line, line
from lms.core.db import db, rows
from lms.events import queries as events
from lms.events.models import Event, Participation
from lms.events.rules import EVIDENCE, PRESENCE


def board(event: Event) -> list[Line]:
    """Return everybody with a seat: ready, issued, or what is missing; by name."""
    places = events.roster(event).registered
    at_place = Certificate.participation_id == Participation.id
    papers = {
        place_id: (has_paper, barred_because or "")
        for place_id, has_paper, barred_because in db.session.execute(
            select(
                Participation.id,
                queries.has_paper(at_place, rules.EVENT_KIND),
                queries.barred_because(at_place, rules.EVENT_KIND),
            ).where(Participation.event_id == event.id)
        )
    }
    template = queries.template_for(event, rules.EVENT_KIND)
    with_photo = {place.person_id for place in places}
    if template is not None and template.needs_photo:
        with_photo = set(portraits.present([place.person_id for place in places]))
    return [
        line(
            place.id, place.person.full_name, place.person_id,
            _case(
                event, place, has_certificate=papers[place.id][0],
                lacks_photo=place.person_id not in with_photo,
                barred_because=papers[place.id][1],
            ),
            rules.EVENT_KIND,
        )
        for place in places
    ]  # fmt: skip


def _case(
    event: Event,
    place: Participation,
    *,
    has_certificate: bool,
    lacks_photo: bool,
    barred_because: str,
) -> rules.Case:
    said = facts.of_participation(place)
    return rules.Case(
        outcome=None,
        nip=place.person.nip,
        birth_place=place.person.birth_place,
        birth_date=place.person.birth_date,
        strange_letters=paper.missing_letters(said),
        has_certificate=has_certificate,
        lacks_photo=lacks_photo,
        barred_because=barred_because,
        lacks_proof=_lacking(event, place),
        is_open=event.state != "closed",
    )


def _lacking(event: Event, place: Participation) -> str:
    """Return what proof is missing (a key of rules.PROOFS), "" when it is there."""
    if event.state == "closed":
        return "" if place.jp is not None else event.proof
    if event.proof == PRESENCE:
        return "" if place.attended_at else "presence"
    if event.proof == EVIDENCE:
        if place.is_waiting_for_review:
            return "evidence_open"
        return "" if place.accepted_at else "evidence"
    if any(meeting.confirmed_at for meeting in place.meetings):
        return ""
    return "meeting_open" if place.meetings else "meetings"


def awards(event: Event, lines: list[Line]) -> list[Award]:
    """Return the papers of these people of the board, in their order."""
    places = {
        place.id: place
        for place in rows(
            select(Participation)
            .where(Participation.id.in_([one.place_id for one in lines]))
            .options(joinedload(Participation.person))
        )
    }
    template = queries.template_for(event, rules.EVENT_KIND)
    photos = portraits.present([one.person_id for one in lines])
    return [
        Award(
            Origin(participation_id=one.place_id),
            one.person_id,
            rules.EVENT_KIND,
            facts.of_participation(places[one.place_id]),
            [gap for gap in one.gaps if gap.blocks],
            template.id if template else None,
            photos.get(one.person_id),
        )
        for one in lines
    ]
