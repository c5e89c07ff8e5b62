"""Categories of the bank: renamed, moved with all within, merged; and back."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update

from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock, rows
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import queries
from lms.elearning.actions.bank import keep_category
from lms.elearning.categories import Move
from lms.elearning.models import (
    BankCategory,
    BankFormerPath,
    BankImport,
    BankQuestion,
    CategoryMove,
)
from lms.people.models import Person


def move_category(path: str, wanted: str, seen: int, *, by: Person) -> CategoryMove:
    """Call a category `wanted`: with all within it, into one that stands there already.

    `seen` is the number of questions that the preview told; another number is refused. What it was
    called before keeps leading to it.
    """
    preview = queries.preview_of(path, wanted)
    if preview.questions != seen:
        raise RuleBroken(
            _("Sekarang ada %(count)s soal di sini. Periksa lagi sebelum memindahkan.",
              count=preview.questions)
        )  # fmt: skip
    _keep_above(preview.moves[0].to_title)
    found = queries.all_categories()
    steps = [_step(found, move) for move in preview.moves]
    done = CategoryMove(
        from_title=preview.moves[0].title, to_title=preview.moves[0].to_title,
        questions=preview.questions, steps=steps, by_id=by.id, at=now(),
        formers=_lead({move.path: move.to_path for move in preview.moves}),
    )  # fmt: skip
    db.session.add(done)
    db.session.flush()
    record(
        "bank_category.moved", done, by=by, before=path, after=preview.moves[0].to_path,
        questions=preview.questions,
    )  # fmt: skip
    return done


def _keep_above(title: str) -> None:
    """Make the categories that the new place lies within."""
    above = " / ".join(title.split(" / ")[:-1])
    if above:
        keep_category(above)


def _step(found: dict[str, BankCategory], move: Move) -> dict[str, Any]:
    """Carry one category over; return what it takes to go back."""
    category = found[move.path]
    step: dict[str, Any] = {
        "id": category.id, "path": move.path, "title": move.title, "to": move.to_path, "into": None,
    }  # fmt: skip
    if not move.merges:
        category.path, category.title = move.to_path, move.to_title
        db.session.flush()
        return step
    target = found[move.to_path]
    for name, model in (("questions", BankQuestion), ("imports", BankImport)):
        held = select(model.id).where(model.category_id == category.id)
        step[name] = list(db.session.scalars(held.order_by(model.id)))
        db.session.execute(
            update(model).where(model.category_id == category.id).values(category_id=target.id)
        )
    db.session.delete(category)
    db.session.flush()
    return step | {"into": target.id}


def _lead(places: dict[str, str]) -> list[list[str]]:
    """Let former paths lead to the new places; return where they led before ("": nowhere)."""
    known = {one.path: one for one in rows(select(BankFormerPath))}
    leads = {path: to for path, to in places.items() if path != to}
    leads |= {one.path: places[one.now] for one in known.values() if one.now in places}
    before = []
    for path, to in leads.items():
        before.append([path, known[path].now if path in known else ""])
        _set_former(known.get(path), path, to)
    for to in places.values():  # what is there now is no former path any more
        if to in known and to not in leads:
            before.append([to, known[to].now])
            db.session.delete(known[to])
    db.session.flush()
    return before


def _set_former(kept: BankFormerPath | None, path: str, to: str) -> None:
    if kept is None:
        db.session.add(BankFormerPath(path=path, now=to))
    elif path == to:
        db.session.delete(kept)
    else:
        kept.now = to


def undo_category_move(done: CategoryMove, *, by: Person) -> None:
    """Put every category back, with the questions that are still where the move brought them."""
    lock(done)
    if done.undone_at is not None:
        return
    found = queries.all_categories()
    by_id = {category.id: category for category in found.values()}
    for step in done.steps:
        _refuse_changed(step, by_id, found)
    for step in done.steps:
        if step["into"] is None:
            category = by_id[step["id"]]
            category.path, category.title = step["path"], step["title"]
            db.session.flush()
        else:
            _part(step)
    _restore(done.formers)
    done.undone_at, done.undone_by_id = now(), by.id
    record("bank_category.move_undone", done, by=by)


def _refuse_changed(
    step: dict[str, Any], by_id: dict[int, BankCategory], found: dict[str, BankCategory]
) -> None:
    moved = by_id.get(step["into"] or step["id"])
    taken = found.get(step["path"])
    is_free = taken is None or taken.id == step["id"]
    if moved is None or moved.path != step["to"] or not is_free:
        raise RuleBroken(
            _("Kategori ini sudah berubah lagi. Urungkan dahulu perubahan yang lebih baru.")
        )


def _part(step: dict[str, Any]) -> None:
    """Make a merged category again and give it back what came from it and is still there."""
    category = BankCategory(path=step["path"], title=step["title"])
    db.session.add(category)
    db.session.flush()
    for name, model in (("questions", BankQuestion), ("imports", BankImport)):
        for ids in _portions(step[name]):
            db.session.execute(
                update(model)
                .where(model.id.in_(ids), model.category_id == step["into"])
                .values(category_id=category.id)
            )


def _portions(ids: list[int], size: int = 500) -> Iterable[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _restore(formers: list[list[str]]) -> None:
    known = {one.path: one for one in rows(select(BankFormerPath))}
    for path, led in formers:
        _set_former(known.get(path), path, led or path)
    db.session.flush()
