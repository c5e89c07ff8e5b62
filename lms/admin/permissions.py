"""Who looks after the system."""

from lms.core.access import permission
from lms.people.models import Person
from lms.people.permissions import is_admin


@permission("journal.list")
def may_read_journal(person: Person) -> bool:
    """Only the administrator reads, exports and checks the journal."""
    return is_admin(person)


@permission("permission.list")
def may_read_permissions(person: Person) -> bool:
    """Only the administrator reads the matrix of permissions."""
    return is_admin(person)


@permission("job.list")
def may_list_jobs(person: Person) -> bool:
    """Only the administrator sees everybody's background work."""
    return is_admin(person)


@permission("job.retry")
def may_retry_job(person: Person, _job: object) -> bool:
    """Only the administrator starts failed work again."""
    return is_admin(person)


@permission("system.view")
def may_view_system(person: Person) -> bool:
    """Only the administrator sees how the system is."""
    return is_admin(person)
