"""The template filters: how dates, times, numbers and names are written, and nowhere else."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date
from flask import Flask

from lms.core.clock import AGENCY_ZONE, ZONES
from lms.core.i18n import language

_CENT = Decimal("0.01")
_TIME = {"id": "%H.%M", "en": "%H:%M"}
_DECIMAL = {"id": ",", "en": "."}
_THOUSANDS = {"id": ".", "en": ","}
_DATES = {
    "full": {"id": "EEEE, d MMMM y", "en": "EEEE, d MMMM y"},
    "long": {"id": "d MMMM y", "en": "d MMMM y"},
    "short": {"id": "d MMM", "en": "d MMM"},
    "month": {"id": "MMMM y", "en": "MMMM y"},
    "month_short": {"id": "MMM", "en": "MMM"},
}


@lru_cache(maxsize=4096)
def _date(day: date, style: str, language: str) -> str:
    return str(format_date(day, _DATES[style][language], locale=language))


def _day(value: date | datetime, zone: str) -> date:
    return value.astimezone(ZONES[zone]).date() if isinstance(value, datetime) else value


def tanggal(value: date | datetime | None, zone: str = AGENCY_ZONE) -> str:
    """Write 27 November 2026."""
    return _date(_day(value, zone), "long", language.get()) if value else "–"


def tanggal_pendek(value: date | datetime | None, zone: str = AGENCY_ZONE) -> str:
    """Write 27 Nov."""
    return _date(_day(value, zone), "short", language.get()) if value else "–"


def bulan(value: date, *, short: bool = False) -> str:
    """Write November 2026, or for the axis of a chart Nov."""
    return _date(value, "month_short" if short else "month", language.get())


def hari(value: date | datetime | None, zone: str = AGENCY_ZONE) -> str:
    """Write Jumat, 27 November 2026."""
    return _date(_day(value, zone), "full", language.get()) if value else "–"


def jam(
    value: datetime | None,
    zone: str = AGENCY_ZONE,
    *,
    bare: bool = False,
    seconds: bool = False,
) -> str:
    """Write 13.00 WIB; `bare` leaves the zone out (first half of a span)."""
    if value is None:
        return "–"
    time = _TIME[language.get()]
    clock = value.astimezone(ZONES[zone]).strftime(f"{time}{time[2]}%S" if seconds else time)
    return clock if bare else f"{clock} {zone}"


def waktu(value: datetime | None, zone: str = AGENCY_ZONE) -> str:
    """Write 27 November 2026, 13.00 WIB."""
    return f"{tanggal(value, zone)}, {jam(value, zone)}" if value else "–"


def angka(value: Decimal | float | int | None) -> str:
    """Write a mark with two decimals: 84,50."""
    return _mark(value, language.get()) if value is not None else "–"


@lru_cache(maxsize=16384)  # a gradebook writes the same few thousand marks again and again
def _mark(value: Decimal | float | int, language: str) -> str:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return str(exact.quantize(_CENT, ROUND_HALF_UP)).replace(".", _DECIMAL[language])


def bulat(value: Decimal | float | int | None) -> str:
    """Write a whole number with thousands: 1.234."""
    return f"{value:,.0f}".replace(",", _THOUSANDS[language.get()]) if value is not None else "–"


def ringkas(value: Decimal | float | int | None) -> str:
    """Write a number with the decimals it has: 14 or 22,5."""
    if value is None:
        return "–"
    text = f"{Decimal(str(value)).normalize():f}"
    return text.replace(".", _DECIMAL[language.get()])


def ukuran(size: int | None) -> str:
    """Write a file size: 3,2 MB."""
    if size is None:
        return "–"
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", _DECIMAL[language.get()])


def nip(value: str | None) -> str:
    """Write a NIP in its groups of 8-6-1-3."""
    if not value or len(value) != 18:
        return value or "–"
    return f"{value[:8]} {value[8:14]} {value[14]} {value[15:]}"


def register(app: Flask) -> None:
    """Give the filters to the templates."""
    for write in (
        tanggal, tanggal_pendek, bulan, hari, jam, waktu, angka, bulat, ringkas, ukuran, nip,
    ):  # fmt: skip
        app.jinja_env.filters[write.__name__] = write
