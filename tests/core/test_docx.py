"""Written text as a document to fill in: headings, lists, tables and emphasis arrive."""

import io

import docx

from lms.core.docx import write_docx
from lms.core.richtext import blocks

TEXT = """\
Isi **semua** bagian, *jangan* dilewati.

## Profil

1. Tugas unit
2. Tugas jabatan

> **Petunjuk.** Singkat saja.

### Rincian

| Kegiatan | Bukti |
|---|---|
| … | **foto** |

- satu
- dua
"""


def test_text_is_read_into_pieces() -> None:
    assert [block.kind for block in blocks(TEXT)] == [
        "p", "h2", "ol", "ol", "quote", "h3", "table", "ul", "ul",
    ]  # fmt: skip
    table = blocks(TEXT)[6]
    assert [[cell[0].text for cell in row] for row in table.rows] == [
        ["Kegiatan", "Bukti"], ["…", "foto"],
    ]  # fmt: skip
    assert [run.text for run in blocks(TEXT)[0].runs if run.bold] == ["semua"]


def test_the_document_opens_and_holds_it_all() -> None:
    document = docx.Document(io.BytesIO(write_docx("Kerangka", TEXT, "BPSDM")))
    assert document.core_properties.title == "Kerangka"
    lines = [(line.style.name, line.text) for line in document.paragraphs if line.text]
    assert lines == [
        ("Title", "Kerangka"),
        ("Normal", "Isi semua bagian, jangan dilewati."),
        ("Heading 1", "Profil"),
        ("List Number", "Tugas unit"),
        ("List Number", "Tugas jabatan"),
        ("Intense Quote", "Petunjuk. Singkat saja."),
        ("Heading 2", "Rincian"),
        ("List Bullet", "satu"),
        ("List Bullet", "dua"),
    ]
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["…", "foto"]
    assert round(document.sections[0].page_width.cm, 1) == 21.0
