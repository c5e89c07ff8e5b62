"""Who may read, write and make the reports of a batch."""

from lms.catalogue.models import Batch
from lms.catalogue.permissions import organises
from lms.core.access import permission
from lms.people.models import Person
from lms.people.permissions import is_leader, is_organiser
from lms.reports.models import DossierDocument, ReportFile


@permission("report.list")
def may_list(person: Person) -> bool:
    """Who runs trainings, and leaders."""
    return is_organiser(person) or is_leader(person)


@permission("report.view")
def may_view(person: Person, batch: Batch) -> bool:
    """Who runs the batch, administrators; leaders read."""
    return organises(person, batch) or is_leader(person)


@permission("report.write")
def may_write(person: Person, batch: Batch) -> bool:
    """Who runs the batch."""
    return organises(person, batch)


@permission("report_file.view")
def may_view_file(person: Person, kept: ReportFile) -> bool:
    """Whoever may read the batch's report."""
    return may_view(person, kept.edition.batch)


@permission("dossier_document.view")
def may_view_document(person: Person, document: DossierDocument) -> bool:
    """Whoever may read the batch's report."""
    return may_view(person, document.batch)


@permission("dossier_document.withdraw")
def may_withdraw_document(person: Person, document: DossierDocument) -> bool:
    """Whoever may write the batch's report."""
    return may_write(person, document.batch)
