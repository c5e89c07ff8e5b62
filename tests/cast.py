"""The people and things of all tests, made by the real actions so that they obey the rules."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import FileStorage

from lms.catalogue.models import (
    Batch,
    BatchPhase,
    Course,
    Enrolment,
    Phase,
    Programme,
    ProgrammeVersion,
    Staff,
    Unit,
)
from lms.core.clock import now, today
from lms.core.db import db
from lms.people import actions as people
from lms.people.models import Opd, Person


def an_office(short_name: str = "BPSDM") -> Opd:
    """Return the office of this short name, made when missing."""
    found = db.session.scalars(select(Opd).where(Opd.short_name == short_name)).first()
    if found is None:
        found = people.add_office(
            short_name.lower(), f"Kantor {short_name}", kind="badan", short_name=short_name
        )
        db.session.flush()
    return found


def a_nip(serial: int) -> str:
    """Return a valid NIP of a PNS that no other person of the test has."""
    return f"199001012015{1 + serial // 999:02d}{1 + serial % 2}{1 + serial % 999:03d}"


def a_person(
    name: str = "Tono Wijaya",
    *,
    roles: tuple[str, ...] = (),
    opd: Opd | None = None,
    **facts: Any,
) -> Person:
    """Add a person with roles; role "opd_officer" is given for the person's own office."""
    serial = (db.session.scalar(select(func.count(Person.id))) or 0) + 1
    office = opd or an_office()
    facts.setdefault("nip", a_nip(serial))
    person = people.add_person(by=None, name=name, opd_id=office.id, **facts)
    db.session.flush()
    for role in roles:
        scope = office if role == "opd_officer" else None
        people.grant_role(person, role, by=None, opd=scope, starts_on=today() - timedelta(days=400))
    db.session.commit()
    return db.session.get_one(
        Person, person.id, options=[selectinload(Person.grants)], populate_existing=True
    )


def a_programme(key: str = "latsar-cpns", **facts: Any) -> ProgrammeVersion:
    """Return a small published programme: two phases, two subjects, no units."""
    programme = Programme(key=key, title=facts.pop("title", "Latsar CPNS"), kind="latsar")
    db.session.add(programme)
    db.session.flush()
    values: dict[str, Any] = {
        "programme_id": programme.id, "version": "2026.1", "content_hash": f"hash-{key}",
        "published_at": now(), "title": programme.title, "summary": "Ringkas", "target": "CPNS",
        "rulebook": "latsar_cpns", "certificate_kind": "sttp", "counts_as": "dasar",
        "jp_total": 60, "days_total": 8, "legal_basis": ["PerLAN 1/2021"], "components": [],
        "absence_limit": {"sessions": 6, "jp": 18, "days": 2},
    }  # fmt: skip
    version = ProgrammeVersion(**(values | facts))
    db.session.add(version)
    db.session.flush()
    programme.current_version_id = version.id
    phases = [
        Phase(version_id=version.id, key="mandiri", title="Belajar mandiri", mode="self_study",
              jp=40, days=5, position=1, confidence="C"),
        Phase(version_id=version.id, key="klasikal", title="Klasikal", mode="classical",
              jp=20, days=3, position=2, confidence="C"),
    ]  # fmt: skip
    db.session.add_all(phases)
    db.session.flush()
    for position, (title, phase) in enumerate(
        [("Berorientasi Pelayanan", phases[0]), ("Analisis Isu", phases[1])], 1
    ):
        db.session.add(
            Course(version_id=version.id, phase_id=phase.id, key=f"0{position}-mapel",
                   title=title, agenda="Agenda 1", jp=phase.jp, confidence="D", outcomes=[],
                   position=position)
        )  # fmt: skip
    db.session.commit()
    return version


def a_unit(version: ProgrammeVersion, kind: str = "lesson", title: str = "Pengantar") -> Unit:
    """Add a unit to the first subject of the version (without the content of the areas above)."""
    course_id = db.session.scalars(
        select(Course.id).where(Course.version_id == version.id).order_by(Course.position)
    ).first()
    position = (db.session.scalar(select(func.count(Unit.id))) or 0) + 1
    unit = Unit(course_id=course_id, key=f"01-mapel/{position:02d}-{kind}", kind=kind,
                title=title, minutes=20, position=position)  # fmt: skip
    db.session.add(unit)
    db.session.commit()
    return unit


def a_batch(
    version: ProgrammeVersion | None = None,
    *,
    quota: int = 40,
    state: str = "open",
    starts_on: date | None = None,
    number: int = 1,
    **facts: Any,
) -> Batch:
    """Open a batch that starts in a week and lasts eight days, with dates for each phase."""
    version = version or a_programme()
    first = starts_on or today() + timedelta(days=7)
    batch = Batch(
        version_id=version.id, programme_id=version.programme_id, number=number, year=first.year,
        quota=quota, state=state, starts_on=first, ends_on=first + timedelta(days=7),
        place="Kampus BPSDM", registration_opens_on=first - timedelta(days=60),
        registration_closes_on=first - timedelta(days=1), **facts,
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    day = first
    for phase in db.session.scalars(
        select(Phase).where(Phase.version_id == version.id).order_by(Phase.position)
    ):
        last = day + timedelta(days=phase.days - 1)
        db.session.add(
            BatchPhase(batch_id=batch.id, phase_id=phase.id, starts_on=day, ends_on=last)
        )
        day = last + timedelta(days=1)
    db.session.commit()
    return batch


def an_enrolment(person: Person, batch: Batch, state: str = "accepted") -> Enrolment:
    """Give the person a place in the batch, a seat unless said otherwise."""
    enrolment = Enrolment(batch_id=batch.id, person_id=person.id, state=state, applied_at=now())
    db.session.add(enrolment)
    db.session.commit()
    return enrolment


def a_staff(person: Person, batch: Batch, role: str = "instructor") -> Staff:
    """Give the person work in the batch."""
    staff = Staff(batch_id=batch.id, person_id=person.id, role=role)
    db.session.add(staff)
    db.session.commit()
    return staff


def an_upload(data: bytes, name: str) -> FileStorage:
    """Return a file as a form brings it."""
    return FileStorage(BytesIO(data), filename=name)
