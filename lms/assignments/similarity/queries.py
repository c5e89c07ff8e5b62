"""Which works are compared with which, what was found, and how much of it a person may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from flask import current_app
from sqlalchemy import Select, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from lms.assignments.models import Brief, Submission, WorkGroupMember
from lms.assignments.queries.works import newest_only
from lms.assignments.similarity import rules
from lms.assignments.similarity.models import CommonText, SimilarityPair, WorkText
from lms.assignments.similarity.permissions import may_view
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion, Staff, Unit
from lms.core.clock import now
from lms.core.db import db, get, one, rows
from lms.core.jobs import Job
from lms.core.richtext import plain_text
from lms.people.models import TEACHING_ROLES, Person
from lms.people.permissions import is_organiser

#: The kind of job that compares the works of a programme.
COMPARE = "assignments.similarity"
#: Pairs on one page of the list.
PAGE = 25
#: Works with unreadable files that a page names.
MOST_UNREAD = 100
#: Works of a programme that are compared with each other: the newest ones.
MOST_WORKS = 5000


def job_key(programme_id: int) -> str:
    """Return the key under which the comparison of a programme runs."""
    return f"{COMPARE}.{programme_id}"


class Place(NamedTuple):
    """A handed-in work by its numbers."""

    id: int
    unit_id: int
    person_id: int
    group_id: int | None


def works_of_programme(programme_id: int) -> list[Place]:
    """Return the newest version of every work that is compared, in the order of handing in."""
    found = db.session.execute(
        _compared()
        .where(ProgrammeVersion.programme_id == programme_id)
        .with_only_columns(
            Submission.id, Submission.unit_id, Enrolment.person_id, Submission.group_id
        )
        .order_by(Submission.submitted_at.desc(), Submission.id.desc())
        .limit(MOST_WORKS)
    )
    return [Place(*row) for row in found][::-1]


def _compared() -> Select[Any]:
    """Select the works that are compared at all: handed in, newest, and not too old."""
    return (
        newest_only(select(Submission))
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .join(ProgrammeVersion, ProgrammeVersion.id == Batch.version_id)
        .where(
            Submission.state != "draft",
            Submission.submitted_at > now() - current_app.config["SIMILARITY_KEPT"],
        )
    )


def compared_ids(programme_id: int) -> Any:
    """Select the ids of the works of a programme that are compared."""
    own = ProgrammeVersion.programme_id == programme_id
    return _compared().where(own).with_only_columns(Submission.id)


def unread_of(programme_id: int) -> list[int]:
    """Return the works of a programme that were never read."""
    text = select(WorkText.submission_id).where(WorkText.submission_id == Submission.id)
    return list(db.session.scalars(compared_ids(programme_id).where(~text.exists())))


def kept_of(programme_id: int) -> tuple[dict[int, bytes], set[int]]:
    """Return (the shingles of each work of a programme, the works that wait)."""
    found = db.session.execute(
        select(WorkText.submission_id, WorkText.shingles, WorkText.compared_at).where(
            WorkText.submission_id.in_(compared_ids(programme_id))
        )
    ).all()
    waiting = {work_id for work_id, _shingles, compared_at in found if compared_at is None}
    return {work_id: shingles for work_id, shingles, _at in found}, waiting


def texts_of(ids: Collection[int]) -> dict[int, str]:
    """Return what works say as plain text."""
    found = db.session.execute(
        select(WorkText.submission_id, WorkText.text).where(WorkText.submission_id.in_(ids))
    )
    return {row.submission_id: row.text for row in found}


def pairs_of(ids: Collection[int]) -> list[SimilarityPair]:
    """Return the pairs of which one is among these works."""
    either = or_(SimilarityPair.left_id.in_(ids), SimilarityPair.right_id.in_(ids))
    return rows(select(SimilarityPair).where(either))


def replaced_ids() -> Any:
    """Select the ids of versions after which a newer one was handed in."""
    newest = newest_only(select(Submission.id).where(Submission.state != "draft"))
    return select(Submission.id).where(Submission.state != "draft", Submission.id.not_in(newest))


def programmes_waiting() -> list[int]:
    """Return the programmes with works that were never read or wait to be compared."""
    done = select(WorkText.submission_id).where(
        WorkText.submission_id == Submission.id, WorkText.compared_at.is_not(None)
    )
    return list(
        db.session.scalars(
            _compared()
            .where(~done.exists())
            .with_only_columns(ProgrammeVersion.programme_id)
            .distinct()
        )
    )


def authors_of(works: Sequence[Place]) -> list[set[int]]:
    """Return the people behind each work: who handed it in, and the members of its group."""
    groups: dict[int, set[int]] = {}
    for group_id, person_id in db.session.execute(
        select(WorkGroupMember.group_id, Enrolment.person_id)
        .join(Enrolment, Enrolment.id == WorkGroupMember.enrolment_id)
        .where(WorkGroupMember.group_id.in_({work.group_id for work in works if work.group_id}))
    ):
        groups.setdefault(group_id, set()).add(person_id)
    return [{work.person_id} | groups.get(work.group_id or 0, set()) for work in works]


def given_texts(unit_ids: Collection[int], programme_id: int) -> list[str]:
    """Return what everybody was given: briefs, templates, and the programme's common texts."""
    found = []
    for brief in rows(
        select(Brief)
        .where(Brief.unit_id.in_(unit_ids))
        .options(joinedload(Brief.unit).joinedload(Unit.course))
    ):
        found.append(plain_text(brief.html))
        version = get(ProgrammeVersion, brief.unit.course.version_id)
        beside = catalogue.templates_beside(version, brief.unit.key)
        found += [template.text for template in beside]
    return found + [text.text for text in common_texts(programme_id)]


