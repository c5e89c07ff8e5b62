"""Chapters and gaps from plain facts: no database."""

from datetime import date
from decimal import Decimal

from lms.core.docx import write_outline
from lms.core.outline import Grid, Outline, Points, Signature, Text
from lms.reports import chapters, rules
from lms.reports.facts import Frame, Ground, Mark, Marks, Opinion, Part, Presence, Trainee

DAY = date(2026, 3, 2)
FRAME = Frame(
    "Latsar CPNS Angkatan I Tahun 2026", "Latsar CPNS", "BPSDM", "Aula", DAY, date(2026, 3, 9), 60,
    45, {"obstacles": "Listrik padam.\n\nKelas pindah.", "decree": "SK 12/2026"},
)  # fmt: skip
FULL = rules.State(
    trainees=2, bare_trainees=0, teachers=1, sessions=3, open_rolls=0, is_released=True,
    has_minutes=True, passed=2, certificates=2, surveys=1, answered_surveys=1, alumni=1,
    answered_alumni=1, materials=9, is_registered=True, uncoded=0, has_report=True, has_basis=True,
    has_signatory=True, texts={"obstacles": "a", "advice": "b"},
)  # fmt: skip


def _marks(*finals: str | None) -> Marks:
    lines = [
        Mark(f"P{at}", "", "Dinas", {"a": Decimal(final) if final else None},
             Decimal(final) if final else None, "Baik" if final else "",
             "lulus" if final else "incomplete", at if final else None)
        for at, final in enumerate(finals, 1)
    ]  # fmt: skip
    return Marks([Part("a", "Sikap", "100")], lines, {"lulus": "Lulus", "incomplete": "Belum"},
                 DAY, None)  # fmt: skip


def test_nothing_is_missing_where_all_is_there_and_each_gap_is_named() -> None:
    assert rules.gaps(FULL) == []
    for change, gap in (
        ({"trainees": 0}, "trainees"),
        ({"bare_trainees": 1}, "people"),
        ({"open_rolls": 1}, "rolls"),
        ({"certificates": 1}, "certificates"),
        ({"answered_surveys": 0}, "surveys"),
        ({"texts": {"obstacles": " ", "advice": "b"}}, "obstacles"),
        ({"has_basis": False}, "basis"),
    ):
        assert rules.gaps(rules.State(**{**vars(FULL), **change})) == [gap]
    unreleased = rules.State(**{**vars(FULL), "is_released": False, "certificates": 0})
    assert rules.gaps(unreleased) == ["results"], "certificates wait for the result"


def test_what_was_written_stands_by_paragraphs_and_what_was_not_is_said() -> None:
    told = [one.text for one in chapters.trouble(FRAME).blocks if isinstance(one, Text)]
    assert told == ["Listrik padam.", "Kelas pindah.", "Belum ditulis."]
    ground = chapters.opening(FRAME, Ground(["UU 20/2023"], "Membentuk PNS.", "CPNS"))
    points = [one for one in ground.blocks if isinstance(one, Points)]
    assert points == [Points(["UU 20/2023", "SK 12/2026"])]
    assert "Membentuk PNS." in [one.text for one in ground.blocks if isinstance(one, Text)]


def test_marks_are_spread_by_part_and_those_missing_are_left_out() -> None:
    tables = [one for one in chapters.result(_marks("80.00", "70.01", None), []).blocks
              if isinstance(one, Grid)]  # fmt: skip
    assert tables[0].rows[0] == ("Sikap", "100", "70,01", "75,01", "80,00")
    assert tables[1].rows == [("Lulus", "2"), ("Belum", "1"), ("Jumlah", "3")]
    empty = chapters.result(_marks(), [])
    assert "–" in next(one for one in empty.blocks if isinstance(one, Grid)).rows[0]


def test_opinions_of_too_few_are_not_told() -> None:
    few = Opinion("Survei penyelenggaraan", "", 2, [])
    items = [("Kelas", "Bersih", Decimal("4.50"), 9), ("Kelas", "Sejuk", Decimal("4.00"), 9)]
    many = Opinion("Survei penyelenggaraan", "", 9, items)
    assert "terlalu sedikit" in str(chapters.opinion([few]).blocks)
    assert "Rata-rata 4,25 dari 5." in str(chapters.opinion([many]).blocks)


def test_a_document_of_the_program_is_read_back_as_it_was_meant() -> None:
    import io

    import docx

    trainees = [Trainee("Sari", "199001012015011001", "P", "Metro, 1 Januari 1990", "III/a",
                        "Analis", "Dinas", "A")]  # fmt: skip
    presences = [Presence("Sari", "1", 8, 0, 0, 2, 80, "ok")]
    outline = Outline(
        ["Pemerintah Provinsi Lampung"], "Laporan", ["Angkatan I"],
        [chapters.trouble(FRAME), chapters.course(FRAME, [], presences)],
        Signature("Bandar Lampung, 1 Maret 2026", "Kepala", "Dr. Surya", "19"),
        [chapters.nominative(trainees), chapters.presence(presences)],
    )  # fmt: skip
    found = docx.Document(io.BytesIO(write_outline(outline)))
    headings = [one.text for one in found.paragraphs if one.style.name == "Heading 1"]
    assert headings == [
        "BAB VI Kendala dan saran",
        "BAB III Pelaksanaan",
        "Lampiran 1. Daftar nominatif peserta",
        "Lampiran 4. Rekap kehadiran",
    ]
    assert [cell.text for cell in found.tables[1].rows[1].cells][1] == "Sari\n199001012015011001"
    first, last = found.sections
    assert first.page_width < first.page_height
    assert last.page_width > last.page_height
    assert "Rata-rata kehadiran 80 persen" in "\n".join(one.text for one in found.paragraphs)
