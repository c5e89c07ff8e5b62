"""In figures, what of a batch its report rests on."""

from flask import current_app

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.certificates import queries as certificates
from lms.certificates.rules import PASSING_KINDS
from lms.core.clock import now, today
from lms.gradebook import queries as gradebook
from lms.reports.queries.editions import texts_of
from lms.reports.rules import State
from lms.schedule import queries as schedule
from lms.surveys import queries as surveys
from lms.surveys import rules as survey_rules


def state(batch: Batch) -> State:
    """Return what is there and what is not, by the functions that the batch's pages ask."""
    seats = catalogue.seated(batch)
    sessions = [one for one in schedule.sessions_of(batch) if one.cancelled_at is None]
    release, is_locked = gradebook.standing_of(batch)
    passed = [one for one in gradebook.results_of(batch).values() if one.outcome == "lulus"]
    issued = {
        one.enrolment_id for one in certificates.papers_of(batch)
        if one.kind in PASSING_KINDS and one.revocation is None
    }  # fmt: skip
    sheets = [sheet for sheet in surveys.sheets_of(batch, None) if sheet.first <= today()]
    return State(
        trainees=len(seats),
        bare_trainees=sum(
            not (one.person.nip and one.person.golongan and one.person.position_title)
            for one in seats
        ),
        teachers=len({teaching.person_id for one in sessions for teaching in one.teaching}),
        sessions=len(sessions),
        open_rolls=sum(
            one.is_meeting and one.ends_at <= now() and one.roll_closed_at is None
            for one in sessions
        ),
        is_released=release is not None,
        has_minutes=is_locked,
        passed=len(passed),
        certificates=len({one.enrolment_id for one in passed} & issued),
        surveys=len(sheets),
        answered_surveys=sum(survey_rules.may_show(sheet.count) for sheet in sheets),
        has_basis=bool(batch.version.legal_basis),
        has_signatory=bool(
            current_app.config["SIGNER_NAME"] and current_app.config["SIGNER_NIP"]
        ),
        texts={key: text.body for key, text in texts_of(batch).items()},
    )  # fmt: skip
