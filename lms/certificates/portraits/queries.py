"""Whose photograph is there."""

from sqlalchemy import func, select

from lms.certificates.models import Portrait
from lms.core.db import db, one
from lms.core.files import StoredFile


def of(person_id: int) -> StoredFile | None:
    """Return a person's present photograph."""
    found: Portrait | None = one(
        select(Portrait).where(Portrait.person_id == person_id).order_by(Portrait.id.desc())
    )
    return found.file if found else None


def present(person_ids: list[int]) -> dict[int, int]:
    """Return the file of each person's present photograph, by person id (one statement)."""
    newest = (
        select(func.max(Portrait.id))
        .where(Portrait.person_id.in_(person_ids))
        .group_by(Portrait.person_id)
    )
    found = db.session.execute(
        select(Portrait.person_id, Portrait.file_id).where(Portrait.id.in_(newest))
    )
    return {row.person_id: row.file_id for row in found}
