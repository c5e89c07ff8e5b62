"""The PDF: two A4 sheets lying down, from frozen facts, with room for long names and lists."""

import io
import subprocess
from datetime import date
from typing import Any

import pikepdf
import pytest
from flask import Flask

from lms.catalogue.models import Batch, Course, ProgrammeVersion
from lms.certificates import layout, paper, press, queries
from lms.certificates.models import Certificate
from lms.core import files
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import (
    MM,
    Word,
    is_in_frame,
    issue,
    issue_all,
    pixels,
    released,
    text,
    words,
)

#: One engine: paper knows no database.
pytestmark = pytest.mark.one_engine

LONG = (
    "Prof. Dr. dr. Hj. Maria Magdalena Kusumaningrum Wijaya Sastroatmodjo, S.Ked., Sp.PD., M.Kes."
)

FACTS: dict[str, Any] = {
    "name": "Ratih Anggraini, S.K.M.", "nip": "199807152025042003", "birth_place": "Metro",
    "birth_date": "1998-07-15", "golongan": "III/a", "position": "Pengelola Layanan Kesehatan",
    "office": "Dinas Kesehatan", "programme": "Pelatihan Dasar CPNS",
    "programme_key": "latsar-cpns", "counts_as": "dasar",
    "batch": "Pelatihan Dasar CPNS Golongan III Angkatan XII Tahun 2026",
    "place": "Kampus BPSDM, Bandar Lampung", "starts_on": "2026-06-08", "ends_on": "2026-09-17",
    "jp": 647, "jp_minutes": 45, "legal_basis": ["Peraturan LAN Nomor 1 Tahun 2021"],
    "subjects": [{"agenda": "Agenda I", "title": "Wawasan Kebangsaan", "jp": 647}],
    "final": "84.77", "predicate": "Memuaskan", "issued_on": "2026-11-24",
    "issue_place": "Bandar Lampung", "agency": "BPSDM Provinsi Lampung",
    "signer": {"name": "Dr. Surya Mahendra Putra, M.Si.", "nip": "", "title": "Kepala BPSDM"},
}  # fmt: skip


def a_certificate(kind: str = "sttp", seq: int = 418, **facts: Any) -> Certificate:
    """Return a certificate that is in no database."""
    return Certificate(
        kind=kind, number=f"800.2.4.2/{seq:04}/BPSDM/2026", code="7" + "KQ2M9" * 5,
        facts=FACTS | facts,
    )  # fmt: skip


def _pdf(kind: str = "sttp", **facts: Any) -> bytes:
    """Return the paper of these facts."""
    return paper.pdf(a_certificate(kind, **facts))


def _table(pdf: bytes) -> list[str]:
    """Return the lines of the table on the back, from above."""
    lines: dict[int, list[Any]] = {}
    for word in words(pdf):
        if word.page == 2 and word.top > 42 and word.left < 178:
            lines.setdefault(round(word.bottom), []).append(word)
    return [
        " ".join(word.text for word in sorted(line, key=lambda word: word.left))
        for _bottom, line in sorted(lines.items())
    ]


def test_it_is_two_sheets_of_a4_lying_down(app: Flask) -> None:
    data = _pdf()
    with pikepdf.open(io.BytesIO(data)) as document:
        sizes = [[round(float(at) / MM) for at in page.mediabox] for page in document.pages]
        fonts = {
            str(font)
            for page in document.pages
            for form in page.resources.XObject.values()
            for font in form.Resources.Font
        }
        assert str(document.docinfo["/Title"]).endswith("800.2.4.2/0418/BPSDM/2026")
    assert sizes == [[0, 0, 297, 210]] * 2
    assert fonts  # embedded: the paper looks alike everywhere
    assert len(data) < 60_000


def test_the_front_says_who_what_when_and_how_long(app: Flask) -> None:
    front = text(_pdf(), 1)
    for said in (
        "SURAT TANDA TAMAT PELATIHAN", "800.2.4.2/0418/BPSDM/2026", "Ratih Anggraini, S.K.M.",
        "19980715 202504 2 003", "Metro, 15 Juli 1998", "III/a", "Dinas Kesehatan",
        "LULUS, MEMUASKAN", "Angkatan XII Tahun 2026", "8 Juni 2026 sampai 17 September 2026",
        "647 (enam ratus empat puluh tujuh) jam pelajaran", "Bandar Lampung, 24 November 2026",
        "Dr. Surya Mahendra Putra, M.Si.", "7KQ2M-9KQ2M-9KQ2M-", "9KQ2M-9KQ2M-9", "/verifikasi",
    ):  # fmt: skip
        assert said in front


