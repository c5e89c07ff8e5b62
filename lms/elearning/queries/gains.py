"""The test before and the test after of a batch, and what came of both by subject."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import undefer

from lms.catalogue.models import Batch, Course, Enrolment, Unit
from lms.core.db import db, rows
from lms.elearning import gain as rules
from lms.elearning.gain import Gain, Mark
from lms.elearning.models import Attempt, Quiz
from lms.elearning.queries.attempts import Sheet, sheets_of
from lms.elearning.questions.kind import points_of


@dataclass(frozen=True)
class Comparison:
    """Two tests of a batch: how many took each, and the gain of those who took both."""

    before: Unit
    after: Unit
    took: tuple[int, int]
    #: How many took both; only these are compared.
    people: int
    whole: Gain | None
    subjects: list[Gain]


def tests_around(version_id: int) -> tuple[Quiz, Quiz] | None:
    """Return the test before and the test after: the first and the last that draw equally.

    Both count for nothing, may be taken once, and draw as many questions of the same quizzes.
    """
    found = rows(
        select(Quiz)
        .join(Unit, Unit.id == Quiz.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .where(Course.version_id == version_id, ~Quiz.counts, Quiz.attempts_allowed == 1)
        .order_by(Course.position, Unit.position)
    )
    drawn = [quiz for quiz in found if quiz.all_pools]
    alike = [quiz for quiz in drawn if _drawing(quiz) == _drawing(drawn[0])]
    return (alike[0], alike[-1]) if len(alike) > 1 else None


def _drawing(quiz: Quiz) -> list[tuple[str, int]]:
    return sorted(
        (pool.get("quiz") or f"{pool.get('bank', '')}#{pool.get('tag', '')}", pool["draw"])
        for pool in quiz.all_pools
    )


def comparison(batch: Batch) -> Comparison | None:
    """Return what came of both tests, None when the programme has no such two."""
    tests = tests_around(batch.version_id)
    if tests is None:
        return None
    before, after = (_marks(batch, quiz) for quiz in tests)
    both = sorted(before.keys() & after.keys())
    subjects = _subjects(batch.version_id)
    found = []
    for key, title in subjects.items():
        pairs = [
            (before[at][key], after[at][key])
            for at in both
            if key in before[at] and key in after[at]
        ]
        found.append(rules.gain(title, pairs))
    whole = rules.gain("", [(_sum(before[at]), _sum(after[at])) for at in both])
    return Comparison(
        tests[0].unit, tests[1].unit, (len(before), len(after)), len(both), whole,
        [one for one in found if one is not None],
    )  # fmt: skip


def _subjects(version_id: int) -> dict[str, str]:
    """Return the titles of the subjects by their key, in the order of study."""
    found = db.session.execute(
        select(Course.key, Course.title)
        .where(Course.version_id == version_id)
        .order_by(Course.position)
    )
    return {row.key: row.title for row in found}


def _marks(batch: Batch, quiz: Quiz) -> dict[int, dict[str, Mark]]:
    """Return what each trainee's finished attempt earned, by the subject a question is from."""
    attempts = rows(
        select(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Attempt.quiz_id == quiz.id,
            Attempt.submitted_at.is_not(None),
            Attempt.unmarked == 0,
            Enrolment.batch_id == batch.id,
            Enrolment.state == "accepted",
        )
        .options(undefer(Attempt.paper))
    )
    sheets = sheets_of({one.id: one.paper for one in attempts})
    return {one.enrolment_id: _by_subject(sheets[one.id]) for one in attempts}


def _by_subject(sheet: Sheet) -> dict[str, Mark]:
    found: dict[str, Mark] = {}
    for at, earned in enumerate(sheet.marked().per_question):
        question = sheet.paper["questions"][at]
        # a question drawn from another quiz is called "subject/unit#key"
        subject = str(question["id"]).partition("/")[0]
        points, out_of = found.get(subject, (Decimal(), Decimal()))
        found[subject] = (points + (earned or 0), out_of + points_of(question))
    return found


def _sum(marks: dict[str, Mark]) -> Mark:
    return (
        sum((points for points, _ in marks.values()), Decimal()),
        sum((out_of for _, out_of in marks.values()), Decimal()),
    )
