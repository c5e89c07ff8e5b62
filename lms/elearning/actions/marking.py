"""What people mark: answers of attempts that no rule can."""

from dataclasses import dataclass
from decimal import Decimal

from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import queries, rules
from lms.elearning.models import Attempt, HandMark
from lms.people.models import Person


@dataclass(frozen=True)
class HandMarking:
    """What a person gives for one answer, and the number of the mark seen before (0: none)."""

    position: int
    points: Decimal
    comment: str
    seen: int = 0


def mark_by_hand(attempt: Attempt, given: HandMarking, *, by: Person) -> None:
    """Keep what a person gives for an answer, and reckon the attempt's points again.

    Raises RuleBroken for what is no such answer, too many points, or another's newer mark.
    """
    lock(attempt)
    sheet = queries.sheet_of(attempt)
    theirs = {essay.position for essay in queries.essays_in(sheet)}
    if attempt.submitted_at is None or given.position not in theirs:
        raise RuleBroken(_("Jawaban itu tidak dinilai dengan tangan."))
    rules.check_hand_mark(given.points, sheet.question(given.position))
    _keep(attempt, sheet.hand_marks.get(given.position), given, by)
    db.session.flush()
    marked = queries.sheet_of(attempt).marked()
    attempt.points, attempt.unmarked = marked.points, marked.waiting
    record(
        "attempt.marked", attempt, by=by, position=given.position, given=given.points,
        points=marked.points, waiting=marked.waiting,
    )  # fmt: skip


def _keep(attempt: Attempt, kept: HandMark | None, given: HandMarking, by: Person) -> None:
    if (kept.revision if kept else 0) != given.seen:
        raise RuleBroken(
            _("Soal %(number)s baru saja dinilai orang lain. Muat ulang, lalu periksa lagi.",
              number=given.position)
        )  # fmt: skip
    mark = kept or HandMark(attempt_id=attempt.id, position=given.position, revision=0)
    mark.points, mark.comment = given.points, given.comment
    mark.marked_by_id, mark.marked_at = by.id, now()
    mark.revision += 1
    db.session.add(mark)
