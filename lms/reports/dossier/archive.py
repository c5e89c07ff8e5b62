"""The archive itself: one folder per item of the code list, an index and sums of all files.

The index stands in it three times: as a page that leads to each file, as PDF, as XLSX.
`SHA256SUMS.txt` is what `sha256sum -c` reads.
"""

import hashlib
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from flask import current_app

from lms.catalogue.models import Batch
from lms.core.addresses import path_of
from lms.core.clock import local, now
from lms.core.i18n import _, reading_as
from lms.core.pdf import render_pdf
from lms.core.tables import write_xlsx
from lms.reports import queries as reports
from lms.reports.dossier import contents, queries, words
from lms.reports.dossier.pieces import MAKERS, Piece, kept
from lms.reports.models import DossierDocument

#: Says how far the work is: done, of how many, at what.
Beat = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Filed:
    """A file in the archive: where, how many bytes, and their SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Missing:
    """What is missing of an item: what, who can supply it, and on which page (with its address)."""

    what: str
    who: str
    where: str
    address: str


@dataclass(frozen=True)
class Entry:
    """An item in the index."""

    number: int
    title: str
    missing: list[Missing]
    files: list[Filed] = field(default_factory=list)

    @property
    def folder(self) -> str:
        """Return the folder of its files."""
        return f"{self.number:02} {plain(self.title)}"


def plain(text: str) -> str:
    """Return a text as part of a name that every system can unpack; letters of all scripts stay."""
    kept = re.sub(r"[^\w ,.()-]", "-", unicodedata.normalize("NFC", text))
    return re.sub(r"\s+", " ", kept).strip(" .")[:80] or "berkas"


def make(batch: Batch, beat: Beat) -> IO[bytes]:
    """Return the archive with everything that is there now; `beat` hears of every item."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever keeps it
    with reading_as("id"), ZipFile(target, "w", ZIP_STORED) as bundle:
        documents = queries.documents_of(batch)
        state = reports.state(batch, reports.texts_of(batch))
        lacks = contents.lacks(state, documents.keys())
        items, entries = contents.items_for(state), []
        for done, item in enumerate(items):
            entry = Entry(contents.number_of(item), str(words.ITEMS[item]),
                          [_missing(batch, item, key) for key in lacks.get(item, ())])  # fmt: skip
            beat(done, len(items) + 1, _("Butir %(item)s", item=entry.title))
            _file(bundle, entry, _pieces(batch, item, documents.get(item, [])))
            entries.append(entry)
        beat(len(items), len(items) + 1, _("Indeks ditulis"))
        _index(bundle, batch, entries)
    target.seek(0)
    return target


def _missing(batch: Batch, item: str, key: str) -> Missing:
    lack = words.lack(item, key)
    path = path_of(lack.endpoint, batch_id=batch.id) if lack.endpoint else ""
    address = current_app.config["PUBLIC_URL"].rstrip("/") + path if path else ""
    return Missing(str(lack.what), str(lack.who), str(lack.where), address)


def _pieces(batch: Batch, item: str, documents: list[DossierDocument]) -> list[Piece]:
    """Return the files of an item: what was put in first, then what the system makes."""
    own = [kept(one.title, one.file) for one in documents]
    return own + list(MAKERS[item](batch) if item in MAKERS else ())


def _file(bundle: ZipFile, entry: Entry, pieces: list[Piece]) -> None:
    used: Counter[str] = Counter()
    for piece in pieces:
        name = f"{plain(piece.name)}.{piece.form}"
        used[name.lower()] += 1
        again = used[name.lower()]
        if again > 1:
            name = f"{plain(piece.name)} ({again}).{piece.form}"
        entry.files.append(_put(bundle, f"{entry.folder}/{name}", piece.read()))


def _put(bundle: ZipFile, path: str, data: bytes) -> Filed:
    info = ZipInfo(path, local(now()).timetuple()[:6])
    info.external_attr = 0o644 << 16
    bundle.writestr(info, data)
    return Filed(path, len(data), hashlib.sha256(data).hexdigest())


def _index(bundle: ZipFile, batch: Batch, entries: list[Entry]) -> None:
    """Write the index in its three forms, then the sums of all files."""
    told = {
        "batch": batch, "entries": entries, "agency": current_app.config["AGENCY_NAME"],
        "printed_at": now(), "count": sum(len(entry.files) for entry in entries),
        "missing": sum(len(entry.missing) for entry in entries),
    }  # fmt: skip
    page = current_app.jinja_env.get_template("reports/dossier_index.html").render(**told)
    filed = [
        _put(bundle, "00 Indeks.html", page.encode()),
        _put(bundle, "00 Indeks.pdf", render_pdf("reports/paper_dossier.html", **told)),
        _put(bundle, "00 Indeks.xlsx", _table(entries)),
    ]
    filed += [one for entry in entries for one in entry.files]
    sums = "".join(f"{one.sha256}  {one.path}\n" for one in filed)
    _put(bundle, "SHA256SUMS.txt", sums.encode())


def _table(entries: list[Entry]) -> bytes:
    header = ("No.", "Isi", "Berkas", "Ukuran (byte)", "SHA-256", "Yang belum ada",
              "Dipenuhi oleh", "Di halaman", "Alamat")  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for entry in entries:
        who = (entry.number, entry.title)
        rows += [(*who, one.path, one.size, one.sha256) for one in entry.files]
        rows += [(*who, None, None, None, one.what, one.who, one.where, one.address)
                 for one in entry.missing]  # fmt: skip
    return write_xlsx(header, rows)
