"""Where the papers of a batch or an event are found; each has its own addresses and permissions."""

from typing import Any

from flask import url_for

from lms.certificates.models import Occasion
from lms.core.access import noun_of

#: What can be done on a board; each is an endpoint of batches and one of events.
_VERBS = ("issue", "pause", "bundle", "print_file", "signing")


def board_address(occasion: Occasion, kind: str) -> str:
    """Return where the board of a kind is."""
    return _address(occasion, "certificates", kind)


def links_of(occasion: Occasion, kind: str) -> dict[str, str]:
    """Return the addresses of everything that can be done on a board."""
    return {verb: _address(occasion, verb, kind) for verb in _VERBS}


def _address(occasion: Occasion, verb: str, kind: str) -> str:
    noun = noun_of(type(occasion))
    arguments: dict[str, Any] = {f"{noun}_id": occasion.id, "jenis": kind}
    return url_for(f"certificates.{noun}_{verb}", **arguments)
