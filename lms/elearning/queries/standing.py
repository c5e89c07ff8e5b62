"""Where everybody of a batch stands: who got how far, and who is stuck where."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.catalogue.queries import Seat
from lms.core.clock import local, today
from lms.elearning import opening
from lms.elearning.queries.outline import Outline, Step
from lms.elearning.queries.study import due_dates, outlines


@dataclass(frozen=True)
class Standing:
    """How far one trainee came."""

    seat: Seat
    outline: Outline
    #: When each task is due, by unit id.
    due: Mapping[int, date]

    @cached_property
    def last_seen(self) -> datetime | None:
        """Return when the trainee last read, watched or took something."""
        moments = [step.seen_at for step in self.outline.steps if step.seen_at]
        moments += [one.started_at for step in self.outline.steps for one in step.tries]
        return max(moments, default=None)

    @cached_property
    def idle_days(self) -> int | None:
        """Return how many days went by since then, None when nothing was begun."""
        return (today() - local(self.last_seen).date()).days if self.last_seen else None

    @cached_property
    def at(self) -> Step | None:
        """Return where the trainee goes on; None when all is done."""
        return self.outline.current

    @cached_property
    def is_stuck(self) -> bool:
        """Tell whether something is open and undone, and nothing happened for days.

        Nobody is stuck at a task before it is due.
        """
        if self.at is None or self.outline.is_locked(self.at):
            return False
        due = self.due.get(self.at.unit_id)
        return opening.is_idle(self.idle_days) and (due is None or due < today())


def standings(batch: Batch) -> list[Standing]:
    """Return where everybody with a seat stands, by name; statements do not grow with people."""
    seats = catalogue.seats(batch)
    found = outlines([(batch, seat.id) for seat in seats]) if seats else []
    due = due_dates(batch)
    return [Standing(seat, own, due) for seat, own in zip(seats, found, strict=True)]


def stopping_places(found: Sequence[Standing], most: int = 5) -> list[tuple[Step, int]]:
    """Return the units at which most people are stuck, with how many they are."""
    steps = {one.at.unit_id: one.at for one in found if one.is_stuck and one.at}
    counts = Counter(one.at.unit_id for one in found if one.is_stuck and one.at)
    return [(steps[unit_id], count) for unit_id, count in counts.most_common(most)]


def mean_progress(found: Sequence[Standing], course_id: int) -> int:
    """Return how far these people are on average in a subject, in percent rounded down."""
    return sum(one.outline.by_course[course_id].progress.percent for one in found) // len(found)


def share_done(found: Sequence[Standing], unit_id: int) -> int:
    """Return how many in a hundred of these people are done with a unit."""
    done = sum(one.outline.step(unit_id).is_done for one in found)
    return 100 * done // len(found)
