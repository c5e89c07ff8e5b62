"""What pages and rules ask about people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict

from lms.core.addresses import whole
from lms.core.clock import now, today
from lms.core.db import db, one, read, rows
from lms.core.things import things
from lms.people.models import (
    ROLES,
    CheckinTry,
    Opd,
    Person,
    RoleGrant,
    SignInAttempt,
    UserSession,
    holds_today,
)

#: How far back wrong tries count.
TRIES_WINDOW = timedelta(hours=1)
#: People on one page of the register.
PAGE = 50


#: What areas above want to know of whoever is signed in, without a statement of its own: name ->
#: function that makes a column from the id of the person. Filled when the areas are imported.
BESIDE: dict[str, Callable[[Any], Any]] = {}


@cache
def _signed_in() -> Any:
    beside = [make(UserSession.person_id).label(name) for name, make in BESIDE.items()]
    grant = (RoleGrant.role, RoleGrant.opd_id, RoleGrant.starts_on, RoleGrant.ends_on)
    return (
        things(Person)
        .add_columns(*grant, UserSession.created_at, *beside)
        .join(UserSession, UserSession.person_id == Person.id)
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .where(UserSession.token_hash == bindparam("token_hash"), UserSession.ended_at.is_(None))
        .order_by(RoleGrant.id)
    )


def signed_in(token_hash: str) -> tuple[Person, datetime] | None:
    """Return the person of a running sign-in holding today's roles, and when it began."""
    found = read(_signed_in(), token_hash=token_hash)
    if not found:
        return None
    person: Person = found[0][0]
    person.held_roles = tuple(
        (role, opd_id)
        for _person, role, opd_id, starts_on, ends_on, *_rest in found
        if role and holds_today(starts_on, ends_on)
    )
    created_at, *beside = found[0][5:]
    person.beside = dict(zip(BESIDE, beside, strict=True))
    return person, created_at


def by_account(account: str) -> Person | None:
    """Return the person with this NIP (spaces allowed) or e-mail address."""
    text = account.strip().lower()
    digits = text.replace(" ", "")
    found: Person | None = one(
        select(Person)
        .where(or_(Person.nip == digits, func.lower(Person.email) == text))
        .options(joinedload(Person.grants))
    )
    return found


def is_in_line(superior: Person, person: Person) -> bool:
    """Tell whether `superior` works in the person's office or in one above it."""
    office_id, seen = person.opd_id, set()
    while office_id is not None and office_id not in seen:
        if office_id == superior.opd_id:
            return True
        seen.add(office_id)
        office = db.session.get(Opd, office_id)
        office_id = office.parent_id if office else None
    return person.opd_id is None


def failed_tries(account_key: str) -> list[datetime]:
    """Return the moments of recent wrong tries for an account, oldest first."""
    tries: list[SignInAttempt] = rows(
        select(SignInAttempt)
        .where(SignInAttempt.account == account_key, SignInAttempt.at > now() - TRIES_WINDOW)
        .order_by(SignInAttempt.at)
    )
    return [one.at for one in tries]


def wrong_codes(person: Person) -> list[datetime]:
    """Return the moments of the person's recent wrong check-in codes, oldest first."""
    tries: list[CheckinTry] = rows(
        select(CheckinTry)
        .where(CheckinTry.person_id == person.id, CheckinTry.at > now() - TRIES_WINDOW)
        .order_by(CheckinTry.at)
    )
    return [one.at for one in tries]


def with_grants(person_id: int) -> Person | None:
    """Return a person with their role grants."""
    found: Person | None = one(
        select(Person).where(Person.id == person_id).options(joinedload(Person.grants))
    )
    return found


def holders_of(*roles: str) -> list[Person]:
    """Return the people who hold one of the roles today, by name."""
    found: list[Person] = rows(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role.in_(roles))
        .options(joinedload(Person.grants))
        .order_by(Person.name)
    )
    return [person for person in found if person.has_role(*roles)]


def office(code: str) -> Opd | None:
    """Return the office with this code."""
    found: Opd | None = one(select(Opd).where(Opd.code == code))
    return found


@dataclass(frozen=True)
class PeopleFilter:
    """What the register of people is narrowed to."""

    text: str = ""
    role: str = ""
    office: int | None = None
    page: int = 1

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> "PeopleFilter":
        """Return the filter that an address asks for; what makes no sense is left out."""
        role = args.get("peran", "")
        return cls(
            args.get("cari", "").strip()[:100],
            role if role in ROLES else "",
            args.get("opd", None, type=whole),
            max(1, args.get("halaman", 1, type=whole)),
        )


def find_people(wanted: PeopleFilter) -> tuple[list[Person], int]:
    """Return one page of the register by name, with roles, and how many people it holds."""
    statement = select(Person)
    if wanted.text:
        found = Person.name.icontains(wanted.text, autoescape=True)
        digits = wanted.text.replace(" ", "")
        statement = statement.where(
            or_(found, Person.nip.startswith(digits, autoescape=True), Person.email == wanted.text)
        )
    if wanted.office is not None:
        statement = statement.where(Person.opd_id == wanted.office)
    if wanted.role:
        held = select(RoleGrant.person_id).where(
            RoleGrant.role == wanted.role,
            RoleGrant.starts_on <= today(),
            or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today()),
        )
        statement = statement.where(Person.id.in_(held))
    ids = statement.with_only_columns(Person.id).subquery()
    count = db.session.scalar(select(func.count()).select_from(ids)) or 0
    shown = statement.order_by(Person.name, Person.id).options(selectinload(Person.grants))
    return rows(shown.limit(PAGE).offset((wanted.page - 1) * PAGE)), count


def offices() -> list[Opd]:
    """Return all offices by name."""
    return rows(select(Opd).order_by(Opd.name))


def office_by_id(office_id: int | None) -> Opd | None:
    """Return the office with this number."""
    return db.session.get(Opd, office_id) if office_id else None


def grants_of(person: Person) -> list[RoleGrant]:
    """Return all roles a person ever held, the latest first, with the office of each."""
    return rows(
        select(RoleGrant)
        .where(RoleGrant.person_id == person.id)
        .options(joinedload(RoleGrant.opd))
        .order_by(RoleGrant.starts_on.desc(), RoleGrant.id.desc())
    )


def grant_of(person: Person, grant_id: int) -> RoleGrant | None:
    """Return one of the person's roles."""
    return next((grant for grant in grants_of(person) if grant.id == grant_id), None)


def search(text: str, *, opd_id: int | None = None, limit: int = 30) -> list[Person]:
    """Return people whose name contains, or whose NIP starts with, the text."""
    statement = select(Person).order_by(Person.name).limit(limit)
    words = text.strip()
    if words:
        found = Person.name.icontains(words, autoescape=True)
        statement = statement.where(or_(found, Person.nip.startswith(words, autoescape=True)))
    if opd_id is not None:
        statement = statement.where(Person.opd_id == opd_id)
    return rows(statement)
