"""A run of the press: what the certificates of one batch share, and the HTML of their parts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any

from lms.certificates import layout, sandbox
from lms.core import qr

#: Stands in the plate's metadata for what each person's title and code replace.
TITLE, CODE = "judul-di-sini", "kode-di-sini"
#: Id of the element in which a template wants the signature's visible stamp.
STAMP = "stempel"
#: Letters of the words around the facts: dates, figures in words, labels.
#: All of ASCII besides, so that nearly every chunk of a batch finds the same plate.
_ALWAYS = "".join(map(chr, range(32, 127))) + "·"
Sheet = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """The template of a kind, the facts that all its papers share, and their letters."""

    source: str
    shared: Sheet
    letters: str
    #: Rules of the template's author, after ours.
    style: str = ""
    #: Laid out person by person: the template does not keep shared and own boxes apart.
    is_single: bool = False
    #: Whether the product brings the template; others run only in press processes.
    is_ours: bool = True

    def with_letters_of(self, sheets: Sequence[Sheet]) -> "Run":
        """Return the same run for these sheets."""
        return replace(self, letters=letters_of(sheets))

    @cached_property
    def title(self) -> str:
        """Return what the document is called."""
        return sandbox.text_of(sandbox.render(self.source, "title", {"shared": self.shared}))

    @property
    def places_stamp(self) -> bool:
        """Tell whether the template has a place of its own for the signature's stamp."""
        return f'id="{STAMP}"' in self.source

    def is_crowded(self, sheet: Sheet) -> bool:
        """Tell whether what the front says of a person needs its smaller setting."""
        said = sandbox.text_of(self._box("words", sheet=sheet))
        return layout.is_crowded(sheet["name"], sheet["position"] + sheet["office"], said)

    def html(self, part: str, sheets: Sequence[Sheet] = (), *, pages: int = 2) -> str:
        """Return the page of a part.

        "shared" is what a batch has in common: both settings of the front, the back, and all
        letters; "own" the boxes of each person; "whole" one sheet in one piece. Shared and own
        boxes stand in places of their own, so laying them out apart moves nothing.
        """
        own = [{**one, "qr": qr.picture(one["segments"])} for one in sheets]
        if part == "own":
            body = "".join(self._own(one, pages) for one in own)
        elif part == "shared":
            body = self._front(crowded=False) + self._front(crowded=True) + self._back()
            body += _all_letters(self.letters)
        else:
            body = self._front(own[0], crowded=self.is_crowded(own[0])) + self._back(own[0], pages)
        return _page(body, self.shared["agency"], self._css(part))

    def _css(self, part: str) -> str:
        names = ("base.css",) if part == "own" else ("base.css", "frame.css")
        shipped = "".join((sandbox.PAPERS / name).read_text() for name in names)
        return f"<style>{shipped}</style><style>{self.style}</style>"

    def _box(self, name: str, **more: Any) -> str:
        shared = {**self.shared, "title": self.title}
        return sandbox.render(self.source, name, {"shared": shared, **more})

    def _front(self, sheet: Sheet | None = None, *, crowded: bool) -> str:
        own = {} if sheet is None else {"sheet": sheet}
        inside = self._box("front_shared", **own)
        if sheet is not None:
            inside += self._box("front_own", sheet=sheet)
        return _section(f"sheet {_title_class(self.title)}{' crowded' if crowded else ''}", inside)

    def _back(self, sheet: Sheet | None = None, pages: int = 2) -> str:
        """Return the back page, "" when the kind has none."""
        own = {} if sheet is None else {"sheet": sheet}
        table = self._box("back_shared", **own)
        if not table.strip():
            return ""
        beside = self._box("beside_shared", **own)
        if sheet is not None:
            beside += self._box("back_own", sheet=sheet, page=2, pages=pages)
        return _section("back", f'<div class="beside">{beside}</div>{table}')

    def _own(self, sheet: Sheet, pages: int) -> str:
        crowded = " crowded" if self.is_crowded(sheet) else ""
        front = _section(f"sheet{crowded}", self._box("front_own", sheet=sheet))
        return front + "".join(
            _section("sheet", self._box("back_own", sheet=sheet, page=page, pages=pages))
            for page in range(2, pages + 1)
        )


def _section(name: str, inside: str) -> str:
    return f'<section class="{name}">{inside}</section>\n'


def _all_letters(letters: str) -> str:
    both = f"{escape(letters)}<b>{escape(letters)}</b>"
    return _section("letters", f'<p>{both}</p><p class="plain">{both}</p>')


def _page(body: str, author: str, css: str) -> str:
    return (
        f'<!doctype html>\n<html lang="id"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f'<meta name="keywords" content="{CODE}"><meta name="author" content="{escape(author)}">'
        f"{css}</head>\n<body>\n{body}</body></html>"
    )


def _title_class(title: str) -> str:
    return "title-short" if len(title) < 14 else "title-long" if len(title) > 28 else ""


def letters_of(sheets: Sequence[Sheet]) -> str:
    """Return every letter that the own boxes of these sheets may show, each once."""
    found = set(_ALWAYS)
    for sheet in sheets:
        for value in sheet.values():
            if isinstance(value, str) and not value.startswith("data:"):
                found |= {*value, *value.upper()}  # some are written in capitals
    return "".join(sorted(found, key=lambda letter: (letter.isspace(), letter)))
