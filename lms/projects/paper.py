"""The control card (kartu kendali) of a project on A4."""

from flask import current_app

from lms.core.clock import now
from lms.core.pdf import render_pdf
from lms.projects import words
from lms.projects.models import Project


def control_card(project: Project) -> bytes:
    """Return the PDF of all consultations, with who wrote down and who confirmed each."""
    batch = project.enrolment.batch
    return render_pdf(
        "projects/paper_card.html",
        project=project,
        batch=batch,
        kind=words.kind_of(batch.version.programme.kind),
        agency=current_app.config["AGENCY_NAME"],
        printed_at=now(),
        words=words,
    )
