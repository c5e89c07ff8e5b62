"""Imports of personnel data: what stands in the database beside what a file says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from lms.competence.models import DimensionValue, PersonnelImport, PersonnelImportRow
from lms.core.db import db, one, rows
from lms.core.jobs import Job
from lms.people.models import Opd, Person

#: Rows of an import on one page.
PAGE = 50
_MOST_IMPORTS = 50


def imports() -> list[PersonnelImport]:
    """Return the latest imports."""
    return rows(select(PersonnelImport).order_by(PersonnelImport.id.desc()).limit(_MOST_IMPORTS))


def job_key(found: PersonnelImport) -> str:
    """Return the key of the background work that an import is at."""
    return f"personnel:{found.id}:{found.state}"


def job_of(found: PersonnelImport) -> Job | None:
    """Return the background work on an import."""
    wanted: Job | None = one(select(Job).where(Job.key == job_key(found)))
    return wanted


def import_rows(
    found: PersonnelImport, kind: str, page: int
) -> tuple[list[PersonnelImportRow], int]:
    """Return one page of an import's rows of a kind in the order of the file, and how many."""
    mine = (PersonnelImportRow.import_id == found.id, PersonnelImportRow.kind == kind)
    count = db.session.scalar(select(func.count(PersonnelImportRow.id)).where(*mine)) or 0
    statement = select(PersonnelImportRow).where(*mine).order_by(PersonnelImportRow.line)
    return rows(statement.limit(PAGE).offset((page - 1) * PAGE)), count


def all_faults(found: PersonnelImport) -> list[PersonnelImportRow]:
    """Return all rows of an import that are wrong."""
    mine = (PersonnelImportRow.import_id == found.id, PersonnelImportRow.kind == "fault")
    return rows(select(PersonnelImportRow).where(*mine).order_by(PersonnelImportRow.line))


def rows_to_write(import_id: int, after: int, count: int) -> list[PersonnelImportRow]:
    """Return the next rows that change something, by id."""
    return rows(
        select(PersonnelImportRow)
        .where(
            PersonnelImportRow.import_id == import_id,
            PersonnelImportRow.kind != "fault",
            PersonnelImportRow.id > after,
        )
        .order_by(PersonnelImportRow.id)
        .limit(count)
    )


def office_words() -> list[tuple[int, str, str, str]]:
    """Return (id, code, name, short name) of every office."""
    found = db.session.execute(select(Opd.id, Opd.code, Opd.name, Opd.short_name).order_by(Opd.id))
    return [(row[0], row[1], row[2], row[3]) for row in found]


#: Columns of a person that a table can say.
COLUMNS = (
    "name", "title_front", "title_back", "birth_place", "birth_date", "employment",
    "position_kind", "position_title", "golongan", "opd_id", "email", "ended_on", "performance",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What is known of the people of some rows: their columns, and who holds an address."""

    people: dict[str, Any]
    emails: dict[str, str]
    #: person id -> (dimension, year) -> points
    dimensions: dict[int, dict[tuple[str, int], Any]]


def known(nips: Iterable[str], emails: Iterable[str]) -> Known:
    """Return what is known of people by NIP, in three statements."""
    columns = [getattr(Person, name) for name in COLUMNS]
    found = {
        row.nip: row
        for row in db.session.execute(
            select(Person.id, Person.nip, *columns).where(Person.nip.in_(list(nips)))
        )
    }
    taken = db.session.execute(
        select(Person.email, Person.nip).where(Person.email.in_(list(emails)))
    )
    return Known(
        found,
        {row.email: row.nip or "" for row in taken},
        dimension_values(row.id for row in found.values()),
    )


def people_columns(ids: Iterable[int]) -> dict[int, Any]:
    """Return the columns that a table can say, by person."""
    columns = [getattr(Person, name) for name in COLUMNS]
    found = db.session.execute(select(Person.id, *columns).where(Person.id.in_(list(ids))))
    return {row.id: row for row in found}


def dimension_values(ids: Iterable[int]) -> dict[int, dict[tuple[str, int], Any]]:
    """Return the points in the other dimensions by person, dimension and year."""
    values: dict[int, dict[tuple[str, int], Any]] = defaultdict(dict)
    found = db.session.execute(
        select(DimensionValue).where(DimensionValue.person_id.in_(list(ids)))
    )
    for value in found.scalars():
        values[value.person_id][value.dimension, value.year] = value
    return values


def ids_of(nips: Iterable[str]) -> dict[str, int]:
    """Return the ids of people by NIP."""
    found = db.session.execute(select(Person.nip, Person.id).where(Person.nip.in_(list(nips))))
    return {row.nip: row.id for row in found}


def referred_to(ids: list[int]) -> set[int]:
    """Return those of the people whom any row of the database refers to."""
    found: set[int] = set()
    for table in db.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name == "person":
                column = key.parent
                found |= set(db.session.scalars(select(column).where(column.in_(ids)).distinct()))
    return found
