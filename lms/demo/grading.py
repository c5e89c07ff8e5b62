"""What graders find and use: a paper to write on, remarks on it, sentences kept for later works."""

from functools import cache
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name
from werkzeug.datastructures import FileStorage

from lms.assignments import actions, queries
from lms.assignments.models import Brief, Submission
from lms.people.models import Person

SENTENCES = (
    "Sebutkan sumber data dan lamanya pengamatan.",
    "Tahapan sudah runtut; tambahkan siapa melakukan apa.",
    "Ukuran keberhasilan belum dapat diperiksa orang lain.",
    "Keterkaitan dengan nilai dasar sudah jelas pada setiap kegiatan.",
)
_LINES = (
    "Rancangan aktualisasi",
    "Waktu tunggu di loket rata-rata 47 menit selama dua pekan pengamatan.",
    "Standar pelayanan menetapkan paling lama 20 menit.",
    "Gagasan: meja pemilahan berkas dengan daftar periksa satu halaman.",
)
#: The second line of the paper, in points: left, bottom, right, top.
_LINE = [72, 714, 430, 730]


def paper_for(brief: Brief) -> list[FileStorage]:
    """Return a PDF as a trainee uploads it, none where the task takes no PDF."""
    if "pdf" not in brief.accept:
        return []
    return [FileStorage(BytesIO(_paper()), "rancangan.pdf")]


@cache
def _paper() -> bytes:
    """Return one page with a few lines of text."""
    target = BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj.Resources = Dictionary(Font=Dictionary(F=font))
        shown = " ".join(f"({line}) Tj 0 -24 Td" for line in _LINES)
        page.obj.Contents = document.make_stream(f"BT /F 11 Tf 72 742 Td {shown} ET".encode())
        document.save(target)
    return target.getvalue()


def write_on(work: Submission, grader: Person) -> None:
    """Highlight a line of the paper and say something about it."""
    whole = queries.to_grade(work.id)
    for piece in whole.files:
        for kind, shape, words in (
            ("highlight", {"quads": [_LINE]}, ""),
            ("note", {"at": [450, 722]}, "Sebutkan jumlah hari pengamatan."),
        ):
            actions.annotate(piece, whole, key=f"contoh-{piece.id}-{kind}", kind=kind, page=1,
                             shape=shape, words=words, by=grader)  # fmt: skip


def keep_sentences(grader: Person) -> None:
    """Share a few sentences with all graders."""
    for words in SENTENCES:
        actions.keep_comment(words, shared=True, by=grader)
