"""Rules of the final meeting: which decisions it may take. Pure."""

from lms.core.errors import RuleBroken
from lms.core.i18n import _

OUTCOMES = ("lulus", "ditunda", "tidak_lulus")


def check_decision(name: str, proposed: str, decided: str, reason: str, *, may_pass: bool) -> None:
    """Refuse a decision that the marks do not allow, or that departs from them without a reason.

    The meeting may be stricter than the reckoning, and may let somebody pass whom absence alone
    keeps back ("may be declared not passed", docs/facts.md 1, C); it may not pass who missed a
    bound by marks (`may_pass` is False). Every departure needs its reason in the minutes.
    """
    if decided not in OUTCOMES:
        raise RuleBroken(_("Pilih putusan untuk %(name)s.", name=name))
    if decided == proposed:
        return
    if decided == "lulus" and not may_pass:
        raise RuleBroken(
            _("%(name)s tidak mencapai batas nilai dan tidak dapat diputuskan lulus.", name=name)
        )
    if not reason.strip():
        raise RuleBroken(_("Tulis alasan putusan %(name)s yang berbeda dari usulan.", name=name))
