"""Who may read hours and the index."""

from lms.core.access import permission
from lms.people.models import Opd, Person
from lms.people.permissions import is_leader, is_officer_of, is_organiser


@permission("competence.own")
def may_read_own(_person: Person) -> bool:
    """Everybody reads the own hours and score."""
    return True


@permission("index.view")
def may_read_index(person: Person) -> bool:
    """Leaders, organisers and officers; officers see names only of their own office."""
    return is_leader(person) or is_organiser(person) or person.has_role("opd_officer")


@permission("opd.view")
def may_read_office(person: Person, opd: Opd) -> bool:
    """Leaders and organisers see the people of every office, officers of their own."""
    return is_leader(person) or is_organiser(person) or is_officer_of(person, opd.id)
