"""Reviewing a programme: its unsure figures, its book, and who may see keys."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.authoring import actions, book, check, publish, queries
from lms.catalogue.models import Document, ProgrammeVersion, Unit
from lms.core.clock import today
from lms.core.db import db
from lms.core.jobs import Job, run_pending
from lms.people.models import Person
from tests import cast
from tests.authoring.sample import change, write_programme

pytestmark = pytest.mark.one_engine

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def version(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProgrammeVersion:
    """Give the sample, published into a folder of its own."""
    monkeypatch.setitem(app.config, "VAR_DIR", tmp_path / "var")
    folder = write_programme(tmp_path / "courses")
    change(
        folder / "programme.yaml", "batch_size: 40",
        "batch_size: 40\nfacts:\n  - {text: Lulus dari 70, confidence: C1, note: Lihat keputusan.}",
    )  # fmt: skip
    done = publish.publish(check.read(folder), by=None, var=tmp_path / "var")
    db.session.commit()
    return done.version


@pytest.fixture
def address(version: ProgrammeVersion) -> str:
    """Give the address of the review page."""
    return f"/program/{version.programme_id}"


def _text(data: bytes) -> list[str]:
    """Return the bookmarks of a PDF, which name what stands in it."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        return [
            line
            for part in outline.root
            for line in (str(part.title), *(f"- {one.title}" for one in part.children))
        ]


def test_only_what_is_unsure_is_listed_and_exported(
    sign_in: SignIn, rina: Person, version: ProgrammeVersion, address: str
) -> None:
    found = [(fact.subject, fact.value, fact.confidence) for fact in queries.facts_of(version)]
    assert found == [
        ("Program", "Lulus dari 70", "C1"),
        ("Tahap: Klasikal", "20 JP, 2 hari", "M"),
        ("Penilaian: Kuis", "bobot 40%", "M"),
        ("Penilaian: Laporan", "bobot 60%", "M"),
        ("Jadwal menurut hari", "3 baris", "M"),
        ("Nilai Dasar", "12 JP", "D"),
        ("Seminar", "20 JP", "M"),
    ]
    browser = sign_in(rina)
    text = browser.get(address).text
    assert "Lihat keputusan." in text and "courses/contoh/01-nilai/course.yaml" in text
    assert "Pelatihan Contoh" in browser.get("/program").text
    lines = browser.get(f"{address}/fakta.csv").text.splitlines()
    assert len(lines) == 8 and "Lulus dari 70,C1,Lihat keputusan." in lines[1]
    assert browser.get(f"{address}/fakta.xlsx").data[:2] == b"PK"


def test_the_worker_makes_the_book(
    sign_in: SignIn, app: Flask, rina: Person, version: ProgrammeVersion, address: str
) -> None:
    browser = sign_in(rina)
    assert browser.get(f"{address}/buku-kunci.pdf").status_code == 404
    assert browser.post(f"{address}/buku", data={"edisi": "kunci"}).location == address
    assert "data-poll" in browser.get(address).text
    run_pending()
    job = db.session.scalars(select(Job)).one()
    assert (job.state, job.done, job.total) == ("done", 5, 6)
    answer = browser.get(f"{address}/buku-kunci.pdf")
    assert answer.mimetype == "application/pdf"
    assert "Unduh PDF" in browser.get(address).text
    units = {unit.key: unit.id for unit in db.session.scalars(select(Unit))}
    assert len(units) == 4
    assert _text(answer.data) == [
        "Daftar isi",
        "Tentang program", "- Jadwal menurut hari pelatihan",
        "Nilai Dasar", "- Pengantar", "- Kuis nilai", "- Laporan layanan", "- Panduan nilai dasar",
        "Seminar", "- Tes akhir",
        "Dokumen program", "- Kerangka laporan",
        "Lampiran", "- Fakta yang perlu dicocokkan",
    ]  # fmt: skip


def test_the_contents_name_the_pages_on_which_things_stand(
    app: Flask, version: ProgrammeVersion, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entries: list[book.Entry] = []
    whole = book.lay_out

    def lay_out(template: str, **context: object) -> object:
        if "entries" in context:
            entries[:] = context["entries"]  # type: ignore[index]
        return whole(template, **context)

    monkeypatch.setattr(book, "lay_out", lay_out)
    target = tmp_path / "buku.pdf"
    contents = queries.contents_of(version)
    book.write_book(version, contents, "telaah", target, lambda *_beat: None)
    with pikepdf.open(target) as pdf:
        pages = len(pdf.pages)
    numbers = [entry.page for entry in entries]
    assert numbers == sorted(numbers) and numbers[0] == 3 and numbers[-1] == pages
    assert len(set(numbers)) > 8


def test_keys_are_for_those_who_may_see_them(
    sign_in: SignIn, app: Flask, budi: Person, sari: Person, version: ProgrammeVersion, address: str
) -> None:
    actions.ask_for_book(version, "telaah", by=budi)
    actions.ask_for_book(version, "kunci", by=budi)
    db.session.commit()
    run_pending()
    db.session.add_all([budi, sari, version])  # the worker closed the session
    teacher = sign_in(budi)
    assert teacher.get(f"{address}/buku-kunci.pdf").status_code == 200
    assert teacher.get(f"{address}/buku-telaah.pdf").status_code == 200
    batch = cast.a_batch(version, state="running", starts_on=today() - timedelta(days=1))
    cast.an_enrolment(budi, batch)  # a widyaiswara who now studies this very programme
    assert teacher.get(f"{address}/buku-kunci.pdf").status_code == 403
    assert teacher.post(f"{address}/buku", data={"edisi": "kunci"}).status_code == 403
    assert "dengan kunci" not in teacher.get(address).text
    assert teacher.get(f"{address}/buku-telaah.pdf").status_code == 200
    assert sign_in(sari).get(address).status_code == 403
    assert sign_in(sari).get("/program").status_code == 403


def test_trainees_read_templates_and_only_teachers_read_guides(
    sign_in: SignIn, sari: Person, budi: Person, version: ProgrammeVersion
) -> None:
    batch = cast.a_batch(version, state="running", starts_on=today() - timedelta(days=1))
    cast.an_enrolment(sari, batch)
    cast.a_staff(budi, batch)
    guide, template = db.session.scalars(select(Document).order_by(Document.position)).all()
    home = f"/angkatan/{batch.id}/bahan"
    trainee, teacher = sign_in(sari), sign_in(budi)
    assert guide.title not in trainee.get(home).text and template.title in trainee.get(home).text
    assert guide.title in teacher.get(home).text
    for place in (f"{home}/{guide.id}", f"{home}/{guide.id}.docx"):
        assert trainee.get(place).status_code == 404
        assert teacher.get(place).status_code == 200
    assert "Temuan" in trainee.get(f"{home}/{template.id}").text
    assert trainee.get(f"{home}/{template.id}.docx").data[:2] == b"PK"
    report = db.session.scalars(select(Unit).where(Unit.kind == "assignment")).one()
    task = trainee.get(f"/angkatan/{batch.id}/tugas/{report.id}").text
    assert f"{home}/{template.id}.docx" in task


def test_a_book_shows_no_file_from_elsewhere(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="may not load"):
        book.lay_out.__globals__["_fetcher"].fetch("media:../../etc/passwd.png")
