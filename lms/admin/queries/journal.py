"""Lines of the journal by person, verb, thing and day, each with its seal checked."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased
from werkzeug.datastructures import MultiDict

from lms.core import audit
from lms.core.addresses import whole
from lms.core.audit import JournalEntry
from lms.core.clock import from_local_date
from lms.core.db import db
from lms.core.jobs import Job
from lms.people.models import Person

#: Lines on one page, and in one export.
PAGE = 50
MOST_EXPORTED = 20_000
#: The job that checks the whole journal; its key is the same.
VERIFY = "journal.verify"


@dataclass(frozen=True)
class JournalFilter:
    """What the journal is narrowed to; `before` is the line above the page."""

    person: str = ""
    verb: str = ""
    noun: str = ""
    number: int | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> "JournalFilter":
        """Return the filter that an address asks for; what makes no sense is left out."""
        return cls(
            args.get("orang", "").strip()[:100],
            args.get("tindakan", "").strip()[:60],
            args.get("hal", "").strip()[:60],
            args.get("nomor", None, type=whole),
            args.get("dari", None, type=date.fromisoformat),
            args.get("sampai", None, type=date.fromisoformat),
            args.get("sebelum", None, type=whole),
        )


@dataclass(frozen=True)
class Line:
    """One line of the journal as people read it."""

    id: int
    at: datetime
    verb: str
    noun: str
    thing_id: int | None
    name: str
    address: str | None
    is_sealed: bool
    facts: dict[str, Any] = field(default_factory=dict)


def lines(wanted: JournalFilter, most: int = PAGE) -> tuple[list[Line], bool]:
    """Return the newest lines that fit, newest first, and whether there are older ones."""
    before = aliased(JournalEntry)
    found = db.session.execute(
        _narrowed(wanted)
        .add_columns(before.hash, Person.name)
        .outerjoin(before, before.id == JournalEntry.id - 1)
        .outerjoin(Person, Person.id == JournalEntry.by_id)
        .order_by(JournalEntry.id.desc())
        .limit(most + 1)
    ).all()
    shown = [_line(entry, previous, name) for entry, previous, name in found[:most]]
    return shown, len(found) > most


def _line(entry: JournalEntry, previous: str | None, name: str | None) -> Line:
    is_sealed = audit.fits(entry, previous or audit.GENESIS)
    return Line(
        entry.id, entry.at, entry.verb, entry.noun, entry.thing_id, name or "", entry.address,
        is_sealed, json.loads(entry.facts),
    )  # fmt: skip


def _narrowed(wanted: JournalFilter) -> Select[Any]:
    statement = select(JournalEntry)
    if wanted.person:
        statement = statement.where(JournalEntry.by_id.in_(_people(wanted.person)))
    if wanted.verb:
        statement = statement.where(JournalEntry.verb == wanted.verb)
    if wanted.noun:
        statement = statement.where(JournalEntry.noun == wanted.noun)
    if wanted.number is not None:
        statement = statement.where(JournalEntry.thing_id == wanted.number)
    if wanted.since is not None:
        statement = statement.where(JournalEntry.at >= from_local_date(wanted.since))
    if wanted.until is not None:
        day_after = from_local_date(wanted.until + timedelta(days=1))
        statement = statement.where(JournalEntry.at < day_after)
    if wanted.before is not None:
        statement = statement.where(JournalEntry.id < wanted.before)
    return statement


def _people(text: str) -> Select[Any]:
    """Select the ids of people with this NIP, e-mail address or part of a name."""
    return select(Person.id).where(
        or_(
            Person.nip == text.replace(" ", ""),
            Person.email == text.lower(),
            Person.name.icontains(text, autoescape=True),
        )
    )


def verification() -> Job | None:
    """Return the job that checks the whole journal, running or over."""
    return db.session.scalars(select(Job).where(Job.key == VERIFY)).first()