def test_the_back_lists_subjects_by_agenda_with_their_hours(app: Flask) -> None:
    subjects = [
        {"agenda": "Agenda II", "title": "Akuntabel", "jp": 12},
        {"agenda": "Agenda I", "title": "Analisis Isu", "jp": 15},
        {"agenda": "Agenda II", "title": "Adaptif", "jp": 9},
    ]
    data = _pdf(subjects=subjects, jp=36)
    assert _table(data) == [
        "No. Mata pelatihan JP", "Agenda II", "1 Akuntabel 12", "2 Adaptif 9", "Agenda I",
        "3 Analisis Isu 15", "Jumlah jam pelajaran 36",
    ]  # fmt: skip
    back = text(data, 2)
    for said in ("84,77 dari 100", "Peraturan LAN Nomor 1 Tahun 2021", "45 menit"):
        assert said in back


def test_a_certificate_of_another_kind_has_its_own_title(app: Flask) -> None:
    front = text(_pdf("sertifikat", predicate=""), 1)
    assert "SERTIFIKAT" in front
    assert "TANDA TAMAT" not in front
    assert "LULUS pada" in front


def test_the_same_facts_give_the_same_words(app: Flask) -> None:
    assert words(_pdf()) == words(_pdf())


@pytest.mark.parametrize(
    "facts",
    [
        {"name": LONG, "batch": "Pelatihan Kepemimpinan Pengawas Golongan III Kerja Sama "
         "Pemerintah Kabupaten Tulang Bawang Barat Angkatan XXVIII Tahun 2026",
         "position": "Pengelola Layanan Kesehatan dan Pengawas Mutu Kefarmasian Ahli Muda",
         "office": "Rumah Sakit Umum Daerah Provinsi Lampung dr. H. Abdul Moeloek",
         "birth_place": "Kabupaten Tulang Bawang Barat",
         "place": "Kampus BPSDM Provinsi Lampung, Jalan Raya Hajimena, Bandar Lampung"},
        {"name": "Muhammad Hidayatullah Nugroho Setiawan, S.Kom., M.T.I."},
        {"name": "MUHAMMAD HIDAYATULLAH NUGROHO SETIAWAN"},
        {"name": "Putri Ayu Wulandari Kusumaningtyas Hadiningrat"},
        {"name": "Suharno", "nip": None, "birth_date": None, "birth_place": "", "golongan": "",
         "position": "", "office": "", "place": "", "legal_basis": [], "final": None},
    ],
    ids=["everything long", "54 letters", "capitals", "largest size", "single and bare"],
)  # fmt: skip
def test_extreme_names_stay_in_their_place(app: Flask, facts: dict[str, Any]) -> None:
    data = _pdf(**facts)
    assert is_in_frame(data)
    front = [word for word in words(data) if word.page == 1]
    assert FACTS["name"] != facts["name"]
    assert facts["name"] in text(data, 1)
    last = next(word for word in front if word.text == "pelajaran.")
    town = next(at for at, word in enumerate(front) if word.text == "24" and word.top > 130)
    assert last.bottom <= front[town].top - 3  # the text ends above photo and signature
    assert last.bottom <= 143
    assert ("NIP" in text(data, 1)) == (facts.get("nip", "x") is not None)


@pytest.mark.parametrize(
    ("count", "pages"), [(1, 2), (20, 2), (22, 2), (30, 3), (60, 5)], ids=lambda value: str(value)
)
def test_subjects_fit_the_back_or_flow_onto_further_pages(
    app: Flask, count: int, pages: int
) -> None:
    subjects = [
        {"agenda": f"Agenda {number // 4}", "jp": 4,
         "title": f"Mata pelatihan {number} tentang tata kelola pemerintahan digital dan layanan"}
        for number in range(count)
    ]  # fmt: skip
    data = _pdf(subjects=subjects)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) == pages
    assert is_in_frame(data)
    found = words(data)
    titled = [word for word in found if word.page > 1 and word.text == "tentang"]
    assert len(titled) == count
    assert min(word.bottom - word.top for word in titled) > 2.4  # never below seven points
    [total] = [word for word in found if word.text == "Jumlah"]
    assert total.page == titled[-1].page == pages  # the sum is never alone
    for page in range(2, pages + 1):
        assert f"Halaman {page} dari {pages}" in text(data, page)


