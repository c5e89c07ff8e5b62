"""Courses of other systems: read, shown piece by piece, put into a batch, taken out as one."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment
from lms.core import jobs
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.pictures import made_anew
from lms.elearning.exchange.pictures import Gallery
from lms.elearning.exchange.reading import read_any
from lms.elearning.models import BankImport, BankImportItem
from lms.packages import archive, queries
from lms.packages.materials.intake import take_in
from lms.packages.models import MaterialImport
from lms.people.models import Person
from tests import cast
from tests.packages import courses, sample

SignIn = Callable[..., FlaskClient]


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (sample.hostile()["slip"][0], "luar foldernya"),
        (courses.tarred({"../luar.txt": b"x"}), "luar foldernya"),
        (courses.tarred({"/etc/luar.txt": b"x"}), "jalur mutlak"),
        (courses.tarred({"a.txt": b"x"}, link="tautan"), "tautan"),
        (courses.tarred({"a.txt": b"x", "A.txt": b"x"}), "dua kali"),
        (courses.backup()[:200], "rusak"),
        (sample.scorm12(), "bukan Common Cartridge"),
    ],
    ids=["slip", "outside", "absolute", "link", "twice", "cut", "foreign"],
)
def test_a_hostile_or_foreign_archive_is_refused(tmp_path: Path, data: bytes, cause: str) -> None:
    with pytest.raises(RuleBroken, match=cause):
        take_in(BytesIO(data), "kursus", tmp_path / "var", most=10**8)
    assert [one for one in sample.names_below(tmp_path / "var") if one != "packages"] == []


@pytest.mark.parametrize(
    ("bound", "cause"), [("MOST_ENTRY", "MB"), ("MOST_UNPACKED", "MB"), ("MOST_ENTRIES", "berkas")]
)
def test_a_backup_larger_than_anybody_wants_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, cause: str
) -> None:
    monkeypatch.setattr(archive, bound, 3)
    with pytest.raises(RuleBroken, match=cause):
        take_in(BytesIO(courses.backup()), "kursus", tmp_path / "var", most=10**8)
    assert [one for one in sample.names_below(tmp_path / "var") if one != "packages"] == []


def test_every_piece_says_what_becomes_of_it(tmp_path: Path) -> None:
    taken = take_in(BytesIO(courses.cartridge()), "a.imscc", tmp_path, most=10**8)
    found = {piece["title"]: (piece["kind"], piece["verdict"]) for piece in taken.pieces}
    assert found == {
        "Pengantar layanan": ("page", "changed"), "Situs KemenPAN": ("link", "changed"),
        "panduan": ("file", "kept"), "topik": ("other", "dropped"), "a": ("other", "dropped"),
        "tugas": ("page", "changed"), "atur": ("other", "dropped"),
    }  # fmt: skip
    page = taken.pieces[0]
    assert "**warga**" in page["payload"]["text"] and "alert" not in page["payload"]["text"]
    assert any("Gambar" in line for line in page["notes"])
    assert list((tmp_path / "media").rglob("*.pdf"))
    old = take_in(BytesIO(courses.backup()), "b.mbz", tmp_path, most=10**8)
    verdicts = {piece["title"]: piece["verdict"] for piece in old.pieces}
    assert verdicts == {"Halaman Moodle": "kept", "Tautan Moodle": "kept", "Kuis": "dropped"}
    assert b"Rahasia" not in old.course.questions
    name = made_anew(courses.PICTURE).name
    for course, words in ((taken.course, "Loket"), (old.course, "Peta")):
        first = next(iter(read_any(course.questions, "xml", Gallery())[1]))
        assert first.form and f"![{words}](media/{name})" in first.form.text, first.notes
        assert first.verdict == "kept"


@pytest.mark.one_engine
def test_a_course_goes_into_a_batch_and_out_again(
    sign_in: SignIn, sari: Person, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    browser, trainee = sign_in(rina, "organiser"), sign_in(sari)
    address, study = f"/angkatan/{batch.id}/impor-bahan", f"/angkatan/{batch.id}/belajar"
    course_id = queries.courses_of(batch)[0].id

    def upload(data: bytes, name: str):
        sent = {"file": cast.an_upload(data, name), "course": course_id}
        return browser.post(address, data=sent, content_type="multipart/form-data")

    assert upload(b"bukan arsip", "a.mbz").status_code == 422
    empty = courses.tarred({"moodle_backup.xml": b"<moodle_backup><information/></moodle_backup>"})
    nothing = upload(empty, "kosong.mbz")
    assert "Tidak ada bagian yang dapat masuk" in browser.get(nothing.location).text
    assert browser.post(f"{nothing.location}/masukkan").status_code == 422
    for data, name, title in (
        (courses.cartridge(), "a.imscc", "Pengantar layanan"),
        (courses.backup(), "b.mbz", "Halaman Moodle"),
    ):
        shown = upload(data, name)
        assert shown.status_code == 302
        report = browser.get(shown.location).text
        assert title in report and "Tidak masuk" in report
        assert title not in trainee.get(study).text
        assert browser.post(f"{shown.location}/masukkan").status_code == 302
        assert browser.post(f"{shown.location}/masukkan").status_code == 422
        jobs.run_pending()
        outline = trainee.get(study).text
        assert title in outline
        found = db.session.scalars(
            select(MaterialImport).order_by(MaterialImport.id.desc())
        ).first()
        assert found is not None and found.bank_import_id
        bank = db.session.get_one(BankImport, found.bank_import_id)
        assert bank.state == "ready", bank.problem
        first = found.unit_ids[0]
        assert trainee.get(f"{study}/{first}").status_code == 200
        assert trainee.get(shown.location).status_code == 404
        assert browser.post(f"{shown.location}/urungkan").status_code == 302
        assert title not in trainee.get(study).text
    kinds = db.session.execute(
        select(BankImportItem.kind, BankImportItem.verdict).order_by(BankImportItem.id)
    ).all()
    assert ("single", "kept") in kinds and ("truefalse", "kept") in kinds
    assert ("numeric", "kept") in kinds and ("", "dropped") in kinds


@pytest.mark.one_engine
def test_what_a_trainee_has_opened_stays(
    sign_in: SignIn, sari: Person, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    browser = sign_in(rina, "organiser")
    sent = {"file": cast.an_upload(courses.backup(), "b.mbz"),
            "course": queries.courses_of(batch)[0].id}  # fmt: skip
    shown = browser.post(
        f"/angkatan/{batch.id}/impor-bahan", data=sent, content_type="multipart/form-data"
    )
    browser.post(f"{shown.location}/masukkan")
    unit_id = db.session.scalars(select(MaterialImport)).one().unit_ids[0]
    done = sign_in(sari).post(f"/angkatan/{batch.id}/belajar/{unit_id}/selesai")
    assert done.status_code == 302
    refused = browser.post(f"{shown.location}/urungkan")
    assert refused.status_code == 422 and "tetap tercatat" in refused.text
