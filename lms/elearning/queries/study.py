"""The outline of a batch with what a trainee did: the progress is derived from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, func, null, select, union_all

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Course, Enrolment, Phase, Unit
from lms.core.clock import today
from lms.core.db import among, db, numbered, one, read
from lms.core.things import things
from lms.elearning import rules
from lms.elearning.kinds import KINDS
from lms.elearning.models import Activity, Attempt, Lesson, Opening, Quiz, UnitRule, Visit
from lms.elearning.opening import Lock, lock_of
from lms.elearning.quiz import score_percent


@dataclass(frozen=True)
class Try:
    """One attempt as lists show it."""

    id: int
    number: int
    started_at: datetime
    deadline_at: datetime
    submitted_at: datetime | None
    #: None before it is handed in and fully marked.
    percent: Decimal | None


@dataclass(frozen=True)
class Reading:
    """How far a trainee came with a lesson or activity, and when."""

    seen_at: datetime
    finished_at: datetime | None
    position: int
    seconds: int
    resume_at: int


@dataclass(eq=False)
class Step:
    """One unit of the outline and what the trainee did with it."""

    unit_id: int
    key: str
    kind: str
    title: str
    minutes: int
    course_id: int
    course: str
    agenda: str
    phase: str
    #: Of lessons and activities: bytes to load.
    size: int | None
    #: Of quizzes.
    pass_mark: Decimal | None
    attempts_allowed: int | None
    draw: int | None
    counts: bool | None
    #: When it is done (completion.py), from which training day on and after which units it is open.
    complete: str
    need: int
    opens_day: int
    after: Sequence[str]
    discussion: bool
    reading: Reading | None = None
    tries: Sequence[Try] = ()

    @property
    def is_counted(self) -> bool:
        """Tell whether it stands in the progress; tasks are counted by who knows them."""
        return KINDS[self.kind].is_counted

    @property
    def has_discussion(self) -> bool:
        """Tell whether people talk about it."""
        return self.discussion or self.kind == "discussion"

    @property
    def seen_at(self) -> datetime | None:
        """Return when the trainee last looked at it."""
        return self.reading.seen_at if self.reading else None

    @property
    def finished_at(self) -> datetime | None:
        """Return when the trainee was done with it."""
        return self.reading.finished_at if self.reading else None

    @property
    def position(self) -> int | None:
        """Return how much was read or seen, in percent."""
        return self.reading.position if self.reading else None

    @cached_property
    def best(self) -> Decimal | None:
        """Return the best score of the finished attempts."""
        return max((t.percent for t in self.tries if t.percent is not None), default=None)

    @cached_property
    def running(self) -> Try | None:
        """Return the attempt that is not handed in yet."""
        return next((t for t in self.tries if t.submitted_at is None), None)

    @property
    def attempts_left(self) -> int | None:
        """Return how many attempts may still be started, None when there is no limit."""
        return rules.attempts_left(len(self.tries), self.attempts_allowed or 0)

    @property
    def has_passed(self) -> bool:
        """Tell whether the best attempt reaches the pass mark."""
        return self.best is not None and self.pass_mark is not None and self.best >= self.pass_mark

    @cached_property
    def is_done(self) -> bool:
        """Tell whether it is finished, or the quiz passed or used up."""
        if self.kind == "quiz":
            return self.running is None and rules.is_settled(
                self.best, self.pass_mark or Decimal(), len(self.tries), self.attempts_allowed or 0
            )
        return self.finished_at is not None

    @cached_property
    def is_begun(self) -> bool:
        """Tell whether the trainee opened it without finishing."""
        return not self.is_done and (self.seen_at is not None or bool(self.tries))


@dataclass(frozen=True)
class Progress:
    """How many of the units are done; assignments are counted by who knows them."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """Return the share that is done, rounded down: 100 only when nothing is missing."""
        return 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True)
class Subject:
    """One subject of the outline with its units."""

    id: int
    title: str
    agenda: str
    steps: list[Step]
    #: Not open before the tests of the subjects before it are passed.
    is_locked: bool = False

    @property
    def phase(self) -> str:
        """Return the title of the phase to which it belongs."""
        return self.steps[0].phase

    @cached_property
    def progress(self) -> Progress:
        """Return how far the trainee is in this subject."""
        return _progress_in(self.steps)


@dataclass(frozen=True)
class Outline:
    """All units of a batch in the order of study."""

    steps: list[Step]
    #: The programme's way of unlocking; who only reads along meets no lock.
    unlock: str = ""
    #: Training day -> its date, of the days on which a unit opens.
    days: Mapping[int, date] = field(default_factory=dict)
    #: Units that were opened for this trainee.
    opened: frozenset[int] = frozenset()
    #: False for who only reads along.
    is_own: bool = False

    @cached_property
    def subjects(self) -> list[Subject]:
        """Return the units by subject."""
        grouped = groupby(self.steps, key=lambda step: step.course_id)
        found = [(course_id, list(steps)) for course_id, steps in grouped]
        passed = [all(step.has_passed for step in own if step.counts) for _id, own in found]
        locked = rules.locked_subjects(self.unlock, passed)
        return [
            Subject(id, own[0].course, own[0].agenda, own, is_locked)
            for (id, own), is_locked in zip(found, locked, strict=True)
        ]

    @cached_property
    def here(self) -> Subject | None:
        """Return the subject in which to go on, None when all is done."""
        current = self.current
        return self.subject_of(current) if current else None

    def subject_of(self, step: Step) -> Subject:
        """Return the subject to which a step of this outline belongs."""
        return self.by_course[step.course_id]

    @cached_property
    def by_course(self) -> dict[int, Subject]:
        """Return the subjects by the id of their course."""
        return {subject.id: subject for subject in self.subjects}

    def is_locked(self, step: Step) -> bool:
        """Tell whether a unit is not open yet."""
        return step.unit_id in self.locks

    @cached_property
    def locks(self) -> dict[int, Lock]:
        """Return what keeps units closed, by unit id; open ones are missing."""
        if not self.is_own:
            return {}
        day = today()
        titles = {step.key: step.title for step in self.steps if not step.is_done}
        found: dict[int, Lock] = {}
        for subject in self.subjects:
            for step in subject.steps:
                if step.unit_id in self.opened or not step.is_counted:
                    continue
                lock = lock_of(
                    subject_is_locked=subject.is_locked,
                    opens_on=self.days.get(step.opens_day),
                    today=day,
                    missing=[titles[key] for key in step.after if key in titles],
                )
                if lock is not None:
                    found[step.unit_id] = lock
        return found

    @cached_property
    def phases(self) -> list[tuple[str, Progress]]:
        """Return the progress in each phase that has something to study, in order."""
        found: dict[str, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.phase, []).append(step)
        counted = [(title, _progress_in(steps)) for title, steps in found.items()]
        return [(title, progress) for title, progress in counted if progress.total]

    @cached_property
    def progress(self) -> Progress:
        """Return how far the trainee is."""
        return _progress_in(self.steps)

    def step(self, unit_id: int) -> Step:
        """Return the step of a unit of this outline."""
        return next(step for step in self.steps if step.unit_id == unit_id)

    def neighbours(self, step: Step) -> tuple[Step | None, Step | None]:
        """Return the steps before and after."""
        at = self.steps.index(step)
        return (
            self.steps[at - 1] if at else None,
            self.steps[at + 1] if at + 1 < len(self.steps) else None,
        )

    @cached_property
    def current(self) -> Step | None:
        """Return where to go on: the quiz under way, what was left last, or the next undone."""
        running = next((step for step in self.steps if step.running), None)
        begun = [s for s in self.steps if s.kind != "quiz" and s.is_begun and s.seen_at]
        latest = max(begun, key=lambda step: step.seen_at, default=None)  # type: ignore[arg-type,return-value]
        undone = [s for s in self.steps if s.is_counted and not s.is_done]
        unlocked = (s for s in undone if s.unit_id not in self.locks)
        return running or latest or next(unlocked, None) or next(iter(undone), None)


def _progress_in(steps: Iterable[Step]) -> Progress:
    counted = [step for step in steps if step.is_counted]
    return Progress(sum(step.is_done for step in counted), len(counted))


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
        for unit_id in work.readings.keys() | work.tries.keys():
            place = self.places.get(unit_id)
            if place is not None:
                reading, tries = work.readings.get(unit_id), work.tries.get(unit_id, ())
                steps[place] = Step(**self.facts[place], reading=reading, tries=tries)
        return steps


@lru_cache(maxsize=64)
def _published_plan(version_id: int, _published_at: datetime) -> _Plan:
    """Return the plan of a version; what is published never changes, so a process asks once."""
    found = db.session.execute(
        select(
            Unit.id.label("unit_id"), Unit.key, Unit.kind, Unit.title, Unit.minutes,
            Course.id.label("course_id"), Course.title.label("course"), Course.agenda,
            Phase.title.label("phase"), func.coalesce(Lesson.size, Activity.size).label("size"),
            Quiz.pass_mark, Quiz.attempts_allowed, Quiz.draw, Quiz.counts, UnitRule.complete,
            UnitRule.need, UnitRule.opens_day, UnitRule.after, UnitRule.discussion,
        )
        .join(Course, Course.id == Unit.course_id)
        .join(Phase, Phase.id == Course.phase_id)
        .outerjoin(Lesson, Lesson.unit_id == Unit.id)
        .outerjoin(Activity, Activity.unit_id == Unit.id)
        .outerjoin(Quiz, Quiz.unit_id == Unit.id)
        .outerjoin(UnitRule, UnitRule.unit_id == Unit.id)
        .where(Course.version_id == version_id)
        .order_by(Course.position, Unit.position)
    )  # fmt: skip
    facts = tuple(_with_usual_way(dict(row._mapping)) for row in found)
    places = {one["unit_id"]: place for place, one in enumerate(facts)}
    days = frozenset(one["opens_day"] for one in facts if one["opens_day"])
    has_locks = bool(days) or any(one["after"] for one in facts)
    steps = tuple(Step(**one) for one in facts)
    talks = any(step.has_discussion for step in steps)
    return _Plan(facts, steps, places, days, has_locks, talks)


def _with_usual_way(facts: dict[str, Any]) -> dict[str, Any]:
    """Return a unit's facts with the usual way of its kind where its file said none."""
    kind = KINDS[facts["kind"]]
    facts["after"] = tuple(facts["after"] or ())
    facts["opens_day"], facts["discussion"] = facts["opens_day"] or 0, bool(facts["discussion"])
    if not facts["complete"]:
        facts["complete"] = kind.completions[0] if kind.completions else ""
        facts["need"] = kind.need
    return facts


