"""Which credentials are no longer valid."""

from sqlalchemy import select

from lms.certificates.badges.credential import PER_LIST
from lms.certificates.models import Certificate, Revocation
from lms.core.db import rows


def no_longer_valid(number: int) -> list[int]:
    """Return the ids of revoked and superseded certificates that stand in a status list."""
    first = number * PER_LIST
    here = Certificate.id.between(first, first + PER_LIST - 1)
    revoked = select(Revocation.certificate_id).where(
        Revocation.certificate_id.between(first, first + PER_LIST - 1)
    )
    superseded = select(Certificate.replaces_id).where(
        Certificate.replaces_id.between(first, first + PER_LIST - 1)
    )
    return rows(
        select(Certificate.id)
        .where(here, Certificate.id.in_(revoked) | Certificate.id.in_(superseded))
        .order_by(Certificate.id)
    )