def common_texts(programme_id: int) -> list[CommonText]:
    """Return the texts that everybody in a programme may use."""
    return rows(
        select(CommonText).where(CommonText.programme_id == programme_id).order_by(CommonText.title)
    )


def progress_of(programme_id: int) -> Job | None:
    """Return the job that compares the programme's works, while it is at it."""
    found: Job | None = one(
        select(Job).where(Job.key == job_key(programme_id), Job.state.in_(("pending", "running")))
    )
    return found


@dataclass(frozen=True)
class PairFilter:
    """What an address asks of the list of pairs."""

    state: str = "belum"
    where: str = ""
    least: int = 0
    work_id: int | None = None

    @classmethod
    def read(cls, args: Mapping[str, Any]) -> Self:
        """Read the filter out of an address; what the list does not have is left out."""
        state, where = str(args.get("keadaan", "belum")), str(args.get("dengan", ""))
        least, work = str(args.get("bagian", "")), str(args.get("karya", ""))
        return cls(
            state if state in ("belum", "wajar", "bicara", "semua") else "belum",
            where if where in ("sini", "lain") else "",
            int(least) if least in ("5", "10", "25", "50") else 0,
            int(work) if work.isdecimal() and len(work) < 10 else None,
        )


_STATES = {"belum": "", "wajar": rules.FINE, "bicara": rules.TALK}


@dataclass(frozen=True)
class Line:
    """A pair seen from one task: the own work, the other one, and what a person sees of it."""

    pair: SimilarityPair
    own: Submission
    other: Submission
    #: Part of the own work's words in percent.
    share: float
    #: Whether the person may read the whole other work and know its author.
    is_open: bool


@dataclass(frozen=True)
class Found:
    """A page of the list, how many there are, and how the whole task stands."""

    lines: list[Line]
    count: int
    #: Works that were compared, works that wait, and [who, file] that could not be read.
    compared: int
    waiting: int
    unread: list[tuple[Submission, str]]


