"""Papers that wait for their signature."""

from flask import current_app
from sqlalchemy import Select, func, select

from lms.catalogue.models import Batch, Enrolment
from lms.certificates.esign.client import Service
from lms.certificates.models import Certificate, Revocation
from lms.core.db import db, one


def service() -> Service:
    """Return the service of the settings."""
    config = current_app.config
    return Service(
        config["BSRE_URL"], config["BSRE_USER"], config["BSRE_PASSWORD"], config["BSRE_TIMEOUT"]
    )


def _drafts(batch_id: int) -> Select[tuple[Certificate]]:
    superseded = select(Certificate.replaces_id).where(Certificate.replaces_id.is_not(None))
    return (
        select(Certificate)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(
            Enrolment.batch_id == batch_id,
            Certificate.draft_id.is_not(None),
            Certificate.id.not_in(select(Revocation.certificate_id)),
            Certificate.id.not_in(superseded),
        )
    )


def waiting(batch: Batch, after: int = 0) -> int:
    """Return how many papers of a batch wait, of those with a higher id than `after`."""
    found = _drafts(batch.id).where(Certificate.id > after).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def next_draft(batch_id: int, after: int) -> Certificate | None:
    """Return the next paper of a batch that waits, by its id."""
    found: Certificate | None = one(
        _drafts(batch_id).where(Certificate.id > after).order_by(Certificate.id).limit(1)
    )
    return found
