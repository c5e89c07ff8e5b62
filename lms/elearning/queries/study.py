"""The units of a batch and what trainees did with them: outlines are put together here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    Integer,
    Numeric,
    String,
    bindparam,
    case,
    cast,
    func,
    null,
    or_,
    select,
    union_all,
)

from lms.catalogue import queries as catalogue
from lms.catalogue import works
from lms.catalogue.models import Batch, Course, Enrolment, Phase, Unit
from lms.catalogue.works import Work
from lms.core.access import remember
from lms.core.db import UtcDateTime, among, db, numbered, one, read, writing
from lms.core.things import things
from lms.elearning.kinds import KINDS
from lms.elearning.models import Activity, Attempt, Lesson, Opening, Quiz, UnitRule, Visit
from lms.elearning.queries.outline import Outline, Reading, Step, Try
from lms.elearning.quiz import score_percent


@dataclass(frozen=True)
class _Plan:
    """The units of a version in the order of study: as facts, and as steps with nothing done yet.

    Trainees share the steps that they have not touched.
    """

    facts: tuple[dict[str, Any], ...]
    steps: tuple[Step, ...]
    #: Unit id -> place in the order.
    places: dict[int, int]
    #: Training days on which a unit opens.
    days: frozenset[int]
    #: Whether a unit may be closed for reasons of its own.
    has_locks: bool
    #: Whether people talk about any of its units.
    has_discussions: bool

    def with_work(self, work: "_Work") -> list[Step]:
        """Return the steps with what was done in them."""
        steps = list(self.steps)
        for unit_id in work.readings.keys() | work.tries.keys() | work.works.keys():
            place = self.places.get(unit_id)
            if place is not None:
                steps[place] = Step(
                    **self.facts[place],
                    reading=work.readings.get(unit_id),
                    tries=work.tries.get(unit_id, ()),
                    work=work.works.get(unit_id),
                )
        return steps


#: Kinds of units that play a file of the media library, and its editions in the order of playing.
_RECORDED, _EDITIONS = ("video", "audio"), ("light", "file")


@lru_cache(maxsize=64)
def _plan(version_id: int, _published_at: datetime, batch_id: int, _changes: int) -> _Plan:
    """Return the plan of a version, with what the batch of this id (0: none) has besides.

    What is published never changes and a batch counts its changes, so a process asks once.
    """
    found = db.session.execute(
        select(
            Unit.id.label("unit_id"), Unit.key, Unit.kind, Unit.title, Unit.minutes,
            Course.id.label("course_id"), Course.title.label("course"), Course.agenda,
            Phase.title.label("phase"),
            func.coalesce(Lesson.size, Activity.size).label("page_size"),
            *(case((Unit.kind.in_(_RECORDED), Activity.facts[name].as_string())).label(name)
              for name in _EDITIONS),
            func.length(func.coalesce(Lesson.html, Activity.html)).label("text_size"),
            Quiz.pass_mark, Quiz.attempts_allowed, Quiz.draw, Quiz.counts, UnitRule.complete,
            UnitRule.need, UnitRule.opens_day, UnitRule.after, UnitRule.discussion,
        )
        .join(Course, Course.id == Unit.course_id)
        .join(Phase, Phase.id == Course.phase_id)
        .outerjoin(Lesson, Lesson.unit_id == Unit.id)
        .outerjoin(Activity, Activity.unit_id == Unit.id)
        .outerjoin(Quiz, Quiz.unit_id == Unit.id)
        .outerjoin(UnitRule, UnitRule.unit_id == Unit.id)
        .where(
            Course.version_id == version_id,
            or_(Unit.batch_id.is_(None), Unit.batch_id == batch_id),
        )
        .order_by(Course.position, Unit.position, Unit.id)
    )  # fmt: skip
    due = works.due_days(version_id)
    facts = tuple(
        _with_usual_way(dict(row._mapping) | {"due_day": due.get(row.unit_id, 0)}) for row in found
    )
    places = {one["unit_id"]: place for place, one in enumerate(facts)}
    days = frozenset(one["opens_day"] for one in facts if one["opens_day"])
    has_locks = bool(days) or any(one["after"] for one in facts)
    steps = tuple(Step(**one) for one in facts)
    talks = any(step.has_discussion for step in steps)
    return _Plan(facts, steps, places, days, has_locks, talks)


def _with_usual_way(facts: dict[str, Any]) -> dict[str, Any]:
    """Return a unit's facts with the usual way of its kind where its file said none."""
    kind = KINDS[facts["kind"]]
    facts["editions"] = tuple(name for each in _EDITIONS if (name := facts.pop(each)))
    facts["after"] = tuple(facts["after"] or ())
    facts["opens_day"], facts["discussion"] = facts["opens_day"] or 0, bool(facts["discussion"])
    if not facts["complete"]:
        facts["complete"] = kind.completions[0] if kind.completions else ""
        facts["need"] = kind.need
    return facts


