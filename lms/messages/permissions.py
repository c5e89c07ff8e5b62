"""Who may read messages (oneself, and nobody else), and who may announce."""

from lms.catalogue.models import Batch
from lms.catalogue.permissions import organises
from lms.core.access import permission
from lms.messages.models import Message
from lms.people.models import Person


@permission("message.view")
def may_view(person: Person, message: Message) -> bool:
    """Only who was told."""
    return message.person_id == person.id


@permission("announcement.write")
def may_announce(person: Person, batch: Batch) -> bool:
    """Who runs the batch."""
    return organises(person, batch)
