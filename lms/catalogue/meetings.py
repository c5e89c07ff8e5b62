"""Meetings of a subject, told by whoever plans them to whoever shows them beside its lessons.

The timetable and e-learning stand side by side and may not know each other; both know this.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lms.catalogue.models import Batch, Enrolment


@dataclass(frozen=True)
class Meeting:
    """A meeting of a batch as one person sees it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    #: The room, or how people meet.
    place: str
    #: The meeting's own page, and the address to join it ("" in a room, or before its time).
    path: str
    join: str
    is_cancelled: bool
    #: Whether the trainee who asks was noted as present; None while nothing is noted.
    attended: bool | None


#: From a batch, a subject and the trainee who asks (None: who teaches) to its meetings in order of
#: time; groups that meet side by side are one meeting to each trainee.
Source = Callable[[Batch, int, Enrolment | None], list[Meeting]]
SOURCES: list[Source] = []


def contributes(source: Source) -> Source:
    """Let the decorated function of an area's `agenda.py` tell of meetings."""
    SOURCES.append(source)
    return source


def meetings_of(batch: Batch, course_id: int, seat: Enrolment | None) -> list[Meeting]:
    """Return the meetings of a subject in order of time."""
    found = [one for source in SOURCES for one in source(batch, course_id, seat)]
    return sorted(found, key=lambda one: one.starts_at)
