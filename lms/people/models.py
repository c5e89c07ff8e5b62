"""Employees, their offices, what they may do, and their sign-ins."""

from datetime import date, datetime
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.clock import today
from lms.core.db import db

EMPLOYMENTS = ("pns", "cpns", "pppk")
POSITION_KINDS = ("jpt", "administrator", "pengawas", "fungsional", "pelaksana")
#: Positions with staff below them.
LEADING_KINDS = POSITION_KINDS[:3]
ROLES = (
    "instructor",
    "coach",
    "mentor",
    "examiner",
    "organiser",
    "opd_officer",
    "leader",
    "admin",
)
#: Roles that share the instructor's front door.
TEACHING_ROLES = ("instructor", "coach", "mentor", "examiner")
#: Front doors in the order they are offered, with the roles that open them; all are trainees.
FRONTS: dict[str, tuple[str, ...]] = {
    "trainee": (),
    "instructor": TEACHING_ROLES,
    "organiser": ("organiser",),
    "opd": ("opd_officer",),
    "leader": ("leader",),
    "admin": ("admin",),
}


def with_titles(front: str, name: str, back: str) -> str:
    """Return a name with academic titles before and after."""
    return f"{front} {name}".strip() + (f", {back}" if back else "")


def holds_today(starts_on: date, ends_on: date | None) -> bool:
    """Tell whether something given from one day to another, or for good, holds today."""
    return starts_on <= today() and (ends_on is None or ends_on >= today())


class Opd(db.Model):  # type: ignore[name-defined]
    """An office of the province (organisasi perangkat daerah); offices form a tree."""

    __tablename__ = "opd"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("opd.id"), index=True)


class Person(db.Model):  # type: ignore[name-defined]
    """An employee (ASN) or another person with an account."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(f"employment IN {EMPLOYMENTS}", name="employment"),
        CheckConstraint(f"position_kind IN {POSITION_KINDS}", name="position_kind"),
        Index("ix_person_opd_kind", "opd_id", "position_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nip: Mapped[str | None] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    title_front: Mapped[str] = mapped_column(default="")
    title_back: Mapped[str] = mapped_column(default="")
    birth_place: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None]
    employment: Mapped[str] = mapped_column(default="pns")
    position_kind: Mapped[str] = mapped_column(default="pelaksana")
    position_title: Mapped[str] = mapped_column(default="")
    #: Grade such as III/a (PNS) or IX (PPPK).
    golongan: Mapped[str] = mapped_column(default="")
    #: Latest performance rating (predikat kinerja), used by the 2024 index rule; "" when unknown.
    performance: Mapped[str] = mapped_column(default="")
    opd_id: Mapped[int | None] = mapped_column(ForeignKey("opd.id"), index=True)
    #: Last day of service; the account stops then. Deleting people is not offered.
    ended_on: Mapped[date | None]
    password_hash: Mapped[str | None]
    #: "none", "first" (single use, must be replaced) or "own".
    password_state: Mapped[str] = mapped_column(default="none")
    locale: Mapped[str] = mapped_column(default="id")

    opd: Mapped[Opd | None] = relationship(lazy="joined")
    grants: Mapped[list["RoleGrant"]] = relationship(
        lazy="raise", back_populates="person", foreign_keys="RoleGrant.person_id"
    )

    is_authenticated = True
    is_anonymous = False
    #: Secret of the sign-in this request came with, set by signin.py; not a column.
    session_token = ""
    #: The front door in use, set by signin.py; not a column.
    front = "trainee"
    #: What areas above asked for along with the sign-in (queries.BESIDE); not a column.
    beside = cast("dict[str, Any]", MappingProxyType({}))
    #: Roles of the one who signed in, as (role, OPD id); not a column.
    held_roles = cast("tuple[tuple[str, int | None], ...] | None", None)

    def get_id(self) -> str:
        """Return what Flask-Login keeps in the cookie: the sign-in's secret, not the person."""
        return self.session_token

    @property
    def is_active(self) -> bool:
        """Tell whether the person still serves."""
        return self.ended_on is None or self.ended_on >= today()

    @property
    def full_name(self) -> str:
        """Return the name with academic titles before and after."""
        return with_titles(self.title_front, self.name, self.title_back)

    @property
    def leads(self) -> bool:
        """Tell whether the position is one that leads others."""
        return self.position_kind in LEADING_KINDS

    @property
    def display_name(self) -> str:
        """Return the name as menus show it."""
        return self.name

    @property
    def fronts(self) -> list[str]:
        """Return the front doors this person may use; the grants must have been loaded."""
        return [front for front, roles in FRONTS.items() if not roles or self.has_role(*roles)]

    @property
    def initials(self) -> str:
        """Return up to two letters for the avatar."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()

    def has_role(self, *roles: str, opd_id: int | None = None) -> bool:
        """Tell whether a grant valid today gives one of `roles`, everywhere or for the OPD.

        Without `opd_id` any scope counts. The grants must have been loaded, unless the roles
        are held as those of who signed in are.
        """
        held = self.held_roles if self.held_roles is not None else self.granted_roles()
        return any(
            role in roles and (opd_id is None or scope is None or scope == opd_id)
            for role, scope in held
        )

    def offices_as(self, *roles: str) -> set[int | None]:
        """Return the ids of the offices for which a role is held today; None is "everywhere"."""
        held = self.held_roles if self.held_roles is not None else self.granted_roles()
        return {scope for role, scope in held if role in roles}

    def granted_roles(self) -> tuple[tuple[str, int | None], ...]:
        """Return the roles that the loaded grants give today, as (role, OPD id)."""
        return tuple((grant.role, grant.opd_id) for grant in self.grants if grant.is_current)


class RoleGrant(db.Model):  # type: ignore[name-defined]
    """A role given to a person, everywhere or for one OPD, between two days."""

    __tablename__ = "role_grant"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    opd_id: Mapped[int | None] = mapped_column(ForeignKey("opd.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(
        lazy="raise", back_populates="grants", foreign_keys=[person_id]
    )
    opd: Mapped[Opd | None] = relationship(lazy="raise")

    @property
    def is_current(self) -> bool:
        """Tell whether the grant holds today."""
        return holds_today(self.starts_on, self.ends_on)


class UserSession(db.Model):  # type: ignore[name-defined]
    """One sign-in on one device; ending it signs that device out at its next request."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(lazy="raise")


class SignInAttempt(db.Model):  # type: ignore[name-defined]
    """One failed try to sign in to an account, counted for the wait between tries."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_account", "account", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Hash of what was typed as account: also unknown accounts wait, and none can be read back.
    account: Mapped[str]
    at: Mapped[datetime]
    address: Mapped[str] = mapped_column(default="")


class CheckinTry(db.Model):  # type: ignore[name-defined]
    """One wrong check-in code of a person, counted for the wait between tries."""

    __tablename__ = "checkin_try"
    __table_args__ = (Index("ix_checkin_try_person", "person_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
