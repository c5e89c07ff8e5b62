"""The only place that touches WeasyPrint: templates in, PDF out, nothing fetched."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Response, current_app
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).parent.parent / "static"
_TYPES = {
    ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".css": "text/css",
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp",
}  # fmt: skip


class ClosedFetcher(URLFetcher):
    """Answers from our own static folder and the published media, and refuses all else."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        scheme, _colon, name = url.partition(":")
        if scheme not in ("asset", "media"):
            raise ValueError(f"a document may not load {url[:80]}")
        root = STATIC if scheme == "asset" else Path(current_app.config["VAR_DIR"]) / "media"
        path = (root / name).resolve()
        if not path.is_relative_to(root.resolve()) or path.suffix not in _TYPES:
            raise ValueError(f"a document may not load {url[:80]}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[path.suffix]})


_fonts = FontConfiguration()
_fetcher = ClosedFetcher(allowed_protocols=["asset", "media", "data"])
#: Pictures decoded once per process: frame and mark are the same on every sheet.
_pictures: dict[str, Any] = {}


def render_pdf(template: str, **context: Any) -> bytes:
    """Return the PDF of a template.

    Its pictures and fonts come from `asset:<path in static>` and `media:<path in var/media>`.
    """
    return bind([lay_out(template, **context)])


def lay_out(template: str, **context: Any) -> Document:
    """Return a template laid out in pages: to learn where things stand before binding them."""
    html = current_app.jinja_env.get_template(template).render(**context)
    source = HTML(string=html, url_fetcher=_fetcher, base_url="asset:")
    return source.render(font_config=_fonts, cache=_pictures)


def bind(parts: Sequence[Document]) -> bytes:
    """Return one PDF of all parts, in their order; links lead from one part into another."""
    pages = [page for part in parts for page in part.pages]
    return bytes(parts[0].copy(pages).write_pdf())


def answer_pdf(document: bytes, name: str) -> Response:
    """Answer with a PDF that opens in the browser and is called `name` (without ending)."""
    response = Response(document, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def archive(html: str, *, keep_pictures: bool = True) -> bytes:
    """Return HTML as a tagged PDF/A-2b, made to be kept.

    `keep_pictures=False` forgets the document's pictures again (photographs, QR codes).
    """
    document = HTML(string=html, url_fetcher=_fetcher, base_url="asset:")
    pictures = _pictures if keep_pictures else dict(_pictures)
    made = document.write_pdf(
        font_config=_fonts, cache=pictures, pdf_variant="pdf/a-2b", pdf_tags=True,
        finisher=_without_smoothing,
    )  # fmt: skip
    return bytes(made)


def _without_smoothing(_document: Document, made: Any) -> None:
    """Let no picture ask readers to smooth it, as PDF/A demands (ISO 19005-2, 6.2.8)."""
    for thing in made.objects:
        extra = getattr(thing, "extra", {})
        if "Interpolate" in extra:
            extra["Interpolate"] = "false"


#: Millimetres of a CSS pixel.
_MM = 25.4 / 96


def box_of(html: str, name: str) -> tuple[int, float, float, float, float] | None:
    """Return where the element with this id stands, None when it is on no page.

    Its page from 1, then millimetres: left and bottom from the page's left lower corner, width and
    height.
    """
    source = HTML(string=html, url_fetcher=_fetcher, base_url="asset:")
    laid_out = source.render(font_config=_fonts, cache=dict(_pictures))
    for number, page in enumerate(laid_out.pages, 1):
        if name in page.anchors:
            left, top, right, bottom = page.anchors[name]
            measures = (left, page.height - bottom, right - left, bottom - top)
            return number, *(at * _MM for at in measures)  # type: ignore[return-value]
    return None


@contextmanager
def complaints() -> Iterator[list[str]]:
    """Collect what the layout engine complains about inside the block."""
    found: list[str] = []
    ear = logging.Handler(logging.WARNING)
    ear.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(ear)
    try:
        yield found
    finally:
        logger.removeHandler(ear)


def faults_of_css(style: str) -> list[tuple[int, str]]:
    """Return (line, reason) for every rule that the layout engine would ignore or may not load."""
    with complaints() as found:
        CSS(string=style, url_fetcher=_fetcher, base_url="asset:", font_config=FontConfiguration())
    return [_with_line(sentence) for sentence in found]


def _with_line(sentence: str) -> tuple[int, str]:
    place = re.search(r" at (\d+):\d+", sentence)
    return (int(place[1]), sentence.replace(place[0], "")) if place else (0, sentence)
