"""The index as it was reported."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.competence.models import IndexSnapshot
from lms.core.db import rows


def snapshots() -> list[IndexSnapshot]:
    """Return what was reported, newest first."""
    return rows(
        select(IndexSnapshot)
        .options(joinedload(IndexSnapshot.reported_by))
        .order_by(IndexSnapshot.id.desc())
        .limit(100)
    )
