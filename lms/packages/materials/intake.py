"""A course of another system on its way in: unpacked, read, and its files put where media lie."""

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.packages.archive import unpacked
from lms.packages.materials import backup, cartridge
from lms.packages.materials.piece import MOST_PIECES, Course, Piece

#: Bytes of one file that comes along.
_LARGEST = 25_000_000
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Taken:
    """A course that was read; its files lie in their place already."""

    file_name: str
    sha256: str
    course: Course
    #: The pieces as their rows keep them.
    pieces: list[dict[str, Any]]


def take_in(file: IO[bytes], name: str, var: Path, *, most: int) -> Taken:
    """Read a cartridge or backup; RuleBroken leaves nothing behind."""
    digest, length = hashlib.sha256(), 0
    file.seek(0)
    while data := file.read(_PIECE):
        digest.update(data)
        length += len(data)
    if length > most:
        raise RuleBroken(_("Paket lebih besar dari %(limit)s MB.", limit=most // 1_000_000))
    with unpacked(file, var / "packages") as folder:
        if backup.is_backup(folder):
            course = backup.read(folder)
        elif cartridge.is_cartridge(folder):
            course = cartridge.read(folder)
        else:
            raise RuleBroken(_("Arsip ini bukan Common Cartridge dan bukan cadangan Moodle."))
        if len(course.pieces) > MOST_PIECES:
            raise RuleBroken(_("Paket ini memuat lebih dari %(most)s bagian.", most=MOST_PIECES))
        place = f"impor/{digest.hexdigest()[:12]}/berkas"
        pieces = [_kept(one, at, folder, var, place) for at, one in enumerate(course.pieces, 1)]
    return Taken(name[:200], digest.hexdigest(), course, pieces)


def _kept(piece: Piece, at: int, folder: Path, var: Path, place: str) -> dict[str, Any]:
    """Return a piece as its row keeps it; a file is put among the media, where it is served."""
    payload, notes, verdict = piece.payload, piece.notes, piece.verdict
    if piece.kind == "file":
        source = folder / payload["path"]
        size = source.stat().st_size
        if size > _LARGEST:
            notes, payload, verdict = [_("Berkas lebih dari %(most)s MB.",
                                         most=_LARGEST // 1_000_000)], {}, "dropped"  # fmt: skip
        else:
            stem = re.sub(r"[^a-z0-9]+", "-", piece.title.casefold()).strip("-")[:40] or "berkas"
            target = var / "media" / place / f"{at:03}-{stem}.{payload['format']}"
            target.parent.mkdir(parents=True, exist_ok=True)
            half = target.with_name(f".{os.getpid()}-{target.name}")
            shutil.copyfile(source, half)
            os.replace(half, target)
            payload = {
                "file": f"/media/{place}/{target.name}", "format": payload["format"], "bytes": size,
            }  # fmt: skip
    return {
        "kind": piece.kind, "title": piece.title, "verdict": verdict, "notes": notes,
        "payload": payload,
    }  # fmt: skip
