"""Discussions: post, answer, edit, delete one's own, hide and show again, and mark as read."""

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Unit
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, get, is_postgres, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.richtext import render_post
from lms.elearning import completion, queries, rules
from lms.elearning.actions.lessons import finish_lesson
from lms.elearning.models import DiscussionPost, DiscussionReading
from lms.people.models import Person


def post(
    batch: Batch, unit_id: int, text: str, *, answers: DiscussionPost | None = None, by: Person
) -> DiscussionPost:
    """Say something beside a unit, or answer a post; may make the unit done."""
    rules.check_post(text, batch.state)
    if answers is not None and answers.removed_at is not None:
        raise RuleBroken(_("Tulisan yang Anda jawab sudah tidak ada."))
    made = DiscussionPost(
        batch_id=batch.id, unit_id=unit_id, author_id=by.id, text=text, html=str(render_post(text)),
        answers_id=answers.id if answers else None, posted_at=now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    record("discussion.posted", made, by=by, batch=batch.id, unit=unit_id)
    _count_posts(batch, unit_id, by)
    return made


def edit_post(found: DiscussionPost, text: str, *, by: Person) -> None:
    """Change one's own words; that they were changed stays visible."""
    lock(found)
    rules.check_post(text, queries.place_of_post(found).state)
    _refuse_removed(found)
    found.text, found.html, found.edited_at = text, str(render_post(text)), now()
    record("discussion.edited", found, by=by)


def remove_post(found: DiscussionPost, *, by: Person) -> None:
    """Delete one's own post with its words, or hide somebody else's, which can be shown again."""
    lock(found)
    _refuse_removed(found)
    found.removed_at, found.removed_by_id = now(), by.id
    if by.id == found.author_id:
        found.text = found.html = ""
        record("discussion.deleted", found, by=by)
    else:
        record("discussion.hidden", found, by=by)
    author: Person = get(Person, found.author_id)
    _count_posts(queries.place_of_post(found), found.unit_id, author)


def restore_post(found: DiscussionPost, *, by: Person) -> None:
    """Show a hidden post again."""
    lock(found)
    if not found.is_hidden:
        raise RuleBroken(_("Tulisan ini tidak disembunyikan."))
    found.removed_at = found.removed_by_id = None
    record("discussion.shown", found, by=by)
    author: Person = get(Person, found.author_id)
    _count_posts(queries.place_of_post(found), found.unit_id, author)


def _refuse_removed(found: DiscussionPost) -> None:
    if found.removed_at is not None:
        raise RuleBroken(_("Tulisan ini sudah dihapus."))


def _count_posts(batch: Batch, unit_id: int, author: Person) -> None:
    """Let the unit be done or undone by how many posts its author has in it."""
    step = queries.step_in(batch, unit_id)
    seat = catalogue.place_of(author, batch)
    if step is None or step.complete != "posted" or seat is None or not seat.has_seat:
        return
    number = queries.posts_by(author.id, batch.id, unit_id)
    visit = queries.visit_of(seat, unit_id)
    is_done = visit is not None and visit.finished_at is not None
    if completion.is_met("posted", step.need, posts=number):
        unit: Unit = get(Unit, unit_id)
        finish_lesson(seat, unit, by=author)
    elif is_done and visit is not None:
        visit.finished_at = None


def mark_read(person: Person, batch: Batch, unit_id: int, last_id: int) -> None:
    """Keep that a person has read the discussion of a unit up to a post; never backwards."""
    newest = db.session.scalar(
        select(func.max(DiscussionPost.id)).where(
            DiscussionPost.batch_id == batch.id, DiscussionPost.unit_id == unit_id
        )
    )
    insert = postgresql.insert if is_postgres() else sqlite.insert
    table = DiscussionReading.__table__
    statement = insert(table).values(  # type: ignore[arg-type]
        person_id=person.id, batch_id=batch.id, unit_id=unit_id,
        last_id=max(0, min(last_id, newest or 0)),
    )  # fmt: skip
    sent = statement.excluded.last_id
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["person_id", "batch_id", "unit_id"],
            set_={"last_id": sent},
            where=table.c.last_id < sent,
        )  # fmt: skip
    )
