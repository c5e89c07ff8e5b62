"""Which format a file is in, and its questions."""

from collections.abc import Iterable

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.tables import read_table
from lms.elearning.exchange import aiken, gift, moodle, qti_read, table
from lms.elearning.exchange.archive import Archive
from lms.elearning.exchange.item import Item
from lms.elearning.exchange.pictures import Gallery, PicturesOf, Shelf
from lms.elearning.exchange.xml import name_of, parse

#: Questions in one file.
MOST_ITEMS = 20_000
#: What people call the formats.
FORMATS = {
    "gift": "GIFT", "aiken": "Aiken", "moodle": "Moodle XML", "qti": "QTI", "table": "XLSX",
}  # fmt: skip


def read_any(data: bytes, kind: str, gallery: Gallery) -> tuple[str, Iterable[Item]]:
    """Return the format (a key of FORMATS) and the questions, read one by one.

    `kind` is the kind of file: txt, xml, zip or xlsx. Their pictures go into the gallery.
    RuleBroken when it holds no questions.
    """
    if kind == "zip":
        return _read_archive(Archive(data), gallery)
    return _read_file(data, kind, gallery, Shelf(gallery))


def _read_archive(archive: Archive, gallery: Gallery) -> tuple[str, Iterable[Item]]:
    """Read a package of QTI, or the one file of questions that lies beside its pictures."""
    if "imsmanifest.xml" in archive.names():
        return "qti", qti_read.read_package(archive, gallery)
    kinds = {"gift": "txt", "txt": "txt", "xlsx": "xlsx"}
    found = [name for name in archive.names() if name.rpartition(".")[2].lower() in kinds]
    if len(found) != 1:
        raise RuleBroken(
            _("Arsip ini harus memuat imsmanifest.xml (paket QTI), atau satu berkas GIFT atau "
              "XLSX dengan gambar di sampingnya.")
        )  # fmt: skip
    kind = kinds[found[0].rpartition(".")[2].lower()]
    shelf = Shelf(gallery, PicturesOf(archive).beside(found[0]))
    return _read_file(archive.read(found[0]), kind, gallery, shelf)


def _read_file(
    data: bytes, kind: str, gallery: Gallery, shelf: Shelf
) -> tuple[str, Iterable[Item]]:  # fmt: skip
    if kind == "xlsx":
        found = read_table(data, kind, most_rows=MOST_ITEMS)
        if found.column("jenis") is None or found.column("pertanyaan") is None:
            raise RuleBroken(_('Baris pertama harus memuat kolom "jenis" dan "pertanyaan".'))
        return "table", table.read(found, shelf)
    if kind == "xml":
        root = parse(data)
        if name_of(root) == "quiz":
            return "moodle", moodle.read(root, gallery)
        if name_of(root) == "assessmentitem":
            return "qti", [qti_read.read_item(root, shelf)]
        raise RuleBroken(_("XML ini bukan Moodle XML dan bukan soal QTI."))
    text = _text_of(data)
    if aiken.ANSWER.search(text) and "{" not in text:
        return "aiken", aiken.read(text)
    return "gift", gift.read(text, shelf)


def _text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise RuleBroken(_("Berkas teks ini bukan UTF-8. Simpan sebagai UTF-8.")) from fault
