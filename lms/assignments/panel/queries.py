"""What pages ask about panels: who assesses what, how far apart they lie, what is still open."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from lms.assignments import queries as assignments
from lms.assignments.models import Brief, Submission
from lms.assignments.panel import rules
from lms.assignments.panel.models import PanelRuling, PanelScheme, PanelSheet
from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db, exists, one, rows
from lms.people.models import Person


@dataclass(frozen=True)
class PanelWork:
    """One work with what its assessors said so far."""

    work: Submission
    sheets: Sequence[PanelSheet]
    ruling: PanelRuling | None
    scheme: PanelScheme

    @property
    def readings(self) -> list[rules.Reading]:
        """Return the confirmed readings."""
        return [found for sheet in self.sheets if (found := sheet.reading) is not None]

    @property
    def proposed(self) -> Decimal | None:
        """Return what the weights make of the readings."""
        return rules.combined(self.scheme.weights, self.readings)

    @property
    def points(self) -> Decimal | None:
        """Return the mark: as ruled, or as reckoned."""
        return self.ruling.points if self.ruling else self.proposed

    @property
    def spread(self) -> Decimal:
        """Return how far the assessors lie apart, in points."""
        return rules.spread(self.readings)

    @property
    def state(self) -> str:
        """Return how the work stands: waiting, disputed or ready."""
        return rules.state_of(self.scheme.weights, self.readings, self.scheme.spread,
                              ruled=self.ruling is not None)  # fmt: skip

    @property
    def missing(self) -> list[str]:
        """Return the roles that have not read yet."""
        return rules.missing(self.scheme.weights, self.readings)

    @property
    def is_open(self) -> bool:
        """Tell whether its mark may still change."""
        return self.work.state in ("submitted", "marked")

    @property
    def is_settled(self) -> bool:
        """Tell whether the present mark stands in the gradebook."""
        marking = self.work.marking
        return (
            self.work.state != "submitted" and marking is not None and marking.points == self.points
        )

    def by_role(self, role: str) -> list[PanelSheet]:
        """Return the sheets of a role."""
        return [sheet for sheet in self.sheets if sheet.role == role]


def scheme_for(batch: Batch, unit_key: str) -> PanelScheme | None:
    """Return the role weights that hold for a task of the batch, None where one grader marks."""
    found: PanelScheme | None = one(
        select(PanelScheme)
        .where(
            PanelScheme.programme_id == batch.version.programme_id,
            PanelScheme.unit_key == unit_key,
            PanelScheme.valid_from <= batch.starts_on,
        )
        .order_by(PanelScheme.valid_from.desc())
        .limit(1)
    )
    return found


def schemes_of(batch: Batch, unit_key: str) -> list[PanelScheme]:
    """Return all role weights ever set for a task of the programme, the newest first."""
    return rows(
        select(PanelScheme)
        .where(
            PanelScheme.programme_id == batch.version.programme_id,
            PanelScheme.unit_key == unit_key,
        )
        .order_by(PanelScheme.valid_from.desc())
    )


def is_assessed_by_panel(work: Submission) -> bool:
    """Tell whether several assessors mark this work, so that one alone may not."""
    return exists(assignments.panel_of(work))


def panel_works(batch: Batch, brief: Brief, scheme: PanelScheme) -> list[PanelWork]:
    """Return everybody's newest work of a task with its sheets, by name."""
    works = sorted(assignments.works_for(batch, brief.unit_id), key=lambda work: (
        work.enrolment.person.name, work.id))  # fmt: skip
    ids = [work.id for work in works]
    sheets: dict[int, list[PanelSheet]] = defaultdict(list)
    for sheet in rows(
        select(PanelSheet).where(PanelSheet.submission_id.in_(ids)).order_by(PanelSheet.id)
    ):
        sheets[sheet.submission_id].append(sheet)
    rulings = _rulings(ids)
    return [PanelWork(work, sheets[work.id], rulings.get(work.id), scheme) for work in works]


def _rulings(ids: Sequence[int]) -> dict[int, PanelRuling]:
    """Return the ruling that holds for each of these works."""
    found = rows(
        select(PanelRuling)
        .where(PanelRuling.submission_id.in_(ids))
        .options(joinedload(PanelRuling.by))
        .order_by(PanelRuling.id)
    )
    return {ruling.submission_id: ruling for ruling in found}


def panel_work(work: Submission, scheme: PanelScheme) -> PanelWork:
    """Return one work with its sheets."""
    sheets = rows(
        select(PanelSheet).where(PanelSheet.submission_id == work.id).order_by(PanelSheet.id)
    )
    return PanelWork(work, sheets, _rulings([work.id]).get(work.id), scheme)


def sheet_in_full(sheet_id: int) -> PanelSheet:
    """Return a sheet with its work, the work's files and trainee."""
    return one(  # type: ignore[no-any-return]
        select(PanelSheet)
        .where(PanelSheet.id == sheet_id)
        .options(
            joinedload(PanelSheet.submission).selectinload(Submission.files),
            joinedload(PanelSheet.submission)
            .joinedload(Submission.enrolment)
            .joinedload(Enrolment.person),
            joinedload(PanelSheet.submission)
            .joinedload(Submission.enrolment)
            .joinedload(Enrolment.batch),
        )
        .execution_options(populate_existing=True)
    )


def sheets_of(person: Person) -> list[PanelSheet]:
    """Return the sheets of a person whose works are not released, unconfirmed ones first."""
    return rows(
        select(PanelSheet)
        .join(Submission, Submission.id == PanelSheet.submission_id)
        .where(PanelSheet.person_id == person.id, Submission.state.in_(("submitted", "marked")))
        .options(
            joinedload(PanelSheet.submission)
            .joinedload(Submission.enrolment)
            .joinedload(Enrolment.person),
            joinedload(PanelSheet.submission)
            .joinedload(Submission.enrolment)
            .joinedload(Enrolment.batch),
        )
        .order_by(PanelSheet.confirmed_at.is_not(None), PanelSheet.opened_at)
        .limit(200)
    )


def _open_sheets() -> Any:
    """Return the select of the sheets of people with an account that are not confirmed yet."""
    return (
        select(PanelSheet)
        .join(Submission, Submission.id == PanelSheet.submission_id)
        .where(
            PanelSheet.person_id.is_not(None), PanelSheet.confirmed_at.is_(None),
            Submission.state == "submitted",
        )
    )  # fmt: skip


def open_sheets_of(person: Person) -> int:
    """Return how many sheets wait for a person to confirm them."""
    own = _open_sheets().where(PanelSheet.person_id == person.id)
    return db.session.scalar(select(func.count()).select_from(own.subquery())) or 0


def open_sheets_in(batch: Batch, before: datetime) -> list[PanelSheet]:
    """Return the sheets of a batch that were begun before a moment and wait, with their task."""
    return rows(
        _open_sheets()
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(Enrolment.batch_id == batch.id, PanelSheet.opened_at <= before)
        .options(joinedload(PanelSheet.submission).joinedload(Submission.unit))
        .order_by(PanelSheet.id)
    )


def with_place(submission_id: int) -> Submission:
    """Return a work with its trainee's place, batch and marks."""
    return one(  # type: ignore[no-any-return]
        select(Submission)
        .where(Submission.id == submission_id)
        .options(
            selectinload(Submission.files),
            joinedload(Submission.marking),
            joinedload(Submission.enrolment).joinedload(Enrolment.batch),
        )
    )
