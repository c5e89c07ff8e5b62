"""Bringing personnel data in: read, explained row by row, applied once, undone as one unit."""

import tracemalloc
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.competence.models import DimensionValue, PersonnelImport, PersonnelImportRow
from lms.core import jobs
from lms.core.db import db
from lms.core.tables import write_csv, write_xlsx
from lms.people.models import Person
from tests import cast

HEADER = ["NIP", "Nama", "Tanggal Lahir", "Status Kepegawaian", "Jenis Jabatan", "Jabatan",
          "Golongan", "OPD"]  # fmt: skip


@pytest.fixture
def bring(sign_in: Callable[..., FlaskClient], rina: Person) -> Callable[..., PersonnelImport]:
    """Give a function that uploads a table as Rina and lets the worker read it."""
    browser = sign_in(rina)

    def upload(
        rows: list[list[Any]], header: list[str] = HEADER, *, kind: str = "xlsx"
    ) -> PersonnelImport:
        data = write_xlsx(header, rows) if kind == "xlsx" else write_csv(header, rows)
        answer = _send(browser, data, f"pegawai.{kind}")
        assert answer.status_code == 302, answer.text
        return _work(int(answer.location.rsplit("/", 1)[1]))

    upload.browser = browser  # type: ignore[attr-defined]
    return upload


def _send(browser: FlaskClient, data: bytes, name: str) -> Any:
    return browser.post("/data-pegawai", data={"table": (BytesIO(data), name)},
                        content_type="multipart/form-data")  # fmt: skip


def _work(import_id: int) -> PersonnelImport:
    jobs.run_pending()
    db.session.expire_all()
    return db.session.get_one(PersonnelImport, import_id)


def _apply(bring: Any, found: PersonnelImport) -> PersonnelImport:
    bring.browser.post(f"/data-pegawai/{found.id}/terapkan")
    return _work(found.id)


def _undo(bring: Any, found: PersonnelImport) -> PersonnelImport:
    bring.browser.post(f"/data-pegawai/{found.id}/urungkan")
    return _work(found.id)


def _row(serial: int, **changes: str) -> list[Any]:
    told = {"nip": cast.a_nip(serial), "name": f"Pegawai {serial}", "born": "01-01-1990",
            "status": "PNS", "kind": "Pelaksana", "post": "Pengolah Data", "grade": "III/a",
            "opd": "Kantor BPSDM"}  # fmt: skip
    return list((told | changes).values())


def _problems() -> list[str]:
    found = select(PersonnelImportRow.problem).order_by(PersonnelImportRow.line)
    return list(db.session.scalars(found))


def test_differences_are_shown_and_nothing_changes_before_it_is_confirmed(
    bring: Any, sari: Person
) -> None:
    sari_id, nip = sari.id, sari.nip
    same = [nip, "Sari Wulandari", "1990-01-01", "pns", "pelaksana", "", "", "bpsdm"]
    found = bring([same, _row(500), _row(501, grade="IX", status="PPPK")])
    assert found.counts == {"new": 2, "changed": 0, "same": 1, "fault": 0}
    found = bring([[nip, "Sari W. Wulandari", "", "", "", "Arsiparis", "III-b", ""]])
    assert found.counts == {"new": 0, "changed": 1, "same": 0, "fault": 0}
    page = bring.browser.get(f"/data-pegawai/{found.id}").text
    assert "Sari Wulandari" in page and "Sari W. Wulandari" in page and "III/b" in page
    assert db.session.get_one(Person, sari_id).name == "Sari Wulandari"
    found = _apply(bring, found)
    assert found.state == "applied"
    changed = db.session.get_one(Person, sari_id)
    assert (changed.name, changed.position_title, changed.golongan) == (
        "Sari W. Wulandari", "Arsiparis", "III/b")  # fmt: skip
    assert changed.birth_date == date(1990, 1, 1), "an empty cell changes nothing"


def test_an_import_is_undone_as_one_unit(bring: Any, sari: Person) -> None:
    sari_id, nip = sari.id, sari.nip
    found = _apply(bring, bring([_row(500), [nip, "Nama Baru", *[""] * 6]]))
    assert db.session.scalar(select(func.count(Person.id)).where(Person.name == "Pegawai 500")) == 1
    found = _undo(bring, found)
    assert (found.state, found.problem) == ("undone", "")
    assert db.session.get_one(Person, sari_id).name == "Sari Wulandari"
    assert db.session.scalar(select(func.count(Person.id)).where(Person.name == "Pegawai 500")) == 0


