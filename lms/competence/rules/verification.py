"""The life of a training report: what may follow what. Pure."""

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: verb -> (states it may come after, state it leads to)
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "resubmitted": (("returned",), "submitted"),
    "withdrawn": (("submitted", "returned"), "withdrawn"),
    "returned": (("submitted",), "returned"),
    "verified": (("submitted",), "verified"),
    "refused": (("submitted",), "refused"),
    "reversed": (("verified",), "reversed"),
    "undone": (("verified", "refused", "returned"), "submitted"),
}
#: Decisions that the person must be able to read a reason of.
NEED_REASON = ("returned", "refused", "reversed")
#: Shortest reason that says something, in letters.
SHORTEST_REASON = 10


def next_state(state: str, verb: str) -> str:
    """Return the state after a verb, or refuse a verb that does not fit the present state."""
    before, after = STEPS[verb]
    if state not in before:
        raise RuleBroken(_("Laporan ini sudah berubah sejak Anda membukanya. Muat ulang halaman."))
    return after


def check_reason(verb: str, note: str) -> None:
    """Refuse a decision without the reason it needs."""
    if verb in NEED_REASON and len(note.strip()) < SHORTEST_REASON:
        raise RuleBroken(_("Tulis alasannya, paling sedikit %(count)s huruf; pegawai membacanya.",
                           count=SHORTEST_REASON))  # fmt: skip


def may_undo(last_verb: str, same_decision: bool) -> bool:
    """Tell whether a decision can be undone: nothing happened to the report since."""
    return same_decision and last_verb in ("verified", "refused", "returned")
