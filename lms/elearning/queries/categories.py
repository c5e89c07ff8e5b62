"""Categories of the bank: which there are, what a new name of one would do, and what was done."""

from dataclasses import dataclass

from sqlalchemy import func, select

from lms.core.db import db, rows
from lms.elearning import categories as rules
from lms.elearning.categories import Move
from lms.elearning.models import BankCategory, BankQuestion, CategoryMove
from lms.elearning.queries.bank import Use, former_paths, uses

#: Moves in the list.
MOVES = 20


@dataclass(frozen=True)
class Preview:
    """What renaming, moving or merging a category would do."""

    moves: list[Move]
    #: Questions that go along, retired ones included, and those where the first one goes.
    questions: int
    there: int
    #: Quizzes that draw from it: they go on doing so.
    uses: list[Use]

    @property
    def merges(self) -> bool:
        """Tell whether any category goes into one that stands there already."""
        return any(move.merges for move in self.moves)


def all_categories() -> dict[str, BankCategory]:
    """Return every category by path."""
    found = rows(select(BankCategory).order_by(BankCategory.path))
    return {category.path: category for category in found}


def preview_of(path: str, wanted: str) -> Preview:
    """Return what calling a category `wanted` would do; RuleBroken where that cannot be."""
    found = all_categories()
    moves = rules.plan({key: one.title for key, one in found.items()}, path, wanted)
    ids = [found[move.path].id for move in moves]
    target = found.get(moves[0].to_path) if moves[0].merges else None
    leads = former_paths()
    drawn = [
        use for use in uses() if use.path and rules.is_within(leads.get(use.path, use.path), path)
    ]
    return Preview(moves, _count(ids), _count([target.id]) if target else 0, drawn)


def _count(category_ids: list[int]) -> int:
    wanted = select(func.count(BankQuestion.id)).where(BankQuestion.category_id.in_(category_ids))
    return db.session.scalar(wanted) or 0


def latest_moves() -> list[CategoryMove]:
    """Return the latest moves of categories, newest first."""
    return rows(select(CategoryMove).order_by(CategoryMove.id.desc()).limit(MOVES))
