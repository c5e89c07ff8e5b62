"""Who gets how much more time."""

from collections.abc import Sequence

from wtforms import SelectField

from lms.catalogue.models import Enrolment
from lms.core.forms import Form
from lms.core.i18n import _, _l, lazy_pgettext
from lms.elearning.rules import EXTRA_TIMES


class ExtraTimeForm(Form):
    """One trainee and the share of the time that is added."""

    enrolment = SelectField(lazy_pgettext("singular", "Peserta"), coerce=int)
    percent = SelectField(_l("Tambahan"), coerce=int)

    @classmethod
    def of(cls, seats: Sequence[Enrolment]) -> "ExtraTimeForm":
        """Return the form with the trainees of a batch."""
        form = cls()
        form.enrolment.choices = [(seat.id, seat.person.name) for seat in seats]
        form.percent.choices = [
            (
                percent,
                _("%(percent)s%% lebih lama", percent=percent) if percent else _("tanpa tambahan"),
            )
            for percent in EXTRA_TIMES
        ]
        return form
