"""The bank: lists with filters, one question with its versions, and which quizzes draw from it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import Select, String, cast, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lms.catalogue.models import Course, Programme, ProgrammeVersion, Unit
from lms.core.db import db, one, rows
from lms.core.jobs import Job
from lms.elearning.models import (
    BankCategory,
    BankFormerPath,
    BankImport,
    BankImportItem,
    BankQuestion,
    BankTag,
    BankVersion,
    Quiz,
)

PAGE = 25


@dataclass(frozen=True)
class BankFilter:
    """What a list of questions is narrowed to; "" and False mean any."""

    text: str = ""
    category: str = ""
    kind: str = ""
    tag: str = ""
    retired: bool = False


def _within(path: str) -> Any:
    return or_(BankCategory.path == path, BankCategory.path.startswith(f"{path}/", autoescape=True))


def _found(wanted: BankFilter) -> Select[Any]:
    found = select(BankQuestion).join(BankCategory, BankCategory.id == BankQuestion.category_id)
    is_retired = BankQuestion.retired_at.is_not(None)
    found = found.where(is_retired if wanted.retired else ~is_retired)
    if wanted.category:
        found = found.where(_within(wanted.category))
    if wanted.kind:
        found = found.where(BankQuestion.kind == wanted.kind)
    if wanted.tag:
        tagged = select(BankTag.question_id).where(BankTag.tag == wanted.tag)
        found = found.where(BankQuestion.id.in_(tagged))
    for word in wanted.text.lower().split()[:6]:
        found = found.where(BankQuestion.words.contains(word, autoescape=True))
    return found


def bank_questions(wanted: BankFilter, page: int) -> tuple[list[BankQuestion], int]:
    """Return one page of the questions that fit, newest first, and how many there are."""
    found = _found(wanted)
    count = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    shown = found.options(selectinload(BankQuestion.tags)).order_by(BankQuestion.id.desc())
    return rows(shown.limit(PAGE).offset((page - 1) * PAGE)), count


def exported(wanted: BankFilter, most: int) -> list[tuple[BankQuestion, dict[str, Any]]]:
    """Return the questions that fit with what they say now, by category, at most `most`."""
    found = (
        _found(wanted)
        .add_columns(BankVersion.source)
        .join(
            BankVersion,
            (BankVersion.question_id == BankQuestion.id)
            & (BankVersion.number == BankQuestion.version),
        )
        .options(selectinload(BankQuestion.tags))
        .order_by(BankCategory.path, BankQuestion.id)
        .limit(most)
    )
    return [(question, source) for question, source in db.session.execute(found)]


def bank_categories() -> Sequence[Any]:
    """Return all categories by path, each with its path, title and count of live questions."""
    return db.session.execute(
        select(BankCategory.path, BankCategory.title, func.count(BankQuestion.id).label("count"))
        .outerjoin(
            BankQuestion,
            (BankQuestion.category_id == BankCategory.id) & BankQuestion.retired_at.is_(None),
        )
        .group_by(BankCategory.path, BankCategory.title)
        .order_by(BankCategory.path)
    ).all()


def bank_tags(most: int = 100) -> list[str]:
    """Return the tags given most often."""
    found = (
        select(BankTag.tag)
        .group_by(BankTag.tag)
        .order_by(func.count().desc(), BankTag.tag)
        .limit(most)
    )
    return list(db.session.scalars(found))


def tagged_counts() -> dict[tuple[str, str], int]:
    """Return how many live questions each category, with those in it, has of each tag.

    The path "" stands for the whole bank.
    """
    found = db.session.execute(
        select(BankCategory.path, BankTag.tag, func.count())
        .join(BankQuestion, BankQuestion.id == BankTag.question_id)
        .join(BankCategory, BankCategory.id == BankQuestion.category_id)
        .where(BankQuestion.retired_at.is_(None))
        .group_by(BankCategory.path, BankTag.tag)
    )
    counts: Counter[tuple[str, str]] = Counter()
    for path, tag, count in found:
        steps = path.split("/")
        for depth in range(len(steps) + 1):
            counts["/".join(steps[:depth]), tag] += count
    return dict(counts)


def category_at(path: str) -> BankCategory | None:
    """Return the category with this path."""
    return one(select(BankCategory).where(BankCategory.path == path))


def version_of(question: BankQuestion) -> BankVersion:
    """Return what a question says now."""
    found = select(BankVersion).where(
        BankVersion.question_id == question.id, BankVersion.number == question.version
    )
    return db.session.scalars(found).one()


def versions_of(question: BankQuestion) -> list[BankVersion]:
    """Return all versions of a question, newest first."""
    return rows(
        select(BankVersion)
        .where(BankVersion.question_id == question.id)
        .options(joinedload(BankVersion.made_by))
        .order_by(BankVersion.number.desc())
        .limit(50)
    )


def tags_on(question: BankQuestion) -> list[str]:
    """Return the tags of one question."""
    found = select(BankTag.tag).where(BankTag.question_id == question.id).order_by(BankTag.tag)
    return list(db.session.scalars(found))


@dataclass(frozen=True)
class Use:
    """A quiz that draws from the bank: how many of which category ("": any) and tag ("": any)."""

    programme: str
    version: str
    quiz: str
    path: str
    tag: str
    draw: int


def uses() -> list[Use]:
    """Return the pools of the current programme versions that draw from the bank."""
    found = db.session.execute(
        select(Programme.title, ProgrammeVersion.version, Unit.title, Quiz.pools, Quiz.sections)
        .join(Unit, Unit.id == Quiz.unit_id)
        .join(Course, Course.id == Unit.course_id)
        .join(ProgrammeVersion, ProgrammeVersion.id == Course.version_id)
        .join(Programme, Programme.current_version_id == ProgrammeVersion.id)
        .where(
            or_(
                *(
                    cast(column, String).contains(f'"{word}"')
                    for column in (Quiz.pools, Quiz.sections)
                    for word in ("bank", "tag")
                )
            )
        )
        .order_by(Programme.title, Course.position, Unit.position)
    )
    return [
        Use(programme, version, quiz, pool.get("bank", ""), pool.get("tag", ""), pool["draw"])
        for programme, version, quiz, pools, sections in found
        for pool in [*pools, *(one for section in sections for one in section["pools"])]
        if "quiz" not in pool
    ]


def former_paths() -> dict[str, str]:
    """Return where the former paths of categories lead now."""
    found = db.session.execute(select(BankFormerPath.path, BankFormerPath.now))
    return dict(found.all())


def present_path(path: str) -> str:
    """Return where a path leads now: itself, or the present path of what was called so."""
    now: str | None = one(select(BankFormerPath.now).where(BankFormerPath.path == path))
    return now or path


def uses_of(question: BankQuestion) -> list[Use]:
    """Return the quizzes that may draw this question."""
    path, tags, leads = question.category.path, {"", *tags_on(question)}, former_paths()
    return [
        use
        for use in uses()
        if use.tag in tags
        and (not use.path or f"{path}/".startswith(f"{leads.get(use.path, use.path)}/"))
    ]


def drawn_from_bank(path: str, count: int, rng: Random, *, tag: str = "") -> list[dict[str, Any]]:
    """Return the present text of `count` random live questions of a place, fewer if it has less.

    The place is a category with those in it ("": any), those with a tag where one is named.

    Only the drawn ones are loaded: a category may hold thousands.
    """
    wanted = _found(BankFilter(category=path, tag=tag)).with_only_columns(BankQuestion.id)
    ids = db.session.scalars(wanted.order_by(BankQuestion.id)).all()
    chosen = rng.sample(ids, min(count, len(ids)))
    found = db.session.execute(
        select(BankQuestion.id, BankQuestion.version, BankVersion.body)
        .join(
            BankVersion,
            (BankVersion.question_id == BankQuestion.id)
            & (BankVersion.number == BankQuestion.version),
        )
        .where(BankQuestion.id.in_(chosen))
    )
    return [body | {"id": f"bank#{id}v{version}"} for id, version, body in found]


IMPORT_PAGE = 50
#: States of an import that brought nothing in.
LOOKED_AT = ("ready", "broken")


def bank_imports() -> list[BankImport]:
    """Return the latest imports, newest first."""
    return rows(select(BankImport).order_by(BankImport.id.desc()).limit(20))


def left_imports(before: datetime) -> list[BankImport]:
    """Return some of the imports that were uploaded before a moment and never brought in."""
    found = select(BankImport).where(BankImport.state.in_(LOOKED_AT), BankImport.asked_at < before)
    return rows(found.order_by(BankImport.id).limit(50))


def import_items(found: BankImport, verdict: str, page: int) -> tuple[list[BankImportItem], int]:
    """Return one page of the items of an import with this verdict, and how many there are."""
    chosen = select(BankImportItem).where(
        BankImportItem.import_id == found.id, BankImportItem.verdict == verdict
    )
    count = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    shown = chosen.order_by(BankImportItem.place)
    return rows(shown.limit(IMPORT_PAGE).offset((page - 1) * IMPORT_PAGE)), count


def import_key(found: BankImport) -> str:
    """Return the key of the background work that an import is at."""
    return f"bank_import:{found.id}:{found.state}"


def job_of_import(found: BankImport) -> Job | None:
    """Return the background work on an import."""
    wanted: Job | None = one(select(Job).where(Job.key == import_key(found)))
    return wanted


def items_to_write(import_id: int, after: int, count: int) -> list[BankImportItem]:
    """Return the next items of an import that can come in."""
    return rows(
        select(BankImportItem)
        .where(
            BankImportItem.import_id == import_id,
            BankImportItem.place > after,
            BankImportItem.verdict != "dropped",
        )
        .order_by(BankImportItem.place)
        .limit(count)
    )


def questions_of_import(import_id: int) -> Select[Any]:
    """Return the select of the ids of the questions that an import brought."""
    return select(BankQuestion.id).where(BankQuestion.import_id == import_id)


def changed_since(import_id: int) -> list[int]:
    """Return the ids of questions of an import that somebody changed afterwards."""
    changed = questions_of_import(import_id).where(BankQuestion.version > 1)
    return list(db.session.scalars(changed.order_by(BankQuestion.id).limit(20)))
