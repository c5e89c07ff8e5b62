"""QR codes: as one SVG path for pages, as a picture for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import segno


@dataclass(frozen=True)
class Qr:
    """A QR code: modules per side, and the path of the dark ones."""

    size: int
    path: str


def draw(address: str) -> Qr:
    """Return the QR code of an address, for an SVG with viewBox 0 0 size size."""
    code = segno.make(address, error="m", boost_error=False)
    pieces = []
    for row, modules in enumerate(code.matrix):
        column = 0
        for dark, run in groupby(modules):
            length = len(list(run))
            if dark:
                pieces.append(f"M{column} {row}h{length}v1h-{length}z")
            column += length
    return Qr(int(code.symbol_size(border=0)[0]), "".join(pieces))


def picture(segments: Sequence[str]) -> str:
    """Return the QR code of a text, given in pieces, as the data address of a PNG.

    Pieces of digits and capitals take little more than half the room of other text. The mask is
    fixed: trying all eight costs more than everything else on a sheet.
    """
    pieces: Any = list(segments)
    code = segno.make(pieces, error="l", boost_error=False, mask=3, micro=False)
    return str(code.png_data_uri(scale=1, border=0))
