"""The only place that touches python-docx: writes documents to fill in and outlines to file, and
reads their words."""

import io
import zipfile

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from flask import Response

from lms.core.outline import Chapter, Grid, Heading, Outline, Points, Signature, Text
from lms.core.richtext import Block, Run, blocks

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_INK = RGBColor(0x3D, 0x0E, 0x24)
#: Bytes that a document read may unpack to.
_MOST_UNPACKED = 200_000_000
_STYLES = {"p": "Normal", "quote": "Intense Quote", "ul": "List Bullet", "ol": "List Number"}


class BadDocument(Exception):
    """The file is no Word document that can be read."""


def read_docx(data: bytes) -> str:
    """Return the words of a document, one line for each paragraph and table row.

    Raises BadDocument when it is broken, locked, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                raise BadDocument("unpacks to too much")
        document = docx.Document(io.BytesIO(data))
    # lxml's faults of XML are SyntaxErrors
    except (zipfile.BadZipFile, PackageNotFoundError, SyntaxError, KeyError, ValueError) as bad:
        raise BadDocument(str(bad)) from bad
    lines = []
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            lines += ["\t".join(cell.text for cell in row.cells) for row in part.rows]
        else:
            lines.append(part.text)
    return "\n".join(lines)


def answer_docx(name: str, title: str, text: str, author: str) -> Response:
    """Answer with Markdown `text` as a DOCX file to be filled in."""
    response = Response(write_docx(title, text, author), mimetype=MIME)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response


def write_docx(title: str, text: str, author: str) -> bytes:
    """Return the DOCX of Markdown `text` on A4: headings, paragraphs, lists and tables."""
    document = docx.Document()
    _describe(document, title, author)
    _set_page(document)
    document.add_heading(title, level=0)
    for block in blocks(text):
        if block.kind == "table":
            _add_table(document, block)
        elif block.kind in ("h2", "h3"):
            _write(document.add_heading(level=int(block.kind[1]) - 1), block.runs)
        else:
            _write(document.add_paragraph(style=_STYLES[block.kind]), block.runs)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _describe(document: Document, title: str, author: str) -> None:
    document.core_properties.title = title
    document.core_properties.author = author
    document.core_properties.language = "id-ID"


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    for style in ("Title", "Heading 1", "Heading 2", "Normal"):
        font = document.styles[style].font
        font.name = "Arial"
        font.size = {"Title": Pt(20), "Heading 1": Pt(14), "Heading 2": Pt(12)}.get(style, Pt(11))
        font.color.rgb = _INK if style != "Normal" else RGBColor(0, 0, 0)
        # headings name their typeface by theme, which would win over the name
        fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in [one for one in fonts.attrib if one.endswith("Theme")]:
            del fonts.attrib[attribute]


def _write(paragraph: Paragraph, runs: list[Run]) -> None:
    for run in runs:
        written = paragraph.add_run(run.text)
        written.bold = run.bold or None
        written.italic = run.italic or None


def _add_table(document: Document, block: Block) -> None:
    columns = max(len(row) for row in block.rows)
    table = document.add_table(rows=0, cols=columns, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for number, row in enumerate(block.rows):
        cells = table.add_row().cells
        for cell, runs in zip(cells, row, strict=False):
            _write(cell.paragraphs[0], [Run(r.text, r.bold or number == 0, r.italic) for r in runs])
            if number == 0:
                _shade(cell)
    document.add_paragraph()


def _shade(cell: object) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F8EBF0")):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)  # type: ignore[attr-defined]


# ---- outlines ----------------------------------------------------------------------------------


def write_outline(outline: Outline) -> bytes:
    """Return the DOCX of an outline on A4: cover, contents, chapters, signature, wide annexes.

    Headings are headings of the program, so that it finds them; its contents are a field that the
    program fills with page numbers, and until then names the chapters.
    """
    document = docx.Document()
    _describe(document, outline.title, outline.author)
    _set_page(document)
    _add_cover(document, outline)
    for chapter in outline.chapters:
        _add_chapter(document, chapter)
    _add_signature(document, outline.signature)
    if outline.annexes:
        _turn(document)
    for number, chapter in enumerate(outline.annexes):
        _add_chapter(document, chapter, new_page=number > 0)
    _add_page_numbers(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _add_cover(document: Document, outline: Outline) -> None:
    for line in outline.letterhead:
        _centred(document.add_paragraph(), line.upper(), 13)
    document.add_paragraph()
    title = document.add_heading(outline.title, level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in outline.about:
        _centred(document.add_paragraph(), line, 12)
    document.add_paragraph().add_run("Daftar isi").bold = True
    chapters = [*outline.chapters, *outline.annexes]
    _add_field(
        document.add_paragraph(), 'TOC \\o "1-1" \\h \\z \\u',
        "\n".join(f"{one.label} {one.title}" for one in chapters),
    )  # fmt: skip


def _centred(paragraph: Paragraph, text: str, size: int) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(size)


def _add_chapter(document: Document, chapter: Chapter, *, new_page: bool = True) -> None:
    heading = document.add_heading(f"{chapter.label} {chapter.title}", level=1)
    heading.paragraph_format.page_break_before = new_page
    for block in chapter.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, level=2)
        elif isinstance(block, Text):
            document.add_paragraph(block.text)
        elif isinstance(block, Points):
            _add_points(document, block)
        else:
            _add_grid(document, block)


def _add_points(document: Document, block: Points) -> None:
    """Write a list; its numbers are text, for the program would count on from list to list."""
    for number, item in enumerate(block.items, 1):
        paragraph = document.add_paragraph(f"{number}.\t{item}")
        paragraph.paragraph_format.left_indent = Cm(0.8)
        paragraph.paragraph_format.first_line_indent = Cm(-0.8)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.8))


def _add_grid(document: Document, block: Grid) -> None:
    table = document.add_table(rows=0, cols=len(block.header), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths = _widths(document, block)
    for at, row in enumerate([block.header, *block.rows]):
        line = table.add_row()
        _mark_row(line, is_header=at == 0)
        for column, (cell, value) in enumerate(zip(line.cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(value)
            run.font.size, run.bold = Pt(9), True if at == 0 else None
            paragraph.paragraph_format.space_after = Pt(0)
            if column in block.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if widths:
                cell.width = widths[column]
            if at == 0:
                _shade(cell)
    document.add_paragraph()


def _widths(document: Document, block: Grid) -> list[int]:
    """Return the widths of the columns on the present section's sheet, none when not said."""
    section = document.sections[-1]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    return [room * part // sum(block.widths) for part in block.widths]


def _mark_row(row: object, *, is_header: bool) -> None:
    """Keep a row on one page; the header is repeated on the next ones."""
    properties = row._tr.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(OxmlElement("w:cantSplit"))
    if is_header:
        properties.append(OxmlElement("w:tblHeader"))


def _add_signature(document: Document, signature: Signature) -> None:
    lines = [signature.place_and_day, f"{signature.office},", "", "", "", signature.name,
             f"NIP {signature.number}" if signature.number else ""]  # fmt: skip
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(8)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.keep_with_next = number < len(lines) - 1
        paragraph.add_run(line).bold = line == signature.name or None


def _turn(document: Document) -> None:
    """Go on with a section on its side, for wide tables."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.8)


def _add_page_numbers(document: Document) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run("Halaman ")
    _add_field(paragraph, "PAGE", "1")
    paragraph.add_run(" dari ")
    _add_field(paragraph, "NUMPAGES", "1")


def _add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add what the program reckons itself, with what stands there until it does."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run(shown if kind == "shown" else "")
        if kind == "instruction":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = instruction
            run._r.append(text)
        elif kind != "shown":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
