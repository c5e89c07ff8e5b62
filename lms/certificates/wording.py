"""How a certificate writes dates and figures: always in Indonesian, whoever looks. Pure."""

from datetime import date

from lms.certificates.numbering import number_in_words

_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
#: Kind of a light event -> what a paper calls it.
EVENTS = {
    "webinar": "Webinar",
    "seminar": "Seminar",
    "workshop": "Lokakarya",
    "community": "Komunitas Belajar",
    "coaching": "Coaching",
    "mentoring": "Mentoring",
    "assignment": "Penugasan Khusus",
}


def tanggal(day: date) -> str:
    """Write 24 November 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def tanggal_terbilang(day: date) -> str:
    """Write dua puluh empat November dua ribu dua puluh enam."""
    return f"{number_in_words(day.day)} {_MONTHS[day.month - 1]} {number_in_words(day.year)}"


def koma(mark: str) -> str:
    """Write a frozen mark as sentences do: 84,77."""
    return mark.replace(".", ",")


def romawi(number: int) -> str:
    """Write a rank from 1 to 39 in Roman figures."""
    tens, ones = divmod(number, 10)
    units = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * tens + units[ones]
