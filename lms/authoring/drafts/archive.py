"""A programme as one ZIP: packed the same way each time, and read back within absolute bounds."""

import re
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lms.authoring.drafts.tree import Files, kind_of
from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: Of the ZIP itself, and of all its files together.
MOST_BYTES, _MOST_UNPACKED, _MOST_FILES = 60_000_000, 100_000_000, 2000
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: ZIP knows no day before 1980; with one fixed day the same files are the same ZIP.
_DAY = (1980, 1, 1, 0, 0, 0)
#: Kind of a Unix link in the upper half of an entry's attributes.
_LINK, _TYPE = 0o120000, 0o170000


def packed(files: Files) -> bytes:
    """Return the files as a ZIP with the shape of courses/."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = ZipInfo(path, _DAY)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[path])
    return target.getvalue()


def unpacked(data: bytes) -> tuple[str, dict[str, bytes]]:
    """Return key and files of the programme in a ZIP; RuleBroken says why there is none."""
    if len(data) > MOST_BYTES:
        raise RuleBroken(_("ZIP lebih besar dari %(most)s MB.", most=MOST_BYTES // 1_000_000))
    try:
        with ZipFile(BytesIO(data)) as archive:
            found = _read(archive)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as bad:
        raise RuleBroken(_("Berkas ini bukan ZIP yang utuh. Ekspor sekali lagi.")) from bad
    keys = [path.split("/")[0] for path in found if path.endswith("/programme.yaml")]
    keys = [key for key in keys if f"{key}/programme.yaml" in found]
    if len(keys) != 1 or not _KEY.fullmatch(keys[0]):
        raise RuleBroken(
            _("ZIP harus memuat tepat satu folder program dengan programme.yaml di dalamnya.")
        )
    strange = [
        path for path in found if not kind_of(path) or path.split("/")[0] not in _tops(keys[0])
    ]
    if strange:
        raise RuleBroken(_("Berkas ini tidak dikenal di dalam ZIP: %(name)s", name=strange[0][:80]))
    return keys[0], found


def _tops(key: str) -> set[str]:
    return {key, "glosarium.yaml", "survei.yaml"}


def _read(archive: ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise RuleBroken(_("Isi ZIP terlalu banyak atau terlalu besar."))
    found: dict[str, bytes] = {}
    left = _MOST_UNPACKED
    for entry in entries:
        path = entry.filename.removeprefix("courses/")
        is_link = (entry.external_attr >> 16) & _TYPE == _LINK
        if is_link or entry.flag_bits & 1 or not _is_safe(path) or path in found:
            raise RuleBroken(_("Nama berkas ini tidak diterima: %(name)s", name=path[:80]))
        with archive.open(entry) as source:
            found[path] = source.read(left + 1)  # what the directory says of sizes may be a lie
        left -= len(found[path])
        if left < 0:
            raise RuleBroken(_("Isi ZIP terlalu banyak atau terlalu besar."))
    return found


def _is_safe(path: str) -> bool:
    parts = path.split("/")
    return (
        "\\" not in path
        and "\0" not in path
        and all(part and not part.startswith(".") and ":" not in part for part in parts)
    )


def safe_name(name: str) -> str:
    """Return the name of an upload as media are named: small letters, figures and hyphens."""
    stem, dot, suffix = name.rpartition("/")[2].rpartition("\\")[2].rpartition(".")
    words = re.findall(r"[a-z0-9]+", (stem if dot else suffix).lower())
    return f"{'-'.join(words)[:60] or 'gambar'}.{suffix.lower()}" if dot else ""
