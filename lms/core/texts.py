"""The words of uploaded documents as plain text: PDF by pypdfium2, Word files by core/docx.py."""

import re

import pypdfium2

from lms.core.docx import BadDocument, read_docx

#: Pages and letters read of one document: more is a mistake or an attack.
_MOST_PAGES, _MOST_LETTERS = 500, 2_000_000
#: A word that was parted at the end of a line, as PDF files have it.
_PARTED = re.compile(r"(?<=\w)(?:[\u00ad\ufffe]\s*|-\r?\n)(?=[^\W\d_])")


class Unreadable(Exception):
    """A document without words that can be read: a picture, a scan, a locked or broken file."""


def text_of(data: bytes, kind: str) -> str:
    """Return the words of a PDF, DOCX or text file.

    Raises Unreadable for every other kind, and when the document holds no words.
    """
    if kind == "pdf":
        found = _PARTED.sub("", _pdf_text(data))
    elif kind == "docx":
        try:
            found = read_docx(data)
        except BadDocument as fault:
            raise Unreadable from fault
    elif kind == "txt":
        found = data.decode("utf-8-sig", errors="replace")
    else:
        raise Unreadable
    found = found.replace("\0", " ")  # which PostgreSQL takes in no text
    if not found.strip():
        raise Unreadable
    return found[:_MOST_LETTERS]


def _pdf_text(data: bytes) -> str:
    try:
        with pypdfium2.PdfDocument(data) as document:
            pages = range(min(len(document), _MOST_PAGES))
            return "\n".join(document[at].get_textpage().get_text_range() for at in pages)
    except pypdfium2.PdfiumError as fault:
        raise Unreadable from fault
