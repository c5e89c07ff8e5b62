"""The one place that says what counts as training: certificates, events, outside training."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Date, Numeric, bindparam, case, cast, func, literal, select, union_all

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.certificates.models import Certificate, Revocation
from lms.certificates.rules import PASSING_KINDS
from lms.competence.models import OutsideTraining
from lms.core.db import read
from lms.events import queries as events
from lms.events.rules import KINDS
from lms.people.models import Person


@dataclass(frozen=True)
class Entry:
    """One line of a person's hours: what, from whom, when, how much, and its proof."""

    title: str
    organiser: str
    form: str
    cell: str
    jp: Decimal
    starts_on: date
    ends_on: date
    number: str
    #: "certificate", "outside" or "event", and the id of that row.
    source: str
    source_id: int
    #: Our own certificate of it, None without one.
    certificate_id: int | None = None

    @property
    def key(self) -> tuple[str, int]:
        """Return what tells this line from every other."""
        return self.source, self.source_id


def learning_records(ids: Any = None) -> Any:
    """Select all learning records, or those of some people (ids, or a select of ids).

    Columns: person_id, cell, form, jp, starts_on, ends_on, title, organiser, number, source
    ("certificate", "outside" or "event") and source_id, the id of that row.
    """
    parts = sources()
    if ids is not None:
        # within each part: PostgreSQL does not carry it in
        parts = [part.where(part.selected_columns.person_id.in_(ids)) for part in parts]
    return union_all(*parts)


def sources() -> list[Any]:
    """Return the selects that learning_records puts together, each with all its columns."""
    return [_own(), _outside(), _events()]


def numbered_records(ids: Any = None) -> Any:
    """Select learning records as `learning_records` does, with the papers that events gave.

    An event's number is that of its certificate where there is one; certificate_id comes besides.
    """
    bare = learning_records(ids).subquery()
    papers = (
        select(Certificate.id, Certificate.number, Certificate.participation_id)
        .where(Certificate.participation_id.is_not(None), *_valid())
        .subquery()
    )
    columns = [column for column in bare.c if column.name != "number"]
    return select(
        *columns,
        func.coalesce(papers.c.number, bare.c.number).label("number"),
        case((bare.c.source == "certificate", bare.c.source_id), else_=papers.c.id).label(
            "certificate_id"
        ),
    ).outerjoin(
        papers, (bare.c.source == "event") & (papers.c.participation_id == bare.c.source_id)
    )


def _valid() -> tuple[Any, Any]:
    """Return the conditions of a certificate that is neither revoked nor superseded."""
    superseded = select(Certificate.replaces_id).where(Certificate.replaces_id.is_not(None))
    revoked = select(Revocation.certificate_id)
    return Certificate.id.not_in(superseded), Certificate.id.not_in(revoked)


def _own() -> Any:
    """Select what our own valid certificates add."""
    return (
        select(
            Certificate.person_id.label("person_id"),
            ProgrammeVersion.counts_as.label("cell"),
            literal("klasikal").label("form"),
            # one type in both halves lets the database read them as one table
            cast(ProgrammeVersion.jp_total, Numeric(6, 2)).label("jp"),
            Batch.starts_on.label("starts_on"),
            Batch.ends_on.label("ends_on"),
            ProgrammeVersion.title.label("title"),
            literal("BPSDM Provinsi Lampung").label("organiser"),
            Certificate.number.label("number"),
            literal("certificate").label("source"),
            Certificate.id.label("source_id"),
        )
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .join(ProgrammeVersion, ProgrammeVersion.id == Batch.version_id)
        .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
        .where(
            Revocation.id.is_(None),
            Certificate.kind.in_(PASSING_KINDS),
            Certificate.id.not_in(
                select(Certificate.replaces_id).where(Certificate.replaces_id.is_not(None))
            ),
        )
    )


def _outside() -> Any:
    """Select what verified outside training adds."""
    return select(
        OutsideTraining.person_id.label("person_id"),
        OutsideTraining.cell.label("cell"),
        OutsideTraining.form.label("form"),
        OutsideTraining.jp.label("jp"),
        OutsideTraining.starts_on.label("starts_on"),
        OutsideTraining.ends_on.label("ends_on"),
        OutsideTraining.title.label("title"),
        OutsideTraining.organiser.label("organiser"),
        OutsideTraining.number.label("number"),
        literal("outside").label("source"),
        OutsideTraining.id.label("source_id"),
    ).where(OutsideTraining.state == "verified")


#: Kind of a light event -> the form of learning it is.
_EVENT_FORMS = {key: kind.form for key, kind in KINDS.items()}


def _events() -> Any:
    """Select what taking part in closed light events adds: all of them fill the seminar cell."""
    earned = events.earned().subquery()
    return select(
        earned.c.person_id.label("person_id"),
        literal("seminar").label("cell"),
        case(_EVENT_FORMS, value=earned.c.form, else_="nonklasikal").label("form"),
        earned.c.jp.label("jp"),
        func.date(earned.c.starts_at, type_=Date).label("starts_on"),
        earned.c.earned_on.label("ends_on"),
        earned.c.title.label("title"),
        earned.c.organiser.label("organiser"),
        earned.c.reference.label("number"),
        literal("event").label("source"),
        earned.c.participation_id.label("source_id"),
    )


def ledger(person: Person) -> list[Entry]:
    """Return everything that counts as a person's training, newest first (one statement)."""
    found = read(_ledger(), person_id=person.id)
    return [
        Entry(
            row.title, row.organiser, row.form, row.cell, Decimal(str(row.jp)), row.starts_on,
            row.ends_on, row.number, row.source, row.source_id, row.certificate_id,
        )
        for row in found
    ]  # fmt: skip


@cache
def _ledger() -> Any:
    mine = numbered_records([bindparam("person_id")]).subquery()
    return select(mine).order_by(mine.c.ends_on.desc(), mine.c.source, mine.c.source_id.desc())
