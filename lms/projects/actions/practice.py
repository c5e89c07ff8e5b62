"""What happened at the office: dated evidence, and figures before and after."""

from datetime import date
from decimal import Decimal

from werkzeug.datastructures import FileStorage

from lms.core import files
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.projects import queries, rules
from lms.projects.models import Evidence, Indicator, Project

PHOTO_KINDS = ("jpg", "png", "pdf", "docx", "xlsx", "pptx")
MOST_MB = 10


def add_evidence(
    project: Project, *, happened_on: date, activity: str, place: str, note: str,
    upload: FileStorage, by: Person,
) -> Evidence:  # fmt: skip
    """Keep a file that shows what was done on a day."""
    lock(project)
    _refuse_unless(project, "execution")
    rules.check_held_on(happened_on, today())
    if queries.whole(project.id).facts.evidence >= rules.MOST_EVIDENCE:
        raise RuleBroken(_("Satu proyek memuat paling banyak %(most)s bukti.",
                           most=rules.MOST_EVIDENCE))  # fmt: skip
    stored = files.store(upload, owner=by, kinds=PHOTO_KINDS, max_bytes=MOST_MB * 1_000_000)
    db.session.flush()
    piece = Evidence(
        project_id=project.id, happened_on=happened_on, activity=activity, place=place, note=note,
        file_id=stored.id, added_at=now(),
    )  # fmt: skip
    db.session.add(piece)
    record("evidence.added", project, by=by, on=happened_on, sha256=stored.sha256)
    return piece


def remove_evidence(piece: Evidence, project: Project, *, by: Person) -> None:
    """Take a piece of evidence out while the stage is still open."""
    lock(project)
    _refuse_unless(project, "execution")
    record("evidence.removed", project, by=by, on=piece.happened_on, sha256=piece.file.sha256)
    db.session.delete(piece)


def add_indicator(
    project: Project, *, name: str, unit: str, before: Decimal, target: Decimal, by: Person
) -> Indicator:
    """Add a figure that the project is to change."""
    lock(project)
    _refuse_unless(project, "issue", "design")
    if before == target:
        raise RuleBroken(_("Target harus berbeda dari keadaan awal."))
    if queries.whole(project.id).facts.indicators >= rules.MOST_INDICATORS:
        raise RuleBroken(_("Satu proyek memuat paling banyak %(most)s indikator.",
                           most=rules.MOST_INDICATORS))  # fmt: skip
    figure = Indicator(project_id=project.id, name=name, unit=unit, before=before, target=target)
    db.session.add(figure)
    record("indicator.added", project, by=by, name=name, before=before, target=target)
    return figure


def remove_indicator(figure: Indicator, project: Project, *, by: Person) -> None:
    """Take a figure out before the design is accepted."""
    lock(project)
    _refuse_unless(project, "issue", "design")
    record("indicator.removed", project, by=by, name=figure.name)
    db.session.delete(figure)


def measure(
    figure: Indicator, project: Project, *, after: Decimal, measured_on: date, by: Person
) -> None:
    """Note the figure reached at the office."""
    lock(project)
    _refuse_unless(project, "execution")
    rules.check_held_on(measured_on, today())
    record("indicator.measured", project, by=by, name=figure.name, after=after,
           former=figure.after)  # fmt: skip
    figure.after, figure.measured_on = after, measured_on


def _refuse_unless(project: Project, *stages: str) -> None:
    """Refuse what does not belong to the present stage, or comes while somebody reads it."""
    if project.stage not in stages:
        raise RuleBroken(_("Bagian ini hanya dapat diubah pada tahapnya."))
    if queries.open_step(project) is not None:
        raise RuleBroken(_("Tahap ini sedang diperiksa. Tunggu putusannya."))
