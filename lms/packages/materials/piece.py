"""One piece of a course of another system: what of it can be kept, and in sentences what cannot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from lms.core.i18n import _
from lms.elearning.exchange.markup import from_html

#: Files that a subject may hold (authoring.files.MEDIA), without pictures.
FILES = ("pdf", "docx", "xlsx", "pptx")
MOST_PIECES = 1000


@dataclass(frozen=True)
class Piece:
    """A page, a link, a file, or something that has no place here."""

    #: "page", "link", "file" or "other".
    kind: str
    title: str
    #: What was changed, or why it is dropped.
    notes: list[str] = field(default_factory=list)
    #: page: {text}; link: {url, host}; file: {path}, in the unpacked course.
    payload: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """Return "kept", "changed" or "dropped"."""
        if not self.payload:
            return "dropped"
        return "changed" if self.notes else "kept"


@dataclass(frozen=True)
class Course:
    """A course of another system, as far as it was understood."""

    #: "cartridge" or "moodle".
    format: str
    title: str
    pieces: list[Piece]
    #: Its questions as Moodle XML, b"" for none.
    questions: bytes = b""


def page(title: str, html: str, lost: Sequence[str] = ()) -> Piece:
    """Return a page of text; `lost` says what of it is known not to come along."""
    notes = list(lost)
    text = from_html(html, notes)
    if not text.strip():
        return dropped(title, _("Halaman ini kosong."))
    return Piece("page", title[:120], list(dict.fromkeys(notes)), {"text": text})


def link(title: str, url: str) -> Piece:
    """Return a link; only HTTPS, so that nobody reads along."""
    parts = urlsplit(url.strip())
    notes = []
    if parts.scheme == "http":
        parts = parts._replace(scheme="https")
        notes.append(_("Alamat http:// menjadi https://."))
    host = parts.hostname or ""
    if parts.scheme != "https" or "." not in host or re.search(r"\s", parts.geturl()):
        return dropped(title, _("Alamat tautan tidak dapat dipakai."))
    return Piece("link", title[:120], notes, {"url": parts.geturl(), "host": host})


def file(title: str, path: str, name: str) -> Piece:
    """Return a file of a form that a subject may hold."""
    form = PurePosixPath(name).suffix.lower().lstrip(".")
    if form not in FILES:
        return dropped(title, _("Berkas %(form)s tidak diterima; pilihannya: %(forms)s.",
                                form=form or "-", forms=", ".join(FILES)))  # fmt: skip
    return Piece("file", title[:120], [], {"path": path, "format": form})


def dropped(title: str, why: str) -> Piece:
    """Return a piece that cannot come in."""
    return Piece("other", title[:120] or "-", [why])
