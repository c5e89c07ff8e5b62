"""Rulebooks: one pure file per regulation, found by the name a programme version carries."""

from lms.gradebook.rulebooks import generic, latsar_cpns
from lms.gradebook.rulebooks.verdict import INCOMPLETE, Rulebook, Verdict, exact, steps

_BOOKS: dict[str, Rulebook] = {
    "latsar_cpns": latsar_cpns.BOOK,
    "generic": generic.BOOK,
}


def get(name: str) -> Rulebook:
    """Return the rulebook called `name`; KeyError when there is none."""
    return _BOOKS[name]


def names() -> list[str]:
    """Return the names a programme may use."""
    return sorted(_BOOKS)


__all__ = ["INCOMPLETE", "Rulebook", "Verdict", "exact", "get", "names", "steps"]
