"""Rates of teaching as dated lines with source and confidence, and what they add up to. Pure.

Only the ceilings of Perpres 33/2020 are known, from memory (docs/facts.md 9, M); Perpres 72/2025
replaced it, and its figures were not found. So every figure here is to be checked and continued by
the agency's own dated lines, which come after these and replace them from their day on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: Outside speaker (penceramah), instructor from elsewhere, instructor of the agency.
PAY_KINDS = ("speaker", "outside", "inside")
#: JP a month that an instructor of the agency teaches before honour begins; no rate.
MINIMUM = "minimum"
KINDS = (*PAY_KINDS, MINIMUM)
CONFIDENCES = ("C", "C1", "D", "M")
_CLAUSE = "Perpres 33/2020 (batas atas); diganti Perpres 72/2025"
#: The day from which these are used here; the regulation's own day was not found.
_SINCE = date(2020, 1, 1)


@dataclass(frozen=True)
class Rate:
    """One dated line: rupiah per JP, or for "minimum" JP per month."""

    kind: str
    amount: Decimal
    valid_from: date
    clause: str
    confidence: str


STANDARD: tuple[Rate, ...] = (
    Rate("speaker", Decimal(1_000_000), _SINCE, _CLAUSE, "M"),
    Rate("outside", Decimal(300_000), _SINCE, _CLAUSE, "M"),
    Rate("inside", Decimal(200_000), _SINCE, _CLAUSE, "M"),
    Rate(MINIMUM, Decimal(0), _SINCE,
         "Perka LAN 43/2015: honor di atas beban minimum; angkanya belum ditemukan", "M"),
)  # fmt: skip


def in_force(lines: Iterable[Rate], kind: str, day: date) -> Rate:
    """Return the line of a kind on a day: the newest that holds, of equals the last given."""
    found = [line for line in lines if line.kind == kind and line.valid_from <= day]
    if not found:
        raise RuleBroken(_("Tidak ada tarif untuk tanggal itu."))
    newest = max(line.valid_from for line in found)
    return [line for line in found if line.valid_from == newest][-1]


def check(line: Rate, former: Rate) -> None:
    """Refuse a new line that says nothing, or would rewrite the time of the former one."""
    if line.kind not in KINDS or line.confidence not in CONFIDENCES:
        raise RuleBroken(_("Pilih salah satu yang tersedia."))
    if line.amount < 0 or (line.kind != MINIMUM and line.amount == 0):
        raise RuleBroken(_("Tarif harus lebih dari nol."))
    if line.valid_from <= former.valid_from:
        raise RuleBroken(
            _("Tarif yang berlaku dimulai %(day)s. Tarif baru harus dimulai sesudahnya.",
              day=former.valid_from.isoformat())
        )  # fmt: skip


@dataclass(frozen=True)
class Pay:
    """What somebody is paid for a month: JP that are paid, rupiah per JP, and the sum."""

    jp: int
    rate: Decimal
    amount: Decimal


def pay(lines: Iterable[Rate], kind: str, jp: int, day: date) -> Pay:
    """Return the pay for the JP of a month; who is of the agency teaches the minimum without."""
    lines = list(lines)
    free = int(in_force(lines, MINIMUM, day).amount) if kind == "inside" else 0
    paid, rate = max(0, jp - free), in_force(lines, kind, day).amount
    return Pay(paid, rate, paid * rate)
