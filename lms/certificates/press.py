"""The press: what a batch shares is laid out once, each person's few boxes by the chunk.

WeasyPrint lays out a *plate* (frame, heading, signature, back page, and every letter the batch
needs, so that fonts are subset once) and then chunks of own sheets. Here both are joined: plate and
own boxes become form XObjects of each person's PDF/A, with one tree of tags. No web, no database:
this runs in processes of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape as html_escape
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from pikepdf import (
    Array,
    Dictionary,
    Name,
    ObjectStreamMode,
    Pdf,
    Stream,
    String,
)

from lms.certificates.run import CODE, STAMP, TITLE, Run, Sheet
from lms.core import pdf

#: An object of pikepdf, which is a dictionary, an array or a number as it comes.
Node = Any


def whole(run: Run, sheet: Sheet) -> bytes:
    """Return one certificate laid out in one piece: the measure of the press.

    It is issued only from templates that do not keep shared and own boxes apart.
    """
    html = run.html("whole", [sheet])
    title = html_escape(f"{run.title} {sheet['number']}")
    return pdf.archive(html.replace(TITLE, title).replace(CODE, html_escape(sheet["code"])))


#: Page from 1; left, bottom, width and height in millimetres.
Box = tuple[int, float, float, float, float]
_stamps: dict[str, Box | None] = {}


def stamp_box(run: Run, sheet: Sheet) -> Box | None:
    """Return where the template wants the signature's stamp on this paper, None when nowhere.

    It is the same on all papers of a run in the same setting of the front, and laid out once.
    """
    if not run.places_stamp:
        return None
    is_crowded = run.is_crowded(sheet)
    key = repr((run.source, run.style, run.shared, is_crowded))
    if key not in _stamps:
        while len(_stamps) >= 8:
            del _stamps[next(iter(_stamps))]
        _stamps[key] = pdf.box_of(run.html("whole", [sheet]), STAMP)
    return _stamps[key]


# ---- the plate ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plate:
    """The shared part as two ready documents, for the large and the small setting of the front."""

    bases: tuple[bytes, bytes]
    pages: int
    #: Font -> glyphs in it.
    glyphs: dict[str, frozenset[int]]


_plates: dict[str, Plate] = {}


def _opened(data: bytes) -> Node:
    return Pdf.open(BytesIO(data))


def plate_of(run: Run) -> Plate:
    """Return the plate of a run, laid out when it is new; the last few are kept."""
    key = repr((run.source, run.style, run.shared, run.letters))
    if key not in _plates:
        while len(_plates) >= 4:
            del _plates[next(iter(_plates))]
        _plates[key] = _lay_out_plate(run)
    return _plates[key]


def _lay_out_plate(run: Run) -> Plate:
    data = pdf.archive(run.html("shared"))
    with _opened(data) as document:
        pages = len(document.pages) - 2  # without the other setting of the front, and the letters
        fonts = document.pages[0].Resources.Font
        glyphs = {name: _glyphs(fonts[name]) for name in fonts}
    return Plate((_base(data, 0), _base(data, 1)), pages, glyphs)


def _glyphs(font: Node) -> frozenset[int]:
    """Return the glyphs of a composite font, from its table of widths: [first [w, w, …] …]."""
    found: set[int] = set()
    widths = list(font.DescendantFonts[0].W)
    for first, run in zip(widths[::2], widths[1::2], strict=True):
        found |= set(range(int(first), int(first) + len(run)))
    return frozenset(found)


def _base(data: bytes, front: int) -> bytes:
    """Return the plate with one of its fronts, each page as a form XObject in a fresh page."""
    with _opened(data) as document:
        root = document.Root.StructTreeRoot.K[0]
        last = document.pages[-1].obj
        kept = [page.obj for page in document.pages]
        del kept[1 - front], kept[-1]
        root.K = Array(
            [part for part in root.K if not _stands_on(part, last) and _stands_on_any(part, kept)]
        )
        parents = {int(kept_page.StructParents): kept_page for kept_page in kept}
        tables = dict(zip(*[iter(document.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        for number in reversed(range(len(document.pages))):
            if document.pages[number].obj.objgen not in [page.objgen for page in kept]:
                del document.pages[number]
        _join_twins(document)
        forms = {page.obj.objgen: _make_form(document, page) for page in document.pages}
        _point_to_forms(root, forms)
        nums: Node = Array()
        for place in sorted(parents):
            nums.extend([place, tables[place]])
        document.Root.StructTreeRoot.ParentTree = document.make_indirect(Dictionary(Nums=nums))
        for key in ("/Outlines", "/Names"):
            if key in document.Root:
                del document.Root[key]
        target = BytesIO()
        document.save(target)
        return target.getvalue()


def _stands_on(part: Node, page: Node) -> bool:
    return bool(part.get("/Pg") is not None and part.Pg.objgen == page.objgen)


def _stands_on_any(part: Node, pages: list[Node]) -> bool:
    return any(_stands_on(part, page) for page in pages)


def _join_twins(document: Node) -> None:
    """Let equal drawings (the frame, once for every page) be one object."""
    first: dict[bytes, Node] = {}
    named = document.pages[0].Resources.XObject
    for name in list(named):
        named[name] = first.setdefault(named[name].read_raw_bytes(), named[name])


def _make_form(document: Node, page: Node) -> Node:
    """Turn what a page draws into a form XObject; the page then draws that and the own boxes."""
    content = page.Contents.read_bytes()
    form = Stream(document, content)
    form.Type, form.Subtype, form.FormType = Name.XObject, Name.Form, 1
    form.BBox, form.StructParents = page.MediaBox, page.StructParents
    used = set(re.findall(rb"/([^\s/<>\[\]()]+)", content))
    form.Resources = Dictionary(
        {
            kind: Dictionary({k: v for k, v in named.items() if k[1:].encode() in used})
            if kind in ("/XObject", "/ExtGState")
            else named
            for kind, named in page.Resources.items()
        }
    )
    made = document.make_indirect(form)
    del page.obj["/StructParents"]
    page.obj.Resources = Dictionary(XObject=Dictionary(Shared=made))
    page.obj.Contents = document.make_stream(b"q /Shared Do Q q /Own Do Q")
    return made


def _point_to_forms(element: Node, forms: dict[Any, Node]) -> None:
    """Let marked-content numbers speak of the form, since the marks stand in its stream now."""
    kids = element.get("/K")
    if kids is None:
        return
    page = element.get("/Pg")
    many = list(kids) if isinstance(kids, Array) else [kids]
    changed = []
    for kid in many:
        if isinstance(kid, int):
            changed.append(_mark(page, forms[page.objgen], kid))
        else:
            _point_to_forms(kid, forms)
            changed.append(kid)
    element.K = Array(changed)


def _mark(page: Node, form: Node, number: int) -> Node:
    return Dictionary(Type=Name.MCR, Pg=page, Stm=form, MCID=number)


# ---- the own boxes -----------------------------------------------------------------------------


def printed(run: Run, sheets: Sequence[Sheet]) -> list[bytes]:
    """Return the PDF of each sheet of a chunk."""
    if run.is_single:
        return [whole(run, sheet) for sheet in sheets]
    plate = plate_of(run)
    title = run.title
    data = pdf.archive(run.html("own", sheets, pages=plate.pages), keep_pictures=False)
    found = []
    with _opened(data) as own:
        strange = _strange_fonts(own, plate)
        parents = own.Root.StructTreeRoot.ParentTree.Nums
        for number, sheet in enumerate(sheets):
            places = range(number * plate.pages, (number + 1) * plate.pages)
            boxes = [(own.pages[place], parents[2 * place + 1]) for place in places]
            base = plate.bases[run.is_crowded(sheet)]
            found.append(_joined(base, sheet, boxes, strange, f"{title} {sheet['number']}"))
    return found


def _strange_fonts(own: Node, plate: Plate) -> set[str]:
    """Return the fonts of the own boxes that use glyphs which the plate's fonts do not have."""
    fonts = own.pages[0].Resources.Font
    return {
        name for name in fonts if not _glyphs(fonts[name]) <= plate.glyphs.get(name, frozenset())
    }