def pairs_in(batch: Batch, unit_id: int, person: Person, wanted: PairFilter, number: int) -> Found:
    """Return a page of the pairs of a task's works, the largest shares first.

    Works of the person's own hand are left out.
    """
    sides = aliased(Enrolment), aliased(Enrolment)
    works = aliased(Submission), aliased(Submission)
    here = [
        and_(work.unit_id == unit_id, side.batch_id == batch.id)
        for work, side in zip(works, sides, strict=True)
    ]
    share = case((here[0], SimilarityPair.left_share), else_=SimilarityPair.right_share)
    statement = (
        select(SimilarityPair)
        .join(works[0], works[0].id == SimilarityPair.left_id)
        .join(works[1], works[1].id == SimilarityPair.right_id)
        .join(sides[0], sides[0].id == works[0].enrolment_id)
        .join(sides[1], sides[1].id == works[1].enrolment_id)
        .where(or_(*here), *(side.person_id != person.id for side in sides))
    )
    if wanted.state in _STATES:
        statement = statement.where(SimilarityPair.verdict == _STATES[wanted.state])
    if wanted.where:
        inside = sides[0].batch_id == sides[1].batch_id
        statement = statement.where(inside if wanted.where == "sini" else ~inside)
    if wanted.least:
        statement = statement.where(share >= wanted.least * 10)
    if wanted.work_id is not None:
        statement = statement.where(or_(*(work.id == wanted.work_id for work in works)))
    pairs = rows(
        statement.options(*_with_authors())
        .order_by(share.desc(), SimilarityPair.id)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    how_many = statement.with_only_columns(func.count()).scalar_subquery()
    works_here = _works_of(batch, unit_id)
    count, all_works, compared = db.session.execute(
        works_here.with_only_columns(how_many, func.count(), func.count(WorkText.compared_at))
    ).one()
    lines = _lines(pairs, batch, unit_id, person)
    return Found(lines, count, compared, all_works - compared, _unread(works_here))


def _with_authors() -> list[Any]:
    found = []
    for side in (SimilarityPair.left, SimilarityPair.right):
        place = joinedload(side).joinedload(Submission.enrolment)
        found += [place.joinedload(Enrolment.person), place.joinedload(Enrolment.batch)]
    return found


def _lines(pairs: list[SimilarityPair], batch: Batch, unit_id: int, person: Person) -> list[Line]:
    batches = {work.enrolment.batch_id for pair in pairs for work in (pair.left, pair.right)}
    seen = batches_seen(person, batches)
    found = []
    for pair in pairs:
        sides = [(pair.left, pair.left_share), (pair.right, pair.right_share)]
        if (pair.left.unit_id, pair.left.enrolment.batch_id) != (unit_id, batch.id):
            sides.reverse()
        (own, share), (other, _share) = sides
        found.append(Line(pair, own, other, share / 10, other.enrolment.batch_id in seen))
    return found


def batches_seen(person: Person, batch_ids: Collection[int]) -> set[int]:
    """Return those of these batches whose works the person may read as a whole."""
    if is_organiser(person) or not batch_ids:
        return set(batch_ids)
    return set(
        db.session.scalars(
            select(Staff.batch_id).where(
                Staff.person_id == person.id,
                Staff.role.in_((*TEACHING_ROLES, "organiser")),
                Staff.batch_id.in_(batch_ids),
            )
        )
    )


def _works_of(batch: Batch, unit_id: int) -> Select[Any]:
    """Select the newest works of a task beside what was read of them."""
    return (
        newest_only(select(Submission))
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .outerjoin(WorkText, WorkText.submission_id == Submission.id)
        .where(
            Enrolment.batch_id == batch.id,
            Submission.unit_id == unit_id,
            Submission.state != "draft",
        )
    )


def _unread(works: Select[Any]) -> list[tuple[Submission, str]]:
    """Return the files that could not be read, with their works."""
    found = db.session.execute(
        works.where(cast(WorkText.unread, String) != "[]")
        .options(joinedload(Submission.enrolment).joinedload(Enrolment.person))
        .add_columns(WorkText.unread)
        .order_by(Submission.id)
        .limit(MOST_UNREAD)
    )
    return [(work, name) for work, names in found for name in names]


@dataclass(frozen=True)
class Side:
    """One of two works as a person sees it: as a whole, or its shared passages alone."""

    work: Submission
    share: float
    is_open: bool
    pieces: list[rules.Piece]


def pair_in_full(pair_id: int, person: Person) -> tuple[SimilarityPair, list[Side]]:
    """Return a pair with both works, cut into shared and ignored pieces."""
    pair: SimilarityPair = one(
        select(SimilarityPair).where(SimilarityPair.id == pair_id).options(*_with_authors())
    )
    texts = texts_of((pair.left_id, pair.right_id))
    sides = []
    for at, (name, work, share) in enumerate(
        (("left", pair.left, pair.left_share), ("right", pair.right, pair.right_share))
    ):
        runs = [(run[2 * at], run[2 * at + 1]) for run in pair.runs]
        is_open = may_view(person, work.enrolment.batch)
        ignored = [(begin, end, why) for begin, end, why in pair.ignored[name]]
        pieces = rules.cut(texts[work.id], runs, ignored)
        kept = pieces if is_open else [piece for piece in pieces if piece.number]
        sides.append(Side(work, share / 10, is_open, kept))
    return pair, sides


def common_text_in(programme_id: int, number: int) -> CommonText | None:
    """Return a common text when it is the programme's."""
    found: CommonText | None = one(
        select(CommonText).where(CommonText.id == number, CommonText.programme_id == programme_id)
    )
    return found
