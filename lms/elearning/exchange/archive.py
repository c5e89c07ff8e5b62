"""Zip files of strangers, read in memory: nothing of them is ever written to a path they name."""

import re
from io import BytesIO
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: Absolute bounds: small packages may pack as tightly as they like.
MOST_ENTRIES = 20_000
MOST_UNPACKED = 200_000_000
MOST_ENTRY = 20_000_000
_DRIVE = re.compile(r"^[A-Za-z]:")


class Archive:
    """An opened zip; RuleBroken with the cause when it is broken, locked, hostile or too large."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except (BadZipFile, ValueError, NotImplementedError, OSError) as fault:
            raise RuleBroken(_("Arsip ZIP ini rusak atau terpotong. Ekspor ulang.")) from fault
        if len(entries) > MOST_ENTRIES:
            raise RuleBroken(_("Arsip ini memuat lebih dari %(most)s berkas.", most=MOST_ENTRIES))
        self._entries: dict[str, ZipInfo] = {}
        self._seen: set[str] = set()
        for entry in entries:
            self._take(entry)
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise RuleBroken(
                _("Isi arsip ini lebih dari %(most)s MB.", most=MOST_UNPACKED // 1_000_000)
            )
        self._left = MOST_UNPACKED

    def _take(self, entry: ZipInfo) -> None:
        name = entry.filename
        parts = name.rstrip("/").split("/")
        if (
            "\\" in entry.orig_filename or "\0" in entry.orig_filename or name.startswith("/")
            or _DRIVE.match(name) or ".." in parts or "" in parts
        ):  # fmt: skip
            raise RuleBroken(_("Arsip ini menunjuk ke luar foldernya (%(name)s).", name=name[:80]))
        if entry.external_attr >> 28 == 0o12:
            raise RuleBroken(_("Arsip ini memuat tautan berkas (%(name)s).", name=name[:80]))
        if entry.flag_bits & 0x1:
            raise RuleBroken(_("Arsip ini dikunci dengan kata sandi."))
        if name.lower() in self._seen:
            raise RuleBroken(
                _("Arsip ini memuat nama yang sama dua kali (%(name)s).", name=name[:80])
            )
        self._seen.add(name.lower())
        self._entries[name] = entry

    def names(self) -> list[str]:
        """Return the names of the files in it."""
        return [name for name in self._entries if not name.endswith("/")]

    def read(self, name: str) -> bytes:
        """Return one file; its real size counts, not the one it says."""
        entry = self._entries.get(name)
        if entry is None:
            raise RuleBroken(_("Berkas %(name)s tidak ada di arsip.", name=name[:80]))
        try:
            with self._zip.open(entry) as file:
                data = file.read(MOST_ENTRY + 1)
        except (
            BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ZlibError, LZMAError,
        ) as fault:  # fmt: skip
            raise RuleBroken(_("Arsip ZIP ini rusak atau terpotong. Ekspor ulang.")) from fault
        self._left -= len(data)
        if len(data) > MOST_ENTRY or self._left < 0:
            raise RuleBroken(
                _("Berkas %(name)s di arsip terlalu besar setelah dibuka.", name=name[:80])
            )
        return data
