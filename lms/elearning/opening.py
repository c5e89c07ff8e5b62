"""Why a unit is not open yet, in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.core.formats import tanggal
from lms.core.i18n import _


@dataclass(frozen=True)
class Lock:
    """The reason why a trainee cannot open a unit, and in short what opens it."""

    reason: str
    short: str


#: Of so many tests a lock says the titles.
_NAMED = 3


def lock_of(
    *, tests: Sequence[str], opens_on: date | None, today: date, missing: Sequence[str]
) -> Lock | None:
    """Return what keeps a unit closed, None when it is open.

    `tests` are the titles of the tests of earlier subjects that keep its subject locked, `missing`
    those of the units that must be done before and are not.
    """
    if tests:
        titles = ", ".join(tests[:_NAMED]) + (", …" if len(tests) > _NAMED else "")
        sentence = _("Mata pelatihan ini terbuka setelah Anda lulus: %(titles)s.", titles=titles)
        return Lock(sentence, _("setelah tes sebelumnya lulus"))
    if opens_on is not None and today < opens_on:
        day = tanggal(opens_on)
        return Lock(_("Bagian ini terbuka %(day)s.", day=day), _("terbuka %(day)s", day=day))
    if missing:
        titles = ", ".join(missing)
        return Lock(
            _("Bagian ini terbuka setelah Anda menyelesaikan: %(titles)s.", titles=titles),
            _("setelah %(titles)s", titles=titles),
        )
    return None


#: So many days without a step of study, and a trainee who could go on is stuck.
STUCK_DAYS = 4


def is_idle(days: int | None) -> bool:
    """Tell whether so many days without study, or none begun at all, are too many."""
    return days is None or days >= STUCK_DAYS
