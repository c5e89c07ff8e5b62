"""What the solver is asked: which batches, for how long; what is not to be had."""

from collections.abc import Sequence

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from lms.catalogue.models import Batch
from lms.core.forms import Form, MultiCheckboxField, trimmed
from lms.core.i18n import _l
from lms.people.models import Person
from lms.schedule.actions import MOST_SECONDS, Trouble
from lms.schedule.forms.resources import BlockForm
from lms.schedule.models import Room


class SearchForm(Form):
    """How a plan is to be looked for."""

    seconds = IntegerField(
        _l("Lama pencarian (detik)"),
        [
            InputRequired(_l("Isi lama pencarian.")),
            NumberRange(5, MOST_SECONDS, _l("Isi 5 sampai 600 detik.")),
        ],
        default=30,
        description=_l("Dapat dihentikan kapan saja; susunan terbaik sejauh itu disimpan"),
    )
    seed = IntegerField(
        _l("Nomor acak"),
        [InputRequired(_l("Isi nomor acak.")), NumberRange(1, 999_999, _l("Isi 1 sampai 999999."))],
        default=1,
        description=_l("Nomor lain dapat memberi susunan lain"),
    )
    link = StringField(
        _l("Tautan pertemuan"),
        [
            Optional(),
            Length(max=400),
            Regexp(r"https://\S+$", message=_l("Tulis tautan lengkap, mulai dengan https://.")),
        ],
        filters=[trimmed],
        description=_l("Untuk sesi virtual tanpa akun, mulai dengan https://"),
    )
    others = MultiCheckboxField(_l("Susun bersama angkatan lain"), coerce=int)

    rooms = MultiCheckboxField(
        _l("Ruang pilihan"),
        coerce=int,
        description=_l("Didahulukan bila kosong; tanpa pilihan semua ruang sama baiknya"),
    )

    def offer(self, batches: Sequence[Batch], rooms: Sequence[Room]) -> None:
        """Fill in batches that can be planned together with this one, and rooms to prefer."""
        self.others.choices = [(one.id, one.name) for one in batches]
        self.rooms.choices = [(one.id, one.name) for one in rooms]


class RepairForm(BlockForm):
    """A room or an instructor that is not to be had."""

    resource = SelectField(_l("Yang tidak tersedia"))

    def offer(self, people: Sequence[Person], rooms: Sequence[Room]) -> None:
        """Fill in instructors and rooms."""
        self.resource.choices = {
            str(_l("Pengajar")): [(f"person-{one.id}", one.name) for one in people],
            str(_l("Ruang")): [(f"room-{one.id}", one.name) for one in rooms],
        }

    def trouble(self) -> Trouble:
        """Return what was filled in."""
        kind, _dash, number = self.resource.data.partition("-")
        begins, ends = self.moments()
        return Trouble(kind, int(number), begins, ends, self.reason.data or "")
