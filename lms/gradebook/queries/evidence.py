"""Tables that scores came with, and documents behind single scores."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import one, rows
from lms.gradebook.models import ComponentScore, ScoreEvidence, ScoreImport


def imports_of(batch: Batch) -> list[ScoreImport]:
    """Return the imports that were applied in a batch, the newest first."""
    return rows(
        select(ScoreImport)
        .where(ScoreImport.batch_id == batch.id, ScoreImport.applied_at.is_not(None))
        .options(joinedload(ScoreImport.file), joinedload(ScoreImport.by))
        .order_by(ScoreImport.id.desc())
        .limit(50)
    )


def import_in(batch: Batch, import_id: int) -> ScoreImport | None:
    """Return an import of a batch with its file, also one that was only previewed."""
    found: ScoreImport | None = one(
        select(ScoreImport)
        .where(ScoreImport.batch_id == batch.id, ScoreImport.id == import_id)
        .options(joinedload(ScoreImport.file))
    )
    return found


def scores_of_import(kept: ScoreImport) -> list[ComponentScore]:
    """Return the scores of an import that nothing has replaced since."""
    return rows(
        select(ComponentScore).where(
            ComponentScore.import_id == kept.id, ComponentScore.superseded_at.is_(None)
        )
    )


def scores_by_ids(ids: Collection[int]) -> dict[int, ComponentScore]:
    """Return scores by id."""
    found = rows(select(ComponentScore).where(ComponentScore.id.in_(ids)))
    return {score.id: score for score in found}


def evidence_of(enrolment_id: int, component: str) -> list[ScoreEvidence]:
    """Return the documents behind one score, the newest first."""
    return rows(
        select(ScoreEvidence)
        .where(
            ScoreEvidence.enrolment_id == enrolment_id, ScoreEvidence.component == component,
            ScoreEvidence.withdrawn_at.is_(None),
        )
        .options(joinedload(ScoreEvidence.file), joinedload(ScoreEvidence.by))
        .order_by(ScoreEvidence.id.desc())
    )  # fmt: skip


def evidence_in(batch: Batch, evidence_id: int) -> ScoreEvidence | None:
    """Return a document of a batch that is not withdrawn, with its file."""
    found: ScoreEvidence | None = one(
        select(ScoreEvidence)
        .join(Enrolment, Enrolment.id == ScoreEvidence.enrolment_id)
        .where(
            Enrolment.batch_id == batch.id, ScoreEvidence.id == evidence_id,
            ScoreEvidence.withdrawn_at.is_(None),
        )
        .options(joinedload(ScoreEvidence.file))
    )  # fmt: skip
    return found
