"""Questions in a spreadsheet of ours: one row each; the template says what each column holds."""

import re
from collections.abc import Iterator
from decimal import Decimal

from lms.core.i18n import _
from lms.core.tables import Table, cell_at
from lms.elearning.exchange.item import Item, dropped, settled, true_false
from lms.elearning.exchange.markup import literal
from lms.elearning.exchange.pictures import Shelf
from lms.elearning.questions.gap_lines import read_lines
from lms.elearning.questions.numeric import numbers_in
from lms.elearning.questions.written import OptionForm, PairForm, QuestionForm

OPTIONS = tuple(f"pilihan {number}" for number in range(1, 9))
HEADER = (
    "jenis", "pertanyaan", "kunci", *OPTIONS, "pembahasan", "poin", "kategori", "label", "gambar",
    "uraian gambar",
)  # fmt: skip
#: The columns that may name pictures within what they say.
_WRITTEN = ("pertanyaan", *OPTIONS, "pembahasan")
#: What a type is called in the column "jenis".
TYPES = {
    "pilihan ganda": "single", "pilihan jamak": "multiple", "benar salah": "truefalse",
    "isian singkat": "short", "angka": "numeric", "menjodohkan": "matching",
    "mengurutkan": "ordering", "isian rumpang": "cloze", "esai": "essay",
}  # fmt: skip
EXAMPLES = (
    ("pilihan ganda", "Warga bertanya kapan berkasnya selesai. Apa jawaban terbaik?", "A",
     "Menyebut waktu menurut standar", "Meminta warga menunggu kabar", "", "", "", "", "", "",
     "Waktu yang pasti memberi kepastian.", 1, "Pelayanan", "mudah", "", ""),
    ("pilihan jamak", "Manakah komponen standar pelayanan?", "A, B", "Persyaratan",
     "Jangka waktu", "Nama pemohon", "", "", "", "", "", "", 1, "Pelayanan", "", "", ""),
    ("benar salah", "Standar cukup disimpan di ruang kepala bidang.", "salah", "", "", "", "", "",
     "", "", "", "Standar diumumkan.", 1, "Pelayanan", "", "", ""),
    ("isian singkat", "Pernyataan kesanggupan disebut … pelayanan.", "maklumat | maklumat layanan",
     "", "", "", "", "", "", "", "", "", 1, "Pelayanan", "", "", ""),
    ("angka", "Berapa rata-rata 10, 12, 8, 15, dan 10?", "11 ± 0,1", "", "", "", "", "", "", "",
     "", "", 1, "Pelayanan / Hitungan", "hitungan", "", ""),
    ("menjodohkan", "Jodohkan unsur dengan contohnya.", "", "Persyaratan => Fotokopi KTP",
     "Jangka waktu => Dua hari", "=> Ruang tunggu", "", "", "", "", "", "", 1, "Pelayanan", "",
     "", ""),
    ("mengurutkan", "Urutkan langkahnya.", "", "Menerima berkas", "Memeriksa berkas",
     "Menyerahkan hasil", "", "", "", "", "", "", 1, "Pelayanan", "", "", ""),
    ("isian rumpang", "Diperiksa dalam [[hari]] hari oleh [[siapa]].",
     "hari = 2\nsiapa = *petugas | tamu", "", "", "", "", "", "", "", "", "", 2,
     "Pelayanan", "", "", ""),
    ("esai", "Ceritakan satu keluhan dan perbaikannya.", "Nilai kejelasan masalahnya.", "", "",
     "", "", "", "", "", "", "", 10, "Pelayanan", "", "", ""),
)  # fmt: skip


def read(table: Table, shelf: Shelf) -> Iterator[Item]:
    """Yield the questions of a sheet; the pictures they name lie beside it in an archive."""
    columns = {name: table.column(name) for name in HEADER}
    for line, cells in table.rows:
        row = {name: _cell(cells, columns[name]) for name in HEADER}
        yield settled(_item(line, row, shelf))


def _cell(cells: list[object], column: int | None) -> str:
    value = cell_at(cells, column)
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(value).strip()


def _item(line: int, row: dict[str, str], shelf: Shelf) -> Item:
    name = row["pertanyaan"][:80] or _("Baris %(line)s", line=line)
    kind = TYPES.get(re.sub(r"[^a-z]+", " ", row["jenis"].lower()).strip())
    if kind is None:
        return dropped(name, _("Baris %(line)s: jenis tidak dikenal.", line=line))
    notes: list[str] = []
    row = row | {name: shelf.markdown(row[name], notes) for name in _WRITTEN}
    if row["gambar"]:
        picture = f"![{literal(row['uraian gambar'])}](<{row['gambar']}>)"
        row["pertanyaan"] += "\n\n" + shelf.markdown(picture, notes).strip()
    points = numbers_in(row["poin"] or "1")
    form = _form(kind, row, points[-1] if points else Decimal(-1))
    if form is None:
        return dropped(name, _("Baris %(line)s: kunci tidak terbaca.", line=line))
    tags = [" ".join(tag.lower().split()) for tag in row["label"].split(",")]
    return Item(name, form, notes, row["kategori"], [tag for tag in tags if tag][:12])


def _form(kind: str, row: dict[str, str], points: Decimal) -> QuestionForm | None:
    facts = {"feedback": row["pembahasan"], "points": points}
    text, key = row["pertanyaan"], row["kunci"]
    written = [row[name] for name in OPTIONS if row[name]]
    parts = _PARTS[kind](key, written)
    if parts is None:
        return None
    return QuestionForm("bank", kind, text, **(facts | parts))  # type: ignore[arg-type]


def _chosen(key: str, written: list[str]) -> dict[str, object] | None:
    places = {ord(letter) - ord("A") for letter in re.findall(r"[A-Z]", key.upper())}
    if not places or max(places) >= len(written):
        return None
    return {"options": [OptionForm(text, at in places, "") for at, text in enumerate(written)]}


def _truth(key: str, _written: list[str]) -> dict[str, object] | None:
    if key.lower() not in ("benar", "salah"):
        return None
    return {"options": true_false(key.lower() == "benar")}


def _short(key: str, _written: list[str]) -> dict[str, object]:
    return {"answers": [one.strip() for one in key.split("|") if one.strip()]}


def _number(key: str, _written: list[str]) -> dict[str, object] | None:
    value, _sign, around = key.partition("±")
    read, near = numbers_in(value), numbers_in(around or "0")
    if not read or not near:
        return None
    return {"answers": [str(read[-1])], "tolerance": near[-1]}


def _pairs(_key: str, written: list[str]) -> dict[str, object] | None:
    halves = [re.split(r"\s*(?:=>|→)\s*", one, maxsplit=1) for one in written]
    if any(len(one) != 2 for one in halves):
        return None
    return {
        "pairs": [PairForm(left, right) for left, right in halves if left],
        "extras": [right for left, right in halves if not left],
    }


def _gaps(key: str, _written: list[str]) -> dict[str, object] | None:
    gaps = read_lines(key)
    return None if gaps is None else {"gaps": gaps}


_PARTS = {
    "single": _chosen, "multiple": _chosen, "truefalse": _truth, "short": _short,
    "numeric": _number, "matching": _pairs, "cloze": _gaps,
    "ordering": lambda _key, written: {"items": written},
    "essay": lambda key, _written: {"guide": key},
}  # fmt: skip
