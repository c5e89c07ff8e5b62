"""Recordings as they lie in the media library of the server: there or not, and how large."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flask import current_app


def bytes_of(name: str) -> int | None:
    """Return the bytes of a recording, None while it is not there."""
    place = Path(current_app.config["MEDIA_DIR"]) / name
    return place.stat().st_size if place.is_file() else None


def recording_sizes(facts: Mapping[str, Any]) -> dict[str, int | None]:
    """Return the bytes of each edition of a recording that its file names; None: not there yet."""
    return {edition: bytes_of(facts[edition]) for edition in ("file", "light") if facts[edition]}


def bytes_played(editions: Iterable[str]) -> int:
    """Return the bytes of the edition that is played first: the first one that is there."""
    return next((size for name in editions if (size := bytes_of(name)) is not None), 0)
