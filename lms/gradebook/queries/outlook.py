"""What would follow: from other marks, from other weights; and places among those who passed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.gradebook import rulebooks
from lms.gradebook.queries.sheet import Row, Sheet, judged, parts_of
from lms.gradebook.rulebooks import Verdict


def suppose(
    batch: Batch, points: Mapping[str, Decimal | None]
) -> tuple[Verdict, list[dict[str, str]]]:
    """Return the verdict that these points would give, with its steps; absence left aside."""
    version, parts = batch.version, parts_of(batch)
    book = rulebooks.get(version.rulebook)
    verdict = book.judge(parts, points, None, version.absence_limit)
    return verdict, rulebooks.steps(parts, points, book.clauses)


def passes_by_marks(batch: Batch, row: Row) -> bool:
    """Tell whether the marks alone, absence left aside, let somebody pass."""
    return suppose(batch, row.points)[0].outcome == "lulus"


def places(found: Sheet) -> dict[int, int]:
    """Return everybody's place by final mark among those who passed, by enrolment id."""
    marks = {
        row.seat.id: row.verdict.final for row in found.rows
        if row.verdict.final is not None and row.verdict.outcome == "lulus"
    }  # fmt: skip
    return rulebooks.ranks(marks)


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
