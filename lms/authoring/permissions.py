"""Who may review whole programmes, and who may see the keys of all their questions."""

from lms.catalogue.models import Batch, Programme
from lms.catalogue.permissions import is_studying
from lms.core.access import permission
from lms.people.models import TEACHING_ROLES, Person
from lms.people.permissions import is_organiser


@permission("programme.list")
def may_list(person: Person) -> bool:
    """Who runs trainings or teaches in them."""
    return person.has_role("organiser", "admin", *TEACHING_ROLES)


@permission("programme.review")
def may_review(person: Person, _programme: Programme) -> bool:
    """Who runs trainings or teaches in them: the texts, not the keys."""
    return may_list(person)


@permission("programme.keys")
def may_see_keys(person: Person, programme: Programme) -> bool:
    """Organisers and instructors, but nobody who is studying the programme at the time."""
    teaches = is_organiser(person) or person.has_role("instructor")
    return teaches and not is_studying(person, Batch.programme_id == programme.id)