@cache
def _visits(count: int) -> Any:
    """Select what was done in units, what was opened for single persons, and works.

    Openings have no moment, and works alone a state.
    """
    visit = (Visit.seen_at, Visit.finished_at, Visit.position, Visit.seconds, Visit.resume_at)
    work = (String, Integer, UtcDateTime, Numeric(5, 2))
    no_visit = [cast(null(), column.type) for column in visit]
    no_work = [cast(null(), kind) for kind in work]
    done = select(Visit.enrolment_id, Visit.unit_id, *visit, *no_work)
    opened = select(Opening.enrolment_id, Opening.unit_id, *no_visit, *no_work)
    handed = [
        select(seat, unit_id, *no_visit, *rest).select_from(found)
        for found in (one.subquery() for one in works.works_of(lambda seat: among(seat, count)))
        for seat, unit_id, *rest in [tuple(found.c)]
    ]
    return union_all(
        done.where(among(Visit.enrolment_id, count)),
        opened.where(among(Opening.enrolment_id, count)),
        *handed,
    )


@cache
def _attempts(count: int) -> Any:
    return (
        select(
            Attempt.id, Attempt.enrolment_id, Quiz.unit_id, Attempt.number, Attempt.started_at,
            Attempt.deadline_at, Attempt.submitted_at, Attempt.points, Attempt.out_of,
            Attempt.unmarked,
        )
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(among(Attempt.enrolment_id, count))
        .order_by(Attempt.number)
    )  # fmt: skip


@dataclass
class _Work:
    """What one trainee did, by unit id."""

    readings: dict[int, Reading] = field(default_factory=dict)
    tries: dict[int, list[Try]] = field(default_factory=dict)
    #: Units that were opened for this trainee.
    opened: list[int] = field(default_factory=list)
    #: The newest version of each work.
    works: dict[int, Work] = field(default_factory=dict)

    def keep(self, unit_id: int, work: Work) -> None:
        """Keep a work unless a newer version of it is known."""
        known = self.works.get(unit_id)
        if known is None or known.version < work.version:
            self.works[unit_id] = work


def _works(enrolment_ids: Sequence[int]) -> dict[int, _Work]:
    """Return what these trainees did by enrolment id, in two statements."""
    found = {enrolment_id: _Work() for enrolment_id in enrolment_ids}
    if not found:
        return found
    ids = numbered(enrolment_ids)
    for enrolment_id, unit_id, seen_at, *rest in read(_visits(len(ids)), **ids):
        reading, work = rest[:4], rest[4:]
        if work[0] is not None:
            found[enrolment_id].keep(unit_id, Work(*work))
        elif seen_at is None:
            found[enrolment_id].opened.append(unit_id)
        else:
            found[enrolment_id].readings[unit_id] = Reading(seen_at, *reading)
    for row in read(_attempts(len(ids)), **ids):
        is_marked = row.submitted_at and not row.unmarked
        percent = score_percent(row.points, row.out_of) if is_marked else None
        one_try = Try(
            row.id, row.number, row.started_at, row.deadline_at, row.submitted_at, percent
        )
        found[row.enrolment_id].tries.setdefault(row.unit_id, []).append(one_try)
    return found


