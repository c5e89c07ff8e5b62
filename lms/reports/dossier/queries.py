"""What the dossier of a batch asks: documents that were put in, units, surveys with answers."""

from sqlalchemy import select

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Course, Unit
from lms.core.db import one, rows
from lms.reports.models import DossierDocument, ReportEdition, ReportFile
from lms.surveys import queries as surveys


def documents_of(batch: Batch) -> dict[str, list[DossierDocument]]:
    """Return the documents that were put in for a batch, by item, in the order they came."""
    found: dict[str, list[DossierDocument]] = {}
    for document in rows(
        select(DossierDocument)
        .where(DossierDocument.batch_id == batch.id, DossierDocument.withdrawn_at.is_(None))
        .order_by(DossierDocument.id)
    ):
        found.setdefault(document.item, []).append(document)
    return found


def materials(batch: Batch) -> list[tuple[Course, Unit]]:
    """Return the units that the batch learns with, by subject in their order."""
    return [
        (course, unit)
        for course in catalogue.courses_with_units(batch.version)
        for unit in sorted(course.units, key=lambda unit: unit.position)
        if unit.batch_id in (None, batch.id)
    ]


def report_files(batch: Batch) -> list[ReportFile]:
    """Return the files of the newest report that was made."""
    edition: ReportEdition | None = one(
        select(ReportEdition)
        .where(
            ReportEdition.batch_id == batch.id, ReportEdition.kind == "report",
            ReportEdition.finished_at.is_not(None),
        )
        .order_by(ReportEdition.number.desc())
        .limit(1)
    )  # fmt: skip
    if edition is None:
        return []
    return rows(
        select(ReportFile).where(ReportFile.edition_id == edition.id).order_by(ReportFile.id)
    )


def answers(batch: Batch, *, of_alumni: bool) -> list[surveys.Result]:
    """Return what the trainees answered, or what alumni and their superiors did."""
    own = [one for one in surveys.results_of(batch) if one.sheet.is_of_alumni == of_alumni]
    if not of_alumni:
        return own
    superiors = surveys.sheets_of(batch, None, "superior")
    return own + [surveys.result_of(batch, sheet) for sheet in superiors]
