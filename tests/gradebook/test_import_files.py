"""Files that are no table of scores, or traps: refused whole, with a sentence, before any harm."""

import io
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask.testing import FlaskClient

from lms.catalogue.models import Batch
from lms.people.models import Person
from tests.gradebook.sample import workbook
from tests.gradebook.test_import import scores, upload

pytestmark = pytest.mark.one_engine

#: How a workbook begins that opens with a password alone.
SEALED = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
Browser = Callable[..., FlaskClient]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("nilai.csv", b"", "Berkas ini kosong"),
        ("nilai.csv", b"\xff\xfe\x00n", "Pilih berkas CSV atau XLSX"),
        ("nilai.csv", b"\n", "harus memuat kolom bernama nip dan nilai"),
        ("nilai.csv", b"nama;angka\nA;80\n", "harus memuat kolom bernama nip dan nilai"),
        ("nilai.csv", b"nip;nilai\n" + b"1;2\n" * 2001, "lebih dari 2000 baris"),
        ("nilai.csv", b'nip;nilai\n"' + b"x" * 200_000, "tidak dapat dibaca"),
        ("nilai.csv", b"x" * 2_000_001, "lebih kecil dari 2 MB"),
        ("nilai.xlsx", b"nip;nilai\n", "Pilih berkas CSV atau XLSX"),
        ("kunci.xlsx", SEALED, "terkunci kata sandi"),
        ("nilai.pdf", b"%PDF-1.7", "Pilih berkas CSV atau XLSX"),
        ("nilai", b"nip;nilai\n", "Pilih berkas CSV atau XLSX"),
    ],
)
def test_an_unreadable_file_is_refused_whole(
    sign_in: Browser, rina: Person, batch: Batch, name: str, data: bytes, words: str
) -> None:
    answer = upload(sign_in(rina), batch, data, name)
    assert answer.status_code == 422
    assert words in answer.text
    assert scores(batch) == []


def test_hostile_workbooks_are_refused_before_they_take_memory(
    sign_in: Browser, rina: Person, batch: Batch
) -> None:
    far = _rewritten(b'r="B2"', b'r="XFD1048576"')
    huge = _rewritten(b"</worksheet>", b" " * 31_000_000 + b"</worksheet>")
    broken = workbook(("nip", "nilai"))[:-100]
    for data, words in ((far, "terlalu luas"), (huge, "terlalu luas"), (broken, "Pilih berkas")):
        answer = upload(sign_in(rina), batch, data, "nilai.xlsx")
        assert answer.status_code == 422
        assert words in answer.text


def _rewritten(old: bytes, new: bytes) -> bytes:
    """Return a small workbook whose sheet was altered."""
    source, target = io.BytesIO(workbook(("nip", "nilai"), ("1", 2))), io.BytesIO()
    with ZipFile(source) as inside, ZipFile(target, "w", ZIP_DEFLATED) as outside:
        for part in inside.namelist():
            content = inside.read(part)
            if part.startswith("xl/worksheets"):
                assert old in content
                content = content.replace(old, new)
            outside.writestr(part, content)
    return target.getvalue()