def outlines(seats: Sequence[tuple[Batch, int]]) -> list[Outline]:
    """Return the outline of each (batch, enrolment id), in two statements for all of them.

    One more for each batch whose units open by day tells its dates.
    """
    works = _works([enrolment_id for _batch, enrolment_id in seats])
    days = {
        batch.id: {day: catalogue.day_date(batch, day) for day in _plan_of(batch).days}
        for batch, _seat in seats
    }
    return [
        Outline(
            _plan_of(batch).with_work(works[enrolment_id]),
            batch.version.unlock,
            days[batch.id],
            frozenset(works[enrolment_id].opened),
            is_own=True,
        )
        for batch, enrolment_id in seats
    ]


def _plan_of(batch: Batch) -> _Plan:
    own = (batch.id, batch.unit_changes) if batch.unit_changes else (0, 0)
    return _plan(batch.version_id, batch.version.published_at, *own)


def outline(batch: Batch, enrolment: Enrolment | None) -> Outline:
    """Return the units of the batch with what the trainee did; statements as of `outlines`.

    A request that only reads asks once.
    """
    if enrolment is None:
        return Outline(list(_plan_of(batch).steps))
    seat = (batch, enrolment.id)
    if writing.get():
        return outlines([seat])[0]
    return remember(("outline", batch.id, enrolment.id), lambda: outlines([seat])[0])


def lesson_in(batch: Batch, unit_id: int) -> Lesson | None:
    """Return a lesson when its unit belongs to the version the batch runs on."""
    found: Lesson | None = one(_lesson(), unit_id=unit_id, version_id=batch.version_id)
    return found


def activity_in(batch: Batch, unit_id: int) -> Activity | None:
    """Return an activity when its unit belongs to the version the batch runs on."""
    found: Activity | None = one(_activity(), unit_id=unit_id, version_id=batch.version_id)
    return found


def material_in(batch: Batch, unit_id: int) -> Lesson | Activity | None:
    """Return the lesson or activity of a unit of the version the batch runs on."""
    step = step_in(batch, unit_id)
    is_lesson = step is None or step.kind == "lesson"
    return lesson_in(batch, unit_id) if is_lesson else activity_in(batch, unit_id)


def step_in(batch: Batch, unit_id: int) -> Step | None:
    """Return a unit of the batch's version as nobody has touched it; asks the database once."""
    plan = _plan_of(batch)
    place = plan.places.get(unit_id)
    return None if place is None else plan.steps[place]


def visit_of(enrolment: Enrolment, unit_id: int) -> Visit | None:
    """Return what a trainee did with one unit, all of it."""
    found: Visit | None = one(
        select(Visit).where(Visit.enrolment_id == enrolment.id, Visit.unit_id == unit_id)
    )
    return found


def due_dates(batch: Batch) -> dict[int, date]:
    """Return the date on which each task of the batch is due, by unit id."""
    return {
        step.unit_id: catalogue.day_date(batch, step.due_day)
        for step in _plan_of(batch).steps
        if step.due_day
    }


def may_talk(batch: Batch) -> bool:
    """Tell whether people talk about any unit of the batch."""
    return _plan_of(batch).has_discussions


def may_lock(batch: Batch) -> bool:
    """Tell whether units of the batch may be closed."""
    return bool(batch.version.unlock) or _plan_of(batch).has_locks


@cache
def _lesson() -> Any:
    return _of_version(Lesson)


@cache
def _activity() -> Any:
    return _of_version(Activity)


def _of_version(model: Any) -> Any:
    own = select(Unit.id).join(Course, Course.id == Unit.course_id)
    return things(model).where(
        model.unit_id == bindparam("unit_id"),
        model.unit_id.in_(own.where(Course.version_id == bindparam("version_id"))),
    )
