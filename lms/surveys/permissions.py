"""Who may see the surveys of a batch, and whose results."""

from lms.catalogue.models import Batch
from lms.catalogue.permissions import may_teach, organises, studies_in
from lms.core.access import permission
from lms.people.models import Person


@permission("survey.list")
def may_list(person: Person, batch: Batch) -> bool:
    """Who studies in the batch, teaches in it or runs it."""
    return studies_in(person, batch) or may_teach(person, batch)


def may_see_results(person: Person, batch: Batch, about_id: int) -> bool:
    """Who runs the batch sees everything, who teaches what is said about oneself."""
    return organises(person, batch) or (may_teach(person, batch) and about_id == person.id)
