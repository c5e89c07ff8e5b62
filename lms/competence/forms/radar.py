"""Nominating people of the radar to one of the open batches."""

from collections.abc import Iterable, Sequence

from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from lms.competence.queries import Offer
from lms.core.addresses import whole
from lms.core.forms import Form
from lms.core.i18n import _, _l


class RadarForm(Form):
    """To which batch the ticked people are nominated."""

    batch = SelectField(
        _l("Angkatan yang dibuka"), [InputRequired(_l("Pilih angkatannya."))], name="angkatan"
    )
    offers: Sequence[Offer] = ()

    @classmethod
    def of(cls, offers: Sequence[Offer], cells: dict[str, str]) -> "RadarForm":
        """Return the form that offers these batches, each with what it fills."""
        made = cls()
        made.offers = offers
        made.batch.choices = [SelectChoice("", _l("Pilih angkatan"))] + [
            SelectChoice(
                one.key,
                _("%(title)s: %(cell)s, %(jp)s JP, sisa %(seats)s kursi", title=one.title,
                   cell=cells[one.cell], jp=f"{one.jp.normalize():f}", seats=one.seats),
            )
            for one in offers
        ]  # fmt: skip
        return made

    @property
    def chosen(self) -> Offer | None:
        """Return the batch that was chosen."""
        return next((one for one in self.offers if one.key == self.batch.data), None)


def chosen_people(values: Iterable[str]) -> list[int]:
    """Return the ids of a list of ticked boxes; what is no number is left out."""
    found = []
    for value in values:
        try:
            found.append(whole(value))
        except ValueError:
            continue
    return found
