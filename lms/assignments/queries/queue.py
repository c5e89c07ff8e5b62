"""The queue of works to be marked, narrowed by an address, and the way through it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import Select, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from lms.assignments.models import Marking, Submission, TaskSetting
from lms.assignments.panel.models import PanelScheme
from lms.assignments.permissions import visible_submissions
from lms.assignments.queries.works import newest_only, panel_of
from lms.assignments.similarity.models import SimilarityPair
from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion, Unit
from lms.core.addresses import whole
from lms.core.clock import now
from lms.core.db import db, rows
from lms.people.models import Person

PAGE = 50
#: Days after which a waiting work is old, and very old.
OLD, VERY_OLD = 2, 7


def _is_of_panel() -> Any:
    """Return the condition that several assessors mark the work by role weights.

    The same rule as `panel.queries.scheme_for`, for many works at once.
    """
    return (
        select(PanelScheme.id)
        .join(ProgrammeVersion, ProgrammeVersion.programme_id == PanelScheme.programme_id)
        .join(Batch, Batch.version_id == ProgrammeVersion.id)
        .join(Enrolment, Enrolment.batch_id == Batch.id)
        .join(Unit, Unit.key == PanelScheme.unit_key)
        .where(
            Enrolment.id == Submission.enrolment_id,
            Unit.id == Submission.unit_id,
            PanelScheme.valid_from <= Batch.starts_on,
        )
        .exists()
    )


_SUBMITTED = Submission.state == "submitted"
#: Works that wait for one grader; those of a panel wait for its sheets.
WAITING = and_(_SUBMITTED, ~_is_of_panel())


def _begun_by(person_id: int) -> Any:
    begun = select(Marking.id).where(
        Marking.submission_id == Submission.id, Marking.grader_id == person_id
    )
    return and_(Submission.state.in_(("submitted", "proposed")), begun.exists())


#: What the queue can be narrowed to.
QUEUES: dict[str, Any] = {
    "belum": WAITING,
    "terlambat": and_(WAITING, Submission.submitted_at > Submission.due_at),
    "berubah": and_(WAITING, Submission.version > 1),
    "tim": and_(_SUBMITTED, _is_of_panel()),
    "diusulkan": Submission.state == "proposed",
    "dinilai": Submission.state == "marked",
    "dikembalikan": Submission.state == "returned",
    "dirilis": Submission.state == "released",
}


@dataclass(frozen=True)
class QueueFilter:
    """What an address asks of the queue."""

    state: str = "belum"
    text: str = ""
    batch_id: int | None = None
    unit_id: int | None = None

    @classmethod
    def read(cls, args: Mapping[str, Any]) -> Self:
        """Read the filter out of an address; what no queue has is left out."""
        state = str(args.get("keadaan", "belum"))
        return cls(
            state if state in {*QUEUES, "saya", "semua"} else "belum",
            str(args.get("cari", "")).strip()[:100],
            _number(args.get("angkatan")),
            _number(args.get("tugas")),
        )

    @property
    def args(self) -> dict[str, Any]:
        """Return the filter as it stands in an address."""
        named = {"keadaan": self.state, "cari": self.text, "angkatan": self.batch_id,
                 "tugas": self.unit_id}  # fmt: skip
        return {name: value for name, value in named.items() if value}


def _number(given: Any) -> int | None:
    try:
        return whole(str(given))
    except ValueError:
        return None


def _narrowed(person: Person, wanted: QueueFilter) -> Select[Any]:
    statement = newest_only(visible_submissions(person))
    if wanted.state == "saya":
        statement = statement.where(_begun_by(person.id))
    elif wanted.state in QUEUES:
        statement = statement.where(QUEUES[wanted.state])
    if wanted.batch_id is not None:
        own = select(Enrolment.id).where(Enrolment.batch_id == wanted.batch_id)
        statement = statement.where(Submission.enrolment_id.in_(own))
    if wanted.unit_id is not None:
        statement = statement.where(Submission.unit_id == wanted.unit_id)
    return statement.where(_called(wanted.text)) if wanted.text else statement


def _called(text: str) -> Any:
    """Return the condition that trainee or task carries these words; hidden names are not found."""
    named = (
        select(Enrolment.id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.id == Submission.enrolment_id)
        .where(Person.name.icontains(text, autoescape=True))
        .where(or_(Submission.state == "released", ~_is_blind().exists()))
    )
    titled = Unit.title.icontains(text, autoescape=True)
    return or_(named.exists(), Submission.unit_id.in_(select(Unit.id).where(titled)))


def _is_blind() -> Select[Any]:
    return select(TaskSetting.unit_id).where(
        TaskSetting.batch_id == Enrolment.batch_id,
        TaskSetting.unit_id == Submission.unit_id,
        TaskSetting.blind,
    )


@dataclass(frozen=True)
class Ages:
    """How many works of a queue are new, old and very old."""

    fresh: int = 0
    old: int = 0
    very_old: int = 0

    @property
    def all(self) -> int:
        """Return how many there are."""
        return self.fresh + self.old + self.very_old


def queue(person: Person, wanted: QueueFilter, page: int = 1) -> tuple[list[Submission], Ages]:
    """Return one page of the works the person may mark, longest waiting first, and all ages."""
    statement = _narrowed(person, wanted)
    found = rows(
        statement.options(
            joinedload(Submission.enrolment).joinedload(Enrolment.person),
            joinedload(Submission.enrolment).joinedload(Enrolment.batch),
        )
        .order_by(Submission.submitted_at, Submission.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return found, _ages(statement)


def _ages(statement: Select[Any]) -> Ages:
    inner = statement.with_only_columns(Submission.submitted_at).subquery()

    def since(days: int) -> datetime:
        return now() - timedelta(days=days)

    very_old = func.sum(case((inner.c.submitted_at < since(VERY_OLD), 1), else_=0))
    old = func.sum(case((inner.c.submitted_at < since(OLD), 1), else_=0))
    every, old_count, very_old_count = db.session.execute(
        select(func.count(), old, very_old).select_from(inner)
    ).one()
    return Ages(every - (old_count or 0), (old_count or 0) - (very_old_count or 0),
                very_old_count or 0)  # fmt: skip


@dataclass(frozen=True)
class Way:
    """A work's surroundings in its queue, and how far the marking of its task is."""

    before: list[Submission]
    after: list[Submission]
    #: (batch id, unit id) of the works here whose authors are hidden from graders.
    blind: set[tuple[int, int]]
    marked: int
    count: int
    #: Other works that share passages with it.
    alike: int = 0
    #: Whether several assessors mark it on sheets of their own.
    by_panel: bool = False

    @property
    def earlier(self) -> Submission | None:
        """Return the work before this one."""
        return self.before[-1] if self.before else None

    @property
    def later(self) -> Submission | None:
        """Return the work after this one."""
        return self.after[0] if self.after else None


