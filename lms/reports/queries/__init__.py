"""What reports ask: facts for their chapters, what is missing, editions made so far."""

from lms.reports.queries.editions import (
    edition_with_files,
    editions_of,
    finished_batches,
    job_key,
    job_of,
    last_number,
    open_edition,
    text_of,
    texts_of,
)
from lms.reports.queries.facts import (
    certificates,
    frame,
    ground,
    marks,
    meetings,
    opinions,
    presences,
    stretches,
    subjects,
    teachers,
    trainees,
)
from lms.reports.queries.state import state

__all__ = [
    "certificates",
    "edition_with_files",
    "editions_of",
    "finished_batches",
    "frame",
    "ground",
    "job_key",
    "job_of",
    "last_number",
    "marks",
    "meetings",
    "open_edition",
    "opinions",
    "presences",
    "state",
    "stretches",
    "subjects",
    "teachers",
    "text_of",
    "texts_of",
    "trainees",
]
