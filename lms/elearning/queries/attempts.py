"""Quizzes of a batch, attempts, and the answers given so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import select

from lms.catalogue.models import Batch, Course, Enrolment, Unit
from lms.core.addresses import LARGEST
from lms.core.db import db, exists, one, rows
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.models import Answer, Attempt, ExtraTime, HandMark, Question, Quiz
from lms.elearning.queries.bank import drawn_from_bank, present_path
from lms.elearning.questions import kind_of
from lms.people.models import Person

#: The count of an answer that was settled: no browser can count further, so none changes it.
SETTLED = LARGEST


@dataclass(frozen=True)
class Sheet:
    """The stored paper of an attempt with the latest answer to each question.

    Positions count from 1, as people do.
    """

    paper: dict[str, Any]
    rows: dict[int, Answer]
    #: What people gave for answers that no rule can mark.
    hand_marks: dict[int, HandMark] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.paper["questions"])

    def question(self, position: int) -> dict[str, Any]:
        """Return a question with its key: for marking and review only."""
        return self.paper["questions"][position - 1]  # type: ignore[no-any-return]

    def answer(self, position: int) -> Any:
        """Return the answer to a question in its clean shape, None while there is none."""
        row = self.rows.get(position)
        return _cleaned(self.question(position), row.value) if row else None

    @property
    def answers(self) -> dict[int, Any]:
        """Return all given answers by position."""
        given = {position: self.answer(position) for position in range(1, len(self) + 1)}
        return {position: answer for position, answer in given.items() if answer is not None}

    def is_settled(self, position: int) -> bool:
        """Tell whether the answer was looked at during the attempt, so that it stays as it is."""
        return self.seq(position) >= SETTLED

    def is_flagged(self, position: int) -> bool:
        """Tell whether the trainee marked the question as doubtful."""
        return position in self.rows and self.rows[position].flagged

    def seq(self, position: int) -> int:
        """Return the number of the last saved change of an answer, 0 before the first."""
        return self.rows[position].seq if position in self.rows else 0

    @property
    def saved_at(self) -> datetime | None:
        """Return when the latest answer was saved."""
        return max((row.saved_at for row in self.rows.values()), default=None)

    def marked(self) -> rules_of_quiz.Marked:
        """Return what the answers earn."""
        by_index = {position - 1: answer for position, answer in self.answers.items()}
        by_hand = {position - 1: one.points for position, one in self.hand_marks.items()}
        return rules_of_quiz.mark(self.paper, by_index, by_hand)


def _cleaned(question: Mapping[str, Any], value: Any) -> Any:
    """Return a stored value as an answer; what fits no option counts as not answered."""
    try:
        return rules_of_quiz.clean_answer(question, value)
    except (TypeError, ValueError):
        return None


def quiz_in(batch: Batch, unit_id: int) -> Quiz | None:
    """Return a quiz when its unit belongs to the version the batch runs on."""
    found: Quiz | None = one(
        select(Quiz)
        .join(Unit, Unit.id == Quiz.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .where(Quiz.unit_id == unit_id, Course.version_id == batch.version_id)
    )
    return found


@dataclass(frozen=True)
class Part:
    """A part of a paper to draw: its section, where there are sections, and its pools."""

    section: dict[str, Any] | None
    pools: list[tuple[list[dict[str, Any]], int]]
    #: Whether it draws from the quiz's own questions.
    is_own: bool

    @property
    def is_short(self) -> bool:
        """Tell whether there are fewer questions than are to be put."""
        return any(
            len(questions) < (1 if self.is_own else count) for questions, count in self.pools
        )


def parts_of(quiz: Quiz, rng: Random) -> list[Part]:
    """Return what a paper of the quiz is drawn from, section by section.

    Of the bank only as many questions come as are wanted, drawn by `rng`.
    """
    own: dict[str, list[dict[str, Any]]] = {}
    if not quiz.pools and not all(one["pools"] for one in quiz.sections or [{"pools": []}]):
        found = select(Question).where(Question.quiz_id == quiz.id).order_by(Question.position)
        for question in rows(found):
            own.setdefault(question.section, []).append(question.body)
    by_key = _questions_of([pool["quiz"] for pool in quiz.all_pools if "quiz" in pool], quiz)

    def part(section: dict[str, Any] | None, pools: list[dict[str, Any]], draw: int) -> Part:
        if not pools:
            mine = own.get(section["key"] if section else "", [])
            return Part(section, [(mine, draw)], is_own=True)
        return Part(section, [(_pool(pool, by_key, rng), pool["draw"]) for pool in pools], False)

    if quiz.sections:
        return [part(one, one["pools"], one["draw"]) for one in quiz.sections]
    return [part(None, quiz.pools, quiz.draw)]


def _pool(
    pool: dict[str, Any], by_key: Mapping[str, list[dict[str, Any]]], rng: Random
) -> list[dict[str, Any]]:
    if "quiz" in pool:
        return by_key[pool["quiz"]]
    path = present_path(pool["bank"]) if pool.get("bank") else ""
    return drawn_from_bank(path, pool["draw"], rng, tag=pool.get("tag", ""))


def _questions_of(keys: list[str], quiz: Quiz) -> dict[str, list[dict[str, Any]]]:
    """Return the questions of other quizzes of the same version, by the quiz's key."""
    by_key: dict[str, list[dict[str, Any]]] = {key: [] for key in keys}
    if not keys:
        return by_key
    version = select(Course.version_id).where(Course.id == quiz.unit.course_id).scalar_subquery()
    for key, question in db.session.execute(
        select(Unit.key, Question)
        .join(Quiz, Quiz.id == Question.quiz_id)
        .join(Unit, Unit.id == Quiz.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .where(Course.version_id == version, Unit.key.in_(keys))
        .order_by(Question.quiz_id, Question.position)
    ):
        # ids are unique within one quiz only
        by_key[key].append(question.body | {"id": f"{key}#{question.key}"})
    return by_key


def has_open_attempt(enrolment: Enrolment) -> bool:
    """Tell whether the trainee has any attempt under way: quizzes may share their questions."""
    return exists(
        select(Attempt.id).where(
            Attempt.enrolment_id == enrolment.id, Attempt.submitted_at.is_(None)
        )
    )


def attempts_of(enrolment: Enrolment, quiz_id: int) -> list[Attempt]:
    """Return a trainee's attempts at a quiz, first one first."""
    return rows(
        select(Attempt)
        .where(Attempt.enrolment_id == enrolment.id, Attempt.quiz_id == quiz_id)
        .order_by(Attempt.number)
    )


def batch_of(attempt: Attempt) -> Batch:
    """Return the batch in which an attempt is made."""
    return db.session.get_one(Batch, attempt.enrolment.batch_id)


def trainee_of(attempt: Attempt) -> Person:
    """Return whose attempt it is."""
    return db.session.get_one(Person, attempt.enrolment.person_id)


def sheet_of(attempt: Attempt) -> Sheet:
    """Return paper and answers of an attempt, freshly read."""
    paper = db.session.scalars(select(Attempt.paper).where(Attempt.id == attempt.id)).one()
    return sheets_of({attempt.id: paper})[attempt.id]


def sheets_of(papers: Mapping[int, dict[str, Any]]) -> dict[int, Sheet]:
    """Return the sheets of attempts by id, answers freshly read, in two statements for all."""
    sheets = {id: Sheet(paper, {}) for id, paper in papers.items()}
    by_hand = [
        id for id, paper in papers.items()
        if any(kind_of(question).is_marked_by_hand for question in paper["questions"])
    ]  # fmt: skip
    for answer in _fresh(Answer, list(papers)):
        sheets[answer.attempt_id].rows[answer.position] = answer
    for mark in _fresh(HandMark, by_hand) if by_hand else ():
        sheets[mark.attempt_id].hand_marks[mark.position] = mark
    return sheets


def _fresh(model: Any, attempt_ids: list[int]) -> list[Any]:
    return rows(
        select(model)
        .where(model.attempt_id.in_(attempt_ids))
        .execution_options(populate_existing=True)
    )


def answer_at(attempt: Attempt, position: int) -> Answer | None:
    """Return the latest saved answer to one question, freshly read."""
    found: Answer | None = one(
        select(Answer)
        .where(Answer.attempt_id == attempt.id, Answer.position == position)
        .execution_options(populate_existing=True)
    )
    return found


def overdue_attempts(moment: datetime) -> list[int]:
    """Return the ids of attempts whose time, grace included, was over at `moment`."""
    limit = moment - rules_of_quiz.GRACE
    return list(
        db.session.scalars(
            select(Attempt.id)
            .where(Attempt.submitted_at.is_(None), Attempt.deadline_at < limit)
            .order_by(Attempt.deadline_at)
        )
    )


def extra_time_of(enrolment: Enrolment) -> ExtraTime | None:
    """Return how much longer a trainee may take, None when nothing was ever given."""
    return db.session.get(ExtraTime, enrolment.id)


def extra_percent_of(enrolment: Enrolment) -> int:
    """Return by how many percent of the time a trainee may take longer."""
    extra = extra_time_of(enrolment)
    return extra.percent if extra else 0


def extra_times_in(batch: Batch) -> Sequence[Any]:
    """Return name and percent of everybody in a batch who may take longer."""
    return db.session.execute(
        select(Person.name, ExtraTime.percent)
        .join(Enrolment, Enrolment.id == ExtraTime.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.batch_id == batch.id, ExtraTime.percent > 0)
        .order_by(Person.name)
    ).all()
