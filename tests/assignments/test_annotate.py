"""Writing on files: what is kept survives, goes into a copy of the PDF, and is the author's own."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from lms.assignments import actions, queries, rules
from lms.assignments.models import Submission
from lms.core import files, office
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.jobs import run_pending
from lms.people.models import Person
from tests import cast, damaged
from tests.assignments.conftest import Scene

SignIn = Callable[..., FlaskClient]
HIGHLIGHT = {"quads": [[72, 700, 300, 712], [72, 686, 250, 698]]}
PEN = {"lines": [[100, 100, 120, 130, 140, 100]]}


@pytest.mark.parametrize(
    ("kind", "page", "shape", "words"),
    [
        ("highlight", 0, HIGHLIGHT, ""),
        ("highlight", 1, {"quads": []}, ""),
        ("highlight", 1, {"quads": [[1, 2, 3]]}, ""),
        ("highlight", 1, {"quads": [[1, 2, 3, float("nan")]]}, ""),
        ("highlight", 1, None, ""),
        ("note", 1, {"at": [1, 2]}, " "),
        ("note", 1, {"at": [1, 2]}, "x" * 2001),
        ("note", 1, {"at": ["1", 2]}, "x"),
        ("pen", 1, {"lines": [[1, 2, 3]]}, ""),
        ("pen", 1, {"lines": [[1, 2, 30_000, 4]]}, ""),
        ("pen", 1, {"lines": [[0] * 4000, [0] * 4000]}, ""),
        ("time", 1, {"second": 3}, "x"),
        ("time", 0, {"second": None}, "x"),
        ("stamp", 1, {}, "x"),
    ],
)
def test_what_cannot_be_drawn_is_refused(kind: str, page: int, shape: object, words: str) -> None:
    with pytest.raises(RuleBroken):
        rules.check_annotation(kind, page, shape, words)


def test_shapes_are_kept_to_the_hundredth() -> None:
    kept = rules.check_annotation("pen", 2, {"lines": [[1.234, 2, 3, 4]], "more": 1}, "")
    assert kept == {"lines": [[1.23, 2.0, 3.0, 4.0]]}
    assert rules.check_annotation("time", 0, {"second": 61.5}, "Jelas") == {"second": 61.5}


def test_videos_are_known_by_their_content() -> None:
    assert files.kind_of(b"\0\0\0\x18ftypmp42", "proses.mp4") == "mp4"
    assert files.kind_of(b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", "proses.webm") == "webm"
    assert files.kind_of(b"<html>", "proses.mp4") == ""


@pytest.fixture
def work(scene: Scene, sari: Person, pdf) -> Submission:
    """Give a handed-in work of Sari's with a PDF."""
    stream, name = pdf()
    handed = actions.hand_in(
        scene.batch, scene.brief, scene.seat, text="Isu", own_work=True, by=sari,
        uploads=[FileStorage(stream, name)],
    )  # fmt: skip
    db.session.commit()
    return handed


def _sent(key: str, kind: str, shape: object, **more: object) -> dict[str, object]:
    return {"key": key, "kind": kind, "page": 1, "shape": json.dumps(shape), **more}


