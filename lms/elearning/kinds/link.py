"""A page elsewhere; it opens in a tab of its own."""

from urllib.parse import urlsplit

from lms.catalogue.media import Media
from lms.core.i18n import _, _l
from lms.core.sources import Mapping
from lms.elearning.kinds.kind import Facts, Kind


def read(source: Mapping, _media: Media) -> Facts:
    """Describe the address; only HTTPS, so that nobody reads along."""
    url = source.text("url")
    parts = urlsplit(url)
    if url and (parts.scheme != "https" or "." not in (parts.hostname or "") or " " in url):
        source.fault("url", _('"url" harus alamat lengkap yang diawali https://.'))
    return {"url": url, "host": parts.hostname or ""}


KIND = Kind(
    "link", _l("Tautan"), "external-link", ("declared", "visited", "marked"), read,
    template="elearning/link.html",
)  # fmt: skip
