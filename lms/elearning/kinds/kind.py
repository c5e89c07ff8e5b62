"""What a kind of unit is: its name and sign, its page, how it is read and when it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lms.catalogue.media import Media
from lms.core.sources import Mapping

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
    read: Callable[[Mapping, Media], Facts] | None = None
    #: Bytes to load for what `read` found.
    weigh: Callable[[Facts], int] = lambda _facts: 0
    #: The template that shows it in the player.
    template: str = ""
    #: The word for it in addresses: /angkatan/7/<place>/12.
    place: str = "belajar"
    #: `need` where the file says none.
    need: int = 0
    #: Whether it stands in the progress of e-learning.
    is_counted: bool = True
