"""Who sets role weights, fills in a sheet, and moderates."""

from sqlalchemy import select

from lms.assignments.models import Submission
from lms.assignments.panel.models import PanelSheet
from lms.catalogue.models import Batch, Enrolment
from lms.catalogue.permissions import organises, standing
from lms.core.access import permission
from lms.core.db import one
from lms.people.models import TEACHING_ROLES, Person
from lms.people.permissions import is_organiser


def _batch_of(submission_id: int) -> Batch:
    return one(  # type: ignore[no-any-return]
        select(Batch)
        .join(Enrolment, Enrolment.batch_id == Batch.id)
        .join(Submission, Submission.enrolment_id == Enrolment.id)
        .where(Submission.id == submission_id)
    )


@permission("panel.manage")
def may_manage(person: Person, batch: Batch) -> bool:
    """Who runs the batch sees all sheets; assessors do not, so that each judges alone."""
    return organises(person, batch)


@permission("panel.arrange")
def may_arrange(person: Person, _batch: Batch) -> bool:
    """Role weights hold for a whole programme: organisers of the agency set them."""
    return is_organiser(person)


@permission("panel.own")
def may_list_own(person: Person) -> bool:
    """Whoever teaches anywhere or leads others may be asked to assess."""
    return person.leads or person.has_role("organiser", "admin", *TEACHING_ROLES)


@permission("submission.moderate")
def may_moderate(person: Person, submission: Submission) -> bool:
    """Who runs the batch; nobody decides on the own work."""
    batch = _batch_of(submission.id)
    enrolment = standing(person, batch).enrolment
    own = enrolment is not None and enrolment.id == submission.enrolment_id
    return organises(person, batch) and not own


@permission("panel_sheet.fill")
def may_fill(person: Person, sheet: PanelSheet) -> bool:
    """Only the one it belongs to."""
    return sheet.person_id == person.id


@permission("panel_sheet.view")
def may_view(person: Person, sheet: PanelSheet) -> bool:
    """Its owner, and who runs the batch."""
    return may_fill(person, sheet) or organises(person, _batch_of(sheet.submission_id))
