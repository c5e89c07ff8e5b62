"""Verbs of reports: keep a text, ask for an edition, make it in the background, hand it out."""

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from lms.catalogue.models import Batch
from lms.core import files
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.jobs import Job, enqueue, handler
from lms.people.models import Person
from lms.reports import document, queries, rules
from lms.reports.dossier import archive, contents
from lms.reports.dossier.queries import documents_of
from lms.reports.models import ReportEdition, ReportFile, ReportText

MAKE = "reports.make"


@dataclass(frozen=True)
class Change:
    """A text as a page sends it; what the counts mean says js/autosave.js."""

    body: str
    seq: int
    #: The count that the page had seen, and the page's own name.
    base: int
    writer: str


@dataclass(frozen=True)
class Kept:
    """What stands now: the change, or what somebody else wrote meanwhile."""

    body: str
    seq: int
    saved_at: datetime
    is_stale: bool = False


def keep_text(batch: Batch, section: str, change: Change, *, by: Person) -> Kept:
    """Keep a text of the report, unless a change stands there that its page has not seen."""
    body = rules.check_text(section, change.body)
    lock(batch)
    text = queries.text_of(batch, section)
    if text is None:
        text = ReportText(batch_id=batch.id, section=section, seq=0)
    elif text.body == body:
        return Kept(text.body, text.seq, text.saved_at)
    elif text.seq != change.base and (text.writer != change.writer or text.seq >= change.seq):
        return Kept(text.body, text.seq, text.saved_at, is_stale=True)
    text.body, text.writer = body, change.writer
    text.seq = max(change.seq, text.seq + 1)
    text.saved_at, text.saved_by_id = now(), by.id
    db.session.add(text)
    db.session.flush()
    record("report_text.kept", text, by=by, section=section, letters=len(body))
    return Kept(text.body, text.seq, text.saved_at)


def ask(batch: Batch, kind: str, *, by: Person) -> ReportEdition:
    """Ask the worker for a new edition; RuleBroken while one is being made."""
    lock(batch)
    job = queries.job_of(batch, kind)
    if job is not None and not job.is_over:
        raise RuleBroken(_("Berkas itu sedang dibuat. Tunggu sampai selesai."))
    edition = queries.open_edition(batch, kind)  # left by a job that failed
    if edition is None:
        number = queries.last_number(batch, kind) + 1
        edition = ReportEdition(batch_id=batch.id, kind=kind, number=number)
    edition.asked_by_id, edition.asked_at = by.id, now()
    edition.missing = []
    db.session.add(edition)
    db.session.flush()
    record("report.asked", edition, by=by, kind=kind, number=edition.number)
    enqueue(MAKE, {"edition_id": edition.id}, by=by, key=queries.job_key(batch, kind))
    return edition


def _missing(batch: Batch, kind: str) -> list[str]:
    state = queries.state(batch, queries.texts_of(batch))
    if kind == "report":
        return rules.gaps(state)
    lacks = contents.lacks(state, documents_of(batch).keys())
    return [f"{item}:{key}" for item, keys in lacks.items() for key in keys]


@handler(MAKE)
def make(job: Job, *, edition_id: int) -> None:
    """Make the files of an edition; safe to repeat, for a finished edition is left alone."""
    edition = queries.edition_with_files(edition_id)
    if edition.finished_at is not None:
        return
    batch, number = edition.batch, edition.number
    made: list[tuple[str, IO[bytes]]]
    if edition.kind == "report":
        stem, made = "laporan-penyelenggaraan", document.make(batch, job.beat)
    else:
        stem, made = "berkas-akreditasi", [("zip", archive.make(batch, job.beat))]
    for form, source in made:
        with source:
            name = f"{stem}-{batch.id}-{number}.{form}"
            stored = files.store_stream(source, name, form, owner=edition.asked_by)
        edition.files.append(ReportFile(file=stored))
    edition.missing, edition.finished_at = _missing(batch, edition.kind), now()
    record("report.made", edition, by=edition.asked_by, kind=edition.kind, number=number)
    job.done, job.note = job.total, _("Berkas siap diunduh")


def hand_out(kept: ReportFile, *, by: Person) -> None:
    """Note in the journal who takes a file of an edition away: it holds data of many people."""
    record("report_file.downloaded", kept.edition, by=by, name=kept.file.name,
           sha256=kept.file.sha256)  # fmt: skip
