"""The words of uploaded documents as plain text: PDF by pypdfium2, Word files by core/docx.py,
workbooks by core/tables.py, presentations here.
"""

import io
import re
from collections.abc import Callable
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

import pypdfium2
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from lms.core import tables
from lms.core.docx import BadDocument, read_docx
from lms.core.errors import RuleBroken

#: Pages and letters read of one document: more is a mistake or an attack.
_MOST_PAGES, _MOST_LETTERS = 500, 2_000_000
#: Bytes that a presentation may unpack to, what a slide is called in it (ECMA-376-1, 13.3.8), and
#: the namespace of its words.
_MOST_UNPACKED = 200_000_000
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
#: A word that was parted at the end of a line, as PDF files have it.
_PARTED = re.compile(r"(?<=\w)(?:[\u00ad\ufffe]\s*|-\r?\n)(?=[^\W\d_])")


class Unreadable(Exception):
    """A document without words that can be read: a picture, a scan, a locked or broken file."""


def text_of(data: bytes, kind: str) -> str:
    """Return the words of a PDF, an office document (DOCX, XLSX, PPTX) or a text file.

    Raises Unreadable for every other kind, and when the document holds no words.
    """
    if kind not in _READERS:
        raise Unreadable
    try:
        found = _READERS[kind](data)
    except _FAULTS as fault:
        raise Unreadable from fault
    found = found.replace("\0", " ")  # which PostgreSQL takes in no text
    if not found.strip():
        raise Unreadable
    return found[:_MOST_LETTERS]


def _pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        pages = range(min(len(document), _MOST_PAGES))
        text = "\n".join(document[at].get_textpage().get_text_range() for at in pages)
    return _PARTED.sub("", text)


def _pptx_text(data: bytes) -> str:
    """Return the words of a presentation, one line for each paragraph, by the slides' numbers."""
    with ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
            raise Unreadable
        slides = sorted(filter(None, map(_SLIDE.fullmatch, archive.namelist())),
                        key=lambda slide: int(slide[1]))[:_MOST_PAGES]  # fmt: skip
        roots = [fromstring(archive.read(slide[0]), forbid_dtd=True) for slide in slides]
    lines = [
        "".join(run.text or "" for run in paragraph.iter(f"{_DRAWN}t"))
        for root in roots
        for paragraph in root.iter(f"{_DRAWN}p")
    ]
    return "\n".join(filter(None, lines))


_READERS: dict[str, Callable[[bytes], str]] = {
    "pdf": _pdf_text,
    "docx": read_docx,
    "xlsx": tables.words_of,
    "pptx": _pptx_text,
    "txt": lambda data: data.decode("utf-8-sig", errors="replace"),
}
_FAULTS = (pypdfium2.PdfiumError, BadDocument, RuleBroken, BadZipFile, ParseError,
           DefusedXmlException, KeyError, ValueError)  # fmt: skip
