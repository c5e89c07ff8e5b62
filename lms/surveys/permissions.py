"""Who may see the surveys of a batch, whose results, and who names a superior."""

from lms.catalogue.models import Batch, Enrolment
from lms.catalogue.permissions import may_teach, may_view_enrolment, organises, studies_in
from lms.core.access import permission
from lms.people.models import Person


@permission("survey.list")
def may_list(person: Person, batch: Batch) -> bool:
    """Who studies in the batch, teaches in it or runs it."""
    return studies_in(person, batch) or may_teach(person, batch)


@permission("survey.asked")
def may_be_asked(_person: Person) -> bool:
    """Everybody: who was named as somebody's superior finds it there, officers their alumni."""
    return True


@permission("enrolment.name_superior")
def may_name_superior(person: Person, enrolment: Enrolment) -> bool:
    """The alumnus, the own office's officer, and organisers."""
    return enrolment.has_seat and may_view_enrolment(person, enrolment)


def may_see_results(person: Person, batch: Batch, about_id: int) -> bool:
    """Who runs the batch sees everything, who teaches what is said about oneself."""
    return organises(person, batch) or (may_teach(person, batch) and about_id == person.id)
