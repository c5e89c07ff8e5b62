"""Zip files of strangers onto the disk: looked through first, then unpacked piece by piece.

Nothing is believed: a name must be plain, a size is what really comes out, and whatever goes wrong
leaves no file behind.
"""

import re
import shutil
import stat
import struct
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: Absolute bounds; how tightly a package is packed does not matter.
MOST_ENTRIES = 20_000
MOST_UNPACKED = 2_000_000_000
MOST_ENTRY = 1_000_000_000
#: Bytes of the table of contents: 20,000 names of 200 letters.
_MOST_CONTENTS = 6_000_000
_LONGEST, _DEEPEST = 240, 24
_PIECE = 256 * 1024
_END = b"PK\x05\x06"
#: What Windows cannot keep, so that a package opens everywhere or nowhere.
_ODD = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def look_through(file: IO[bytes]) -> list[ZipInfo]:
    """Return the entries of a zip file; RuleBroken with the cause when one is not acceptable."""
    _check_contents(file)
    try:
        entries = ZipFile(file).infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as fault:
        raise _broken() from fault
    seen: dict[str, str] = {}
    for entry in entries:
        _check_name(entry.orig_filename)
        _check_kind(entry)
        _check_twin(entry.filename, entry.is_dir(), seen)
    _check_sizes(entries)
    _check_overlap(entries)
    return entries


def _broken() -> RuleBroken:
    return RuleBroken(_("Arsip ZIP ini rusak atau terpotong. Ekspor ulang lalu unggah lagi."))


