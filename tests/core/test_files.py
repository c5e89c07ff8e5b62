"""Uploads: the type is what the content is, names are ours, nothing can run."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
import weasyprint  # noqa: F401
from flask import Flask
from PIL import Image, ImageFile
from werkzeug.datastructures import FileStorage

from lms.core import files
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person


def _pdf() -> bytes:
    target = BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(target)
    return target.getvalue()


def _png() -> bytes:
    target = BytesIO()
    Image.new("RGB", (4, 4)).save(target, "PNG")
    return target.getvalue()


def _photo() -> bytes:
    """Return a photograph with a small one of itself in front, as cameras write them."""
    small, target = BytesIO(), BytesIO()
    Image.effect_noise((20, 20), 60).save(small, "JPEG", quality=20)
    exif = Image.Exif()
    exif[0x010F] = small.getvalue()
    Image.effect_noise((200, 200), 60).save(target, "JPEG", exif=exif)
    return target.getvalue()


def _upload(data: bytes, name: str) -> FileStorage:
    return FileStorage(BytesIO(data), filename=name)


def _docx(*, macro: bool = False) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        if macro:
            archive.writestr("word/vbaProject.bin", "x")
    return target.getvalue()


GOOD = {"tugas.pdf": _pdf(), "foto.PNG": _png(), "surat.docx": _docx(), "nilai.csv": b"nip,nilai\n"}
BAD = {
    "html.pdf": b"<html><script>alert(1)</script>",
    "pdf.html": _pdf(),
    "png.jpg": _png(),
    "gambar.svg": b"<svg onload=alert(1)>",
    "makro.docx": _docx(macro=True),
    "zip.docx": b"PK\x03\x04rusak",
    "exe.pdf": b"MZ\x90\x00",
    "kepala.pdf": b"%PDF-1.7\n<script>alert(1)</script>",
    "biner.csv": b"\x00\x01\x02",
    "tanpa-akhiran": _pdf(),
}
ALL = ("pdf", "png", "jpg", "docx", "xlsx", "csv")


@pytest.mark.parametrize("name", GOOD)
def test_content_that_fits_its_name_is_kept(app: Flask, sari: Person, name: str) -> None:
    upload = FileStorage(BytesIO(GOOD[name]), filename=name)
    stored = files.store(upload, owner=sari, kinds=ALL, max_bytes=1_000_000)
    db.session.commit()
    assert files.read(stored) == GOOD[name]
    assert name not in stored.path


@pytest.mark.parametrize("name", BAD)
def test_content_that_is_something_else_is_refused(app: Flask, sari: Person, name: str) -> None:
    upload = FileStorage(BytesIO(BAD[name]), filename=name, content_type="application/pdf")
    with pytest.raises(RuleBroken):
        files.store(upload, owner=sari, kinds=ALL, max_bytes=1_000_000)


@pytest.mark.one_engine
def test_a_picture_that_was_cut_off_is_refused(app: Flask, sari: Person) -> None:
    assert ImageFile.LOAD_TRUNCATED_IMAGES  # so WeasyPrint tells the library, for the whole process
    photo = _photo()
    assert photo.index(b"\xff\xd9") < 2000  # the end of the thumbnail
    for name, data in (("foto.jpg", photo), ("foto.png", _png())):
        assert files.store(_upload(data, name), owner=sari, kinds=ALL, max_bytes=10**7).size
        with pytest.raises(RuleBroken, match="terpotong"):
            files.store(
                _upload(data[: len(data) * 3 // 4], name), owner=sari, kinds=ALL, max_bytes=10**7
            )


def test_too_large_says_the_limit(app: Flask, sari: Person) -> None:
    upload = FileStorage(BytesIO(b"%PDF-" + b"x" * 2_000_000), filename="besar.pdf")
    with pytest.raises(RuleBroken, match="1 MB"):
        files.store(upload, owner=sari, kinds=("pdf",), max_bytes=1_000_000)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "a\r\nSet-Cookie: x.pdf", "‮fdp.pdf", "x" * 300 + ".pdf"]
)
def test_hostile_names_become_harmless(app: Flask, sari: Person, name: str) -> None:
    stored = files.store(
        FileStorage(BytesIO(_pdf()), filename=name), owner=sari, kinds=("pdf",), max_bytes=1_000_000
    )
    assert "/" not in stored.name and "\n" not in stored.name and len(stored.name) < 100
    assert Path(files.folder() / stored.path).resolve().is_relative_to(files.folder())


def test_served_files_cannot_run(app: Flask, sari: Person) -> None:
    stored = files.store_bytes(_docx(), "surat.docx", "docx", owner=sari)
    with app.test_request_context():
        response = files.send(stored)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]
