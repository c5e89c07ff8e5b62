"""What would follow: from other marks, from other weights; and places among those who passed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.gradebook import rulebooks
from lms.gradebook.models import MeetingDecision
from lms.gradebook.queries.remedials import merit_of
from lms.gradebook.queries.results import decisions_of
from lms.gradebook.queries.sheet import Row, Sheet, judged, parts_of
from lms.gradebook.rulebooks import Verdict


def suppose(
    batch: Batch, points: Mapping[str, Decimal | None]
) -> tuple[Verdict, list[dict[str, str]]]:
    """Return the verdict that these points would give, with its steps; absence left aside."""
    version, parts = batch.version, parts_of(batch)
    book = rulebooks.get(version.rulebook, batch.starts_on)
    verdict = book.judge(parts, points, None, version.absence_limit)
    return verdict, rulebooks.steps(parts, points, book.edition.clauses)


def passes_by_marks(batch: Batch, row: Row) -> bool:
    """Tell whether the marks alone, absence left aside, let somebody pass."""
    return suppose(batch, row.points)[0].outcome == "lulus"


def places(
    batch: Batch, found: Sheet, decided: Mapping[int, MeetingDecision] | None = None
) -> dict[int, int]:
    """Return everybody's place by final mark, by enrolment id.

    Among those who passed without a remedial: as decided by the final meeting once there is one,
    as released once the result is out. Who knows what was `decided` says so.
    """
    if found.release is not None:
        return merit_of(batch)
    if decided is None:
        decided = decisions_of(found.standing.meeting)
    outcomes = {row.seat.id: row.verdict.outcome for row in found.rows}
    outcomes |= {seat_id: one.outcome for seat_id, one in decided.items()}
    marks = {
        row.seat.id: row.verdict.final for row in found.rows
        if row.verdict.final is not None and outcomes[row.seat.id] == "lulus"
    }  # fmt: skip
    return rulebooks.ranks(marks)


@dataclass(frozen=True)
class Merit:
    """One line of the list of merit."""

    place: int
    #: How many share the place.
    sharing: int
    is_best: bool
    row: Row


def merit_list(batch: Batch, found: Sheet) -> list[Merit]:
    """Return those who passed in the order of their places, equals by name."""
    ranked = places(batch, found)
    sharing = Counter(ranked.values())
    lines = [row for row in found.rows if row.seat.id in ranked]
    lines.sort(key=lambda row: (ranked[row.seat.id], row.seat.name))
    return [
        Merit(place, sharing[place], place <= rulebooks.BEST, row)
        for row in lines for place in (ranked[row.seat.id],)
    ]  # fmt: skip


@dataclass(frozen=True)
class Move:
    """What other graded parts would make of one trainee's result."""

    seat: catalogue.Seat
    before: Verdict
    after: Verdict

    @property
    def crosses(self) -> bool:
        """Tell whether the outcome or the qualification would be another."""
        old, new = self.before, self.after
        return (old.outcome, old.predicate) != (new.outcome, new.predicate)


def try_parts(batch: Batch, parts: list[dict[str, Any]]) -> list[Move]:
    """Return what would become of everybody with these parts, those who cross a limit first."""
    seats = catalogue.seats(batch)
    before = {row.seat.id: row.verdict for row in judged(batch, seats, batch.parts)}
    moves = [Move(row.seat, before[row.seat.id], row.verdict)
             for row in judged(batch, seats, parts)]  # fmt: skip
    changed = [move for move in moves if move.before != move.after]
    return sorted(changed, key=lambda move: (not move.crosses, move.seat.name))
