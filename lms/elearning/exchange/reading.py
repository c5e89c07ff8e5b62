"""Which format a file is in, and its questions."""

from collections.abc import Iterable

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.tables import read_table
from lms.elearning.exchange import aiken, gift, moodle, qti_read, table
from lms.elearning.exchange.archive import Archive
from lms.elearning.exchange.item import Item
from lms.elearning.exchange.xml import name_of, parse

#: Questions in one file.
MOST_ITEMS = 20_000
#: What people call the formats.
FORMATS = {
    "gift": "GIFT", "aiken": "Aiken", "moodle": "Moodle XML", "qti": "QTI", "table": "XLSX",
}  # fmt: skip


def read_any(data: bytes, kind: str) -> tuple[str, Iterable[Item]]:
    """Return the format (a key of FORMATS) and the questions, read one by one.

    `kind` is the kind of file: txt, xml, zip or xlsx. RuleBroken when it holds no questions.
    """
    if kind == "xlsx":
        found = read_table(data, kind, most_rows=MOST_ITEMS)
        if found.column("jenis") is None or found.column("pertanyaan") is None:
            raise RuleBroken(_('Baris pertama harus memuat kolom "jenis" dan "pertanyaan".'))
        return "table", table.read(found)
    if kind == "zip":
        return "qti", qti_read.read_package(Archive(data))
    if kind == "xml":
        root = parse(data)
        if name_of(root) == "quiz":
            return "moodle", moodle.read(root)
        if name_of(root) == "assessmentitem":
            return "qti", [qti_read.read_item(root)]
        raise RuleBroken(_("XML ini bukan Moodle XML dan bukan soal QTI."))
    text = data.decode("utf-8-sig")
    if aiken.ANSWER.search(text) and "{" not in text:
        return "aiken", aiken.read(text)
    return "gift", gift.read(text)
