"""Files that nobody can use: every place that takes files says why, and keeps none of them."""

import io
from zipfile import ZipFile

import pikepdf
from PIL import Image


def _pdf(**options: object) -> bytes:
    target = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(target, **options)
    return target.getvalue()


def _png() -> bytes:
    target = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(target, "PNG")
    return target.getvalue()


def _macro() -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("word/vbaProject.bin", "x")
    return target.getvalue()


def files(*, most_bytes: int) -> list[tuple[str, bytes, str]]:
    """Return (name, content, words of the sentence) of each kind of damage."""
    sealed = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
    locked = _pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    return [
        ("kosong.pdf", b"", "Berkas kosong"),
        ("kunci.pdf", locked, "terkunci kata sandi"),
        ("kunci.docx", sealed, "terkunci kata sandi"),
        ("rusak.pdf", b"%PDF-1.7 rusak", "Isi berkas ini bukan"),
        ("rusak.docx", b"PK\x03\x04rusak", "Isi berkas ini bukan"),
        ("makro.docx", _macro(), "Isi berkas ini bukan"),
        ("program.pdf", b"MZ\x90\x00", "Isi berkas ini bukan"),
        ("gambar.pdf", _png(), "Isi berkas ini bukan"),
        ("potong.png", _png()[:-200], "terpotong"),
        ("besar.pdf", _pdf() + b" " * most_bytes, "lebih besar dari"),
    ]
