"""Discussions: one page of a unit's threads, and what a person has not read yet."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import aliased, joinedload

from lms.catalogue.models import Batch
from lms.core.db import db, one, read
from lms.elearning.models import DiscussionPost, DiscussionReading
from lms.people.models import Person

#: Threads on a page, and the most answers shown below all of them together.
THREADS, MOST_ANSWERS = 20, 500


@dataclass(frozen=True)
class Thread:
    """A post with its answers in order."""

    post: DiscussionPost
    answers: list[DiscussionPost] = field(default_factory=list)


@dataclass(frozen=True)
class Discussion:
    """A page of the threads of a unit, the newest first."""

    threads: list[Thread]
    #: How many threads there are in all.
    total: int
    #: The number of the newest post on this page; 0 without any.
    last_id: int


@dataclass(frozen=True)
class Talk:
    """How many posts a unit has, and how many of them a person has not read."""

    posts: int
    unread: int


def discussion(batch: Batch, unit_id: int, page: int) -> Discussion:
    """Return a page of a unit's discussion in this batch, in one statement.

    Posts that their author deleted only stay where they have answers.
    """
    place = (DiscussionPost.batch_id == batch.id, DiscussionPost.unit_id == unit_id)
    answer = aliased(DiscussionPost)
    is_answered = select(answer.id).where(answer.answers_id == DiscussionPost.id).exists()
    is_there = DiscussionPost.removed_at.is_(None) | (
        DiscussionPost.removed_by_id != DiscussionPost.author_id
    )
    roots = select(DiscussionPost.id).where(
        *place, DiscussionPost.answers_id.is_(None), is_there | is_answered
    )
    shown = roots.order_by(DiscussionPost.id.desc()).limit(THREADS).offset(THREADS * (page - 1))
    own = shown.subquery()
    ids = select(own.c.id)
    total = select(func.count()).select_from(roots.subquery()).scalar_subquery()
    found = db.session.execute(
        select(DiscussionPost, total)
        .where(DiscussionPost.id.in_(ids) | (DiscussionPost.answers_id.in_(ids) & is_there))
        .options(joinedload(DiscussionPost.author))
        .order_by(DiscussionPost.answers_id.is_not(None), DiscussionPost.id.desc())
        .limit(THREADS + MOST_ANSWERS)
    ).all()
    threads: dict[int, Thread] = {}
    for post, _total in found:
        if post.answers_id is None:
            threads[post.id] = Thread(post)
        else:
            threads[post.answers_id].answers.insert(0, post)
    return Discussion(
        list(threads.values()), found[0][1] if found else 0,
        max((post.id for post, _total in found), default=0),
    )  # fmt: skip


def talks(person: Person, batch: Batch) -> dict[int, Talk]:
    """Return how much is said beside each unit of the batch, and how much of it is new to one."""
    found = read(_talks(), batch_id=batch.id, person_id=person.id)
    return {unit_id: Talk(posts, unread) for unit_id, posts, unread in found}


@cache
def _talks() -> Any:
    own = and_(
        DiscussionReading.unit_id == DiscussionPost.unit_id,
        DiscussionReading.batch_id == DiscussionPost.batch_id,
        DiscussionReading.person_id == bindparam("person_id"),
    )
    is_new = and_(
        DiscussionPost.id > func.coalesce(DiscussionReading.last_id, 0),
        DiscussionPost.author_id != bindparam("person_id"),
    )
    return (
        select(DiscussionPost.unit_id, func.count(), func.sum(case((is_new, 1), else_=0)))
        .outerjoin(DiscussionReading, own)
        .where(
            DiscussionPost.batch_id == bindparam("batch_id"), DiscussionPost.removed_at.is_(None)
        )
        .group_by(DiscussionPost.unit_id)
    )


def posts_by(person_id: int, batch_id: int, unit_id: int) -> int:
    """Return how many posts of a person stand in the discussion of a unit."""
    found = select(func.count(DiscussionPost.id)).where(
        DiscussionPost.author_id == person_id, DiscussionPost.batch_id == batch_id,
        DiscussionPost.unit_id == unit_id, DiscussionPost.removed_at.is_(None),
    )  # fmt: skip
    return db.session.scalar(found) or 0


def post_in(batch_id: int, unit_id: int, post_id: int) -> DiscussionPost | None:
    """Return a post that begins a thread of this unit in this batch, None when there is none."""
    found: DiscussionPost | None = one(
        select(DiscussionPost).where(
            DiscussionPost.id == post_id, DiscussionPost.batch_id == batch_id,
            DiscussionPost.unit_id == unit_id, DiscussionPost.answers_id.is_(None),
        )
    )  # fmt: skip
    return found


def place_of_post(post: DiscussionPost) -> Batch:
    """Return the batch in which a post stands."""
    found: Batch = one(select(Batch).where(Batch.id == post.batch_id))
    return found
