"""Templates in force and before, and the people on whom a new one is tried."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Batch, Enrolment, Programme, ProgrammeVersion
from lms.certificates import facts, paper, rules
from lms.certificates.models import Certificate, PaperTemplate
from lms.certificates.portraits import queries as portraits
from lms.certificates.readiness import queries as readiness
from lms.core.clock import today
from lms.core.db import db, one, rows
from lms.events.models import Event, Participation
from lms.people.models import Person

#: How many people of a programme are offered for the preview.
_OFFERED = 60
#: Stands where an issued paper has its number and its code.
_NUMBER, _CODE = "PRATINJAU", "0" * 26
#: The longest name that a paper must hold, and the shortest.
LONG_NAME = (
    "Prof. Dr. dr. Hj. Maria Magdalena Kusumaningrum Wijaya Sastroatmodjo, S.Ked., Sp.PD., M.K."
)
_LONG = {
    "name": LONG_NAME,
    "position": "Pengelola Layanan Kesehatan dan Pengawas Mutu Kefarmasian Ahli Muda",
    "office": "Rumah Sakit Umum Daerah Provinsi Lampung dr. H. Abdul Moeloek",
    "birth_place": "Kabupaten Tulang Bawang Barat",
}
_SHORT = {"name": "A", "position": "", "office": "", "birth_place": "", "nip": None}


@dataclass(frozen=True)
class Use:
    """One kind of paper of a programme (None: of events), with the template in force (None: as
    shipped)."""

    programme: Programme | None
    kind: str
    template: PaperTemplate | None
    versions: int


def uses() -> list[Use]:
    """Return the kinds of paper with their templates: by programme, then that of events."""
    found = db.session.execute(
        select(Programme, ProgrammeVersion)
        .join(ProgrammeVersion, ProgrammeVersion.id == Programme.current_version_id)
        .order_by(Programme.title)
    ).unique()
    made: dict[tuple[int | None, str], list[PaperTemplate]] = {}
    for template in rows(select(PaperTemplate).order_by(PaperTemplate.id)):
        made.setdefault((template.programme_id, template.kind), []).append(template)
    kinds: list[tuple[Programme | None, str]] = [
        (programme, kind)
        for programme, version in found
        for kind in rules.kinds_of(version.certificate_kind, version.counts_as, programme.kind)
    ]
    return [
        Use(programme, kind, own[-1] if own else None, len(own))
        for programme, kind in [*kinds, (None, rules.EVENT_KIND)]
        for own in [made.get((programme.id if programme else None, kind), [])]
    ]


def versions(programme_id: int | None, kind: str) -> list[PaperTemplate]:
    """Return the versions of a template, newest first."""
    return rows(
        select(PaperTemplate)
        .where(PaperTemplate.programme_id == programme_id, PaperTemplate.kind == kind)
        .order_by(PaperTemplate.id.desc())
    )


def text_of(template: PaperTemplate | None, kind: str) -> tuple[str, str]:
    """Return template and style of a version; None is the one that the product brings."""
    return (template.source, template.style) if template else (paper.built_in(kind), "")


def people(programme: Programme | None) -> list[tuple[int, str]]:
    """Return (id of the place, name with batch or event) of people to try a template on, the
    latest first."""
    if programme is None:
        return _participants()
    found = db.session.execute(
        select(Enrolment, Batch, Person)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Batch.programme_id == programme.id, Enrolment.state == "accepted")
        .order_by(Batch.starts_on.desc(), Person.name, Enrolment.id)
        .limit(_OFFERED)
    ).unique()
    return [
        (seat.id, f"{person.full_name} · {batch.roman}/{batch.year}")
        for seat, batch, person in found
    ]


def _participants() -> list[tuple[int, str]]:
    found = rows(
        _places()
        .join(Event, Event.id == Participation.event_id)
        .join(Person, Person.id == Participation.person_id)
        .order_by(Event.starts_at.desc(), Person.name, Participation.id)
        .limit(_OFFERED)
    )
    return [(place.id, f"{place.person.full_name} · {place.event.title}") for place in found]


def _places() -> Select[tuple[Participation]]:
    """Select the places with a seat in announced events, with their people."""
    announced = select(Event.id).where(Event.state.in_(("open", "closed")))
    return (
        select(Participation)
        .where(Participation.state == "registered", Participation.event_id.in_(announced))
        .options(joinedload(Participation.person))
    )


def samples(
    programme: Programme | None, kind: str, template: PaperTemplate, place_id: int
) -> list[Certificate]:
    """Return papers that were never issued: of the chosen person, and of extreme ones.

    Empty when nobody of the programme (or of any event) has that place.
    """
    found = _said_in_batch(programme, kind, place_id) if programme else _said_at_event(place_id)
    if found is None:
        return []
    person_id, said = found
    said["issued_on"] = today().isoformat()
    return [
        Certificate(
            kind=kind,
            number=_NUMBER,
            code=_CODE,
            facts=said | own,
            template=template,
            photo=portraits.of(person_id),
        )
        for own in ({}, _LONG, _SHORT)
    ]


def _said_in_batch(
    programme: Programme, kind: str, place_id: int
) -> tuple[int, dict[str, Any]] | None:
    seat: Enrolment | None = one(
        select(Enrolment)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .where(Enrolment.id == place_id, Batch.programme_id == programme.id)
        .options(joinedload(Enrolment.person), joinedload(Enrolment.batch))
    )
    return (seat.person_id, readiness.said_of(seat, kind)) if seat else None


def _said_at_event(place_id: int) -> tuple[int, dict[str, Any]] | None:
    """Return what a paper of an event would say; its JP where none are earned yet."""
    place: Participation | None = one(_places().where(Participation.id == place_id))
    if place is None:
        return None
    said = facts.of_participation(place)
    said["jp"] = said["jp"] or int(place.event.jp or 0)
    return place.person_id, said


def sheets(certificates: list[Certificate]) -> list[dict[str, Any]]:
    """Return the sheets of samples; their QR code leads nowhere and states nothing."""
    return [
        paper.sheet(one) | {"segments": [f"{paper.public_address(one)}"]} for one in certificates
    ]
