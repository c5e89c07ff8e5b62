"""QR codes as one SVG path, so that pages can show them without a picture file."""

from dataclasses import dataclass
from itertools import groupby

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
