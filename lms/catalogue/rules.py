"""Rules of places in a batch: who may ask, who gets a seat, when the waiting list moves. Pure."""

from datetime import date

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
