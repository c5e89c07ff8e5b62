"""Where one trainee stands: the units of a batch in the order of study, with what was done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from lms.catalogue.works import Work
from lms.core.clock import today
from lms.elearning import completion, rules
from lms.elearning.kinds import KINDS
from lms.elearning.opening import Lock, lock_of
from lms.elearning.queries.library import bytes_played


class Try(NamedTuple):
    """One attempt as lists show it."""

    id: int
    number: int
    started_at: datetime
    deadline_at: datetime
    submitted_at: datetime | None
    #: None before it is handed in and fully marked.
    percent: Decimal | None


class Reading(NamedTuple):
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
    #: Of lessons and activities: bytes to load, recordings apart.
    page_size: int | None
    #: Of recordings: their editions in the media library, the one played first in front.
    editions: Sequence[str]
    #: Of these without pictures, recordings and files.
    text_size: int | None
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
    #: Of tasks: the training day on whose evening the work is due.
    due_day: int
    reading: Reading | None = None
    tries: Sequence[Try] = ()
    #: Of tasks: the newest version of the work.
    work: Work | None = None

    @property
    def size(self) -> int | None:
        """Return the bytes to load, of recordings with the edition that is played first."""
        if not self.editions:
            return self.page_size
        return (self.page_size or 0) + bytes_played(self.editions)

    @property
    def has_discussion(self) -> bool:
        """Tell whether people talk about it."""
        return self.discussion or self.kind == "discussion"

    @property
    def seen_at(self) -> datetime | None:
        """Return when the trainee last looked at it or worked on it."""
        if self.work is not None:
            return self.work.saved_at
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
        """Tell whether it is finished, the quiz passed or used up, the work far enough."""
        if self.kind == "assignment":
            work = self.work
            return work is not None and completion.is_work_done(
                self.complete, self.need,
                is_in=work.is_in, is_graded=work.is_graded, points=work.points,
            )  # fmt: skip
        if self.kind == "quiz":
            return self.running is None and rules.is_settled(
                self.best, self.pass_mark or Decimal(), len(self.tries), self.attempts_allowed or 0
            )
        return self.finished_at is not None

    @cached_property
    def is_begun(self) -> bool:
        """Tell whether the trainee opened it without finishing."""
        return not self.is_done and (self.seen_at is not None or bool(self.tries))

    @property
    def is_waiting(self) -> bool:
        """Tell whether it is not done and only somebody else can go on: a work to be marked."""
        return self.work is not None and self.work.is_in and not self.is_done


@dataclass(frozen=True)
class Progress:
    """How many of the units are done."""

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

    @property
    def is_done(self) -> bool:
        """Tell whether the trainee finished all of it."""
        return self.progress.done == self.progress.total


#: Bytes of a page around its text: header, contents of the programme, the way on. Measured.
_FRAME = 14_000
#: Bytes of media from which a light version is worth a choice.
_HEAVY = 100_000


@dataclass(frozen=True)
class Pack:
    """What of a subject can be kept on a device, and what it costs in bytes: pages, media apart."""

    steps: list[Step]
    pages: int
    media: int

    @property
    def size(self) -> int:
        """Return the bytes of everything."""
        return self.pages + self.media

    @property
    def light_size(self) -> int:
        """Return the bytes without pictures and recordings; all of it where these are small."""
        return self.pages if self.media >= _HEAVY else self.size


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
    def _tests_before(self) -> dict[int, list[str]]:
        """Return the tests before each subject that count and are not passed."""
        found: dict[int, list[str]] = {}
        before: list[str] = []
        for subject in self.subjects:
            found[subject.id] = list(before)
            before += [step.title for step in subject.steps if step.counts and not step.has_passed]
        return found

    @cached_property
    def locks(self) -> dict[int, Lock]:
        """Return what keeps units closed, by unit id; open ones are missing."""
        if not self.is_own:
            return {}
        day = today()
        closed = {subject.id for subject in self.subjects if subject.is_locked}
        tests = self._tests_before if closed else {}
        may_be_closed = [
            step
            for step in self.steps
            if (step.after or step.opens_day or step.course_id in closed)
            and step.work is None  # what was begun stays open
            and step.unit_id not in self.opened
        ]
        needed = {key for step in may_be_closed for key in step.after}
        titles = {s.key: s.title for s in self.steps if s.key in needed and not s.is_done}
        found: dict[int, Lock] = {}
        for step in may_be_closed:
            lock = lock_of(
                tests=tests[step.course_id] if step.course_id in closed else [],
                opens_on=self.days.get(step.opens_day),
                today=day,
                missing=[titles[key] for key in step.after if key in titles],
            )
            if lock is not None:
                found[step.unit_id] = lock
        return found

    def pack(self, subject: Subject) -> Pack:
        """Return what opens without a connection: whatever is unlocked, of quizzes their rules."""
        steps = [
            step
            for step in subject.steps
            if KINDS[step.kind].can_be_kept and step.unit_id not in self.locks
        ]
        text = sum(step.text_size or 0 for step in steps)
        media = sum(step.size or 0 for step in steps) - text
        return Pack(steps, text + _FRAME * len(steps), media)

    @cached_property
    def phases(self) -> list[tuple[str, Progress]]:
        """Return the progress in each phase, in order."""
        found: dict[str, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.phase, []).append(step)
        return [(title, _progress_in(steps)) for title, steps in found.items()]

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
        """Return where to go on: the quiz under way, what was left last, or the next undone.

        A task comes after what there is to study: it has a time of its own.
        """
        running = next((step for step in self.steps if step.running), None)
        undone = [s for s in self.steps if not s.is_done and not s.is_waiting]
        begun = [s for s in undone if s.kind != "quiz" and s.is_begun and s.seen_at]
        latest = max(begun, key=lambda step: step.seen_at, default=None)  # type: ignore[arg-type,return-value]
        unlocked = [s for s in undone if s.unit_id not in self.locks]
        study = (s for s in unlocked if s.kind != "assignment")
        return running or latest or next(study, None) or next(iter(unlocked or undone), None)


def _progress_in(steps: Iterable[Step]) -> Progress:
    counted = list(steps)
    return Progress(sum(step.is_done for step in counted), len(counted))
