"""What a paper says, frozen at issue: later changes of names or curricula leave it alone."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app

from lms.catalogue.models import Enrolment
from lms.certificates.rules import Gap
from lms.gradebook.models import Result


@dataclass(frozen=True)
class Award:
    """A paper that somebody may get: whose, of which kind, and what stands in the way."""

    enrolment: Enrolment
    kind: str
    result: Result | None
    blocks: list[Gap] = field(default_factory=list)
    #: What the kind says besides: a rank, or the dates and JP of a phase.
    more: dict[str, Any] = field(default_factory=dict)
    #: The template in force; None: the one that the product brings.
    template_id: int | None = None
    #: The person's photograph.
    photo_id: int | None = None


def of(award: Award, subjects: list[dict[str, Any]], *, issued_on: date) -> dict[str, Any]:
    """Return the facts of a paper.

    Dates are ISO text, marks are text with two decimals, subjects are in teaching order.
    """
    person, batch = award.enrolment.person, award.enrolment.batch
    version, result = batch.version, award.result
    return {
        "name": person.full_name,
        "nip": person.nip,
        "birth_place": person.birth_place,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "golongan": person.golongan,
        "position": person.position_title,
        "office": person.opd.name if person.opd else "",
        "programme": version.programme.title,
        "programme_key": version.programme.key,
        "counts_as": version.counts_as,
        "batch": batch.name_with_year,
        "place": batch.place,
        "starts_on": batch.starts_on.isoformat(),
        "ends_on": batch.ends_on.isoformat(),
        "jp": version.jp_total,
        "jp_minutes": version.jp_minutes,
        "legal_basis": version.legal_basis,
        "subjects": subjects,
        "final": f"{result.final:.2f}" if result and result.final is not None else None,
        "predicate": result.predicate if result else "",
        "issued_on": issued_on.isoformat(),
        "issue_place": current_app.config["ISSUE_PLACE"],
        "agency": current_app.config["AGENCY_NAME"],
        "signer": {
            "name": current_app.config["SIGNER_NAME"],
            "nip": current_app.config["SIGNER_NIP"],
            "title": current_app.config["SIGNER_TITLE"],
        },
        **award.more,
    }
