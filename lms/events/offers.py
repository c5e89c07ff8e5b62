"""What a person may do about an event right now, in the words of its one button."""

from dataclasses import dataclass
from datetime import date, datetime

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.events import rules
from lms.events.models import Event, Participation
from lms.events.queries import Seats


@dataclass(frozen=True)
class Offer:
    """A button that says its outcome, or the reason why there is none."""

    label: str = ""
    reason: str = ""


def offer(
    event: Event, seats: Seats, own: Participation | None, today: date, moment: datetime
) -> Offer:
    """Return what the page offers to whoever has the place `own` in the event, or none."""
    if own is not None and own.state in ("registered", "waiting"):
        return Offer()
    try:
        rules.check_registration(
            event.state, event.registration_opens_on, event.registration_closes_on, today
        )
    except RuleBroken as refused:
        return Offer(reason=refused.sentence)
    if event.ends_at <= moment:
        return Offer(reason=_("Kegiatan ini sudah selesai."))
    invited = own is not None and own.state == "invited"
    if event.audience == "invited" and not invited:
        return Offer(reason=_("Kegiatan ini hanya untuk yang diundang penyelenggara."))
    if seats.is_full:
        return Offer(_("Masuk daftar tunggu, urutan %(place)s", place=seats.waiting + 1))
    return Offer(_("Terima undangan") if invited else _("Daftar"))
