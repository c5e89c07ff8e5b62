"""How a unit's file says when it opens and when it is done: complete, need, opens_day, after."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.core.faults import Faults
from lms.core.i18n import _
from lms.core.sources import Mapping
from lms.elearning.completion import COMPLETIONS, USUAL_NEED
from lms.elearning.kinds import Kind


@dataclass(frozen=True)
class WayForm:
    """When a unit opens and is done; `complete` is empty for the usual way of its kind."""

    complete: str = ""
    need: int = 0
    opens_day: int = 0
    after: list[str] = field(default_factory=list)
    discussion: bool = False
    #: Lines of "after" and "opens_day" in the file.
    lines: tuple[int, int] = (1, 1)

    @property
    def columns(self) -> dict[str, Any]:
        """Return what the unit's rule says; {} when it needs none."""
        said = {
            "complete": self.complete, "need": self.need, "opens_day": self.opens_day,
            "after": self.after, "discussion": self.discussion,
        }  # fmt: skip
        return said if any(said.values()) else {}


def read_way(source: Mapping, kind: Kind) -> WayForm:
    """Describe when a unit of this kind opens and is done."""
    usual = kind.completions[0]
    complete = source.choice("complete", kind.completions, usual)
    most = COMPLETIONS[complete]
    least = USUAL_NEED.get(complete) or kind.need or 1
    need = source.whole("need", least, least=1, most=most) if most else 0
    if not most and source.has("need"):
        counted = ", ".join(name for name in kind.completions if COMPLETIONS[name])
        source.fault("need", _('"need" hanya untuk complete: %(names)s.', names=counted or "-"))
    source.text("need", "")
    is_usual = complete == usual and need == kind.need
    return WayForm(
        complete="" if is_usual else complete,
        need=0 if is_usual else need,
        opens_day=source.whole("opens_day", 0, least=1, most=1000),
        after=source.texts("after", required=False),
        discussion=kind.is_talked_about and source.truth("discussion", False),
        lines=(source.line_of("after"), source.line_of("opens_day")),
    )


def check_way(way: WayForm, before: Sequence[str], days: int, path: str, faults: Faults) -> None:
    """Note units to be done first that do not stand before this one, and days beyond the last.

    `before` are the keys of the units in the order of study up to this one, so that two units can
    never wait for each other.
    """
    for key in way.after:
        if key not in before:
            faults.add(
                path, way.lines[0],
                _('"after" hanya menyebut unit sebelum unit ini; %(key)s bukan.', key=key),
            )  # fmt: skip
    if way.opens_day > days:
        faults.add(
            path, way.lines[1],
            _("terbuka hari ke-%(day)s, programnya hanya %(days)s hari.", day=way.opens_day,
              days=days),
        )  # fmt: skip
