"""Rulebooks: one pure file per regulation, found by the name a programme version carries."""

from lms.gradebook.rulebooks import generic, latsar_cpns
from lms.gradebook.rulebooks.latsar_cpns import predicate_of
from lms.gradebook.rulebooks.ranking import BEST, ranks
from lms.gradebook.rulebooks.remedials import RemedialRule, capped, rule_on
from lms.gradebook.rulebooks.schemes import SCHEMES, Scheme, schemes_for
from lms.gradebook.rulebooks.verdict import INCOMPLETE, Rulebook, Verdict, comma, exact, steps

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


__all__ = [
    "BEST",
    "INCOMPLETE",
    "RemedialRule",
    "Rulebook",
    "SCHEMES",
    "Scheme",
    "Verdict",
    "capped",
    "comma",
    "exact",
    "get",
    "names",
    "predicate_of",
    "ranks",
    "rule_on",
    "schemes_for",
    "steps",
]
