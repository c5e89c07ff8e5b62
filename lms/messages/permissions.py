"""Who may read messages: oneself, and nobody else."""

from lms.core.access import permission
from lms.messages.models import Message
from lms.people.models import Person


@permission("message.view")
def may_view(person: Person, message: Message) -> bool:
    """Only who was told."""
    return message.person_id == person.id
