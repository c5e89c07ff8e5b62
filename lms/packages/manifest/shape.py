"""What a package is made of, whatever its standard: its parts in order, as JSON keeps them."""

from dataclasses import asdict, dataclass, field
from typing import Any

#: Standards with the name people know.
STANDARDS = {
    "scorm12": "SCORM 1.2",
    "scorm2004": "SCORM 2004",
    "cmi5": "cmi5",
    "h5p": "H5P",
}


@dataclass(frozen=True)
class Part:
    """One thing to open: a SCO, an asset, an assignable unit, or the whole of an H5P."""

    key: str
    title: str
    #: Path in the package with its parameters; absolute for cmi5 units that live elsewhere.
    href: str
    #: "sco" tells what was done, "asset" does not, "au" tells by xAPI, "h5p" by its own events.
    kind: str
    depth: int = 0
    #: Points out of 100 at which it is passed.
    mastery: str = ""
    #: What the package wants to hear at its start.
    launch_data: str = ""
    time_limit: str = ""
    time_action: str = ""
    #: cmi5: when it counts as done, and whether it wants a window of its own.
    move_on: str = ""
    own_window: bool = False
    #: SCORM 2004: how far one must be.
    threshold: str = ""


@dataclass(frozen=True)
class Structure:
    """A package that was understood."""

    standard: str
    #: "1.2", "2004 4th Edition" and so on.
    edition: str
    title: str
    parts: list[Part]
    #: What cannot be had here, in sentences for who uploads.
    remarks: list[str] = field(default_factory=list)
    #: SCORM 2004: the activity tree for the run-time.
    tree: dict[str, Any] | None = None
    #: Identifier of the course (cmi5).
    course: str = ""

    @property
    def rules_between(self) -> dict[str, Any] | None:
        """Return the activity tree where there are parts for it to hold apart."""
        return self.tree if len(self.parts) > 1 else None

    def to_json(self) -> dict[str, Any]:
        """Return it as the database keeps it."""
        return asdict(self)


def from_json(kept: dict[str, Any]) -> Structure:
    """Read what `to_json` wrote."""
    return Structure(**{**kept, "parts": [Part(**part) for part in kept["parts"]]})
