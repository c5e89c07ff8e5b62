"""What a search found, in words: each change, each weakness, why it cannot be, ways out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.schedule.solver.judge import Judgement, summary
from lms.schedule.solver.reasons import propose, say
from lms.schedule.solver.words import hours
from lms.schedule.words import short_day


@dataclass(frozen=True)
class Line:
    """A change as a row of a table; `after` "" when no place was found.

    `parts` are the parts of `after`, each with whether it is another than before.
    """

    title: str
    batch: str
    jp: int
    before: str
    after: str
    session_id: int | None
    parts: list[tuple[str, bool]]


def line(found: Mapping[str, Any]) -> Line:
    """Write a line of a search's result."""
    before, after = _place(found["before"]), _place(found["after"])
    parts = [(part, bool(before) and part not in before) for part in after]
    return Line(
        found["title"], found["batch"], found["jp"], " · ".join(before), " · ".join(after),
        found["session_id"], parts,
    )  # fmt: skip


def _place(place: Mapping[str, Any] | None) -> list[str]:
    """Return when, where and who, as far as there is anything to say."""
    if place is None:
        return []
    day = short_day(date.fromisoformat(place["day"]))
    parts = [
        f"{day}, {hours(place['start'])}–{hours(place['end'])}",
        place["room"],
        place["people"],
    ]
    return [part for part in parts if part]


def weaknesses(result: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """Return (what, how often, cost) of what is not nice in the plan found."""
    if "costs" not in result:
        return []
    return summary(Judgement((), result["costs"], result["counts"]))


@dataclass(frozen=True)
class Step:
    """One rule eased: the sentence, and of what it is about the kind ("" for none) and id."""

    sentence: str
    kind: str
    id: int


@dataclass(frozen=True)
class Reasons:
    """Why there is no plan, and ways out as (price, steps)."""

    core: list[str]
    is_minimal: bool
    ways: list[tuple[int, list[Step]]]


#: What page a rule of a kind is changed on.
_ABOUT = {"away": "person", "ceiling": "person", "closed": "room", "days": "batch"}


def reasons(found: Mapping[str, Any] | None, only: str = "") -> Reasons | None:
    """Write an explanation; None when there is none to give.

    `only` is the batch's name when there is but one, so that it need not be said each time.
    """
    if found is None or found["state"] != "impossible":
        return None

    def short(sentence: str) -> str:
        return sentence.replace(f" ({only})", "")

    ways = []
    for way in found["ways"]:
        steps = [
            Step(
                short(propose(kind, names)), _ABOUT.get(kind, "") if names.get("id") else "",
                names.get("id", 0),
            )
            for kind, names in way["reliefs"]
        ]  # fmt: skip
        ways.append((way["price"], steps))
    core = [short(say(kind, names)) for kind, names in found["core"]]
    return Reasons(core, found["is_minimal"], ways)
