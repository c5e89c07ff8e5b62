"""Which rooms and people a whole plan begins with, and which batch it is copied from."""

from collections.abc import Sequence

from flask import request
from wtforms import BooleanField, SelectChoice, SelectField, StringField
from wtforms.validators import Length, Optional

from lms.catalogue.models import Batch
from lms.core.forms import Form, MultiCheckboxField, trimmed
from lms.core.i18n import _, _l
from lms.people.models import Person
from lms.schedule.actions import Staffing
from lms.schedule.models import Room, WebinarAccount


class TemplateForm(Form):
    """What the sessions of a template begin with; each can be changed on the board."""

    room = SelectField(_l("Ruang tatap muka"), coerce=int, default=0)
    account = SelectField(_l("Akun webinar"), coerce=int, default=0)
    link = StringField(
        _l("Tautan pertemuan"),
        [Optional(), Length(max=400)],
        filters=[trimmed],
        description=_l("Untuk sesi virtual tanpa akun, mulai dengan https://"),
    )
    team = MultiCheckboxField(
        _l("Pengajar sesi bersama"),
        coerce=int,
        description=_l("Lebih dari satu berarti mengajar sebagai tim"),
    )

    def offer(
        self, rooms: Sequence[Room], accounts: Sequence[WebinarAccount],
        people: Sequence[Person], groups: Sequence[str],
    ) -> None:  # fmt: skip
        """Fill in what can be chosen; groups have a leader and a room each."""
        self.room.choices = [SelectChoice(0, _("Tanpa ruang"))] + [
            SelectChoice(
                room.id, _("%(name)s, %(seats)s kursi", name=room.name, seats=room.capacity)
            )
            for room in rooms
        ]
        self.account.choices = [SelectChoice(0, _("Tanpa akun"))] + [
            SelectChoice(one.id, one.name) for one in accounts
        ]
        self.team.choices = [SelectChoice(person.id, person.name) for person in people]
        self.groups = list(groups)
        self.people, self.rooms = list(people), list(rooms)

    def _chosen(self, prefix: str, allowed: set[int]) -> dict[str, int]:
        """Return what was chosen for each group, by its name."""
        found = {}
        for place, name in enumerate(self.groups):
            number = request.form.get(f"{prefix}-{place}", 0, type=int)
            if number in allowed:
                found[name] = number
        return found

    def staffing(self) -> Staffing:
        """Return what was filled in."""
        return Staffing(
            room_id=self.room.data or None,
            account_id=self.account.data or None,
            link=self.link.data or "",
            team=tuple(self.team.data or ()),
            by_group=self._chosen("pengajar", {person.id for person in self.people}),
            rooms_by_group=self._chosen("ruang", {room.id for room in self.rooms}),
        )


class CloneForm(Form):
    """Another batch of the programme, whose plan is copied."""

    source = SelectField(_l("Salin dari angkatan"), coerce=int)
    with_instructors = BooleanField(_l("Dengan pengajarnya"))

    def offer(self, batches: Sequence[Batch]) -> None:
        """Fill in what can be chosen."""
        self.sources = {batch.id: batch for batch in batches}
        self.source.choices = [SelectChoice(batch.id, batch.name_with_year) for batch in batches]
