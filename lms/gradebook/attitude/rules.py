"""How levels become the points of a day, and days the mark of the attitude. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.gradebook.attitude.instruments import LEVELS, Aspect, Instrument

_CENT = Decimal("0.01")
#: Aspects of a form and indicators of an aspect: more than any form has.
MOST_ASPECTS, MOST_INDICATORS = 10, 12


@dataclass(frozen=True)
class DayMark:
    """The points of one trainee on one day: their sum over the observers, and how many."""

    day: date
    total: Decimal
    observers: int


@dataclass(frozen=True)
class Recap:
    """What the days of one trainee add up to."""

    points: Decimal
    days: int
    sheets: int


def points_of(form: Instrument, level: str, exceptions: Mapping[str, str]) -> Decimal:
    """Return the points (0 to 100) of one sheet: the mean over all indicators of the form.

    Every indicator stands at `level` unless `exceptions` (number -> level) says otherwise; rounded
    half up to two decimals. Raises RuleBroken for a level or an indicator that the form lacks.
    """
    known = form.indicators
    if level not in LEVELS or not set(exceptions) <= set(known):
        raise RuleBroken(_("Formulir sikap ini sudah berubah. Muat ulang halaman."))
    if not set(exceptions.values()) <= set(LEVELS):
        raise RuleBroken(_("Pilih tingkat yang ada pada formulir."))
    total = sum((form.points[exceptions.get(one, level)] for one in known), Decimal())
    return (total / len(known)).quantize(_CENT, ROUND_HALF_UP)


def recap(days: Iterable[DayMark]) -> Recap | None:
    """Return the mark of the attitude: the mean of the days, each the mean of its observers.

    Rounded once, half up, to two decimals; None without a day. That every day and every observer
    weighs the same is ours (D): the text of recap form 3G was not found (docs/facts.md 1).
    """
    found = list(days)
    if not found:
        return None
    total = sum((one.total / one.observers for one in found), Decimal())
    points = (total / len(found)).quantize(_CENT, ROUND_HALF_UP)
    return Recap(points, len(found), sum(one.observers for one in found))


def check_day(day: date, first: date, last: date, today: date) -> None:
    """Refuse to observe outside the training, or ahead of time."""
    if not first <= day <= last:
        raise RuleBroken(_("Hari itu di luar masa pelatihan angkatan ini."))
    if day > today:
        raise RuleBroken(_("Hari itu belum tiba."))


def check_reason(marked_on: Collection[date], today: date, reason: str) -> None:
    """Ask why marks are changed after the day on which they were written."""
    if not reason and any(day != today for day in marked_on):
        raise RuleBroken(_("Tulis alasan: catatan yang ditulis pada hari lain berubah."))


def read_aspects(text: str) -> list[Aspect]:
    """Return the aspects of a form written as lines: "# Disiplin", then its indicators.

    Raises RuleBroken naming what is missing.
    """
    found: list[tuple[str, list[str]]] = []
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("#"):
            found.append((line.lstrip("# ")[:80], []))
        elif line and not found:
            raise RuleBroken(_("Baris pertama harus nama aspek, misalnya: # Disiplin"))
        elif line:
            found[-1][1].append(line.lstrip("- ")[:200])
    if not found or len(found) > MOST_ASPECTS:
        raise RuleBroken(_("Isi 1 sampai %(most)s aspek.", most=MOST_ASPECTS))
    for title, indicators in found:
        if not title or not 1 <= len(indicators) <= MOST_INDICATORS:
            raise RuleBroken(
                _("Aspek %(title)s: isi 1 sampai %(most)s indikator.", title=title or "?",
                  most=MOST_INDICATORS)
            )  # fmt: skip
    return [Aspect(title, tuple(indicators)) for title, indicators in found]


def check_points(points: Mapping[str, Decimal]) -> None:
    """Refuse levels whose points do not fall from the best to the worst."""
    worth = [points[level] for level in LEVELS]
    if any(better <= worse for better, worse in zip(worth, worth[1:], strict=False)):
        raise RuleBroken(_("Poin harus menurun dari Sangat baik ke Sangat kurang."))


def written(aspects: Iterable[Aspect]) -> str:
    """Return aspects as the lines that `read_aspects` reads."""
    return "\n\n".join(
        "\n".join([f"# {one.title}", *(f"- {words}" for words in one.indicators)])
        for one in aspects
    )
