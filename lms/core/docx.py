"""The only place that touches python-docx: writes documents to fill in, and reads their words."""

import io
import zipfile

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from flask import Response

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
    document.core_properties.title = title
    document.core_properties.author = author
    document.core_properties.language = "id-ID"
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
