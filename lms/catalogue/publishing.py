"""Write a programme's files into its tables: versions are added, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from lms.catalogue.content import (
    ComponentForm,
    CourseForm,
    DocumentForm,
    PhaseForm,
    ProgrammeForm,
    TimetableForm,
    UnitForm,
    plain,
)
from lms.catalogue.models import Course, Document, Phase, Programme, ProgrammeVersion, Unit
from lms.core.clock import now
from lms.core.db import db, one, rows
from lms.core.richtext import render_markdown


def find_programme(key: str) -> Programme | None:
    """Return the programme with this key."""
    return one(select(Programme).where(Programme.key == key))  # type: ignore[no-any-return]


def find_version(programme: Programme, content_hash: str) -> ProgrammeVersion | None:
    """Return the version of `programme` that was published from these very files."""
    return one(  # type: ignore[no-any-return]
        select(ProgrammeVersion).where(
            ProgrammeVersion.programme_id == programme.id,
            ProgrammeVersion.content_hash == content_hash,
        )
    )


@dataclass(frozen=True)
class Shared:
    """What a version keeps from files beside the programme's own: terms and questionnaires."""

    glossary: list[dict[str, str]]
    surveys: list[dict[str, Any]]


def version_columns(
    form: ProgrammeForm, timetable: TimetableForm | None, shared: Shared
) -> dict[str, Any]:
    """Return what a version's row says about the programme and its days."""
    return {
        "version": form.version,
        "title": form.title,
        "summary": form.summary,
        "target": form.target,
        "rulebook": form.rulebook,
        "certificate_kind": form.certificate_kind,
        "counts_as": form.counts_as,
        "jp_total": sum(phase.jp for phase in form.phases),
        "days_total": sum(phase.days for phase in form.phases),
        "jp_minutes": form.jp_minutes,
        "batch_size": form.batch_size,
        "legal_basis": form.legal_basis,
        "components": [component_facts(part) for part in form.components],
        "absence_limit": form.absence_limit,
        "note": form.note,
        "unlock": form.unlock,
        "facts": form.facts,
        "timetable": timetable.facts if timetable else {},
        "glossary": shared.glossary,
        "surveys": shared.surveys,
    }


def component_facts(form: ComponentForm) -> dict[str, Any]:
    """Return a graded part as the version's row keeps it."""
    facts = {
        "key": form.key,
        "title": form.title,
        "weight": plain(form.weight),
        "source": form.source,
        "confidence": form.confidence,
        "note": form.note,
    }
    return facts if form.pass_above is None else facts | {"pass_above": plain(form.pass_above)}


def phase_columns(form: PhaseForm) -> dict[str, Any]:
    """Return what a phase's row says."""
    return {
        "key": form.key,
        "title": form.title,
        "mode": form.mode,
        "jp": form.jp,
        "days": form.days,
        "confidence": form.confidence,
        "note": form.note,
    }


def course_columns(form: CourseForm) -> dict[str, Any]:
    """Return what a subject's row says, its phase apart."""
    return {
        "key": form.key,
        "title": form.title,
        "agenda": form.agenda,
        "jp": form.jp,
        "confidence": form.confidence,
        "competence": form.competence,
        "outcomes": form.outcomes,
        "indicators": form.indicators,
        "note": form.note,
    }


def unit_columns(form: UnitForm) -> dict[str, Any]:
    """Return what every unit's row says."""
    return {"key": form.key, "kind": form.kind, "title": form.title, "minutes": form.minutes}


def document_columns(form: DocumentForm, media: str) -> dict[str, Any]:
    """Return what a document's row says; its pictures lie below the address `media`."""
    return {
        "key": form.key,
        "kind": form.kind,
        "title": form.title,
        "jp": form.jp,
        "beside": form.beside,
        "html": str(render_markdown(form.body.text, media=media)),
        "text": form.body.text.strip(),
    }


def course_ids(version: ProgrammeVersion) -> dict[str, int]:
    """Return the subjects of a version: key -> id."""
    found = select(Course).where(Course.version_id == version.id)
    return {course.key: course.id for course in rows(found)}


def add_document(
    version: ProgrammeVersion, form: DocumentForm, position: int, media: str, course: int | None
) -> None:
    """Add a document of a version, of the subject with the id `course` when there is one."""
    db.session.add(
        Document(
            version_id=version.id,
            course_id=course,
            position=position,
            **document_columns(form, media),
        )
    )


def keep_programme(form: ProgrammeForm) -> Programme:
    """Return the programme of these files, added when it is new."""
    programme = find_programme(form.key)
    if programme is None:
        programme = Programme(key=form.key, title=form.title, kind=form.kind)
        db.session.add(programme)
        db.session.flush()
    programme.title, programme.kind = form.title, form.kind
    return programme


def add_version(
    programme: Programme,
    form: ProgrammeForm,
    courses: Sequence[tuple[CourseForm, Sequence[UnitForm]]],
    timetable: TimetableForm | None,
    shared: Shared,
    content_hash: str,
) -> tuple[ProgrammeVersion, dict[str, Unit]]:
    """Add a version with its phases, subjects and units; return it with the units by key."""
    version = ProgrammeVersion(
        programme_id=programme.id,
        content_hash=content_hash,
        published_at=now(),
        **version_columns(form, timetable, shared),
    )
    db.session.add(version)
    db.session.flush()
    phases = _add_phases(version, form.phases)
    units: dict[str, Unit] = {}
    for position, (course_form, unit_forms) in enumerate(courses, 1):
        course = Course(
            version_id=version.id,
            phase_id=phases[course_form.phase].id,
            position=position,
            **course_columns(course_form),
        )
        db.session.add(course)
        db.session.flush()
        for place, unit_form in enumerate(unit_forms, 1):
            unit = Unit(course_id=course.id, position=place, **unit_columns(unit_form))
            db.session.add(unit)
            units[unit_form.key] = unit
    db.session.flush()
    return version, units


def _add_phases(version: ProgrammeVersion, forms: Sequence[PhaseForm]) -> dict[str, Phase]:
    phases = {
        form.key: Phase(version_id=version.id, position=position, **phase_columns(form))
        for position, form in enumerate(forms, 1)
    }
    db.session.add_all(phases.values())
    db.session.flush()
    return phases


def make_current(programme: Programme, version: ProgrammeVersion) -> None:
    """Let new batches start with `version`; batches that exist stay on theirs."""
    programme.current_version_id = version.id
