"""Which papers of a batch a correction of its results would replace or revoke."""

from dataclasses import dataclass
from typing import Any

from lms.catalogue.models import Batch
from lms.certificates import queries
from lms.certificates.corrections import rules
from lms.certificates.models import Certificate
from lms.core.clock import today
from lms.gradebook.queries import Revised


@dataclass(frozen=True)
class Consequence:
    """What happens to one paper: "replace" or "revoke", and what the new version would say."""

    certificate: Certificate
    fate: str
    new: dict[str, Any]


def consequences(batch: Batch, revised: Revised) -> list[Consequence]:
    """Return every valid paper that would no longer be true, in the order of their numbers."""
    if not revised.revisions:
        return []
    passed = sum(outcome == "lulus" for outcome, _final, _predicate in revised.after.values())
    found = []
    for paper in queries.papers_of(batch):
        seat_id = paper.enrolment_id
        if seat_id not in revised.after or paper.state_on(today()) != "sah":
            continue
        outcome, final, predicate = revised.after[seat_id]
        mark = None if final is None else f"{final:.2f}"
        after = rules.Standing(outcome, mark, predicate, revised.ranks.get(seat_id), passed)
        fate, new = rules.fate(paper.kind, paper.facts, after)
        if fate != "keep":
            found.append(Consequence(paper, fate, new))
    return found
