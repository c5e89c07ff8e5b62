"""Rulebooks: one pure file per regulation, found by the name a programme version carries.

A batch keeps the edition that held when it began.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from lms.gradebook.rulebooks import generic, latsar_cpns, pbj_level_1, pkp
from lms.gradebook.rulebooks.edition import Edition, Provision, in_force
from lms.gradebook.rulebooks.ranking import BEST, ranks
from lms.gradebook.rulebooks.remedials import RemedialRule, capped, rule_on
from lms.gradebook.rulebooks.schemes import SCHEMES, Scheme, schemes_for
from lms.gradebook.rulebooks.verdict import INCOMPLETE, Rulebook, Verdict, comma, exact, steps

#: Name -> (what pages call it, how it judges, its rules by the day from which they hold).
_BOOKS: dict[str, tuple[Any, Callable[[Edition], Rulebook], Sequence[Edition]]] = {
    "generic": (generic.TITLE, generic.Generic, generic.EDITIONS),
    "latsar_cpns": (latsar_cpns.TITLE, latsar_cpns.LatsarCpns, latsar_cpns.EDITIONS),
    "pbj_level_1": (pbj_level_1.TITLE, generic.Generic, pbj_level_1.EDITIONS),
    "pkp": (pkp.TITLE, generic.Generic, pkp.EDITIONS),
}


def get(name: str, day: date) -> Rulebook:
    """Return a rulebook as it holds for batches that begin on a day; KeyError for no name."""
    _title, judging, editions = _BOOKS[name]
    return judging(in_force(editions, day))


def title(name: str) -> Any:
    """Return what pages call a rulebook, translated when it is shown."""
    return _BOOKS[name][0]


def names() -> list[str]:
    """Return the names a programme may use."""
    return sorted(_BOOKS)


__all__ = [
    "BEST",
    "Edition",
    "INCOMPLETE",
    "Provision",
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
    "ranks",
    "rule_on",
    "schemes_for",
    "steps",
    "title",
]
