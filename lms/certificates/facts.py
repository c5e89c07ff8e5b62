"""What a certificate says, frozen at issue: later changes of names or curricula leave it alone."""

from datetime import date
from typing import Any

from flask import current_app

from lms.gradebook.models import Result


def of_result(result: Result, subjects: list[dict[str, Any]], *, issued_on: date) -> dict[str, Any]:
    """Return the facts of the certificate for a passed result.

    Dates are ISO text, marks are text with two decimals, subjects are in teaching order.
    """
    enrolment = result.enrolment
    person, batch = enrolment.person, enrolment.batch
    version = batch.version
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
        "final": f"{result.final:.2f}" if result.final is not None else None,
        "predicate": result.predicate,
        "issued_on": issued_on.isoformat(),
        "issue_place": current_app.config["ISSUE_PLACE"],
        "agency": current_app.config["AGENCY_NAME"],
        "signer": {
            "name": current_app.config["SIGNER_NAME"],
            "nip": current_app.config["SIGNER_NIP"],
            "title": current_app.config["SIGNER_TITLE"],
        },
    }