def test_undoing_is_refused_when_a_row_was_changed_or_used_since(
    bring: Any, sari: Person, budi: Person
) -> None:
    sari_id, budi_id = sari.id, budi.id
    rows = [_row(500), [sari.nip, "Nama Baru", *[""] * 6], [budi.nip, "Budi Baru", *[""] * 6]]
    found = _apply(bring, bring(rows))
    db.session.get_one(Person, sari_id).name = "Nama Sesudahnya"
    db.session.commit()
    found = _undo(bring, found)
    assert found.state == "applied"
    assert "Nama Baru" in found.problem and "Budi" not in found.problem
    db.session.get_one(Person, sari_id).name = "Nama Baru"
    added = db.session.scalars(select(Person).where(Person.name == "Pegawai 500")).unique().one()
    cast.an_enrolment(added, cast.a_batch())
    found = _undo(bring, found)
    assert found.state == "applied" and "Pegawai 500" in found.problem
    assert db.session.get_one(Person, budi_id).name == "Budi Baru", "nothing was half undone"


def test_a_preview_that_is_out_of_date_is_not_applied(bring: Any, sari: Person) -> None:
    sari_id, nip = sari.id, sari.nip
    found = bring([[nip, "Nama Baru", *[""] * 6], _row(500)])
    db.session.get_one(Person, sari_id).name = "Diubah Orang Lain"
    db.session.commit()
    found = _apply(bring, found)
    assert found.state == "ready" and "berubah sejak pratinjau" in found.problem
    assert db.session.scalar(select(func.count(Person.id)).where(Person.name == "Pegawai 500")) == 0
    bring.browser.post(f"/data-pegawai/{found.id}/baca-ulang")
    assert _apply(bring, _work(found.id)).state == "applied"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (_row(500, nip="1234"), "NIP harus 18 angka"),
        (_row(500, nip="199013012015011001"), "bukan tanggal lahir"),
        (_row(500, nip="199001012015013001"), "Angka ke-15 NIP"),
        ([199001012015011001, *_row(500)[1:]], "tersimpan sebagai angka"),
        (_row(500, opd="Dinas Antariksa"), "“Dinas Antariksa” tidak dikenal."),
        (_row(500, opd="Kantor BPSDN"), "Mungkin maksudnya “Kantor BPSDM”"),
        (_row(500, born="30-02-1990"), "“30-02-1990” bukan tanggal yang ada"),
        (_row(500, born="kemarin"), "“kemarin” bukan tanggal yang ada"),
        (_row(500, born="02-01-1990"), "tidak sama dengan delapan angka pertama"),
        (_row(500, born="01-01-2990"), "belum lewat"),
        (_row(500, status="Honorer"), "“Honorer” tidak dikenal"),
        (_row(500, kind="Raja"), "“Raja” tidak dikenal"),
        (_row(500, grade="V/z"), "Golongan “V/z” tidak dikenal"),
        (_row(500, name=""), "Pegawai baru memerlukan nama"),
    ],
)
def test_each_fault_is_explained_in_its_row(bring: Any, row: list[Any], sentence: str) -> None:
    found = bring([row, _row(501)])
    assert (found.counts["fault"], found.counts["new"]) == (1, 1)
    assert sentence in _problems()[0]
    page = bring.browser.get(f"/data-pegawai/{found.id}").text
    assert "Bermasalah" in page and "Terapkan 1 baris" in page
    assert bring.browser.get(f"/data-pegawai/{found.id}/masalah.xlsx").data.startswith(b"PK")


def test_double_rows_name_the_first_one(bring: Any) -> None:
    found = bring([_row(500), _row(501), _row(500, name="Lain")])
    assert found.counts["fault"] == 1
    assert "sudah ada di baris 2" in _problems()[-1]


