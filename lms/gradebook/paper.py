"""The minutes of the final meeting, and the list of merit, on A4."""

from flask import current_app

from lms.catalogue.models import Batch
from lms.core.clock import now
from lms.core.pdf import render_pdf
from lms.gradebook import queries
from lms.gradebook.models import FinalMeeting
from lms.gradebook.queries import Sheet
from lms.gradebook.words import outcome_labels


def minutes(batch: Batch, found: Sheet, meeting: FinalMeeting | None) -> bytes:
    """Return the PDF of the minutes: everybody's mark, proposal and decision, and the best."""
    decided = queries.decisions_of(meeting) if meeting else {}
    outcomes = {
        row.seat.id: decided[row.seat.id].outcome if row.seat.id in decided
        else row.verdict.outcome
        for row in found.rows
    }  # fmt: skip
    return render_pdf(
        "gradebook/paper_minutes.html",
        batch=batch,
        sheet=found,
        meeting=meeting,
        decided=decided,
        outcomes=outcomes,
        counts={key: sum(one == key for one in outcomes.values()) for key in outcome_labels()},
        best=[one for one in queries.merit_list(batch, found) if one.is_best],
        labels=outcome_labels(),
        agency=current_app.config["AGENCY_NAME"],
        printed_at=now(),
    )


def merit(batch: Batch, found: Sheet, lines: list[queries.Merit]) -> bytes:
    """Return the PDF of the list of merit."""
    return render_pdf(
        "gradebook/paper_merit.html",
        batch=batch,
        sheet=found,
        lines=lines,
        agency=current_app.config["AGENCY_NAME"],
        printed_at=now(),
    )
