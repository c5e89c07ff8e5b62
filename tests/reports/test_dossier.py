"""The accreditation dossier: what is missing and of whom, documents put in, the archive."""

import hashlib
import io
from collections.abc import Callable
from zipfile import ZipFile

import pikepdf
import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from lms.catalogue.models import Batch
from lms.core.addresses import path_of
from lms.core.audit import JournalEntry
from lms.core.db import db
from lms.people.models import Person
from lms.reports import queries
from lms.reports.dossier import contents, words
from lms.reports.dossier.archive import plain
from lms.reports.models import DossierDocument
from lms.reports.rules import State
from tests import damaged
from tests.certificates.sample import work
from tests.reports.test_chapters import FULL

Browser = Callable[..., FlaskClient]


def _pdf() -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(target)
    return target.getvalue()


def test_each_item_says_what_is_missing_and_who_supplies_it() -> None:
    assert contents.lacks(FULL, contents.UPLOADED) == {}
    bare = contents.lacks(FULL, ())
    assert tuple(bare) == contents.UPLOADED
    assert set(map(tuple, bare.values())) == {("upload",)}
    for change, item, key in (
        ({"open_rolls": 1}, "attendance", "rolls"),
        ({"open_rolls": 1}, "teaching", "rolls"),
        ({"bare_trainees": 2}, "trainees", "people"),
        ({"has_minutes": False}, "results", "minutes"),
        ({"certificates": 1}, "certificates", "certificates"),
        ({"is_released": False}, "certificates", "certificates"),
        ({"has_report": False}, "report", "report"),
        ({"answered_alumni": 0}, "alumni", "alumni"),
        ({"uncoded": 1}, "codes", "codes"),
        ({"materials": 0}, "materials", "materials"),
    ):
        found = contents.lacks(State(**{**vars(FULL), **change}), contents.UPLOADED)
        assert key in found[item], (change, found)
    unregistered = State(**{**vars(FULL), "is_registered": False, "uncoded": 2})
    assert not set(contents.REGISTRATION) & set(contents.items_for(unregistered))
    assert contents.lacks(unregistered, contents.UPLOADED) == {}
    empty = State(**dict.fromkeys(vars(FULL), 0) | {"is_registered": True, "texts": {}})
    for item, keys in contents.lacks(empty, ()).items():
        for lack in (words.lack(item, key) for key in keys):
            assert lack.what, item
            assert lack.who, item
            assert lack.where, item
    assert contents.number_of("alumni") == 18
    assert set(words.ITEMS) == set(contents.ITEMS)


def test_names_in_the_archive_can_be_unpacked_anywhere() -> None:
    assert plain("Sari, S.E. / M.Si.: “Đặng”") == "Sari, S.E. - M.Si.- -Đặng-"
    assert plain("../..") == "-"
    assert "\\" not in plain("C:\\x") and ":" not in plain("C:\\x")
    assert plain(" .. ") == "berkas"


