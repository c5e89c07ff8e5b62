"""How guides (panduan.md) and the documents of a whole programme (dokumen/) look as files."""

import re
from dataclasses import dataclass

from lms.catalogue.content.subjects import CourseForm
from lms.catalogue.media import Media
from lms.core.i18n import _
from lms.core.sources import Mapping, Prose

#: Documents of the whole programme; a guide belongs to a subject.
LOOSE_KINDS = ("case", "template", "observation")
#: The sections of a guide, by the words they begin with.
GUIDE_SECTIONS = (
    "Tujuan sesi", "Persiapan", "Alur sesi", "Pertanyaan pemantik", "Kesalahan yang sering muncul",
    "Penilaian selama sesi", "Varian daring",
)  # fmt: skip
_SECTION = re.compile(r"^## +(.+?) *$", re.M)
_MINUTES = re.compile(r"(\d+) menit")


@dataclass(frozen=True)
class DocumentForm:
    """What a text beside the units says."""

    key: str
    kind: str
    title: str
    jp: int
    beside: str
    body: Prose
    line: int = 1


def read_guide(header: Mapping, body: Prose, key: str, media: Media) -> DocumentForm:
    """Describe the guide of a subject (panduan.md) for who leads its classical or virtual session.

    The minutes in the first column of its plan must add up to its JP (docs: courses/README.md).
    """
    jp = header.whole("jp", least=1, most=2000)
    form = DocumentForm(key, "guide", header.text("title"), jp, "", body)
    header.close()
    media.check(body, header.path, header.faults)
    return form


def check_guide(source: Mapping, guide: DocumentForm, course: CourseForm, jp_minutes: int) -> None:
    """Note what a guide lacks: a section, minutes that do not add up, more JP than the subject."""
    found = [(match.group(1), match.start()) for match in _SECTION.finditer(guide.body.text)]
    wrong = len(found) != len(GUIDE_SECTIONS) or any(
        not title.startswith(wanted)
        for (title, _start), wanted in zip(found, GUIDE_SECTIONS, strict=False)
    )
    if wrong:
        source.faults.warn(
            source.path, guide.body.line,
            _("bagian panduan, berurutan: %(sections)s.", sections="; ".join(GUIDE_SECTIONS)),
        )  # fmt: skip
    if guide.jp > course.jp:
        source.fault("jp", _("panduan %(jp)s JP, mata pelatihannya hanya %(most)s JP.",
                             jp=guide.jp, most=course.jp))  # fmt: skip
    minutes = _planned_minutes(guide.body.text)
    if minutes != guide.jp * jp_minutes:
        source.warn(
            "jp",
            _("menit pada alur sesi berjumlah %(minutes)s, seharusnya %(need)s (%(jp)s JP).",
              minutes=minutes, need=guide.jp * jp_minutes, jp=guide.jp),
        )  # fmt: skip


def _planned_minutes(text: str) -> int:
    """Return the sum of "N menit" in the first column of the tables below "Alur sesi"."""
    plan = text.partition("\n## Alur sesi")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in plan.splitlines() if line.startswith("|")]
    return sum(int(found) for cell in cells for found in _MINUTES.findall(cell))


def read_document(header: Mapping, body: Prose, key: str) -> DocumentForm:
    """Describe a document of the whole programme (dokumen/NN-nama.md)."""
    form = DocumentForm(
        key,
        header.choice("kind", LOOSE_KINDS),
        header.text("title"),
        0,
        header.text("beside", ""),
        body,
        header.line_of("beside"),
    )
    if form.beside and form.kind != "template":
        header.fault("beside", _('"beside" hanya untuk template.'))
    header.close()
    Media({}).check(body, header.path, header.faults)
    return form