@pytest.mark.one_engine
def test_what_is_written_stays_and_goes_into_a_copy_of_the_pdf(
    scene: Scene, work: Submission, sign_in: SignIn, sari: Person, budi: Person
) -> None:
    piece = queries.to_grade(work.id).files[0]
    original = files.read(piece.file)
    grader, author = sign_in(budi), sign_in(sari)
    address = f"/berkas-tugas/{piece.id}/catatan"
    drawings = (
        _sent("sorot-0001", "highlight", HIGHLIGHT), _sent("pena-00001", "pen", PEN),
        _sent("kata-00001", "note", {"at": [500, 700]}, words="Sebutkan hari"),
    )  # fmt: skip
    for sent in drawings * 2:  # a repeated sending is kept once
        assert grader.post(address, data=sent).status_code == 200
    kept = grader.get(address).json
    assert [one["kind"] for one in kept] == ["highlight", "pen", "note"]
    assert kept[0]["shape"] == HIGHLIGHT and kept[2]["words"] == "Sebutkan hari"
    assert "Sebutkan hari" in grader.get(f"/penilaian/{work.id}").text
    assert author.get(address).status_code == 403
    assert author.post(address, data=_sent("milik-sari", "pen", PEN)).status_code == 403

    grader.post(f"{scene.address}/aturan", data={"blind": "y"})
    with grader.get(f"/berkas-tugas/{piece.id}") as theirs:
        hidden = theirs.headers["Content-Disposition"]
    assert work.receipt[:8] in hidden and "rancangan" not in hidden
    with author.get(f"/berkas-tugas/{piece.id}") as own:
        assert "rancangan" in own.headers["Content-Disposition"]
    copy = grader.get(f"/berkas-tugas/{piece.id}/beranotasi.pdf").data
    with pikepdf.open(BytesIO(copy)) as document:
        written = list(document.pages[0].obj.Annots)
        assert [str(one.Subtype) for one in written] == ["/Highlight", "/Ink", "/Text"]
        assert [float(x) for x in written[0].QuadPoints][:4] == [72, 712, 300, 712]
        assert str(written[2].Contents) == "Sebutkan hari"
        assert str(written[2].T) == "Budi Hartanto"
    assert files.read(piece.file) == original

    bad = grader.post(address, data=_sent("rusak-0001", "pen", {"lines": "x"}))
    assert bad.status_code == 422 and "tidak dapat dibaca" in bad.json["error"]
    assert grader.post(f"/catatan-berkas/{kept[1]['id']}/hapus").status_code == 200
    assert len(grader.get(address).json) == 2
    levels = {"level_isu": 0, "level_tahap": 0, "langkah": "sahkan"}
    grader.post(f"/penilaian/{work.id}", data=levels)
    grader.post(f"{scene.address}/rilis")
    page = author.get(scene.address).text
    assert "Sebutkan hari" in page and "beranotasi.pdf" in page
    assert author.get(f"/berkas-tugas/{piece.id}/beranotasi.pdf").status_code == 200
    late = grader.post(address, data=_sent("telat-0001", "pen", PEN))
    assert late.status_code == 422 and len(grader.get(address).json) == 2


@pytest.mark.one_engine
def test_nobody_takes_away_what_another_grader_wrote(
    scene: Scene, work: Submission, sign_in: SignIn, budi: Person
) -> None:
    wati = cast.a_person("Wati Lesmana", roles=("instructor",))
    cast.a_staff(wati, scene.batch)
    address = f"/berkas-tugas/{queries.to_grade(work.id).files[0].id}/catatan"
    written = sign_in(budi).post(address, data=_sent("sorot-0001", "highlight", HIGHLIGHT)).json
    other = sign_in(wati)
    assert other.post(f"/catatan-berkas/{written['id']}/hapus").status_code == 403
    taken = other.post(address, data=_sent("sorot-0001", "highlight", HIGHLIGHT))
    assert taken.status_code == 422
    assert [one["own"] for one in other.get(address).json] == [False]


@pytest.mark.one_engine
def test_sentences_of_the_bank_are_ones_own_until_shared(
    scene: Scene, work: Submission, sign_in: SignIn, sari: Person, budi: Person
) -> None:
    wati = cast.a_person("Wati Lesmana", roles=("instructor",))
    cast.a_staff(wati, scene.batch)
    one, other = sign_in(budi), sign_in(wati)
    bank = "/penilaian/bank-komentar"
    one.post(bank, data={"words": "Perjelas sumber data."})
    one.post(bank, data={"words": "Tahapan sudah runtut.", "shared": "y"})
    assert one.post(bank, data={"words": " "}).status_code == 422
    assert "Perjelas sumber data." in one.get(f"/penilaian/{work.id}").text
    seen = other.get(f"/penilaian/{work.id}").text
    assert "Tahapan sudah runtut." in seen and "Perjelas sumber data." not in seen
    shared = queries.bank_for(wati)[0]
    assert other.post(f"{bank}/{shared.id}/hapus").status_code == 403
    assert one.post(f"{bank}/{shared.id}/hapus").status_code == 302
    assert queries.bank_for(wati) == []
    assert sign_in(sari).get(bank).status_code == 403


