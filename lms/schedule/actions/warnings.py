"""Telling trainees whose absence comes near the limit of their programme."""

from collections.abc import Sequence
from typing import Any

from lms.catalogue.models import Batch, Enrolment
from lms.people.models import Person
from lms.schedule import queries
from lms.schedule.events import attendance_changed
from lms.schedule.rules import Recap, absence_state


def warn_of_absences(batch: Batch, enrolments: Sequence[Enrolment], *, by: Person) -> None:
    """Announce those of these trainees who are near the limit of absence, or beyond it."""
    found = queries.absences(batch, enrolments) if enrolments else {}
    for enrolment in enrolments:
        recap = found.get(enrolment.id, Recap())
        state, _sentence = absence_state(recap, batch.version.absence_limit or {})
        if state == "ok":
            continue
        facts: dict[str, Any] = {
            "sessions": recap.absent_sessions, "jp": recap.absent_jp, "days": recap.absent_days
        }  # fmt: skip
        attendance_changed.send(enrolment, batch=batch, what=f"absence_{state}", by=by, **facts)
