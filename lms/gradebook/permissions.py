"""Who may see, enter and release marks."""

from lms.catalogue.models import Batch
from lms.catalogue.permissions import organises, studies_in, teaches
from lms.core.access import permission
from lms.people.models import Person


@permission("gradebook.view")
def may_view(person: Person, batch: Batch) -> bool:
    """Who teaches in the batch or runs it sees everybody's marks."""
    return organises(person, batch) or teaches(person, batch)


@permission("gradebook.own")
def may_view_own(person: Person, batch: Batch) -> bool:
    """A trainee sees the own marks, once each is released."""
    return studies_in(person, batch)


@permission("gradebook.tab")
def may_open_tab(person: Person, batch: Batch) -> bool:
    """The tab leads everybody to what they may see."""
    return may_view(person, batch) or may_view_own(person, batch)


@permission("score.enter")
def may_enter(person: Person, batch: Batch) -> bool:
    """Who runs the batch enters and imports scores from outside."""
    return organises(person, batch)


@permission("result.correct")
def may_correct(person: Person, batch: Batch) -> bool:
    """Who runs the batch corrects a released result; certificates follow."""
    return organises(person, batch)


@permission("grade.release")
def may_release(person: Person, batch: Batch) -> bool:
    """Who runs the batch releases its result, once."""
    return organises(person, batch)