def test_documents_are_put_in_checked_and_withdrawn(
    sign_in: Browser, rina: Person, lena: Person, sari: Person, batch: Batch,
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    organiser, base = sign_in(rina), f"/angkatan/{batch.id}/berkas-akreditasi"
    page = organiser.get(base).text
    for told in ("SK tim pengajar", "Pimpinan yang menetapkan SK, diunggah penyelenggara",
                 "Berita acara rapat evaluasi akhir belum dikunci", "Ketua rapat evaluasi akhir",
                 "Terbitkan arsip"):  # fmt: skip
        assert told in page

    def send(item: str, title: str, data: bytes, name: str):
        sent = {"item": item, "title": title, "document": (io.BytesIO(data), name)}
        return organiser.post(f"{base}/dokumen", data=sent, content_type="multipart/form-data")

    for item, title, data, name, told in (
        *(
            ("faculty", "SK", data, name, told)
            for name, data, told in damaged.files(most_bytes=20_000_000)
        ),
        ("faculty", "", _pdf(), "sk.pdf", "Tulis nama dokumennya"),
        ("lain", "SK", _pdf(), "sk.pdf", "Butir"),
    ):
        answer = send(item, title, data, name)
        assert answer.status_code == 422, title
        assert told in answer.text
    assert db.session.scalars(select(DossierDocument)).first() is None
    assert send("faculty", "SK tim pengajar 2026", _pdf(), "sk.pdf").status_code == 302
    document = db.session.scalars(select(DossierDocument)).one()
    page = organiser.get(base).text
    assert "SK tim pengajar 2026" in page
    assert page.count("Dokumennya belum diunggah") == len(contents.UPLOADED) - 1
    assert count_queries(lambda: organiser.get(base)) <= 12
    address = f"/dokumen-akreditasi/{document.id}"
    leader = sign_in(lena, "leader")
    with leader.get(address) as answer:
        assert answer.mimetype == "application/pdf"
    assert "Terbitkan arsip" not in leader.get(base).text
    for change in (f"{base}/dokumen", f"{base}/terbitan", f"{address}/tarik"):
        assert leader.post(change, data={"reason": "x"}).status_code in (403, 404), change
    stranger = sign_in(sari)
    assert stranger.get(base).status_code == 403
    assert stranger.get(address).status_code == 404
    assert organiser.post(f"{address}/tarik", data={"reason": ""}).status_code == 422
    assert organiser.post(f"{address}/tarik", data={"reason": "Salah"}).status_code == 302
    assert "SK tim pengajar 2026" not in organiser.get(base).text
    assert organiser.post(f"{address}/tarik", data={"reason": "Lagi"}).status_code == 422


@pytest.mark.one_engine
def test_the_archive_holds_what_is_there_with_sums_and_an_index_of_what_is_not(
    sign_in: Browser, rina: Person, batch: Batch
) -> None:
    organiser, base = sign_in(rina), f"/angkatan/{batch.id}/berkas-akreditasi"
    sent = {"item": "faculty", "title": "SK / pengajar",
            "document": (io.BytesIO(_pdf()), "sk.pdf")}  # fmt: skip
    organiser.post(f"{base}/dokumen", data=sent, content_type="multipart/form-data")
    organiser.post(f"/angkatan/{batch.id}/laporan/terbitan")
    work()
    assert organiser.post(f"{base}/terbitan").status_code == 302
    assert "Sedang dikerjakan" in organiser.get(base).text
    work()
    edition = queries.editions_of(batch, "dossier")[0]
    assert {"summons:upload", "results:minutes"} <= set(edition.missing)
    assert "report:report" not in edition.missing
    assert "faculty:upload" not in edition.missing
    (kept,) = edition.files
    with organiser.post(f"/berkas-laporan/{kept.id}") as answer:
        data = answer.data
    assert hashlib.sha256(data).hexdigest() == kept.file.sha256
    with ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        for name in (
            "03 SK tim pengajar/SK - pengajar.pdf",
            "03 SK tim pengajar/Daftar penugasan tenaga pengajar.pdf",
            "04 Panduan, kurikulum, dan jadwal/Jadwal pelatihan.pdf",
            "07 Daftar peserta/Daftar nominatif peserta.pdf",
            "09 Daftar hadir peserta/Rekap daftar hadir.pdf",
            "10 Daftar hadir widyaiswara/Daftar hadir widyaiswara.pdf",
            "13 Hasil evaluasi peserta/Rekapitulasi nilai.pdf",
            "16 Laporan penyelenggaraan/Laporan penyelenggaraan.docx",
        ):
            assert name in names, sorted(names)
        sums = dict(
            reversed(line.split("  ", 1))
            for line in archive.read("SHA256SUMS.txt").decode().splitlines()
        )
        assert set(sums) == names - {"SHA256SUMS.txt"}
        for name, digest in sums.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        page = archive.read("00 Indeks.html").decode()
        assert "03%20SK%20tim%20pengajar/SK%20-%20pengajar.pdf" in page
        assert path_of("gradebook.meeting", batch_id=batch.id) in page
        assert "Dipenuhi oleh: Ketua rapat evaluasi akhir" in page
        assert archive.read("00 Indeks.pdf").startswith(b"%PDF-")
        table = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("00 Indeks.xlsx")))
        rows = table.get_sheet_by_index(0).to_python()
    assert rows[1][:2] == [1.0, "Surat pemanggilan"]
    assert rows[1][5:8] == ["Dokumennya belum diunggah", "Penyelenggara angkatan",
                            "Berkas akreditasi"]  # fmt: skip
    assert {row[2] for row in rows[1:] if row[2]} == names - {
        "SHA256SUMS.txt", "00 Indeks.html", "00 Indeks.pdf", "00 Indeks.xlsx"
    }  # fmt: skip
    verbs = db.session.scalars(
        select(JournalEntry.verb).where(JournalEntry.verb == "report_file.downloaded")
    ).all()
    assert len(verbs) == 1
