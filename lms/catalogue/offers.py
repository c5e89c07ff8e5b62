"""What a person may do about a batch right now, in the words of its one button."""

from dataclasses import dataclass
from datetime import date

from lms.catalogue import rules
from lms.catalogue.models import Batch
from lms.catalogue.queries import OwnPlace, Places
from lms.catalogue.words import ENROLMENT_STATES
from lms.core.errors import RuleBroken
from lms.core.i18n import _


@dataclass(frozen=True)
class Offer:
    """A button that says its outcome, or the reason why there is none."""

    label: str = ""
    reason: str = ""
    #: Whether the person takes part already.
    has_seat: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether there is a button."""
        return bool(self.label)


def offer(batch: Batch, places: Places, own: OwnPlace | None, today: date) -> Offer:
    """Return what the catalogue offers for `batch` to whoever has the place `own` in it."""
    if own is not None and own.place.state != "withdrawn":
        state = str(ENROLMENT_STATES[own.place.state])
        if own.place.state == "waiting":
            return Offer(reason=_("Anda di daftar tunggu, urutan %(place)s", place=own.position))
        said = _("Anda: %(state)s", state=state.lower())
        return Offer(reason=said, has_seat=own.place.has_seat)
    try:
        rules.may_apply(
            batch.state, batch.registration_opens_on, batch.registration_closes_on, today
        )
    except RuleBroken as refused:
        return Offer(reason=refused.sentence)
    if places.is_full:
        return Offer(_("Masuk daftar tunggu, urutan %(place)s", place=places.next_position))
    return Offer(_("Ajukan diri"))
