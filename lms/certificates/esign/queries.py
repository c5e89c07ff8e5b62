"""Papers that wait for their signature."""

from flask import current_app
from sqlalchemy import Select, func, select

from lms.certificates import queries
from lms.certificates.esign.client import Service
from lms.certificates.models import Certificate, Occasion, Revocation
from lms.core.db import db, one


def service() -> Service:
    """Return the service of the settings."""
    config = current_app.config
    return Service(
        config["BSRE_URL"], config["BSRE_USER"], config["BSRE_PASSWORD"], config["BSRE_TIMEOUT"]
    )


def _drafts(occasion: Occasion) -> Select[tuple[Certificate]]:
    superseded = select(Certificate.replaces_id).where(Certificate.replaces_id.is_not(None))
    return select(Certificate).where(
        queries.given_at(occasion),
        Certificate.draft_id.is_not(None),
        Certificate.id.not_in(select(Revocation.certificate_id)),
        Certificate.id.not_in(superseded),
    )


def waiting(occasion: Occasion, after: int = 0) -> int:
    """Return how many papers of a batch or event wait, of those with a higher id than `after`."""
    found = _drafts(occasion).where(Certificate.id > after).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def next_draft(occasion: Occasion, after: int) -> Certificate | None:
    """Return the next paper of a batch or event that waits, by its id."""
    found: Certificate | None = one(
        _drafts(occasion).where(Certificate.id > after).order_by(Certificate.id).limit(1)
    )
    return found
