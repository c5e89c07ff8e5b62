"""Sections of a paper: which questions belong to which, their own time, their own result. Pure.

A paper names its sections in order: [{key, title, text_html, minutes, first, last}]; positions
count from 1. A section with minutes has a clock in its attempt: {first, last, minutes, opened_at,
closes_at}, moments as ISO texts, None until its trainee opens it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning.questions.kind import points_of, round_points

Clock = Mapping[str, Any]


@dataclass(frozen=True)
class SectionMark:
    """What one section of a paper came to."""

    title: str
    points: Decimal
    out_of: Decimal
    #: Answers that a person has yet to mark.
    waiting: int

    @property
    def percent(self) -> Decimal:
        """Return the share of 100 with two decimals."""
        return round_points(100 * self.points / self.out_of) if self.out_of else Decimal(0)


def clocks_of(paper: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a clock, not yet running, for every section with a time of its own."""
    return [
        {"first": one["first"], "last": one["last"], "minutes": one["minutes"],
         "opened_at": None, "closes_at": None}
        for one in paper.get("sections", ()) if one["minutes"]
    ]  # fmt: skip


def section_at(paper: Mapping[str, Any], position: int) -> int | None:
    """Return the number (from 0) of the section that holds a position, None without sections."""
    for number, one in enumerate(paper.get("sections", ())):
        if one["first"] <= position <= one["last"]:
            return number
    return None


def clock_at(clocks: Sequence[Clock], position: int) -> Clock | None:
    """Return the clock of the section that holds a position, None when it has none."""
    return next((one for one in clocks if one["first"] <= position <= one["last"]), None)


def closes_at(clocks: Sequence[Clock], position: int, deadline: datetime) -> datetime | None:
    """Return until when an answer is taken; None while its section is not opened."""
    clock = clock_at(clocks, position)
    if clock is None:
        return deadline
    if clock["closes_at"] is None:
        return None
    return min(deadline, datetime.fromisoformat(clock["closes_at"]))


def opened(
    clocks: Sequence[Clock], position: int, moment: datetime, extra_percent: int
) -> list[dict[str, Any]]:
    """Return the clocks after a trainee opened the section that holds a position.

    Sections with a time are opened in their order, and one at a time: opening the next ends the one
    before. Opening again what is open changes nothing.
    """
    wanted = clock_at(clocks, position)
    if wanted is None:
        raise RuleBroken(_("Bagian ini tidak berwaktu sendiri."))
    if wanted["opened_at"] is not None:
        return [dict(one) for one in clocks]
    if any(one["opened_at"] is None for one in clocks if one["first"] < wanted["first"]):
        raise RuleBroken(_("Buka bagian sebelumnya dahulu."))
    return [
        _begun(one, moment, extra_percent) if one is wanted else _ended(one, moment)
        for one in clocks
    ]


def _begun(clock: Clock, moment: datetime, extra_percent: int) -> dict[str, Any]:
    closes = moment + timedelta(minutes=_lengthened(clock["minutes"], extra_percent))
    return {**clock, "opened_at": moment.isoformat(), "closes_at": closes.isoformat()}


def _ended(clock: Clock, moment: datetime) -> dict[str, Any]:
    closes = clock["closes_at"]
    is_running = closes is not None and datetime.fromisoformat(closes) > moment
    return {**clock, "closes_at": moment.isoformat() if is_running else closes}


def lengthened(
    clocks: Sequence[Clock], moment: datetime, extra_percent: int
) -> list[dict[str, Any]]:
    """Return the clocks with more time for the section that is running; never with less."""
    found = []
    for one in clocks:
        if one["closes_at"] and datetime.fromisoformat(one["closes_at"]) > moment:
            longer = _begun(one, datetime.fromisoformat(one["opened_at"]), extra_percent)
            one = {**one, "closes_at": max(one["closes_at"], longer["closes_at"])}
        found.append(dict(one))
    return found


def _lengthened(minutes: int, percent: int) -> int:
    return minutes + -(-minutes * percent // 100)


def state_of(clock: Clock | None, moment: datetime) -> str:
    """Return "free" without a clock, else "waiting", "running" or "over"."""
    if clock is None:
        return "free"
    if clock["closes_at"] is None:
        return "waiting"
    return "running" if moment < datetime.fromisoformat(clock["closes_at"]) else "over"


def marks_by_section(
    paper: Mapping[str, Any], earned: Sequence[Decimal | None]
) -> list[SectionMark]:
    """Return what each section came to, in order; nothing for a paper without sections."""
    found = []
    for one in paper.get("sections", ()):
        places = range(one["first"] - 1, one["last"])
        counted = [at for at in places if paper["questions"][at].get("waived") != "void"]
        given = [earned[at] for at in places]
        found.append(
            SectionMark(
                one["title"],
                sum((points for points in given if points is not None), Decimal()),
                sum((points_of(paper["questions"][at]) for at in counted), Decimal()),
                given.count(None),
            )
        )
    return found
