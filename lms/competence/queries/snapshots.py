"""The index as it was reported."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.competence.models import IndexSnapshot
from lms.core.db import exists, rows


def snapshots() -> list[IndexSnapshot]:
    """Return what was reported, newest first."""
    return rows(
        select(IndexSnapshot)
        .options(joinedload(IndexSnapshot.reported_by))
        .order_by(IndexSnapshot.id.desc())
        .limit(100)
    )


def reported(rule_set: str, title: str) -> bool:
    """Tell whether something was reported of a rule set under this title."""
    return exists(
        select(IndexSnapshot.id).where(
            IndexSnapshot.rule_set == rule_set, IndexSnapshot.title == title
        )
    )
