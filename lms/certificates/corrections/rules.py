"""What becomes of an issued paper when the result behind it is another. Pure."""

from dataclasses import dataclass
from typing import Any

from lms.certificates.rules import PASSING_KINDS
from lms.gradebook.rulebooks import BEST


@dataclass(frozen=True)
class Standing:
    """A trainee's result after the correction; `rank` is None without a place of merit."""

    outcome: str
    #: Text with two decimals, as papers keep it.
    final: str | None
    predicate: str
    rank: int | None
    #: How many of the batch passed.
    passed: int


def fate(kind: str, facts: dict[str, Any], after: Standing) -> tuple[str, dict[str, Any]]:
    """Return ("keep" | "replace" | "revoke", what the new version would say otherwise).

    A paper that says "passed" is revoked when its holder has not; one for taking part when its
    holder has; a piagam outside the places of honour. Whatever else it says wrongly makes a new
    version (docs/facts.md 6).
    """
    new: dict[str, Any] = {}
    passed = after.outcome == "lulus"
    if kind in PASSING_KINDS:
        if not passed:
            return "revoke", {}
        new = {"final": after.final, "predicate": after.predicate}
    elif kind == "keterangan" and passed:
        return "revoke", {}
    elif kind == "piagam":
        if not passed or after.rank is None or after.rank > BEST:
            return "revoke", {}
        new = {"rank": after.rank, "passed": after.passed}
    new = {key: value for key, value in new.items() if facts.get(key) != value}
    return ("replace" if new else "keep"), new
