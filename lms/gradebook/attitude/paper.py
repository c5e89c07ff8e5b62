"""The recap of attitude on A4."""

from collections.abc import Sequence

from flask import current_app

from lms.catalogue.models import Batch
from lms.core.clock import now
from lms.core.pdf import render_pdf
from lms.gradebook.attitude import queries, words
from lms.gradebook.attitude.queries import Line


def recap(batch: Batch, lines: Sequence[Line]) -> bytes:
    """Return the PDF of the recap for the file, with every note and exception behind it."""
    return render_pdf(
        "gradebook/attitude/paper.html", batch=batch, lines=lines,
        notes=queries.notes_in(batch), instrument=queries.form_of(batch), words=words,
        agency=current_app.config["AGENCY_NAME"], printed_at=now(),
    )  # fmt: skip
