"""How each form of learning becomes hours (JP): dated lines with clause and confidence. Pure.

PerLAN 10/2018 annex as read in secondary sources (docs/facts.md 3); nearly all of it is C1, so the
agency's own dated lines (ConversionLine) come after these and replace them from their day on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from lms.core.errors import RuleBroken
from lms.core.i18n import _

_CENT = Decimal("0.01")
#: The column of the index table a record can fill.
CELLS = ("struktural", "fungsional", "teknis", "seminar")
#: What one unit is: an hour on the certificate, a day, a session, or the whole activity.
UNITS = ("jp", "day", "session", "activity")
PERIODS = ("day", "month", "year")
#: The line that says how many JP a working day holds; it is no form of learning.
WORKING_DAY = "hari_kerja"


@dataclass(frozen=True)
class Conversion:
    """One dated line: `jp` per unit, at most `cap` in a `cap_per` (None: no limit of its own).

    `international` is the percentage of the national value, None where no source gives it.
    """

    form: str
    unit: str
    jp: Decimal
    cap: Decimal | None
    cap_per: str
    international: int | None
    cell: str
    evidence: str
    clause: str
    confidence: str
    valid_from: date
    valid_until: date | None = None


#: form -> number of the kind of training in SIASN (docs/facts.md 3, C1; that it is BKN's own
#: list is M), in the order in which forms are offered.
FORMS: dict[str, int] = {
    "struktural": 1,
    "manajerial": 5,
    "teknis": 3,
    "fungsional": 2,
    "sosial_kultural": 6,
    "bimtek": 8,
    "kursus": 11,
    "penataran": 12,
    "workshop": 4,
    "seminar": 9,
    "webinar": 9,
    "sosialisasi": 7,
    "klasikal": 13,
    "e_learning": 16,
    "jarak_jauh": 17,
    "coaching": 14,
    "mentoring": 15,
    "bimbingan": 24,
    "komunitas_belajar": 23,
    "belajar_mandiri": 22,
    "magang": 10,
    "detasering": 18,
    "penugasan_khusus": 18,
    "pertukaran": 21,
    "patok_banding": 20,
    "outbond": 19,
    "nonklasikal": 25,
}

_LAN = "PerLAN 10/2018 lampiran"
_SINCE = date(2018, 8, 1)


def _line(
    form: str, unit: str, jp: int, *, cap: tuple[int, str] | None = None,
    international: int | None = 120, cell: str = "seminar", evidence: str = "sertifikat",
    confidence: str = "C1", clause: str = _LAN,
) -> Conversion:  # fmt: skip
    return Conversion(
        form, unit, Decimal(jp), Decimal(cap[0]) if cap else None, cap[1] if cap else "",
        international, cell, evidence, clause, confidence, _SINCE,
    )  # fmt: skip


STANDARD: tuple[Conversion, ...] = (
    _line("struktural", "jp", 1, international=None, cell="struktural", confidence="C"),
    _line("manajerial", "jp", 1, cell="teknis", confidence="C"),
    _line("teknis", "jp", 1, cell="teknis", confidence="C"),
    _line("fungsional", "jp", 1, cell="fungsional", confidence="C"),
    _line("sosial_kultural", "jp", 1, cell="teknis", confidence="C"),
    _line("bimtek", "jp", 1, cell="teknis", confidence="M"),
    _line("kursus", "jp", 1, confidence="M"),
    _line("penataran", "jp", 1, confidence="M"),
    _line("workshop", "day", 5, international=140, confidence="C"),
    _line("seminar", "day", 4, international=150, confidence="C"),
    _line("webinar", "day", 4, international=150, confidence="D"),
    _line("sosialisasi", "day", 4, international=150),
    _line("klasikal", "jp", 1, cell="teknis", confidence="M"),
    _line("e_learning", "jp", 1, cap=(3, "day"), international=100, cell="teknis"),
    _line("jarak_jauh", "jp", 1, cell="teknis"),
    _line("coaching", "session", 2, cap=(4, "month"), international=None, evidence="laporan"),
    _line("mentoring", "session", 2, cap=(4, "month"), international=None, evidence="laporan"),
    _line("bimbingan", "activity", 2, cap=(4, "month"), evidence="laporan"),
    _line("komunitas_belajar", "jp", 1, cap=(2, "day"), evidence="laporan"),
    _line("belajar_mandiri", "jp", 1, cap=(2, "day"), international=None, evidence="laporan"),
    _line("magang", "activity", 20, evidence="surat_keterangan"),
    _line("detasering", "activity", 20, evidence="sk"),
    _line("penugasan_khusus", "activity", 20, evidence="sk", confidence="D",
          clause="belum ada konversi resmi; dihitung seperti detasering"),
    _line("pertukaran", "activity", 20, evidence="sk"),
    _line("patok_banding", "activity", 10, international=None, evidence="laporan"),
    _line("outbond", "jp", 1),
    _line("nonklasikal", "activity", 2, international=None, evidence="laporan", confidence="M"),
    _line(WORKING_DAY, "day", 10, international=100, confidence="M", evidence="",
          clause="jam kerja 08.00-17.00, 1 JP = 45 menit"),
)  # fmt: skip


def in_force(lines: Iterable[Conversion], form: str, day: date) -> Conversion | None:
    """Return the line of a form on a day: the newest that holds then, of equals the last given."""
    found: Conversion | None = None
    for line in lines:
        holds = line.valid_from <= day and (line.valid_until is None or day <= line.valid_until)
        if line.form != form or not holds:
            continue
        if found is None or line.valid_from >= found.valid_from:
            found = line
    return found


def line_for(lines: Iterable[Conversion], form: str, day: date) -> Conversion:
    """Return the line in force, or refuse the form for that day."""
    found = in_force(lines, form, day)
    if found is None:
        raise RuleBroken(_("Tidak ada aturan konversi JP untuk bentuk ini pada tanggal itu."))
    return found


def spans(lines: Iterable[Conversion], form: str) -> list[tuple[date, Conversion | None]]:
    """Return from which day on which line of a form holds (None: none), the oldest first."""
    known = [line for line in lines if line.form == form]
    turns = {line.valid_from for line in known}
    turns |= {line.valid_until + timedelta(days=1) for line in known if line.valid_until}
    return [(day, in_force(known, form, day)) for day in sorted(turns)]


def working_day(lines: Iterable[Conversion], day: date) -> Decimal:
    """Return how many JP a day holds at most."""
    return line_for(lines, WORKING_DAY, day).jp


def jp_of(
    line: Conversion, units: Decimal, starts_on: date, ends_on: date, *, international: bool = False
) -> Decimal:
    """Return the JP of one training (two decimals): units times the line, within its cap.

    Where no source gives the international value, the national one counts.
    """
    percent = line.international if international and line.international is not None else 100
    full = units * line.jp * percent / 100
    if line.cap is not None:
        full = min(full, line.cap * _periods(line.cap_per, starts_on, ends_on))
    return full.quantize(_CENT, ROUND_HALF_UP)


def _periods(per: str, first: date, last: date) -> int:
    """Return how many days, months or years of the calendar the span touches."""
    if per == "day":
        return (last - first).days + 1
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    return months if per == "month" else last.year - first.year + 1


#: Sessions in one report.
_MOST_SESSIONS = 60


def check_units(line: Conversion, units: Decimal, days: int, day_limit: Decimal) -> None:
    """Refuse units that the dates cannot hold, with the sentence that says what can."""
    if units <= 0:
        raise RuleBroken(_("Isi jumlah lebih dari nol."))
    if line.unit == "jp":
        if units > day_limit * days:
            raise RuleBroken(
                _("%(jp)s JP tidak mungkin dalam %(days)s hari: satu hari paling banyak "
                  "%(limit)s JP. Periksa tanggal dan JP pada sertifikat.",
                  jp=f"{units.normalize():f}", days=days, limit=f"{day_limit.normalize():f}")
            )  # fmt: skip
        return
    if units != units.to_integral_value():
        raise RuleBroken(_("Untuk bentuk ini isi jumlah dengan angka bulat."))
    if line.unit == "day" and units > days:
        raise RuleBroken(
            _("Tanggalnya hanya %(days)s hari. Isi jumlah hari sesuai tanggal.", days=days)
        )
    if line.unit == "session" and units > _MOST_SESSIONS:
        raise RuleBroken(_("Satu laporan memuat paling banyak %(most)s sesi.", most=_MOST_SESSIONS))
    if line.unit == "activity" and units != 1:
        raise RuleBroken(_("Laporkan setiap kegiatan sendiri-sendiri: isi jumlah 1."))


def check_line(line: Conversion, former: Mapping[str, date]) -> None:
    """Refuse a new dated line that says nothing or would rewrite the past.

    `former` gives, by form, the first day of the line in force.
    """
    if line.form not in FORMS and line.form != WORKING_DAY:
        raise RuleBroken(_("Pilih salah satu bentuk pengembangan kompetensi."))
    if line.jp <= 0 or (line.cap is not None and line.cap <= 0):
        raise RuleBroken(_("JP dan batasnya harus lebih dari nol."))
    if (line.cap is None) != (not line.cap_per):
        raise RuleBroken(_("Isi batas JP bersama masa batasnya, atau kosongkan keduanya."))
    if line.valid_until is not None and line.valid_until < line.valid_from:
        raise RuleBroken(_("Hari terakhir tidak boleh sebelum hari pertama."))
    begun = former.get(line.form)
    if begun is not None and line.valid_from <= begun:
        raise RuleBroken(
            _("Aturan yang berlaku dimulai %(day)s. Aturan baru harus dimulai sesudahnya.",
              day=begun.isoformat())
        )  # fmt: skip