_USED = re.compile(rb"/(\S+) Do")


def _joined(
    base: bytes, sheet: Sheet, boxes: list[tuple[Node, Node]], strange: set[str], title: str
) -> bytes:
    """Return the plate with one person's boxes on it."""
    with _opened(base) as document:
        tree = document.Root.StructTreeRoot
        copies: dict[str, Node] = {}
        for number, (page, (own, parents)) in enumerate(zip(document.pages, boxes, strict=True)):
            nums = tree.ParentTree.Nums
            key = int(nums[-2]) + 1
            form = _own_form(document, page, own, strange, copies)
            form.StructParents = key
            made = document.make_indirect(form)
            page.Resources.XObject.Own = made
            section, owners = _tags(document, tree.K[0], page.obj, made, parents)
            nums.extend([key, owners])
            tree.K[0].K.insert(2 * number + 1, section)
        _describe(document, title, sheet["code"])
        target = BytesIO()
        document.save(target, object_stream_mode=ObjectStreamMode.generate)
        return target.getvalue()


def _own_form(
    document: Node, page: Node, own: Node, strange: set[str], copies: dict[str, Node]
) -> Node:
    """Return what an own page draws as a form: the plate's fonts, its own pictures."""
    content = own.Contents.read_bytes()

    def copied(kind: str, name: str) -> Node:
        if name not in copies:  # the QR code stands on every page, once in the file
            copies[name] = document.copy_foreign(own.Resources[kind][name])
        return copies[name]

    form: Node = Stream(document, content)
    form.Type, form.Subtype, form.FormType = Name.XObject, Name.Form, 1
    form.BBox = page.MediaBox
    states = own.Resources.ExtGState
    fonts = dict(page.Resources.XObject.Shared.Resources.Font.items())
    drawn = sorted({f"/{name.decode()}" for name in _USED.findall(content)})
    form.Resources = Dictionary(
        Font=Dictionary(fonts | {name: copied("/Font", name) for name in strange}),
        ExtGState=Dictionary({key: Dictionary(dict(states[key].items())) for key in states}),
        XObject=Dictionary({name: copied("/XObject", name) for name in drawn}),
    )
    return form