def test_sizes_go_down_with_length() -> None:
    assert [layout.name_size("x" * letters) for letters in (1, 46, 47, 60, 61, 500)] == [
        27, 27, 21, 21, 17, 17,
    ]  # fmt: skip
    fits = [layout.table_fit(["Akuntabel"] * count, 7) for count in (1, 12, 22, 30)]
    assert fits[0] == (9, "roomy")
    assert [name for _size, name in fits] == ["roomy", "", "tight", "roomy"]
    assert 7 <= fits[2][0] < 8
    assert layout.table_fit(["Akuntabel"] * 99, 7) == (8.5, "roomy")
    bases = ["Peraturan Lembaga Administrasi Negara Nomor 10 Tahun 2018"] * 9
    assert [layout.side_size(bases[:count]) for count in (1, 5)] == [8.5, 8.5]
    assert layout.side_size(bases) < 8.5


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"name": LONG, "position": "Pengelola Layanan Kesehatan dan Pengawas Mutu Kefarmasian",
         "office": "Rumah Sakit Umum Daerah Provinsi Lampung dr. H. Abdul Moeloek",
         "batch": "Pelatihan Kepemimpinan Pengawas Kerja Sama Kabupaten Tulang Bawang Barat 2026"},
        {"name": "A", "nip": None, "final": None, "predicate": ""},
    ],
    ids=["usual", "long", "short"],
)  # fmt: skip
def test_the_press_prints_what_one_layout_would(app: Flask, facts: dict[str, Any]) -> None:
    """Every word at the same place, and every point of the same colour."""
    certificate = a_certificate(**facts)
    [(run, _members)] = paper.runs([certificate])
    sheet = paper.sheet(certificate)
    whole, joined = press.whole(run, sheet), press.printed(run, [sheet])[0]

    def place(word: Word) -> tuple[Any, ...]:
        return (word.page, round(word.left, 2), round(word.top, 2), word.text)

    assert sorted(map(place, words(joined))) == sorted(map(place, words(whole)))
    assert pixels(joined) == pixels(whole)


def test_the_shared_part_knows_nothing_of_a_person(app: Flask) -> None:
    certificate = a_certificate(name="Rahasia Sekali", nip="198001012005011001")
    html = paper.runs([certificate])[0][0].html("shared")
    assert "Rahasia" not in html
    assert "198001012005011001" not in html
    assert certificate.number not in html


def test_a_chunk_gives_each_person_the_own_sheet(app: Flask) -> None:
    people = [a_certificate(name=f"Nama Ke-{number}", seq=number) for number in range(3)]
    [(run, members)] = paper.runs(people)
    for number, data in enumerate(press.printed(run, [paper.sheet(one) for one in members])):
        said = text(data, 1)
        assert f"Nama Ke-{number}" in said
        assert f"/000{number}/" in said
        assert not any(f"Nama Ke-{other}" in said for other in range(3) if other != number)


def test_it_is_archive_grade(app: Flask) -> None:
    """PDF/A-2b by its own word, tagged, with the same title in both places, and sound for qpdf."""
    data = _pdf()
    with pikepdf.open(io.BytesIO(data)) as document:
        with document.open_metadata() as metadata:
            assert (metadata.pdfa_status, metadata["dc:title"]) == (
                "2B", str(document.docinfo["/Title"]),
            )  # fmt: skip
            assert metadata["pdf:Keywords"] == str(document.docinfo["/Keywords"])
        assert document.check_pdf_syntax() == []
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "id"
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert "/AA" not in document.Root
        for page in document.pages:
            for form in page.Resources.XObject.values():
                assert all(
                    "/FontFile2" in font.DescendantFonts[0].FontDescriptor
                    for font in form.Resources.Font.values()
                )
    tree = subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=data, capture_output=True, check=True, text=False
    )
    said = tree.stdout.decode()
    for tag in ("H1 (block)", "Table", "Ratih Anggraini", "Jumlah jam pelajaran"):
        assert tag in said
    assert tree.stderr == b""


def test_facts_are_frozen_at_issue(
    app: Flask, rina: Person, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = cast.a_person("Ratih Anggraini", title_back="S.K.M.", birth_date=date(1998, 7, 15))
    released(batch, [person], by=rina)
    before = issue_all(batch, by=rina)[0]
    facts, printed = before.facts, words(files.read(before.file))  # type: ignore[arg-type]
    person = db.session.get_one(Person, person.id)
    person.name, person.title_back, person.nip = "Nama Baru", "", cast.a_nip(777)
    version = db.session.get_one(ProgrammeVersion, batch.version_id)
    version.jp_total, version.programme.title = 1, "Program Baru"
    db.session.query(Course).update({"title": "Mapel Baru"})
    db.session.get_one(Batch, batch.id).number = 9
    monkeypatch.setitem(app.config, "SIGNER_NAME", "Pejabat Baru")
    db.session.commit()
    db.session.expire_all()
    after = queries.of_person(person.id)[0]
    assert after.facts == facts
    assert words(paper.pdf(after)) == printed
    assert "Ratih Anggraini, S.K.M." in text(paper.pdf(after), 1)


def test_the_paper_is_made_from_the_batch(app: Flask, rina: Person, batch: Batch) -> None:
    result = released(batch, [cast.a_person("Tono Wijaya")], by=rina)[0]
    certificate = issue(result, by=rina)
    facts = certificate.facts
    assert facts["subjects"] == [
        {"agenda": "Agenda 1", "title": "Berorientasi Pelayanan", "jp": 40},
        {"agenda": "Agenda 1", "title": "Analisis Isu", "jp": 20},
    ]
    assert (facts["final"], facts["predicate"], facts["jp"]) == ("85.25", "Memuaskan", 60)
    assert is_in_frame(paper.pdf(certificate))
