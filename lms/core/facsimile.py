"""The pages of a PDF as pictures and as words, for phones that show no PDF and ears that see none.

The only place beside the certificates' proof that touches PDFium.
"""

import os
from pathlib import Path

import pypdfium2

#: Width of a page's picture in points of the screen: sharp on a phone, also when zoomed.
WIDTH = 1240
_QUALITY = 80


class Unreadable(ValueError):
    """No PDF, locked, or too long."""


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(path.name) from error


def texts_of(path: Path, *, most: int) -> list[str]:
    """Return the words of every page; Unreadable when there are more than `most` pages."""
    with _open(path) as document:
        if not 0 < len(document) <= most:
            raise Unreadable(path.name)
        texts = []
        for page in document:
            words = page.get_textpage().get_text_bounded()
            texts.append("\n".join(line.strip() for line in words.splitlines() if line.strip()))
        return texts


def draw_pages(path: Path, folder: Path) -> int:
    """Draw every page into `folder` as 1.webp, 2.webp, … unless it is there; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    with _open(path) as document:
        for number, page in enumerate(document, 1):
            target = folder / f"{number}.webp"
            if target.exists():
                continue
            picture = page.render(scale=WIDTH / page.get_width()).to_pil()
            half = folder / f".{os.getpid()}-{number}.webp"
            picture.save(half, "WEBP", quality=_QUALITY)
            os.replace(half, target)
        return len(document)
