"""The board of a batch or an event: everybody's standing for a kind of paper, and what follows."""

from lms.catalogue.models import Batch
from lms.certificates import rules
from lms.certificates.facts import Award
from lms.certificates.models import Occasion
from lms.certificates.readiness.queries import batches, events
from lms.certificates.readiness.queries.batches import said_of
from lms.certificates.readiness.queries.lines import Line

__all__ = ["Line", "awards", "board", "kinds_of", "ready", "said_of"]


def kinds_of(occasion: Occasion) -> tuple[str, ...]:
    """Return the kinds of paper that a batch (its certificate first) or an event gives."""
    return batches.kinds_of(occasion) if isinstance(occasion, Batch) else (rules.EVENT_KIND,)


def board(occasion: Occasion, kind: str) -> list[Line]:
    """Return everybody for whom a kind is meant: ready, issued, or what is missing; by name."""
    if isinstance(occasion, Batch):
        return batches.board(occasion, kind)
    return events.board(occasion)


def ready(occasion: Occasion, kind: str) -> list[Line]:
    """Return those who can have their paper now, by name."""
    return [line for line in board(occasion, kind) if line.standing == "ready"]


def awards(occasion: Occasion, kind: str, lines: list[Line]) -> list[Award]:
    """Return what is needed to issue a kind to these people of the board, in their order."""
    if isinstance(occasion, Batch):
        return batches.awards(occasion, kind, lines)
    return events.awards(occasion, lines)