def _check_contents(file: IO[bytes]) -> None:
    """Look at the end record before anything is read into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise RuleBroken(_("Berkas ini bukan arsip ZIP yang utuh. Ekspor ulang lalu unggah lagi."))
    count, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if count > MOST_ENTRIES or length > _MOST_CONTENTS:
        raise RuleBroken(_("Paket ini memuat lebih dari %(most)s berkas.", most=MOST_ENTRIES))
    file.seek(0)


def _check_name(name: str) -> None:
    shown = name[:80]
    parts = name.rstrip("/").split("/")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        raise RuleBroken(_("Paket memuat jalur mutlak (%(name)s).", name=shown))
    if ".." in parts:
        raise RuleBroken(_("Paket menunjuk ke luar foldernya (%(name)s).", name=shown))
    if "\\" in name:
        raise RuleBroken(_("Nama berkas memakai garis miring terbalik (%(name)s).", name=shown))
    if _ODD.search(name) or "" in parts or "." in parts:
        raise RuleBroken(_("Nama berkas memuat tanda yang tidak diterima (%(name)s).",
                           name=_ODD.sub("?", shown)))  # fmt: skip
    if len(name) > _LONGEST or len(parts) > _DEEPEST:
        raise RuleBroken(_("Nama atau susunan folder terlalu panjang (%(name)s).", name=shown))
    for part in parts:
        if _DEVICE.fullmatch(part) or part.endswith((".", " ")):
            raise RuleBroken(_("Nama berkas tidak dikenal Windows (%(name)s).", name=shown))


def _check_kind(entry: ZipInfo) -> None:
    shown = entry.filename[:80]
    if entry.flag_bits & 0x41:
        raise RuleBroken(_("Paket ini dikunci dengan kata sandi."))
    mode = stat.S_IFMT(entry.external_attr >> 16)
    if mode == stat.S_IFLNK:
        raise RuleBroken(_("Paket memuat tautan berkas (%(name)s).", name=shown))
    if mode not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise RuleBroken(_("Paket memuat berkas khusus (%(name)s).", name=shown))
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise RuleBroken(_("Cara pemampatan paket tidak dikenal (%(name)s).", name=shown))


def _check_twin(shown: str, is_folder: bool, seen: dict[str, str]) -> None:
    """Refuse a name that stands there already in other capitals, or as a file and as a folder."""
    name = shown.rstrip("/").casefold()
    kind = "folder" if is_folder else "file"
    if name in seen and not (kind == seen[name] == "folder"):
        raise RuleBroken(_("Paket memuat nama yang sama dua kali (%(name)s).",
                           name=shown[:80]))  # fmt: skip
    seen[name] = kind
    above = name.rpartition("/")[0]
    while above:
        if seen.setdefault(above, "folder") == "file":
            raise RuleBroken(_("Paket memuat nama yang sama dua kali (%(name)s).",
                               name=shown[:80]))  # fmt: skip
        above = above.rpartition("/")[0]


def _check_sizes(entries: list[ZipInfo]) -> None:
    if not any(not entry.is_dir() for entry in entries):
        raise RuleBroken(_("Arsip ini kosong."))
    largest = max(entry.file_size for entry in entries)
    if largest > MOST_ENTRY or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _too_large()


def _too_large() -> RuleBroken:
    return RuleBroken(
        _("Isi paket ini lebih dari %(most)s MB setelah dibuka.", most=MOST_UNPACKED // 1_000_000)
    )


def _check_overlap(entries: list[ZipInfo]) -> None:
    """Refuse entries that lie over each other: the way a few bytes pretend to be very many."""
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            raise RuleBroken(_("Arsip ini rusak: isinya saling menindih."))
        end = entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size


@contextmanager
def unpacked(file: IO[bytes], place: Path) -> Iterator[Path]:
    """Give a folder below `place` with the files of a package; gone unless it is moved away."""
    file.seek(0)
    is_tar = file.read(2) == b"\x1f\x8b"
    entries = [] if is_tar else look_through(file)
    place.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=".new-", dir=place))
    try:
        if is_tar:
            _unpack_tar(file, folder)
        else:
            _unpack(file, entries, folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(file: IO[bytes], entries: list[ZipInfo], folder: Path) -> None:
    left = MOST_UNPACKED
    try:
        with ZipFile(file) as archive:
            for entry in entries:
                target = folder / entry.filename
                if entry.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                left -= _write(archive, entry, target, min(left, MOST_ENTRY))
    except (
        BadZipFile, NotImplementedError, RuntimeError, EOFError, ZlibError, ValueError, struct.error
    ) as fault:  # fmt: skip
        raise _broken() from fault


def _write(archive: ZipFile, entry: ZipInfo, target: Path, most: int) -> int:
    """Write one file piece by piece and return its real size."""
    size = 0
    with archive.open(entry) as source, target.open("xb") as sink:
        while piece := source.read(_PIECE):
            size += len(piece)
            if size > most or size > entry.file_size:
                raise _too_large()
            sink.write(piece)
    return size


def _unpack_tar(file: IO[bytes], folder: Path) -> None:
    """Unpack a compressed tar (backups of Moodle), entry by entry within the same bounds."""
    file.seek(0)
    seen: dict[str, str] = {}
    left = MOST_UNPACKED
    try:
        with tarfile.open(fileobj=file, mode="r|gz") as archive:
            for count, entry in enumerate(archive, 1):
                if count > MOST_ENTRIES:
                    raise RuleBroken(_("Paket ini memuat lebih dari %(most)s berkas.",
                                       most=MOST_ENTRIES))  # fmt: skip
                name = entry.name.removeprefix("./")
                if name in ("", "."):
                    continue
                _check_name(name)
                _check_twin(name, entry.isdir(), seen)
                if not (entry.isreg() or entry.isdir()):
                    raise RuleBroken(_("Paket memuat tautan berkas (%(name)s).", name=name[:80]))
                target = folder / name
                (target if entry.isdir() else target.parent).mkdir(parents=True, exist_ok=True)
                if entry.isreg():
                    left -= entry.size
                    if entry.size > MOST_ENTRY or left < 0:
                        raise _too_large()
                    _copy(archive, entry, target)
    except (tarfile.TarError, EOFError, ZlibError, OSError) as fault:
        raise _broken() from fault


def _copy(archive: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> None:
    source = archive.extractfile(entry)
    assert source is not None, "a regular file"
    with source, target.open("xb") as sink:
        shutil.copyfileobj(source, sink, _PIECE)
