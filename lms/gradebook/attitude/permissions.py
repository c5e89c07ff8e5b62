"""Who observes attitude, who corrects a sheet, and who keeps the forms."""

from lms.catalogue.models import Batch
from lms.catalogue.permissions import organises, teaches
from lms.core.access import permission
from lms.people.models import Person
from lms.people.permissions import is_admin

#: The source of a graded part that observation fills.
SOURCE = "attitude"


def counts_attitude(batch: Batch) -> bool:
    """Tell whether attitude is a graded part of the batch."""
    return any(part.get("source") == SOURCE for part in batch.parts)


@permission("attitude.observe")
def may_observe(person: Person, batch: Batch) -> bool:
    """Who teaches in a batch that counts attitude, or runs it, observes its trainees."""
    return counts_attitude(batch) and (organises(person, batch) or teaches(person, batch))


@permission("attitude.arrange")
def may_arrange(person: Person, batch: Batch) -> bool:
    """Who runs the batch chooses its form."""
    return counts_attitude(batch) and organises(person, batch)


def sees_all_sheets(person: Person, batch: Batch) -> bool:
    """Tell whether the person may correct everybody's sheets: an observer corrects the own."""
    return organises(person, batch)


@permission("attitude_form.edit")
def may_edit_forms(person: Person) -> bool:
    """Administrators enter versions of the forms."""
    return is_admin(person)
