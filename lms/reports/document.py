"""The whole report of a batch: its facts put into chapters, for the page, the PDF and the DOCX."""

import io
from collections.abc import Callable
from typing import IO, Any, TypeVar

from flask import current_app

from lms.catalogue.models import Batch
from lms.core.clock import now, today
from lms.core.docx import write_outline
from lms.core.formats import tanggal
from lms.core.i18n import _, reading_as
from lms.core.outline import Chapter, Outline, Signature
from lms.core.pdf import render_pdf
from lms.reports import chapters, queries

T = TypeVar("T")


class _Facts:
    """A batch that answers each question once, so that chapters agree with each other."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._known: dict[Any, Any] = {}

    def __call__(self, find: Callable[[Batch], T]) -> T:
        if find not in self._known:
            self._known[find] = find(self._batch)
        return self._known[find]  # type: ignore[no-any-return]


_Writing = Callable[[_Facts], Chapter]
_CHAPTERS: dict[str, _Writing] = {
    "opening": lambda ask: chapters.opening(ask(queries.frame), ask(queries.ground)),
    "people": lambda ask: chapters.people(
        ask(queries.trainees), ask(queries.stretches), ask(queries.subjects), ask(queries.teachers)
    ),
    "course": lambda ask: chapters.course(
        ask(queries.frame), ask(queries.meetings), ask(queries.presences)
    ),
    "result": lambda ask: chapters.result(ask(queries.marks), ask(queries.certificates)),
    "opinion": lambda ask: chapters.opinion(ask(queries.opinions)),
    "trouble": lambda ask: chapters.trouble(ask(queries.frame)),
    "closing": lambda ask: chapters.closing(ask(queries.frame)),
}
_ANNEXES: dict[str, _Writing] = {
    "nominative": lambda ask: chapters.nominative(ask(queries.trainees)),
    "recap": lambda ask: chapters.recap(ask(queries.marks)),
    "timetable": lambda ask: chapters.timetable(ask(queries.meetings)),
    "presence": lambda ask: chapters.presence(ask(queries.presences)),
    "register": lambda ask: chapters.register(ask(queries.certificates)),
}
KEYS = frozenset(_CHAPTERS | _ANNEXES)


def chapter(batch: Batch, key: str) -> Chapter:
    """Return one chapter or annex as it would be filed now; KeyError when there is none."""
    with reading_as("id"):
        return (_CHAPTERS | _ANNEXES)[key](_Facts(batch))


def outline(batch: Batch) -> Outline:
    """Return the whole report as it would be filed now."""
    config, ask = current_app.config, _Facts(batch)
    with reading_as("id"):
        return Outline(
            letterhead=config["AGENCY_LETTERHEAD"],
            title="Laporan penyelenggaraan",
            about=[batch.name_with_year,
                   f"{tanggal(batch.starts_on)} sampai dengan {tanggal(batch.ends_on)}"],
            chapters=[write(ask) for write in _CHAPTERS.values()],
            annexes=[write(ask) for write in _ANNEXES.values()],
            signature=Signature(
                f"{config['ISSUE_PLACE']}, {tanggal(today())}", config["SIGNER_TITLE"],
                config["SIGNER_NAME"], config["SIGNER_NIP"],
            ),
            author=config["AGENCY_NAME"],
        )  # fmt: skip


def pdf(batch: Batch, found: Outline) -> bytes:
    """Return an outline as PDF on A4."""
    with reading_as("id"):
        return render_pdf(
            "reports/paper_report.html", outline=found, batch=batch, agency=found.author,
            printed_at=now(),
        )  # fmt: skip


#: What an outline is filed as: kind of file -> writer.
WRITERS: dict[str, Callable[[Batch, Outline], bytes]] = {
    "docx": lambda _batch, found: write_outline(found),
    "pdf": pdf,
}


def make(batch: Batch, beat: Callable[[int, int, str], None]) -> list[tuple[str, IO[bytes]]]:
    """Return the report as every kind of file; `beat` hears done, of how many, at what."""
    total = 1 + len(WRITERS)
    beat(0, total, _("Fakta angkatan dikumpulkan"))
    found = outline(batch)
    made: list[tuple[str, IO[bytes]]] = []
    for number, (form, write) in enumerate(WRITERS.items(), 1):
        beat(number, total, _("Berkas %(form)s ditulis", form=form.upper()))
        made.append((form, io.BytesIO(write(batch, found))))
    return made
