"""Rules about people: what a NIP says, passwords, and the wait after wrong tries. Pure.

NIP of PNS: Perka BKN 22/2007, 18 digits (docs/facts.md 4, C); layout of PPPK numbers: M.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: Youngest age at appointment in years.
YOUNGEST = 18
#: Tries within the window that make an account wait.
TRIES = 5
WINDOW = timedelta(seconds=60)
#: So many wrong tries start a wait however slowly they come: patience is no way around the window.
PATIENT_TRIES = 20
FIRST_WAIT = timedelta(seconds=60)
LONGEST_WAIT = timedelta(minutes=15)

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 128
#: Digits alone are dates and telephone numbers; only a number this long is not guessed soon.
SHORTEST_NUMBER = 14
#: Passwords people here choose first; compared without case, spaces, and digits or signs around.
COMMON = frozenset(
    "password passw0rd p@ssword p@ssw0rd pass sandi katasandi sandiku rahasia rahasiaku admin "
    "administrator user login guest root test coba cobacoba qwerty qwertyui qwertyuiop qwe asd "
    "asdf asdfgh asdfghjk asdfghjkl zxcvbnm qazwsx qazwsxedc q2w3e4r q2w3e4r5t qaz2wsx zaq12wsx "
    "abc abcd abcde abcdef abcdefgh efgh iloveyou sayang sayangku sayangkamu cinta cintaku "
    "akucintakamu anakku mamapapa ibuku keluarga keluargaku bismillah alhamdulillah "
    "allahuakbar assalamualaikum indonesia indonesiaku merdeka lampung lampungku bandarlampung "
    "tanjungkarang metro pringsewu kotabumi kalianda liwa krui bpsdm bpsdmlampung pemprov "
    "provlampung pemprovlampung latsar latsarcpns cpns asn pns pppk pnslampung berakhlak "
    "selamat selamatpagi semangat sukses terimakasih welcome letmein monkey dragon master "
    "sunshine football sepakbola persija persib bandung jakarta surabaya palembang kucing "
    "matahari bintang bulan mawar melati princess superman batman naruto doraemon pancasila "
    "garuda gajah siger tapis ruwajurai waykambas widyaiswara peserta pengajar guru perawat "
    "dokter belajar pelatihan diklat januari februari maret april juni juli agustus september "
    "oktober november desember senin selasa rabu kamis jumat sabtu minggu".split()
)

#: Grades of PNS with their ranks (docs/facts.md 4, C).
RANKS = {
    "I/a": "Juru Muda", "I/b": "Juru Muda Tingkat I", "I/c": "Juru", "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda", "II/b": "Pengatur Muda Tingkat I", "II/c": "Pengatur",
    "II/d": "Pengatur Tingkat I", "III/a": "Penata Muda", "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata", "III/d": "Penata Tingkat I", "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I", "IV/c": "Pembina Utama Muda", "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}  # fmt: skip
#: Grades of PPPK: I to XVII, without ranks (docs/facts.md 4, M).
PPPK_GRADES = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII",
)  # fmt: skip


@dataclass(frozen=True)
class ParsedNip:
    """What the 18 digits say; PPPK numbers carry a year but no month of appointment."""

    birth_date: date
    appointed_year: int
    appointed_month: int | None
    is_woman: bool
    serial: int


def check_nip(nip: str, employment: str) -> ParsedNip:
    """Return what a NIP says, or refuse with the sentence that names the wrong part.

    `employment` is "pns", "cpns" or "pppk". A NIP has no check digit, so only dates, sex and
    serial can be checked.
    """
    digits = "".join(nip.split())
    if not (digits.isascii() and digits.isdigit()):
        raise RuleBroken(_("NIP terdiri dari 18 angka, tanpa huruf atau tanda baca."))
    if len(digits) != 18:
        raise RuleBroken(_("NIP harus 18 angka. Anda mengisi %(count)s.", count=len(digits)))
    birth = _birth_date(digits[:8])
    year = int(digits[8:12])
    month = None if employment == "pppk" else _month(digits[12:14])
    _check_age(birth, year, month)
    if digits[14] not in "12":
        raise RuleBroken(_("Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan)."))
    serial = int(digits[15:])
    if serial == 0:
        raise RuleBroken(_("Tiga angka terakhir NIP dimulai dari 001."))
    return ParsedNip(birth, year, month, digits[14] == "2", serial)


def cell_text(cell: object) -> str:
    """Return what a cell of a table says, whole numbers without a fraction."""
    return f"{cell:.0f}" if isinstance(cell, float | int) else str(cell).strip()


def nip_in_cell(cell: object) -> str:
    """Return the 18 digits in a cell of a table; refuses what a spreadsheet has spoilt.

    A spreadsheet keeps 15 digits of a number: the last three of the NIP are then already wrong.
    """
    digits = cell_text(cell).replace(" ", "").strip("'")
    if isinstance(cell, float | int) or re.fullmatch(r"\d[.,]\d+E\+?17", digits, re.IGNORECASE):
        raise RuleBroken(_("NIP tersimpan sebagai angka, tiga digit terakhirnya hilang. "
                           "Ubah kolom NIP menjadi teks lalu ketik ulang."))  # fmt: skip
    if not (digits.isascii() and digits.isdigit() and len(digits) == 18):
        raise RuleBroken(_("NIP harus 18 angka."))
    return digits


def _birth_date(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as fault:
        raise RuleBroken(
            _("Delapan angka pertama NIP bukan tanggal lahir: %(digits)s.", digits=digits)
        ) from fault


def _month(digits: str) -> int:
    month = int(digits)
    if not 1 <= month <= 12:
        raise RuleBroken(
            _("Angka ke-13 dan 14 NIP bukan bulan pengangkatan: %(digits)s.", digits=digits)
        )
    return month


def _check_age(birth: date, year: int, month: int | None) -> None:
    """Refuse an appointment before the eighteenth birthday, as far as the number tells (D).

    It tells the month of appointment of PNS and CPNS, of PPPK the year alone.
    """
    known_month = month if month is not None else 12
    if (year, known_month) < (birth.year + YOUNGEST, birth.month if month is not None else 1):
        raise RuleBroken(
            _("Tahun pengangkatan pada NIP jatuh sebelum usia %(age)s tahun.", age=YOUNGEST)
        )


def throttle_wait(failures: list[datetime], now: datetime) -> timedelta | None:
    """Return how long an account must still wait after wrong tries, None when it need not.

    Five wrong tries within 60 seconds start a wait of a minute; each further wrong try doubles it
    up to 15 minutes. `failures` are the sorted tries of the last hour.
    """
    wait: timedelta | None = None
    for at in range(TRIES - 1, len(failures)):
        slow = failures[at] - failures[at - TRIES + 1] > WINDOW and at < PATIENT_TRIES - 1
        if wait is None and slow:
            continue
        wait = FIRST_WAIT if wait is None else min(wait * 2, LONGEST_WAIT)
    if wait is None:
        return None
    left = failures[-1] + wait - now
    return left if left > timedelta() else None


def check_password(password: str, *, name: str, nip: str) -> None:
    """Refuse a password that is too short, too common, or made of the person's name or NIP.

    No composition rules and no forced change (ASVS 6.2.5, 6.2.10).
    """
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(
            _("Kata sandi paling sedikit %(count)s huruf atau angka.", count=SHORTEST_PASSWORD)
        )
    if len(password) > LONGEST_PASSWORD:
        raise RuleBroken(_("Kata sandi paling panjang %(count)s huruf.", count=LONGEST_PASSWORD))
    plain = "".join(password.lower().split())
    if nip and nip in plain:
        raise RuleBroken(_("Kata sandi tidak boleh memuat NIP Anda."))
    words = [word for word in name.lower().split() if len(word) > 2]
    core = plain.strip("0123456789!?.,@#$%&*()_-+=")
    guessable = core in {*words, "".join(words), "".join(reversed(words)), *COMMON}
    if guessable or _is_number(plain, core) or _is_pattern(plain):
        raise RuleBroken(
            _("Kata sandi ini mudah ditebak. Pilih kalimat pendek yang hanya Anda tahu.")
        )


def _is_number(plain: str, core: str) -> bool:
    """Tell whether nothing but digits and signs is left, and few of them."""
    return not core and len(plain) < SHORTEST_NUMBER


def _is_pattern(text: str) -> bool:
    """Tell whether the text counts up or down, or repeats up to four signs over and over."""
    steps = {ord(b) - ord(a) for a, b in zip(text, text[1:], strict=False)}
    repeats = any(text == (text[:size] * len(text))[: len(text)] for size in range(1, 5))
    return steps in ({1}, {-1}) or repeats
