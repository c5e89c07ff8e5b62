"""Rules of marking by rubric, and of graders who mark one work at a time. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.i18n import _

_CENT = Decimal("0.01")


def check_rubric_levels(rubric: Sequence[Mapping[str, Any]], levels: Mapping[str, int]) -> None:
    """Refuse levels of criteria or steps that the rubric does not have."""
    steps = {part["key"]: len(part["levels"]) for part in rubric}
    for key, level in levels.items():
        if key not in steps or not 0 <= level < steps[key]:
            raise RuleBroken(_("Tingkat yang dipilih tidak ada di rubrik. Muat ulang halaman ini."))


def rubric_points(rubric: Sequence[Mapping[str, Any]], levels: Mapping[str, int]) -> Decimal:
    """Return the points (0-100, two decimals) of chosen levels.

    Each criterion gives its level's share of the best level, weighted; weights may add up to any
    number. Every criterion must have a level.
    """
    total = sum((Decimal(str(part["weight"])) for part in rubric), Decimal())
    if set(levels) != {part["key"] for part in rubric} or not total:
        raise RuleBroken(_("Setiap kriteria perlu tingkat sebelum nilainya dapat dihitung."))
    earned = Decimal()
    for part in rubric:
        points = [Decimal(str(level["points"])) for level in part["levels"]]
        earned += Decimal(str(part["weight"])) * points[levels[part["key"]]] / max(points)
    return (100 * earned / total).quantize(_CENT, ROUND_HALF_UP)


#: The key of the general feedback beside the keys of the criteria.
FEEDBACK = ""


@dataclass(frozen=True)
class Given:
    """What a grader gave at one criterion: a level and words; the feedback has words alone."""

    level: int | None = None
    words: str = ""

    @property
    def digest(self) -> str:
        """Return a short mark of the content, to tell a changed field from an untouched one."""
        return sha256(f"{self.level}\x1f{self.words}".encode()).hexdigest()[:12]


NOTHING = Given()


def stamp(given: Given, revision: int) -> str:
    """Return what a page carries of a criterion: which revision it shows, and its content."""
    return f"{revision}.{given.digest}"


def changes(
    stored: Mapping[str, Given], revisions: Mapping[str, int],
    sent: Mapping[str, Given], stamps: Mapping[str, str],
) -> tuple[dict[str, Given], list[str]]:  # fmt: skip
    """Return (what to write, keys that another grader wrote meanwhile).

    A criterion that the page sends back as it got it is no change: what another grader wrote
    there since stands. One that was changed on both sides is told and never overwritten.
    """
    changed: dict[str, Given] = {}
    stale: list[str] = []
    for key, given in sent.items():
        revision, _dot, shown = stamps.get(key, stamp(NOTHING, 0)).partition(".")
        if given == stored.get(key, NOTHING) or given.digest == shown:
            continue
        if revision == str(revisions.get(key, 0)):
            changed[key] = given
        else:
            stale.append(key)
    return changed, stale


def check_given(rubric: Sequence[Mapping[str, Any]], given: Mapping[str, Given]) -> None:
    """Refuse criteria and levels that the rubric does not have; the feedback takes words alone."""
    levels = {key: one.level for key, one in given.items() if one.level is not None}
    check_rubric_levels(rubric, levels)
    if not given.keys() <= {part["key"] for part in rubric} | {FEEDBACK}:
        raise RuleBroken(_("Kriteria itu tidak ada di rubrik. Muat ulang halaman ini."))


#: Kinds of what graders write on a file.
ANNOTATIONS = ("highlight", "note", "pen", "time")
#: Most numbers in one annotation, and the largest coordinate (a PDF page has at most 14 400).
MOST_NUMBERS, FARTHEST = 6000, 20_000
LONGEST_NOTE = 2000


def check_annotation(kind: str, page: int, shape: object, words: str) -> dict[str, Any]:
    """Return the shape of an annotation as it is kept, rounded to hundredths.

    highlight: {"quads": [[left, bottom, right, top], …]}; note: {"at": [x, y]};
    pen: {"lines": [[x, y, x, y, …], …]}; time: {"second": seconds}. Raises RuleBroken.
    """
    wrong = RuleBroken(_("Catatan itu tidak dapat dibaca. Muat ulang halaman ini."))
    if kind not in ANNOTATIONS or not isinstance(shape, dict) or (page < 1) != (kind == "time"):
        raise wrong
    if len(words) > LONGEST_NOTE:
        raise RuleBroken(_("Tulis paling banyak %(most)s huruf.", most=LONGEST_NOTE))
    if kind in ("note", "time") and not words.strip():
        raise RuleBroken(_("Tulis isi catatannya."))
    parts, sizes = {
        "highlight": (shape.get("quads"), (4,)),
        "note": ([shape.get("at")], (2,)),
        "pen": (shape.get("lines"), range(4, MOST_NUMBERS, 2)),
        "time": ([[shape.get("second")]], (1,)),
    }[kind]
    if not isinstance(parts, list) or not parts:
        raise wrong
    clean = [_numbers(part) for part in parts]
    if sum(map(len, clean)) > MOST_NUMBERS or any(len(part) not in sizes for part in clean):
        raise wrong
    if kind == "highlight":
        return {"quads": clean}
    if kind == "pen":
        return {"lines": clean}
    return {"at": clean[0]} if kind == "note" else {"second": abs(clean[0][0])}


def _numbers(part: object) -> list[float]:
    """Return finite numbers rounded to hundredths, none where anything else stands among them."""
    if not isinstance(part, list):
        return []
    fit = all(
        isinstance(one, int | float) and not isinstance(one, bool) and abs(one) <= FARTHEST
        for one in part
    )  # NaN compares false
    return [round(float(one), 2) for one in part] if fit else []


def check_open(due_at: datetime, late_days: int | None, moment: datetime) -> None:
    """Refuse work that comes later than a task takes late work; None takes it always."""
    if late_days is not None and moment > due_at + timedelta(days=late_days):
        raise RuleBroken(
            _("Tugas ini sudah ditutup. Minta perpanjangan kepada pengajar atau penyelenggara.")
        )


#: Texts longer than this are compared paragraph by paragraph instead of word by word.
_MOST_WORDS = 4000


def text_changes(before: str, after: str) -> list[tuple[str, str]]:
    """Return pieces of two texts in reading order: ("same" | "out" | "in", words)."""
    size = max(len(before.split()), len(after.split()))
    pattern = r"\S+\s*|\s+" if size <= _MOST_WORDS else r".*\n?"
    old, new = re.findall(pattern, before), re.findall(pattern, after)
    found: list[tuple[str, str]] = []
    one, two = ([word.rstrip() for word in side] for side in (old, new))  # whatever space follows
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        pieces = [("same", new[c:d])] if kind == "equal" else [("out", old[a:b]), ("in", new[c:d])]
        found += [(name, "".join(words)) for name, words in pieces if words]
    return found


def file_changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (name, "same" | "changed" | "new" | "gone") of files given as name -> hash."""
    found = []
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            state = "gone"
        elif name not in before:
            state = "same" if after[name] in before.values() else "new"
        else:
            state = "same" if before[name] == after[name] else "changed"
        found.append((name, state))
    return found