@cache
def _visits(count: int) -> Any:
    """Select what was done in units and, without a moment, what was opened for single persons."""
    done = select(
        Visit.enrolment_id, Visit.unit_id, Visit.seen_at, Visit.finished_at, Visit.position,
        Visit.seconds, Visit.resume_at,
    )  # fmt: skip
    none = null()
    opened = select(Opening.enrolment_id, Opening.unit_id, none, none, none, none, none)
    return union_all(
        done.where(among(Visit.enrolment_id, count)),
        opened.where(among(Opening.enrolment_id, count)),
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


def _works(enrolment_ids: Sequence[int]) -> dict[int, _Work]:
    """Return what these trainees did by enrolment id, in two statements."""
    works = {enrolment_id: _Work() for enrolment_id in enrolment_ids}
    if not works:
        return works
    ids = numbered(enrolment_ids)
    for enrolment_id, unit_id, seen_at, *reading in read(_visits(len(ids)), **ids):
        if seen_at is None:
            works[enrolment_id].opened.append(unit_id)
        else:
            works[enrolment_id].readings[unit_id] = Reading(seen_at, *reading)
    for row in read(_attempts(len(ids)), **ids):
        is_marked = row.submitted_at and not row.unmarked
        percent = score_percent(row.points, row.out_of) if is_marked else None
        one_try = Try(
            row.id, row.number, row.started_at, row.deadline_at, row.submitted_at, percent
        )
        works[row.enrolment_id].tries.setdefault(row.unit_id, []).append(one_try)
    return works


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
    return _published_plan(batch.version_id, batch.version.published_at)


def outline(batch: Batch, enrolment: Enrolment | None) -> Outline:
    """Return the units of the batch with what the trainee did; statements as of `outlines`."""
    if enrolment is None:
        return Outline(list(_plan_of(batch).steps))
    return outlines([(batch, enrolment.id)])[0]


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
