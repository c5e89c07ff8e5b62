"""Who people are to each other: the predicates that other areas build on."""

from collections import defaultdict

from sqlalchemy import select

from lms.core.access import permission, remember
from lms.core.db import rows
from lms.people.models import Opd, Person


def is_organiser(person: Person) -> bool:
    """Tell whether the person runs trainings for the agency."""
    return person.has_role("organiser", "admin")


def is_admin(person: Person) -> bool:
    """Tell whether the person looks after the system."""
    return person.has_role("admin")


def is_leader(person: Person) -> bool:
    """Tell whether the person reads the province's index."""
    return person.has_role("leader", "admin")


def is_officer_of(person: Person, opd_id: int | None) -> bool:
    """Tell whether the person looks after the training of an office's staff."""
    return opd_id is not None and person.has_role("opd_officer", opd_id=opd_id)


def kept_offices(person: Person) -> frozenset[int]:
    """Return the offices whose staff the person looks after: the own ones with all below them."""
    own = frozenset(person.offices_as("opd_officer"))
    return (
        remember(("kept_offices", person.id), lambda: _with_all_below(own)) if own else frozenset()
    )


def _with_all_below(tops: frozenset[int | None]) -> frozenset[int]:
    offices: list[Opd] = rows(select(Opd))
    if None in tops:  # an officer of the whole province
        return frozenset(office.id for office in offices)
    below: dict[int | None, list[int]] = defaultdict(list)
    for office in offices:
        below[office.parent_id].append(office.id)
    found: set[int] = set()
    waiting = [top for top in tops if top is not None]
    while waiting:
        office_id = waiting.pop()
        if office_id not in found:
            found.add(office_id)
            waiting += below[office_id]
    return frozenset(found)


@permission("person.view")
def may_view(person: Person, other: Person) -> bool:
    """Oneself, the own office's officer, the organiser."""
    return person.id == other.id or is_organiser(person) or is_officer_of(person, other.opd_id)


@permission("person.list")
def may_list(person: Person) -> bool:
    """The organiser and the officer (who sees the own office only)."""
    return person.has_role("organiser", "admin", "opd_officer")


@permission("person.administer")
def may_administer(person: Person, _other: Person | None = None) -> bool:
    """Only the administrator registers people, gives roles and first passwords."""
    return is_admin(person)
