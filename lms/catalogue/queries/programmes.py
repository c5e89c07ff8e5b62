"""The public catalogue, and what a programme version teaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer_group

from lms.catalogue.models import Batch, Course, Document, Phase, Programme, ProgrammeVersion
from lms.catalogue.queries.batches import open_batches
from lms.catalogue.queries.enrolments import Places, places_of
from lms.catalogue.words import modality
from lms.core.db import one, read, rows


@dataclass(frozen=True)
class CatalogueFilter:
    """What the catalogue is narrowed to; empty values narrow nothing."""

    q: str = ""
    kind: str = ""
    #: A key of words.MODALITIES.
    mode: str = ""
    #: First day of the month in which a batch starts.
    month: date | None = None
    only_open: bool = False
    #: "soon" (next to start first) or "jp" (most hours first).
    order: str = "soon"


@dataclass(frozen=True)
class CatalogueEntry:
    """A programme as the catalogue shows it: its present version and the batch to join next."""

    version: ProgrammeVersion
    modality: str
    batches: list[Batch]
    places: dict[int, Places]

    @property
    def next_batch(self) -> Batch | None:
        """Return the first batch with a free seat, or the first one to wait for."""
        free = (batch for batch in self.batches if not self.places[batch.id].is_full)
        return next(free, self.batches[0] if self.batches else None)


def catalogue(wanted: CatalogueFilter, on: date) -> list[CatalogueEntry]:
    """Return the programmes that fit the filter, with the batches one can join on that day."""
    statement = (
        select(ProgrammeVersion)
        .join(Programme, Programme.current_version_id == ProgrammeVersion.id)
        .options(selectinload(ProgrammeVersion.phases))
        .order_by(Programme.title)
    )
    if wanted.kind:
        statement = statement.where(Programme.kind == wanted.kind)
    for word in wanted.q.split():
        statement = statement.where(_mentions(word))
    versions: list[ProgrammeVersion] = rows(statement)
    batches = open_batches(on, [version.programme_id for version in versions])
    if wanted.month is not None:
        month = (wanted.month.year, wanted.month.month)
        batches = [b for b in batches if (b.starts_on.year, b.starts_on.month) == month]
    places = places_of(batches)
    entries = []
    for version in versions:
        own = [batch for batch in batches if batch.programme_id == version.programme_id]
        entry = CatalogueEntry(version, modality({p.mode for p in version.phases}), own, places)
        if _fits(entry, wanted):
            entries.append(entry)
    return _ordered(entries, wanted.order)


def _mentions(word: str) -> ColumnElement[bool]:
    found = select(Course.version_id).where(Course.title.icontains(word, autoescape=True))
    return or_(
        ProgrammeVersion.title.icontains(word, autoescape=True),
        ProgrammeVersion.summary.icontains(word, autoescape=True),
        ProgrammeVersion.target.icontains(word, autoescape=True),
        ProgrammeVersion.id.in_(found),
    )


def _fits(entry: CatalogueEntry, wanted: CatalogueFilter) -> bool:
    if wanted.mode and entry.modality != wanted.mode:
        return False
    if wanted.month is not None and not entry.batches:
        return False
    return not wanted.only_open or any(not entry.places[b.id].is_full for b in entry.batches)


def _ordered(entries: list[CatalogueEntry], order: str) -> list[CatalogueEntry]:
    if order == "jp":
        return sorted(entries, key=lambda entry: -entry.version.jp_total)
    return sorted(entries, key=lambda e: e.next_batch.starts_on if e.next_batch else date.max)


def kinds() -> list[str]:
    """Return the kinds of programmes there are."""
    return rows(select(Programme.kind).distinct().order_by(Programme.kind))


def months(on: date) -> list[date]:
    """Return the first days of the months in which open batches start."""
    starts = rows(
        select(Batch.starts_on).where(Batch.state == "open", Batch.registration_closes_on >= on)
    )
    return sorted({start.replace(day=1) for start in starts})


def programmes() -> list[Programme]:
    """Return all programmes by title."""
    return rows(select(Programme).order_by(Programme.title))


def current_versions() -> list[ProgrammeVersion]:
    """Return the versions with which new batches start, with their programmes, by title."""
    return rows(
        select(ProgrammeVersion)
        .join(Programme, Programme.current_version_id == ProgrammeVersion.id)
        .order_by(Programme.title)
    )


def current_version(key: str) -> ProgrammeVersion | None:
    """Return the version with which new batches of the programme start, with what it consists of.

    Phases and subjects come along; None when there is no such programme or nothing is published.
    """
    found: ProgrammeVersion | None = one(
        select(ProgrammeVersion)
        .join(Programme, Programme.current_version_id == ProgrammeVersion.id)
        .where(Programme.key == key)
        .options(
            undefer_group("words"),
            selectinload(ProgrammeVersion.phases),
            selectinload(ProgrammeVersion.courses),
        )
    )
    return found


def by_phase(version: ProgrammeVersion) -> list[tuple[Phase, list[Course]]]:
    """Return each phase of a loaded version with its subjects."""
    return [
        (phase, [course for course in version.courses if course.phase_id == phase.id])
        for phase in version.phases
    ]


def phases_of(version_id: int) -> list[Phase]:
    """Return the phases of a version in their order."""
    return rows(select(Phase).where(Phase.version_id == version_id).order_by(Phase.position))


def courses_of(version_id: int) -> list[Course]:
    """Return the subjects of a version in their order."""
    return rows(select(Course).where(Course.version_id == version_id).order_by(Course.position))


def courses_with_units(version: ProgrammeVersion) -> list[Course]:
    """Return the subjects of a version in their order, with phase and units."""
    return rows(
        select(Course)
        .where(Course.version_id == version.id)
        .options(joinedload(Course.phase), selectinload(Course.units))
        .order_by(Course.position)
    )


def documents_of(version_id: int) -> list[Document]:
    """Return the guides and documents of a version in their order."""
    found = select(Document).where(Document.version_id == version_id)
    return rows(found.order_by(Document.position))


def documents_by_kind(version_id: int, kinds: Sequence[str]) -> list[tuple[str, list[Document]]]:
    """Return the documents of a version that are of these kinds, grouped in the order of kinds."""
    found = [one for one in documents_of(version_id) if one.kind in kinds]
    groups = [(kind, [one for one in found if one.kind == kind]) for kind in kinds]
    return [(kind, group) for kind, group in groups if group]


def document_in(version_id: int, document_id: int, kinds: Sequence[str]) -> Document | None:
    """Return a document when it belongs to the version and is of one of these kinds."""
    found: Document | None = one(
        select(Document).where(
            Document.id == document_id,
            Document.version_id == version_id,
            Document.kind.in_(kinds),
        )
    )
    return found


@dataclass(frozen=True)
class Template:
    """A text to fill in that is offered with an assignment."""

    id: int
    title: str
    #: The Markdown as written.
    text: str


def templates_beside(version: ProgrammeVersion, unit_key: str) -> list[Template]:
    """Return the templates that are offered with an assignment; asked once per process."""
    found = _published_templates(version.id, version.published_at)
    return [template for beside, template in found if beside == unit_key]


@lru_cache(maxsize=64)
def _published_templates(
    version_id: int, _published_at: datetime
) -> tuple[tuple[str, Template], ...]:
    found: Any = (
        select(Document.beside, Document.id, Document.title, Document.text)
        .where(Document.version_id == version_id, Document.beside != "")
        .order_by(Document.position)
    )
    return tuple((beside, Template(*rest)) for beside, *rest in read(found))
