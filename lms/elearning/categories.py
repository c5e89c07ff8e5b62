"""Categories of the bank get another place: renamed, moved with all within, or merged. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import bank


@dataclass(frozen=True)
class Move:
    """One category and where it goes; `merges` when a category stands there already."""

    path: str
    title: str
    to_path: str
    to_title: str
    merges: bool


def is_within(path: str, above: str) -> bool:
    """Tell whether a path is `above` or lies within it."""
    return path == above or path.startswith(f"{above}/")


def plan(titles: Mapping[str, str], path: str, wanted: str) -> list[Move]:
    """Return what becomes of a category and of all within it when it is called `wanted`.

    `titles` are those of all categories by path. RuleBroken where that cannot be.
    """
    if path not in titles:
        raise RuleBroken(_("Kategori ini sudah tidak ada. Muat ulang halaman."))
    to, tidy = bank.path_of(wanted)
    if to == path and tidy == titles[path]:
        raise RuleBroken(_("Nama itu sama dengan nama sekarang."))
    if to != path and is_within(to, path):
        raise RuleBroken(_("Kategori tidak dapat dipindahkan ke dalam dirinya sendiri."))
    moving = sorted(one for one in titles if is_within(one, path))
    return [_move(one, titles, path, to, tidy, moving) for one in moving]


def _move(
    one: str, titles: Mapping[str, str], path: str, to: str, tidy: str, moving: Iterable[str]
) -> Move:
    below = titles[one].split(" / ")[path.count("/") + 1 :]
    to_title = " / ".join([tidy, *below])
    to_path = to + one[len(path) :]
    bank.path_of(to_title)  # not deeper than categories may lie
    return Move(one, titles[one], to_path, to_title, to_path in titles and to_path not in moving)