def _tags(document: Node, root: Node, page: Node, form: Node, parents: Node) -> tuple[Node, Node]:
    """Return the section of the own boxes on a page, and the owner of each mark in its form."""
    section = document.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Sect, P=root, Pg=page, K=Array())
    )
    owners = Array()
    last: Any = None
    for number, span in enumerate(parents):
        kind, block = _block_of(span)
        if last is None or block != last:
            element = document.make_indirect(
                Dictionary(Type=Name.StructElem, S=kind, P=section, Pg=page, K=Array())
            )
            if kind == Name.Figure:
                element.Alt = span.get("/Alt") or String("")
            section.K.append(element)
        last = block
        element.K.append(_mark(page, form, number))
        owners.append(element)
    return section, owners


def _block_of(span: Node) -> tuple[Node, Node]:
    """Return the kind and identity of the block (paragraph or figure) that a mark belongs to."""
    while span.S in (Name.Span, Name.NonStruct):
        span = span.P
    return (Name.Figure if Name.Figure == span.S else Name.P), span.objgen


def _describe(document: Node, title: str, code: str) -> None:
    """Write title and code where the plate has placeholders: in XMP, and the same in the info."""
    metadata = document.Root.Metadata
    text = metadata.read_bytes().replace(TITLE.encode(), escape(title).encode())
    metadata.write(text.replace(CODE.encode(), escape(code).encode()))
    document.docinfo.Title, document.docinfo.Keywords = String(title), String(code)
