"""How a certificate writes dates and figures: always in Indonesian, whoever looks. Pure."""

from datetime import date

from lms.certificates.numbering import number_in_words

_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip


def tanggal(day: date) -> str:
    """Write 24 November 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def tanggal_terbilang(day: date) -> str:
    """Write dua puluh empat November dua ribu dua puluh enam."""
    return f"{number_in_words(day.day)} {_MONTHS[day.month - 1]} {number_in_words(day.year)}"


def nip(value: str) -> str:
    """Write a NIP in its groups of 8-6-1-3."""
    return f"{value[:8]} {value[8:14]} {value[14]} {value[15:]}" if len(value) == 18 else value