def test_the_other_dimensions_come_in_with_their_year(bring: Any, sari: Person) -> None:
    sari_id, nip = sari.id, sari.nip
    header = ["nip", "tahun", "pendidikan terakhir", "predikat kinerja", "hukuman disiplin"]
    _apply(bring, bring([[nip, "2025", "S-2", "Sangat Baik", "nihil"]], header))
    values = {
        one.dimension: (one.year, one.points, one.source)
        for one in db.session.scalars(select(DimensionValue))
    }
    assert values == {
        "kualifikasi": (2025, 20, "pegawai.xlsx: S2"),
        "kinerja": (2025, 30, "pegawai.xlsx: Sangat Baik"),
        "disiplin": (2025, 5, "pegawai.xlsx: tidak pernah"),
    }
    assert db.session.get_one(Person, sari_id).performance == "Sangat Baik"
    _apply(bring, bring([[nip, "2024", "", "Kurang", ""]], header))
    assert db.session.get_one(Person, sari_id).performance == "Sangat Baik", "2025 is later"
    first = db.session.scalar(select(func.min(PersonnelImport.id)))
    _undo(bring, db.session.get_one(PersonnelImport, first))
    left = list(db.session.execute(select(DimensionValue.dimension, DimensionValue.year)))
    assert left == [("kinerja", 2024)]
    assert db.session.get_one(Person, sari_id).performance == ""


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (["nama", "opd"], "harus memuat kolom bernama NIP"),
        (["nip", "warna"], "tidak ada kolom yang dikenal"),
        (["nip", "nama", "Nama Lengkap"], "ada dua kali"),
        (["nip", "kinerja"], "memerlukan kolom Tahun"),
    ],
)
def test_a_table_without_its_columns_is_refused_whole(
    bring: Any, header: list[str], sentence: str
) -> None:
    found = bring([["1"] * len(header)], header)
    assert found.state == "broken" and sentence in found.problem
    assert sentence in bring.browser.get(f"/data-pegawai/{found.id}").text


def test_unknown_columns_are_named_and_csv_works(bring: Any) -> None:
    found = bring([[*_row(500), "biru"]], [*HEADER, "Warna"], kind="csv")
    assert (found.counts["new"], found.unknown) == (1, ["warna"])


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("pegawai.csv", "nip;nama\n1;Zoë".encode("cp1252"), "Isi berkas ini bukan"),
        ("pegawai.csv", "nip;nama\n1;A".encode("utf-16"), "Isi berkas ini bukan"),
        ("pegawai.xlsx", b"MZ\x90", "Isi berkas ini bukan"),
        ("pegawai.csv", b"", "Berkas kosong"),
        ("pegawai.csv", b"n" * 20_000_001, "lebih besar dari 20 MB"),
    ],
)
def test_what_is_no_table_is_refused_at_the_door(
    sign_in: Callable[..., FlaskClient], rina: Person, name: str, data: bytes, sentence: str
) -> None:
    answer = _send(sign_in(rina), data, name)
    assert answer.status_code == 422 and sentence in answer.text


@pytest.mark.one_engine
def test_what_is_too_large_is_refused_at_the_door_in_little_memory(bring: Any) -> None:
    bomb = BytesIO()
    with (
        ZipFile(BytesIO(write_xlsx(HEADER, []))) as source,
        ZipFile(bomb, "w", ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            target.writestr(part, source.read(part))
        with target.open("xl/media/big.bin", "w") as big:
            for _ in range(1000):  # a gigabyte
                big.write(b"0" * 1_000_000)
    tracemalloc.start()
    refused = _send(bring.browser, bomb.getvalue(), "pegawai.xlsx")
    assert refused.status_code == 422 and "terlalu luas" in refused.text
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()
    large = _send(bring.browser, b"NIP\n" + b"1" * 20_000_001, "pegawai.csv")
    assert large.status_code == 422 and "lebih besar dari 20 MB" in large.text
    never_read = bring.browser.post(
        "/data-pegawai", input_stream=BytesIO(), environ_overrides={"CONTENT_LENGTH": "100000001"},
        content_type="multipart/form-data; boundary=x",
    )  # fmt: skip
    assert never_read.status_code == 413 and "<h1" in never_read.text
    assert not db.session.scalars(select(PersonnelImport)).all()


def test_only_bpsdm_brings_data_in(
    app: Flask, sign_in: Callable[..., FlaskClient], dedi: Person, lena: Person
) -> None:
    for person in (dedi, lena):
        assert sign_in(person).get("/data-pegawai").status_code == 403


def test_the_template_reads_back_without_faults(bring: Any) -> None:
    cast.an_office("Dinkes").name = "Dinas Kesehatan"
    db.session.commit()
    data = bring.browser.get("/data-pegawai/templat.xlsx").data
    answer = _send(bring.browser, data, "templat.xlsx")
    found = _work(int(answer.location.rsplit("/", 1)[1]))
    assert (found.counts["new"], found.counts["fault"], found.unknown) == (2, 0, [])