#: Works that the list beside a work shows before and after it.
BEFORE, AFTER = 8, 24


def way_through(person: Person, work: Submission, wanted: QueueFilter) -> Way:
    """Return the surroundings of a work in a queue, whether it still belongs to it or not."""
    here = (work.submitted_at, work.id)
    place = tuple_(Submission.submitted_at, Submission.id)
    queued = _narrowed(person, wanted).with_only_columns(Submission.id)
    after = queued.where(place > here).order_by(Submission.submitted_at, Submission.id)
    before = queued.where(place < here).order_by(
        Submission.submitted_at.desc(), Submission.id.desc()
    )
    near = db.session.execute(
        select(Submission, _is_blind().exists())
        .join(Submission.enrolment)
        .where(
            or_(
                Submission.id == work.id,
                Submission.id.in_(before.limit(BEFORE)),
                Submission.id.in_(after.limit(AFTER)),
            )
        )
        .options(contains_eager(Submission.enrolment).joinedload(Enrolment.person))
        .order_by(Submission.submitted_at, Submission.id)
    ).all()
    works = [other for other, _hidden in near]
    blind = {(other.enrolment.batch_id, other.unit_id) for other, hidden in near if hidden}
    at = works.index(work)
    return Way(works[:at], works[at + 1 :], blind, *_progress(work))


def _progress(work: Submission) -> tuple[int, int, int, bool]:
    """Return (marked, all) of the works of its task and batch, how many are like it, a panel's."""
    done = case((Submission.state.in_(("marked", "released")), 1), else_=0)
    statement = newest_only(
        select(Submission)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(
            Enrolment.batch_id == work.enrolment.batch_id,
            Submission.unit_id == work.unit_id,
            Submission.state != "draft",
        )
    )
    either = or_(SimilarityPair.left_id == work.id, SimilarityPair.right_id == work.id)
    alike = select(func.count(SimilarityPair.id)).where(either).scalar_subquery()
    panel = panel_of(work).correlate(None).exists()
    count, marked, like, by_panel = db.session.execute(
        statement.with_only_columns(func.count(), func.sum(done), alike, panel)
    ).one()
    return marked or 0, count, like, bool(by_panel)


def next_ungraded(person: Person, work: Submission, wanted: QueueFilter) -> int | None:
    """Return the id of the next unmarked work of a queue: after this one, else from the start."""
    place = tuple_(Submission.submitted_at, Submission.id)
    before = case((place > (work.submitted_at, work.id), 0), else_=1)
    return db.session.scalar(
        _narrowed(person, wanted)
        .where(WAITING, Submission.id != work.id)
        .with_only_columns(Submission.id)
        .order_by(before, Submission.submitted_at, Submission.id)
        .limit(1)
    )


def waiting_count(person: Person) -> int:
    """Return how many works wait for the person's mark."""
    statement = newest_only(visible_submissions(person)).where(WAITING)
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
