"""The only place that touches WeasyPrint: templates in, PDF out, nothing fetched."""

from pathlib import Path
from typing import Any

from flask import current_app
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).parent.parent / "static"
_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".css": "text/css"}


class ClosedFetcher(URLFetcher):
    """Answers `asset:` addresses from our own static folder and refuses every other address."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        if not url.startswith("asset:"):
            raise ValueError(f"a document may not load {url[:80]}")
        path = (STATIC / url.removeprefix("asset:")).resolve()
        if not path.is_relative_to(STATIC) or path.suffix not in _TYPES:
            raise ValueError(f"a document may not load {url[:80]}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[path.suffix]})


_fonts = FontConfiguration()
_fetcher = ClosedFetcher(allowed_protocols=["asset", "data"])
#: Pictures decoded once per process: frame and mark are the same on every sheet.
_pictures: dict[str, Any] = {}


def render_pdf(template: str, **context: Any) -> bytes:
    """Return the PDF of a template; its pictures and fonts come from `asset:<path in static>`."""
    html = current_app.jinja_env.get_template(template).render(**context)
    document = HTML(string=html, url_fetcher=_fetcher, base_url="asset:")
    return bytes(document.write_pdf(font_config=_fonts, cache=_pictures))
