"""Who may review whole programmes, see the keys of their questions, and write the next version."""

from lms.authoring.models import ProgrammeDraft
from lms.catalogue.models import Programme
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
    return _writes(person) and not is_studying(person, programme.id)


def _writes(person: Person) -> bool:
    return is_organiser(person) or person.has_role("instructor")


@permission("programme_draft.list")
def may_list_drafts(person: Person) -> bool:
    """Organisers and instructors, but nobody who is studying at the time: all keys stand there."""
    return _writes(person) and not is_studying(person)


@permission("programme_draft.view")
def may_view_draft(person: Person, _draft: ProgrammeDraft) -> bool:
    """Who may list drafts reads, compares and writes every one of them."""
    return may_list_drafts(person)


@permission("programme_draft.publish")
def may_publish(person: Person, draft: ProgrammeDraft) -> bool:
    """Only organisers make a draft the version of new batches, or give it up."""
    return is_organiser(person) and may_view_draft(person, draft)
