"""Training histories in the field names and formats of SIASN (docs/facts.md 5, C1). Pure.

Courses go to the history of courses, leadership training to the history of structural training.
What SIASN numbers by itself (`id`, `instansiId`, `lokasiId`, `latihanStrukturalId`) stays empty;
`pnsOrangId` carries the NIP, by which the receiving office finds its own number.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from lms.hours.rules import FORMS

COURSE_COLUMNS = (
    "id", "instansiId", "institusiPenyelenggara", "jenisDiklatId", "jenisKursus",
    "jenisKursusSertipikat", "jumlahJam", "lokasiId", "namaKursus", "nomorSertipikat",
    "pnsOrangId", "tahunKursus", "tanggalKursus", "tanggalSelesaiKursus",
)  # fmt: skip
STRUCTURAL_COLUMNS = (
    "id", "bobot", "institusiPenyelenggara", "jenisKompetensi", "jumlahJam",
    "latihanStrukturalId", "nomor", "pnsOrangId", "tahun", "tanggal", "tanggalSelesai",
)  # fmt: skip
#: Kind of the history -> its columns.
COLUMNS = {"kursus": COURSE_COLUMNS, "diklat": STRUCTURAL_COLUMNS}
#: SIASN tells courses with a certificate from those without.
_WITH_CERTIFICATE, _WITHOUT_CERTIFICATE = "S", "T"


@dataclass(frozen=True)
class Learning:
    """One training of one person, as the ledger has it."""

    nip: str
    form: str
    title: str
    organiser: str
    number: str
    jp: Decimal
    starts_on: date
    ends_on: date


def is_structural(one: Learning) -> bool:
    """Tell whether a training belongs to the history of structural training."""
    return one.form == "struktural"


def row(kind: str, one: Learning) -> list[str | int]:
    """Return a training as the columns of its kind of history, in their order."""
    told = _structural(one) if kind == "diklat" else _course(one)
    return [told.get(column, "") for column in COLUMNS[kind]]


def _course(one: Learning) -> dict[str, str | int]:
    return {
        "institusiPenyelenggara": one.organiser,
        "jenisDiklatId": FORMS.get(one.form, FORMS["nonklasikal"]),
        "jenisKursusSertipikat": _WITH_CERTIFICATE if one.number else _WITHOUT_CERTIFICATE,
        "jumlahJam": _hours(one.jp),
        "namaKursus": one.title,
        "nomorSertipikat": one.number,
        "pnsOrangId": one.nip,
        "tahunKursus": one.ends_on.year,
        "tanggalKursus": _day(one.starts_on),
        "tanggalSelesaiKursus": _day(one.ends_on),
    }


def _structural(one: Learning) -> dict[str, str | int]:
    return {
        "institusiPenyelenggara": one.organiser,
        "jumlahJam": _hours(one.jp),
        "nomor": one.number,
        "pnsOrangId": one.nip,
        "tahun": one.ends_on.year,
        "tanggal": _day(one.starts_on),
        "tanggalSelesai": _day(one.ends_on),
    }


def _hours(jp: Decimal) -> int:
    """Return whole hours: SIASN takes no fractions; half an hour counts up."""
    return int(jp.quantize(Decimal(1), ROUND_HALF_UP))


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
