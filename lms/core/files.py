"""Uploads: checked by content, stored under a name of ours, served so that they cannot run."""

import hashlib
import os
import secrets
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import pikepdf
from flask import Response, current_app, send_file
from PIL import Image, UnidentifiedImageError
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename

from lms.core import pictures
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _

MIME = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
    "xml": "application/xml",
    "zip": "application/zip",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
_OFFICE_PART = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
#: How a WebM video begins, and a document of an office program that is locked by a password.
_EBML, _SEALED = b"\x1a\x45\xdf\xa3", b"\xd0\xcf\x11\xe0"
_SEALED_MARK = "EncryptedPackage".encode("utf-16-le")
_PICTURES = {b"\x89PNG\r\n": "PNG", b"\xff\xd8": "JPEG"}
#: A picture may have at most this many points; more is a decompression bomb.
_MOST_PIXELS = 40_000_000


class StoredFile(db.Model):  # type: ignore[name-defined]
    """A file kept in VAR_DIR/files under a random name; `name` is only what people called it."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    owner_id: Mapped[int | None]
    stored_at: Mapped[datetime]


def takes_up_to(most: Callable[[Any], int]) -> Callable[[Any], Any]:
    """Let a view take larger requests than others: `most` says how many bytes, given the app."""

    def mark(view: Any) -> Any:
        view.most_bytes = most
        return view

    return mark


def store(upload: FileStorage, *, owner: Any, kinds: tuple[str, ...], max_bytes: int) -> StoredFile:
    """Keep an uploaded file when its content is one of `kinds`.

    Raises RuleBroken with a sentence when it is empty, too large, or of another kind. The
    browser's word about the type is never used.
    """
    data = upload.stream.read(max_bytes + 1)
    if not data:
        raise RuleBroken(_("Berkas kosong. Pilih berkas lain."))
    if len(data) > max_bytes:
        raise RuleBroken(
            _("Berkas lebih besar dari %(limit)s MB. Perkecil lalu unggah lagi.",
              limit=max_bytes // 1_000_000)
        )  # fmt: skip
    kind = kind_of(data, upload.filename or "")
    if kind not in kinds and is_locked(data):
        raise RuleBroken(locked())
    if kind not in kinds and is_cut_off(data):
        raise RuleBroken(_("Gambar ini terpotong. Salin lagi dari asalnya lalu unggah lagi."))
    if kind not in kinds:
        raise RuleBroken(
            _("Isi berkas ini bukan %(kinds)s. Simpan dalam bentuk itu lalu unggah lagi.",
              kinds=", ".join(kinds).upper())
        )  # fmt: skip
    return store_bytes(data, display_name(upload.filename, kind), kind, owner=owner)


def store_bytes(data: bytes, name: str, kind: str, *, owner: Any) -> StoredFile:
    """Keep `data` durably under a generated name and return its row."""
    return store_stream(BytesIO(data), name, kind, owner=owner)


def store_stream(source: IO[bytes], name: str, kind: str, *, owner: Any) -> StoredFile:
    """Keep what `source` holds, from where it stands, as `store_bytes` does."""
    path = f"{now():%Y/%m}/{secrets.token_hex(16)}.{kind}"
    target = folder() / path
    target.parent.mkdir(parents=True, exist_ok=True)
    size, digest = 0, hashlib.sha256()
    with target.open("xb") as file:
        while chunk := source.read(1 << 20):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())  # the row must never outlive the bytes
    stored = StoredFile(
        path=path,
        name=name,
        kind=kind,
        size=size,
        sha256=digest.hexdigest(),
        owner_id=getattr(owner, "id", None),
        stored_at=now(),
    )
    db.session.add(stored)
    return stored


def kind_of(data: bytes, name: str) -> str:
    """Return the kind (a key of MIME) that content and extension agree on, or ""."""
    suffix = name.rsplit(".", 1)[-1].lower().replace("jpeg", "jpg") if "." in name else ""
    suffix = "txt" if suffix == "gift" else suffix
    check = {
        "pdf": _is_pdf,
        "png": lambda content: _picture_format(content) == "PNG",
        "jpg": lambda content: _picture_format(content) in ("JPEG", "MPO"),
        "docx": lambda content: _has_part(content, "docx"),
        "xlsx": lambda content: _has_part(content, "xlsx"),
        "pptx": lambda content: _has_part(content, "pptx"),
        "csv": _is_text,
        "txt": _is_text,
        "xml": _is_markup,
        "zip": lambda content: content.startswith(b"PK"),
        "mp4": lambda content: content[4:8] == b"ftyp",
        "webm": lambda content: content.startswith(_EBML) and b"webm" in content[:64],
    }.get(suffix)
    return suffix if check and check(data) else ""


def _is_pdf(data: bytes) -> bool:
    if not data.startswith(b"%PDF-"):
        return False
    try:
        with pikepdf.open(BytesIO(data)):
            return True
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return False


def locked() -> str:
    """Say that a document is locked, and what to do."""
    return _("Berkas ini terkunci kata sandi. Simpan tanpa kata sandi lalu unggah lagi.")


def is_locked(data: bytes) -> bool:
    """Tell whether a document cannot be read without a password."""
    if data.startswith(_SEALED):
        return _SEALED_MARK in data
    try:
        with pikepdf.open(BytesIO(data)):
            return False
    except pikepdf.PasswordError:
        return True
    except pikepdf.PdfError:
        return False


def _picture_format(data: bytes) -> str:
    try:
        with Image.open(BytesIO(data)) as picture:
            if picture.width * picture.height > _MOST_PIXELS or is_cut_off(data):
                return ""
            return picture.format or ""
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return ""


def is_cut_off(data: bytes) -> bool:
    """Tell whether this is the beginning of a picture whose end did not come along."""
    known = next((name for start, name in _PICTURES.items() if data.startswith(start)), "")
    return bool(known) and not pictures.is_whole(data, known)


def _has_part(data: bytes, kind: str) -> bool:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            return _OFFICE_PART[kind] in names and not any("vbaProject" in name for name in names)
    except (BadZipFile, ValueError, OSError):
        return False


def _is_text(data: bytes) -> bool:
    try:
        return "\x00" not in data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _is_markup(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") or data[:2] in (
        b"\xff\xfe", b"\xfe\xff"
    )  # fmt: skip


def display_name(name: str | None, kind: str) -> str:
    """Return a harmless name to show and to offer at download."""
    stem = secure_filename((name or "").rsplit(".", 1)[0])[:80] or "berkas"
    return f"{stem}.{kind}"


def send(stored: StoredFile, *, inline: bool = False, name: str = "") -> Response:
    """Answer with a stored file; inline only what browsers show themselves, never able to run."""
    show = inline and stored.kind in ("pdf", "png", "jpg", "mp4", "webm")
    response = send_file(
        folder() / stored.path,
        mimetype=MIME[stored.kind],
        as_attachment=not show,
        download_name=name or stored.name,
        conditional=True,
        etag=stored.sha256,
    )
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
        "object-src 'self'; frame-ancestors 'self'"
        if show
        else "default-src 'none'; sandbox"
    )
    return response


def drop(stored: StoredFile) -> None:
    """Let go of a stored file; its bytes go when the transaction is kept."""
    db.session.delete(stored)
    db.session.info.setdefault("dropped_files", []).append(folder() / stored.path)


@event.listens_for(Session, "after_commit")
def _unlink(session: Session) -> None:
    if not session.in_nested_transaction():
        for path in session.info.pop("dropped_files", []):
            path.unlink(missing_ok=True)


@event.listens_for(Session, "after_rollback")
def _keep(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("dropped_files", None)


def read(stored: StoredFile) -> bytes:
    """Return the content of a stored file."""
    return (folder() / stored.path).read_bytes()


def folder() -> Path:
    """Return where stored files live."""
    return Path(current_app.config["VAR_DIR"]) / "files"
