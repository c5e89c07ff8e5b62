"""Rules of places in a batch: who may ask, who gets a seat, when the waiting list moves. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: Where a batch may go from each state; back only while nothing has been built on the present one.
_NEXT = {
    "planned": ("open",),
    "open": ("running", "planned"),
    "running": ("grading",),
    "grading": ("closed", "running"),
    "closed": (),
}


def next_states(state: str) -> tuple[str, ...]:
    """Return the states a batch may move to, the usual one first."""
    return _NEXT[state]


def check_components(parts: Sequence[Mapping[str, Any]]) -> None:
    """Refuse graded parts whose weights (percent) do not add up to 100.

    Without weights nobody could be told before the training how it is marked: PKP's are not
    published (docs/facts.md 2), so whoever runs the batch enters them.
    """
    if not parts:
        raise RuleBroken(
            _("Bobot nilai program ini belum ditetapkan. Isi komponen nilai angkatan dulu.")
        )
    if len({part["key"] for part in parts}) != len(parts):
        raise RuleBroken(_("Dua komponen memakai nama yang sama."))
    weights = [Decimal(str(part["weight"])) for part in parts]
    total = sum(weights, Decimal())
    if any(weight <= 0 for weight in weights) or total != 100:
        raise RuleBroken(
            _("Bobot nilai berjumlah %(total)s, seharusnya 100.", total=f"{total.normalize():f}")
        )


def seat_for(quota: int, taken: int) -> str:
    """Return the state of whoever is accepted now: "accepted" with a seat, "waiting" without."""
    return "accepted" if taken < quota else "waiting"


def may_apply(batch_state: str, opens_on: date, closes_on: date, today: date) -> None:
    """Refuse an application outside the time in which the batch takes them."""
    if batch_state == "running":
        raise RuleBroken(_("Angkatan ini sudah berjalan dan tidak membuka pendaftaran."))
    if batch_state != "open":
        raise RuleBroken(_("Angkatan ini tidak membuka pendaftaran."))
    if today < opens_on:
        raise RuleBroken(_("Pendaftaran angkatan ini belum dibuka."))
    if today > closes_on:
        raise RuleBroken(_("Pendaftaran angkatan ini sudah ditutup."))


def promotable(batch_state: str, starts_on: date, today: date) -> bool:
    """Tell whether a freed seat may go to the waiting list: never once the batch has begun."""
    return batch_state in ("planned", "open") and today < starts_on
