"""A programme as one book on A4: cover, contents with page numbers, everything that is taught.

Each part is laid out by itself, so that a worker can say how far it is, and then bound together.
A version never changes, so its book is made once and kept.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from lms.authoring.queries import Contents
from lms.catalogue import words
from lms.catalogue.models import ProgrammeVersion
from lms.core.formulae import for_paper
from lms.core.i18n import _
from lms.core.pdf import bind, lay_out
from lms.core.richtext import as_markup
from lms.elearning.kinds import KINDS

#: "telaah" without the keys of its quizzes, "kunci" with them.
EDITIONS = ("telaah", "kunci")
_IDS = re.compile(r'(<h[1-6])\s+id="[^"]*"')

Beat = Callable[[int, int, str], None]


@dataclass
class Entry:
    """A line of the contents: a part of the book (level 1) or a unit in it (level 2)."""

    level: int
    title: str
    anchor: str
    note: str = ""
    page: int = 0


@dataclass
class Part:
    """A part of the book with what its template needs and its lines in the contents."""

    template: str
    context: dict[str, Any]
    entries: list[Entry]


def book_file(var: Path, version: ProgrammeVersion, edition: str) -> Path:
    """Return where the book of a version is kept."""
    return var / "books" / version.programme.key / f"{version.content_hash[:12]}-{edition}.pdf"


def write_book(
    version: ProgrammeVersion, contents: Contents, edition: str, target: Path, beat: Beat
) -> None:
    """Lay out and bind the book, telling `beat` after each part; a half-made one is never seen."""
    common = {
        "version": version, "words": words, "with_keys": edition == "kunci", "paper": _for_paper,
        "kinds": KINDS,
    }  # fmt: skip
    parts = list(_parts(version, contents))
    entries = [entry for part in parts for entry in part.entries]
    front = lay_out("authoring/book/front.html", entries=entries, start=1, **common)
    page = len(front.pages) + 1
    laid_out = []
    for count, part in enumerate(parts, 1):
        document = lay_out(part.template, start=page, part=part, **part.context, **common)
        places = {
            anchor: at for at, sheet in enumerate(document.pages, page) for anchor in sheet.anchors
        }
        for entry in part.entries:
            entry.page = places[entry.anchor]
        laid_out.append(document)
        page += len(document.pages)
        beat(count, len(parts) + 1, part.entries[0].title)
    front = lay_out("authoring/book/front.html", entries=entries, start=1, **common)
    data = bind([front, *laid_out])
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(f".{os.getpid()}")
    half.write_bytes(data)
    os.replace(half, target)


def _for_paper(html: str) -> Markup:
    """Return stored HTML as paper needs it: pictures from disk, no anchors that come twice."""
    return as_markup(_IDS.sub(r"\1", for_paper(html)).replace('src="/media/', 'src="media:'))


def _parts(version: ProgrammeVersion, contents: Contents) -> Iterator[Part]:
    shared = {"contents": contents}
    yield Part("authoring/book/programme.html", shared,
               [Entry(1, _("Tentang program"), "program")])  # fmt: skip
    for number, course in enumerate(contents.courses, 1):
        anchor = f"mp{course.id}"
        note = _("%(jp)s JP", jp=course.jp)
        entries = [Entry(1, f"{number}. {course.title}", anchor, note)]
        entries += [Entry(2, unit.title, f"u{unit.id}") for unit in course.units]
        guide = contents.guides.get(course.id)
        entries += [Entry(2, guide.title, f"d{guide.id}")] if guide else []
        own = shared | {"course": course, "guide": guide}
        yield Part("authoring/book/subject.html", own, entries)
    if contents.documents:
        entries = [Entry(1, _("Dokumen program"), "dokumen")]
        entries += [Entry(2, one.title, f"d{one.id}") for one in contents.documents]
        yield Part("authoring/book/documents.html", shared, entries)
    entries = [Entry(1, _("Lampiran"), "lampiran")]
    if version.glossary:
        entries.append(Entry(2, _("Glosarium"), "glosarium"))
    entries.append(Entry(2, _("Fakta yang perlu dicocokkan"), "fakta"))
    yield Part("authoring/book/appendix.html", shared, entries)
