"""The report of a batch: facts as on the pages, texts that save themselves, editions, who may."""

import io
from collections.abc import Callable

import docx
import pikepdf
import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from lms.catalogue.models import Batch
from lms.core.audit import JournalEntry
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from lms.reports import actions, queries
from lms.reports.actions import Change
from tests import cast
from tests.certificates.sample import work

Browser = Callable[..., FlaskClient]
pytestmark = pytest.mark.one_engine
JSON = {"Accept": "application/json"}


def test_lists_say_what_the_gradebook_says(
    sign_in: Browser, rina: Person, lena: Person, budi: Person, batch: Batch
) -> None:
    organiser, base = sign_in(rina), f"/angkatan/{batch.id}"
    shown = organiser.get(f"{base}/nilai").text
    table = CalamineWorkbook.from_filelike(
        io.BytesIO(organiser.get(f"{base}/rekapitulasi-nilai.xlsx").data)
    ).get_sheet_by_index(0).to_python()  # fmt: skip
    assert table[0][4:] == ["Sikap perilaku (40%)", "MOOC (30%)", "PKTBT (30%)", "Nilai akhir",
                            "Kualifikasi", "Peringkat", "Hasil"]  # fmt: skip
    assert table[1][7:] == [88.5, "Memuaskan", 1.0, "Lulus"]
    assert table[2][7:] == [55.0, table[2][8], "", table[2][10]]
    for words in ("88,50", "55,00", table[2][10]):
        assert words in shown
    names = organiser.get(f"{base}/daftar-nominatif.xlsx").data
    people = CalamineWorkbook.from_filelike(io.BytesIO(names)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in people[1:]] == ["Sari Wulandari", "Tono Wijaya"]
    assert people[2][5:7] == ["III/a", "Analis"]
    for name in ("daftar-nominatif.pdf", "rekapitulasi-nilai.pdf"):
        assert organiser.get(f"{base}/{name}").data.startswith(b"%PDF-")
        assert sign_in(lena).get(f"{base}/{name}").status_code == 200
        assert sign_in(budi).get(f"{base}/{name}").status_code == 403


def test_the_page_shows_what_is_missing_and_leaders_only_read(
    sign_in: Browser, rina: Person, lena: Person, sari: Person, batch: Batch,
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    organiser, base = sign_in(rina), f"/angkatan/{batch.id}/laporan"
    page = organiser.get(base).text
    for words in ("Kendala belum ditulis", "Berita acara rapat evaluasi akhir belum dikunci",
                  "NIP, golongan, atau jabatan sebagian peserta", "Terbitkan laporan"):  # fmt: skip
        assert words in page
    assert "Presensi sebagian sesi" not in page
    leader = sign_in(lena, "leader")
    assert "Terbitkan laporan" not in leader.get(base).text
    for change in ("terbitan", "naskah/obstacles"):
        assert leader.post(f"{base}/{change}", data={"body": "x"}).status_code == 404
    assert batch.name_with_year in leader.get("/laporan-angkatan").text
    assert sign_in(sari).get(base).status_code == 403
    for key, words in (("result", "88,50"), ("people", "Budi Hartanto"), ("course", "4 JP"),
                       ("opening", "PerLAN 1/2021"), ("register", "Lampiran 5.")):  # fmt: skip
        assert words in organiser.get(f"{base}/bab/{key}").text
        assert count_queries(lambda at=key: organiser.get(f"{base}/bab/{at}")) <= 14, key
    assert count_queries(lambda: organiser.get(base)) <= 12
    assert organiser.get(f"{base}/bab/lain").status_code == 404


def test_a_text_saves_itself_and_never_covers_what_its_page_has_not_seen(
    sign_in: Browser, rina: Person, batch: Batch
) -> None:
    organiser, address = sign_in(rina), f"/angkatan/{batch.id}/laporan/naskah/obstacles"

    def send(body: str, seq: int, base: int, writer: str):
        data = {"body": body, "seq": seq, "base": base, "writer": writer}
        answer = organiser.post(address, data=data, headers=JSON)
        return answer.status_code, answer.get_json()

    assert send("Listrik padam", 1, 0, "a")[0] == 200
    assert send("Listrik padam dua jam", 2, 0, "a")[0] == 200, "the page goes on from itself"
    status, told = send("Ruang sempit", 1, 0, "b")
    assert (status, told["value"], told["seq"]) == (409, "Listrik padam dua jam", 2)
    assert send("Listrik padam dua jam; ruang sempit", 3, 2, "b")[0] == 200
    assert send("x" * 20_001, 4, 3, "b")[0] == 422
    plain = organiser.post(address, data={"body": "Lain", "seq": 1, "base": 1, "writer": ""})
    assert plain.status_code == 422
    assert "baru saja diubah dari halaman lain" in plain.text
    assert "Lain</textarea>" in plain.text
    kept = queries.text_of(batch, "obstacles")
    assert kept.body == "Listrik padam dua jam; ruang sempit"
    lain = organiser.post(f"/angkatan/{batch.id}/laporan/naskah/lain", data={"body": "x"})
    assert lain.status_code == 404


def test_an_edition_holds_the_facts_of_the_pages_and_never_changes(
    sign_in: Browser, rina: Person, lena: Person, batch: Batch
) -> None:
    organiser, base = sign_in(rina), f"/angkatan/{batch.id}/laporan"
    for section in ("obstacles", "advice"):
        change = Change(f"Tulisan {section}", 1, 0, "")
        actions.keep_text(batch, section, change, by=rina)
    db.session.commit()
    assert organiser.post(f"{base}/terbitan").status_code == 302
    with pytest.raises(RuleBroken, match="sedang dibuat"):
        actions.ask(batch, "report", by=rina)
    db.session.rollback()
    assert "Sedang dikerjakan" in organiser.get(base).text
    work()
    edition = queries.editions_of(batch, "report")[0]
    forms = {kept.file.kind: kept.id for kept in edition.files}
    assert "minutes" in edition.missing
    assert "obstacles" not in edition.missing
    with sign_in(lena, "leader").post(f"/berkas-laporan/{forms['docx']}") as answer:
        document = docx.Document(io.BytesIO(answer.data))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    text = "\n".join(one.text for one in document.paragraphs)
    page = organiser.get(f"/angkatan/{batch.id}/nilai").text
    for fact in ("88,50", "55,00"):
        assert fact in cells
        assert fact in page
    for words in ("Tulisan obstacles", "Tulisan advice", "4 JP", "PerLAN 1/2021"):
        assert words in text
    with organiser.post(f"/berkas-laporan/{forms['pdf']}") as answer:
        pdf = pikepdf.open(io.BytesIO(answer.data))
        assert len(pdf.pages) > 8
    lines = db.session.scalars(
        select(JournalEntry).where(JournalEntry.verb == "report_file.downloaded")
    ).all()
    assert [line.by_id for line in lines] == [lena.id, rina.id]
    before = [(kept.id, kept.file.sha256) for kept in queries.editions_of(batch, "report")[0].files]
    actions.ask(batch, "report", by=rina)
    work()
    newest, first = queries.editions_of(batch, "report")
    assert (newest.number, first.number) == (2, 1)
    assert [(kept.id, kept.file.sha256) for kept in first.files] == before
    stranger = sign_in(cast.a_person("Tini"))
    assert stranger.post(f"/berkas-laporan/{before[0][0]}").status_code == 404
