"""PDF/A-2b (ISO 19005-2:2011) clause by clause, read with pikepdf and fontTools.

No independent validator is in the registries that this project installs from (veraPDF is a Java
program of its own). This reads the file with other people's parsers and checks what the standard
asks of the parts a certificate has; it is no substitute for a validator, see docs/decisions/0030.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, Stream

#: What a document may not do (6.5.1), draw with (6.1.7.2) or have in its catalogue (6.10, 6.11).
_ACTIONS = {
    "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState",
    "/Rendition", "/Trans", "/GoTo3DView", "/JavaScript",
}  # fmt: skip
_FILTERS = {"/FlateDecode", "/DCTDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"}
_BLENDS = {
    "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten",
    "/ColorDodge", "/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue",
    "/Saturation", "/Color", "/Luminosity",
}  # fmt: skip
#: Flags of annotations (6.3.2): print; invisible, hidden, no view, toggle no view.
_PRINT, _UNSEEN = 4, 1 | 2 | 32 | 256
_XMP = {
    "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/pdf/1.3/",
    "http://ns.adobe.com/xap/1.0/", "http://www.aiim.org/pdfa/ns/id/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "adobe:ns:meta/",
}  # fmt: skip


def faults(data: bytes) -> list[str]:
    """Return every fault that was found, each beginning with its clause."""
    found = list(_file(data))
    with pikepdf.open(BytesIO(data)) as document:
        found += [f"6.1.4 {one}" for one in document.check_pdf_syntax()]
        for check in (_trailer, _catalogue, _intent, _metadata, _pages, _objects):
            found += list(check(document))
    return found


def _file(data: bytes) -> Iterator[str]:
    head = data.split(b"\n", 2)
    if not re.fullmatch(rb"%PDF-1\.[0-7]\r?", head[0]):
        yield "6.1.2 header"
    if not (head[1].startswith(b"%") and sum(byte > 127 for byte in head[1]) >= 4):
        yield "6.1.2 no binary comment after the header"
    if not re.search(rb"%%EOF\r?\n?$", data):
        yield "6.1.3 bytes after the end"


def _trailer(document: Pdf) -> Iterator[str]:
    if "/ID" not in document.trailer or len(document.trailer.ID) != 2:
        yield "6.1.3 no ID"
    if "/Encrypt" in document.trailer or document.is_encrypted:
        yield "6.1.3 encrypted"


def _catalogue(document: Pdf) -> Iterator[str]:
    root = document.Root
    for key, clause in (
        ("/AA", "6.5.2"), ("/OCProperties", "6.9"), ("/Requirements", "6.11"),
        ("/Collection", "6.8"),
    ):  # fmt: skip
        if key in root:
            yield f"{clause} {key} in the catalogue"
    names = root.get("/Names", Dictionary())
    for key, clause in (
        ("/JavaScript", "6.5.1"), ("/EmbeddedFiles", "6.8"), ("/AlternatePresentations", "6.10"),
    ):  # fmt: skip
        if key in names:
            yield f"{clause} {key} in the names"
    form = root.get("/AcroForm", Dictionary())
    if form.get("/NeedAppearances", False) or "/XFA" in form:
        yield "6.4 a form that readers would draw"
    if not (
        root.get("/MarkInfo", Dictionary()).get("/Marked", False) and "/StructTreeRoot" in root
    ):
        yield "6.7 not tagged"
    if not str(root.get("/Lang", "")):
        yield "6.7 no language"


def _intent(document: Pdf) -> Iterator[str]:
    intents = list(document.Root.get("/OutputIntents", Array()))
    if [str(one.get("/S")) for one in intents] != ["/GTS_PDFA1"]:
        yield "6.2.3 not one output intent of PDF/A"
        return
    profile = intents[0].DestOutputProfile
    data = profile.read_bytes()
    if data[36:40] != b"acsp" or data[16:20] != b"RGB " or int(profile.N) != 3:
        yield "6.2.3 the profile is none of RGB"
    if data[8] > 4:
        yield "6.2.3 a profile of a later version"


def _metadata(document: Pdf) -> Iterator[str]:
    packet = document.Root.Metadata.read_bytes()
    if re.search(rb"<\?xpacket[^>]* (bytes|encoding)=", packet):
        yield "6.6.2.1 bytes or encoding in the packet"
    with document.open_metadata() as metadata:
        if metadata.pdfa_status != "2B":
            yield "6.6.4 does not say 2B"
        if metadata.get("dc:title") != str(document.docinfo.get("/Title", "")):
            yield "6.6.3 two titles"
    for space in set(re.findall(rb'xmlns:\w+="([^"]+)"', packet)):
        if space.decode() not in _XMP:
            yield f"6.6.2.3 a schema that is not predefined: {space.decode()}"


def _pages(document: Pdf) -> Iterator[str]:
    for page in document.pages:
        if "/AA" in page or "/PresSteps" in page:
            yield "6.5.2 a page that acts"
        sides = [float(at) for at in page.mediabox]
        if not all(3 <= sides[at + 2] - sides[at] <= 14_400 for at in (0, 1)):
            yield "6.1.13 size of a page"
        yield from _content(page, page.obj.get("/Resources"))
        for note in page.obj.get("/Annots", Array()):
            yield from _annotation(note)


def _annotation(note: Any) -> Iterator[str]:
    if str(note.Subtype) not in ("/Widget", "/Link"):
        yield f"6.3.1 an annotation {note.Subtype}"
    flags = int(note.get("/F", 0))
    if not flags & _PRINT or flags & _UNSEEN:
        yield "6.3.2 an annotation that is not printed"
    left, bottom, right, top = (float(at) for at in note.Rect)
    has_area = left != right and bottom != top
    if has_area and str(note.Subtype) != "/Link" and "/N" not in note.get("/AP", Dictionary()):
        yield "6.3.3 an annotation without appearance"
    if "/AA" in note or (str(note.Subtype) == "/Widget" and "/A" in note):
        yield "6.4.1 a field that acts"


def _content(owner: Any, resources: Any) -> Iterator[str]:
    """Check what a page or form draws, and that all it names is its own (6.2.2)."""
    if resources is None:
        yield "6.2.2 a content stream without resources"
        return
    for state in resources.get("/ExtGState", Dictionary()).values():
        yield from _state(state)
    depth = deepest = 0
    kinds = {"Tf": "/Font", "Do": "/XObject", "gs": "/ExtGState", "sh": "/Shading"}
    for operands, operator in pikepdf.parse_content_stream(owner):
        name = str(operator)
        depth += (name == "q") - (name == "Q")
        deepest = max(deepest, depth)
        if name in ("k", "K"):
            yield "6.2.4.3 DeviceCMYK beside a profile of RGB"
        if name == "ri" and str(operands[0]) not in (
            "/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation",
        ):  # fmt: skip
            yield "6.2.6 rendering intent"
        if name in kinds and str(operands[0]) not in resources.get(kinds[name], Dictionary()):
            yield f"6.2.2 {operands[0]} is not in the resources"
    if depth != 0 or deepest > 28:
        yield "6.1.13 nesting of q and Q"


def _objects(document: Pdf) -> Iterator[str]:
    checks: dict[str, Callable[[Any], Iterator[str]]] = {
        "/XObject": _xobject, "/Font": _font, "/Action": _action,
    }  # fmt: skip
    for thing in document.objects:
        if isinstance(thing, Stream):
            yield from _stream(thing)
        if isinstance(thing, Stream | Dictionary):
            kind = str(thing.get("/Type", ""))
            if str(thing.get("/Subtype", "")) in ("/Form", "/Image"):
                kind = "/XObject"
            yield from checks.get(kind, lambda _thing: iter(()))(thing)
            if str(thing.get("/S", "")) in _ACTIONS:
                yield f"6.5.1 action {thing.S}"


def _stream(stream: Any) -> Iterator[str]:
    if {"/F", "/FFilter", "/FDecodeParms"} & set(stream.keys()):
        yield "6.1.7.1 a stream outside the file"
    filters = stream.get("/Filter", Array())
    for one in filters if isinstance(filters, Array) else [filters]:
        if str(one) not in _FILTERS:
            yield f"6.1.7.2 filter {one}"


def _xobject(thing: Any) -> Iterator[str]:
    if {"/OPI", "/Alternates", "/Ref", "/PS"} & set(thing.keys()) or "/Subtype2" in thing:
        yield "6.2.8 or 6.2.9 an XObject with an alternate"
    if str(thing.Subtype) == "/Form":
        yield from _content(thing, thing.get("/Resources"))
    elif thing.get("/Interpolate", False):
        yield "6.2.8 an interpolated picture"
    elif not thing.get("/ImageMask", False) and str(thing.get("/ColorSpace")) not in (
        "/DeviceRGB", "/DeviceGray",
    ):  # fmt: skip
        yield f"6.2.4.3 colour of a picture: {thing.get('/ColorSpace')}"


def _state(state: Any) -> Iterator[str]:
    if {"/TR", "/HTP"} & set(state.keys()) or str(state.get("/TR2", "/Default")) != "/Default":
        yield "6.2.5 a transfer function"
    if str(state.get("/BM", "/Normal")) not in _BLENDS:
        yield "6.2.10 blend mode"


def _action(action: Any) -> Iterator[str]:
    if str(action.get("/S")) == "/Named" and str(action.N) not in (
        "/NextPage", "/PrevPage", "/FirstPage", "/LastPage",
    ):  # fmt: skip
        yield "6.5.1 a named action"


def _font(font: Any) -> Iterator[str]:
    """Check that the program is embedded, has every glyph, and that widths agree (6.2.11)."""
    if str(font.get("/Subtype", "")) != "/Type0":
        if str(font.get("/Subtype", "")) in ("/Type1", "/TrueType", "/Type3", "/MMType1"):
            yield f"6.2.11.4 a simple font that was not expected: {font.get('/BaseFont')}"
        return
    if str(font.Encoding) not in ("/Identity-H", "/Identity-V"):
        yield "6.2.11.3.3 a map of codes that is not Identity"
    if "/ToUnicode" not in font:
        yield "6.2.11.7 no way back to letters"
    [below] = font.DescendantFonts
    sheet = below.FontDescriptor
    programs = [key for key in ("/FontFile2", "/FontFile3") if key in sheet]
    if len(programs) != 1:
        yield "6.2.11.4.1 the font is not embedded"
        return
    if str(below.Subtype) == "/CIDFontType2" and "/CIDToGIDMap" not in below:
        yield "6.2.11.3.2 no map of glyphs"
    data = sheet[programs[0]].read_bytes()
    if data[:4] not in (b"OTTO", b"\0\1\0\0", b"true"):
        CFFFontSet().decompile(BytesIO(data), None)  # raises unless it can be read
        return
    program = TTFont(BytesIO(data))
    order, widths = program.getGlyphOrder(), program["hmtx"].metrics
    scale = 1000 / program["head"].unitsPerEm
    for glyph, width in _widths(below):
        if glyph >= len(order):
            yield f"6.2.11.4.1 glyph {glyph} is not in the program"
        elif glyph and abs(widths[order[glyph]][0] * scale - width) > 1:
            yield f"6.2.11.5 width of glyph {glyph}"


def _widths(font: Any) -> Iterator[tuple[int, float]]:
    listed = list(font.get("/W", Array()))
    for first, run in zip(listed[::2], listed[1::2], strict=True):
        for at, width in enumerate(run):
            yield int(first) + at, float(width)


def broken(data: bytes, breaks: Callable[[Pdf], None]) -> bytes:
    """Return the file with something done to it."""
    with pikepdf.open(BytesIO(data)) as document:
        breaks(document)
        target = BytesIO()
        document.save(target)
        return target.getvalue()


def a_script() -> Dictionary:
    """Return an action that no archive may have."""
    return Dictionary(Type=Name.Action, S=Name.JavaScript, JS="app.alert(1)")
