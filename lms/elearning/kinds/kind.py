"""What a kind of unit is: its name and sign, its page, how it is read and when it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.catalogue.media import Media
from lms.core.sources import Mapping as Source

#: What an activity's row keeps beside its words: JSON. A text that begins with "media/" names a
#: file of the subject; publishing turns it into the file's address.
Facts = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of unit."""

    name: str
    #: What people call it.
    word: Any
    icon: str
    #: Ways to complete it (completion.py), the usual one first.
    completions: tuple[str, ...]
    #: What its file says beyond title, minutes and text; None: the kind has a table of its own.
    read: Callable[[Source, Media], Facts] | None = None
    #: Bytes to load for what `read` found.
    weigh: Callable[[Facts], int] = lambda _facts: 0
    #: The template that shows it in the player.
    template: str = ""
    #: The word for it in addresses: /angkatan/7/<place>/12.
    place: str = "belajar"
    #: `need` where the file says none.
    need: int = 0
    #: What people call the states of what is handed in for it.
    states: Mapping[str, Any] = field(default_factory=dict)
    #: Whether its page can be kept on a device, to be opened without a connection.
    can_be_kept: bool = True
    #: Whether its file may ask for a discussion beside it.
    is_talked_about: bool = True

    def address(self, batch_id: int, unit_id: int) -> str:
        """Return the address of a unit of this kind in a batch."""
        return f"/angkatan/{batch_id}/{self.place}/{unit_id}"
