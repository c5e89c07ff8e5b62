"""Pictures of strangers made anew: small, without what cameras and programs add, unable to run.

Only points are taken over: what a file carries besides (places, comments, a second file behind the
first) stays behind. SVG is refused: it may hold programs.
"""

import hashlib
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: Bytes of a picture that comes in, and its points: more is a decompression bomb.
MOST_BYTES, MOST_POINTS = 5_000_000, 24_000_000
#: Longest side of a picture in points, and the smaller ones tried while it weighs too much.
_SIDES = (1600, 1200, 800, 500)
#: A kept picture should weigh no more: it opens on a phone in the field.
_LIGHT = 400_000
_READ = ("PNG", "JPEG", "GIF", "WEBP")
_UNREADABLE = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
#: How the library names photographs; MPO holds several of one moment, as some telephones take them.
_PHOTOS = ("JPEG", "MPO")
_ENDS: dict[str, Callable[[bytes], bool]] = {
    "PNG": lambda data: b"IEND" in data,
    **dict.fromkeys(_PHOTOS, lambda data: _ends_as_jpeg(data)),
    "GIF": lambda data: b";" in data[13:],
    "WEBP": lambda data: int.from_bytes(data[4:8], "little") + 8 <= len(data),
}
MIME = {"png": "image/png", "jpg": "image/jpeg"}


@dataclass(frozen=True)
class Picture:
    """A picture made anew."""

    data: bytes
    #: "png" or "jpg".
    kind: str
    width: int
    height: int
    #: What was changed that one may see, sentence by sentence.
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return its name: what its content hashes to."""
        return name_of(self.data, self.kind)


def is_whole(data: bytes, picture_format: str) -> bool:
    """Tell whether the end of a picture is there, by its format as the library names it.

    The library itself does not say: WeasyPrint tells it, for the whole process, to do without.
    """
    return _ENDS.get(picture_format, bool)(data)


def _ends_as_jpeg(data: bytes) -> bool:
    """Look for the end behind the first scan: the thumbnail before it has an end of its own."""
    at = 2
    while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] != b"\xda":
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return b"\xff\xd9" in data[at:]


def name_of(data: bytes, kind: str) -> str:
    """Return the name of a picture with this content."""
    return f"{hashlib.sha256(data).hexdigest()[:32]}.{kind}"


def made_anew(data: bytes) -> Picture:
    """Return a picture as PNG or JPEG; RuleBroken with the cause when it is none or too large.

    What it is is told by its content alone. The same points give the same PNG, byte for byte.
    """
    if len(data) > MOST_BYTES:
        raise RuleBroken(
            _("Gambar lebih besar dari %(most)s MB. Perkecil dahulu.", most=MOST_BYTES // 1_000_000)
        )
    if b"<svg" in data[:2000].lower():
        raise RuleBroken(
            _("Gambar SVG tidak diterima karena dapat memuat program. Simpan sebagai PNG.")
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _made(data)
    except _UNREADABLE as fault:
        raise RuleBroken(
            _("Isi berkas ini bukan gambar PNG, JPEG, GIF, atau WebP yang utuh.")
        ) from fault


def _made(data: bytes) -> Picture:
    with Image.open(BytesIO(data), formats=_READ) as source:
        if source.width * source.height > MOST_POINTS:
            raise RuleBroken(
                _("Gambar lebih dari %(most)s juta titik. Perkecil dahulu.",
                  most=MOST_POINTS // 1_000_000)
            )  # fmt: skip
        if not is_whole(data, source.format or ""):
            raise EOFError(source.format)
        is_photo = source.format in _PHOTOS
        moves = not is_photo and getattr(source, "n_frames", 1) > 1
        notes = [_("Gambar bergerak menjadi diam.")] if moves else []
        upright = _plain(ImageOps.exif_transpose(source))
    made, kind, content = upright, "", b""
    for side in _SIDES:
        made = _within(upright, side)
        kind, content = _written(made, is_photo=is_photo)
        if len(content) <= _LIGHT:
            break
    if made.size != upright.size:
        notes.append(_("Gambar dikecilkan menjadi %(width)s × %(height)s titik.",
                       width=made.width, height=made.height))  # fmt: skip
    return Picture(content, kind, made.width, made.height, tuple(notes))


def _plain(picture: Image.Image) -> Image.Image:
    """Return the points alone, with transparency where there is any."""
    clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    mode = "RGBA" if clear else "L" if picture.mode in ("1", "L") else "RGB"
    found = picture.convert(mode)
    bare = Image.new(mode, found.size)
    bare.paste(found)
    return bare


def _within(picture: Image.Image, side: int) -> Image.Image:
    if max(picture.size) <= side:
        return picture
    smaller = picture.copy()
    smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
    return smaller


def _written(picture: Image.Image, *, is_photo: bool) -> tuple[str, bytes]:
    target = BytesIO()
    if not is_photo:
        picture.save(target, "PNG")
        if picture.mode == "RGBA" or target.tell() <= _LIGHT:
            return "png", target.getvalue()
        target = BytesIO()
    picture.save(target, "JPEG", quality=85)
    return "jpg", target.getvalue()
