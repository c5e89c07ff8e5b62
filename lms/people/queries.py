"""What pages and rules ask about people."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from lms.core.clock import now
from lms.core.db import db, one, rows
from lms.people.models import Opd, Person, RoleGrant, SignInAttempt, UserSession

#: How far back wrong tries count.
TRIES_WINDOW = timedelta(hours=1)


@cache
def _signed_in() -> Any:
    return (
        select(Person, UserSession.created_at)
        .join(UserSession, UserSession.person_id == Person.id)
        .where(UserSession.token_hash == bindparam("token_hash"), UserSession.ended_at.is_(None))
        .options(joinedload(Person.grants))
    )


def signed_in(token_hash: str) -> tuple[Person, datetime] | None:
    """Return the person of a running sign-in with their grants, and when it began."""
    row = db.session.execute(_signed_in(), {"token_hash": token_hash}).unique().first()
    return (row[0], row[1]) if row else None


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


def failed_tries(account_key: str) -> list[datetime]:
    """Return the moments of recent wrong tries for an account, oldest first."""
    tries: list[SignInAttempt] = rows(
        select(SignInAttempt)
        .where(SignInAttempt.account == account_key, SignInAttempt.at > now() - TRIES_WINDOW)
        .order_by(SignInAttempt.at)
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