@pytest.mark.one_engine
def test_office_documents_are_shown_as_pdf_where_libreoffice_is_here(
    app: Flask, scene: Scene, sign_in: SignIn, sari: Person, budi: Person, pdf, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A program of ours stands in for LibreOffice: it copies a PDF, fails, or is not there."""
    made = tmp_path / "made.pdf"
    made.write_bytes(pdf()[0].getvalue())
    program = tmp_path / "soffice"
    program.write_text(
        "#!/bin/sh\nfor last; do :; done\n"
        f'grep -q rusak "$last" && exit 1\ncp {made} "$(dirname "$last")/karya.pdf"\n'
    )
    program.chmod(0o755)
    monkeypatch.setitem(app.config, "OFFICE", "")
    assert not office.is_here()
    client, grader = sign_in(sari), sign_in(budi)
    first = _hand_in_docx(client, scene, b"word")
    assert "tidak memiliki LibreOffice" in grader.get(f"/penilaian/{first}").text
    _give_back(first, budi)

    monkeypatch.setitem(app.config, "OFFICE", str(program))
    second = _hand_in_docx(client, scene, b"word")
    assert "sedang disiapkan" in grader.get(f"/penilaian/{second}").text
    _work_off(scene, budi)
    page = grader.get(f"/penilaian/{second}").text
    assert "data-pdf=" in page and "sedang disiapkan" not in page
    address = f"/berkas-tugas/{queries.to_grade(second).files[-1].id}"
    with grader.get(f"{address}?lihat=1") as shown, grader.get(address) as saved:
        assert shown.data.startswith(b"%PDF")
        assert saved.headers["Content-Disposition"].endswith("laporan.docx")
    _give_back(second, budi)

    third = _hand_in_docx(client, scene, b"rusak")
    _work_off(scene, budi)
    assert "terkunci atau rusak" in grader.get(f"/penilaian/{third}").text


def _work_off(scene: Scene, budi: Person) -> None:
    """Let the worker do what waits; it ends with a session of its own."""
    run_pending()
    db.session.add_all([scene.batch, scene.brief, scene.seat, budi])


def _give_back(work_id: int, budi: Person) -> None:
    actions.return_work(queries.to_grade(work_id), "Lagi", by=budi)
    db.session.commit()


def _hand_in_docx(client: FlaskClient, scene: Scene, words: bytes) -> int:
    data = {"text": "", "uploads": (_docx(words), "laporan.docx"), "own_work": "y",
            "kumpulkan": "1"}  # fmt: skip
    assert client.post(scene.address, data=data).status_code == 302
    return queries.versions_of(scene.seat, scene.brief.unit_id)[0].id


def _docx(words: bytes) -> BytesIO:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", words)
    return BytesIO(target.getvalue())


@pytest.mark.one_engine
def test_files_that_cannot_be_read_get_a_sentence_and_change_nothing(
    scene: Scene, sign_in: SignIn, sari: Person, pdf
) -> None:
    client = sign_in(sari)
    for name, content, sentence in damaged.files(most_bytes=1_000_000):
        sent = {"text": "Isu", "uploads": (BytesIO(content), name), "simpan": "1"}
        answer = client.post(scene.address, data=sent)
        assert answer.status_code == 422 and sentence in answer.text, name
    assert queries.versions_of(scene.seat, scene.brief.unit_id) == []
