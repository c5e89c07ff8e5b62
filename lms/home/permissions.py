"""Who may stand at which front door."""

from lms.core.access import permission
from lms.people.models import TEACHING_ROLES, Person


@permission("home.trainee")
def may_be_trainee(_person: Person) -> bool:
    """Everybody learns."""
    return True


@permission("home.instructor")
def may_be_instructor(person: Person) -> bool:
    """Who instructs, coaches, mentors or examines."""
    return person.has_role(*TEACHING_ROLES)


@permission("home.organiser")
def may_be_organiser(person: Person) -> bool:
    """Who runs trainings."""
    return person.has_role("organiser", "admin")


@permission("home.opd")
def may_be_officer(person: Person) -> bool:
    """Who looks after an office's people."""
    return person.has_role("opd_officer")
