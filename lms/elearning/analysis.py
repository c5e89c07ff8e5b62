"""How questions and a quiz did with the people who took it: classical item analysis. Pure.

Facility is the mean share of the points, discrimination the correlation of a question with the rest
of the paper, reliability Cronbach's alpha (which is KR-20 where questions are right or wrong).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import atanh, sqrt
from statistics import fmean, pvariance

#: Fewer answers say too little about a question.
ENOUGH = 10
#: Quantile of the normal distribution for one side of 5%.
ONE_SIDED = 1.645
TOO_HARD, TOO_EASY = 0.20, 0.95
WEAK = 0.15
#: The strong and the weak group hold so much of the people each (Kelley 1939).
GROUP = 0.27
#: From here on a paper is reliable enough to decide about people.
RELIABLE = 0.70


@dataclass(frozen=True)
class Taken:
    """One question in one paper: what it earned (0-1) and which of its options were chosen."""

    key: str
    title: str
    share: float
    #: Options as they read, right ones apart; empty for questions without options.
    options: Mapping[str, bool] = field(default_factory=dict)
    chosen: Sequence[str] = ()


@dataclass(frozen=True)
class Choice:
    """How often an option was chosen: by all, by the strong and by the weak."""

    text: str
    is_key: bool
    count: int
    strong: int
    weak: int


@dataclass(frozen=True)
class Item:
    """What a question did."""

    key: str
    title: str
    count: int
    facility: float
    #: None when everybody earned the same, or too few answered.
    discrimination: float | None
    choices: list[Choice]
    #: What should be looked at: "hard", "easy", "wrong_key", "weak", "unused", "tempting".
    flags: list[str]


@dataclass(frozen=True)
class Analysis:
    """What a quiz did: its questions, and how far its scores can be trusted."""

    people: int
    mean: float
    #: None when people had different questions, or too few answered.
    reliability: float | None
    same_paper: bool
    items: list[Item]


def analyse(papers: Sequence[Sequence[Taken]]) -> Analysis:
    """Return the analysis of papers, one per person; hardest questions first."""
    totals = [fmean(one.share for one in paper) if paper else 0.0 for paper in papers]
    answers: dict[str, list[tuple[int, Taken]]] = defaultdict(list)
    for at, paper in enumerate(papers):
        for one in paper:
            answers[one.key].append((at, one))
    strong, weak = _groups(totals)
    items = [_item(found, papers, strong, weak) for found in answers.values()]
    same = len({frozenset(one.key for one in paper) for paper in papers}) == 1
    return Analysis(
        people=len(papers),
        mean=100 * fmean(totals) if totals else 0.0,
        reliability=_alpha(papers) if same and len(papers) >= ENOUGH else None,
        same_paper=same,
        items=sorted(items, key=lambda item: (item.facility, item.title)),
    )


def _groups(totals: Sequence[float]) -> tuple[set[int], set[int]]:
    """Return the places of the strongest and the weakest papers."""
    order = sorted(range(len(totals)), key=lambda at: totals[at])
    size = round(GROUP * len(order)) if len(order) >= ENOUGH else 0
    return set(order[len(order) - size :]), set(order[:size])


def _item(
    found: Sequence[tuple[int, Taken]], papers: Sequence[Sequence[Taken]], strong: set[int],
    weak: set[int],
) -> Item:  # fmt: skip
    shares = [one.share for _at, one in found]
    rests = [_rest(papers[at], one) for at, one in found]
    first = found[0][1]
    facility = fmean(shares)
    discrimination = _correlation(shares, rests) if len(found) >= ENOUGH else None
    choices = _choices(found, strong, weak)
    flags = _flags(len(found), facility, discrimination, choices)
    return Item(first.key, first.title, len(found), facility, discrimination, choices, flags)


def _rest(paper: Sequence[Taken], one: Taken) -> float:
    """Return the mean of the other questions: a question shall not correlate with itself."""
    others = [other.share for other in paper if other is not one]
    return fmean(others) if others else 0.0


def _correlation(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Return Pearson's r, None where one side does not vary."""
    spread = pvariance(left) * pvariance(right)
    if spread <= 1e-12:
        return None
    mean_left, mean_right = fmean(left), fmean(right)
    together = fmean((a - mean_left) * (b - mean_right) for a, b in zip(left, right, strict=True))
    return max(-1.0, min(1.0, together / sqrt(spread)))


def _choices(found: Sequence[tuple[int, Taken]], strong: set[int], weak: set[int]) -> list[Choice]:
    options: dict[str, bool] = {}
    counts: dict[str, Counter[str]] = {"all": Counter(), "strong": Counter(), "weak": Counter()}
    for at, one in found:
        options |= one.options
        for name, group in (("all", None), ("strong", strong), ("weak", weak)):
            if group is None or at in group:
                counts[name].update(one.chosen)
    return [
        Choice(text, is_key, *(counts[name][text] for name in ("all", "strong", "weak")))
        for text, is_key in sorted(options.items(), key=lambda option: not option[1])
    ]


def _flags(
    count: int, facility: float, discrimination: float | None, choices: Sequence[Choice]
) -> list[str]:
    if count < ENOUGH:
        return []
    found = []
    if facility < TOO_HARD:
        found.append("hard")
    if facility > TOO_EASY:
        found.append("easy")
    if discrimination is not None and _is_below_zero(discrimination, count):
        found.append("wrong_key")
    elif discrimination is not None and discrimination < WEAK:
        found.append("weak")
    wrong = [choice for choice in choices if not choice.is_key]
    if facility < TOO_EASY and any(choice.count == 0 for choice in wrong):
        found.append("unused")
    if any(choice.strong > choice.weak and choice.strong > 1 for choice in wrong):
        found.append("tempting")
    return found


def _is_below_zero(correlation: float, count: int) -> bool:
    """Tell whether so many answers show that a correlation is negative (Fisher's z, 5%).

    Of few answers every second question would come out below zero by chance.
    """
    if correlation <= -1:
        return True
    return atanh(correlation) + ONE_SIDED / sqrt(count - 3) < 0 if correlation < 0 else False


def _alpha(papers: Sequence[Sequence[Taken]]) -> float | None:
    """Return Cronbach's alpha of papers with the same questions, None where nothing varies."""
    keys = sorted(one.key for one in papers[0])
    rows = [{one.key: one.share for one in paper} for paper in papers]
    total = pvariance([sum(row.values()) for row in rows])
    if len(keys) < 2 or total <= 1e-12:
        return None
    parts = sum(pvariance([row[key] for row in rows]) for key in keys)
    return len(keys) / (len(keys) - 1) * (1 - parts / total)
