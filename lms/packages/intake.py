"""A package on its way in: looked through, unpacked, understood, and moved to where it stays."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.packages.archive import unpacked
from lms.packages.manifest.reading import read
from lms.packages.manifest.shape import Structure
from lms.packages.origin import package_folder

_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Intake:
    """A package whose files lie in their place already."""

    sha256: str
    structure: Structure
    files: int
    size: int
    file_name: str


def take_in(file: IO[bytes], name: str, root: Path, *, most: int) -> Intake:
    """Keep the files of a package below `root` under its hash; RuleBroken leaves nothing behind.

    The file is read piece by piece: however large it is, it never lies in memory.
    """
    sha256, length = _hash(file)
    if not length:
        raise RuleBroken(_("Berkas kosong. Pilih berkas lain."))
    if length > most:
        raise RuleBroken(_("Paket lebih besar dari %(limit)s MB.", limit=most // 1_000_000))
    with unpacked(file, root) as folder:
        structure = read(folder)
        files = [path for path in folder.rglob("*") if path.is_file()]
        found = Intake(
            sha256, structure, len(files), sum(path.stat().st_size for path in files), name[:200]
        )
        _settle(folder, package_folder(root, sha256))
    return found


def _hash(file: IO[bytes]) -> tuple[str, int]:
    digest, length = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(_PIECE):
        digest.update(piece)
        length += len(piece)
    return digest.hexdigest(), length


def _settle(folder: Path, target: Path) -> None:
    """Give the folder its final name, unless the same package lies there already."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    try:
        os.rename(folder, target)
    except OSError:
        if not target.is_dir():
            raise


T = TypeVar("T")


def refusal_of(work: Callable[[], T]) -> tuple[T | None, str]:
    """Return what came in, or the sentence that says why nothing did."""
    try:
        return work(), ""
    except RuleBroken as refused:
        return None, refused.sentence
