"""What is tried out on the index: trainings with seats and cost, people, and limits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.competence import rules
from lms.competence.actions import Wish
from lms.competence.queries import Offer
from lms.competence.rules.planning import Option
from lms.core.errors import RuleBroken
from lms.core.forms import Form
from lms.core.i18n import _, _l
from lms.people.models import POSITION_KINDS
from lms.people.words import POSITION_KINDS as KIND_WORDS

MOST_SEATS, MOST_COST = 100_000, 10**9


class ScenarioForm(Form):
    """A scenario; the seats and costs of the offers are read from the table beside it."""

    title = StringField(
        _l("Nama skenario"),
        [InputRequired(_l("Beri nama agar mudah dibandingkan.")),
         Length(max=80, message=_l("Tulis paling banyak 80 huruf."))],
    )  # fmt: skip
    method = RadioField(
        _l("Cara memilih pegawai"),
        choices=[SelectChoice("simulate", _l("Isi kursi dengan yang poinnya naik paling banyak")),
                 SelectChoice("optimise", _l("Cari susunan terbaik dalam anggaran dan batas"))],
        default="simulate",
    )  # fmt: skip
    aim = RadioField(
        _l("Tujuan susunan terbaik"),
        choices=[SelectChoice("points", _l("Indeks naik paling tinggi")),
                 SelectChoice("gaps", _l("Kewajiban yang belum terpenuhi lebih dahulu"))],
        default="points",
    )  # fmt: skip
    rule_set = SelectField(_l("Aturan"))
    day = DateField(
        _l("Selesai paling lambat"), [InputRequired(_l("Isi tanggal."))],
        description=_l("Indeks dibandingkan pada hari itu."),
    )  # fmt: skip
    offices = SelectMultipleField(_l("Perangkat daerah"), coerce=int, render_kw={"size": 6})
    kinds = SelectMultipleField(_l("Jenis jabatan"), render_kw={"size": 5})
    budget = IntegerField(
        _l("Anggaran (rupiah)"), [Optional(), NumberRange(0, 10**12, _l("Isi rupiah yang wajar."))]
    )
    away = IntegerField(
        _l("Paling banyak berangkat dari satu perangkat daerah (persen)"),
        [InputRequired(_l("Isi persen.")), NumberRange(1, 100, _l("Isi antara 1 dan 100."))],
        default=10,
    )  # fmt: skip
    a_person = IntegerField(
        _l("Pelatihan per pegawai"),
        [InputRequired(_l("Isi jumlah.")), NumberRange(1, 4, _l("Isi antara 1 dan 4."))],
        default=1,
    )  # fmt: skip

    @classmethod
    def of(cls, offices: Sequence[tuple[int, str]], day: date) -> "ScenarioForm":
        """Return the form for whoever may send the people of these offices."""
        form = cls(day=day, kinds=list(POSITION_KINDS))
        form.rule_set.choices = [
            SelectChoice(one.key, one.title) for one in rules.RULE_SETS.values()
        ]
        form.offices.choices = [SelectChoice(opd_id, name) for opd_id, name in offices]
        form.kinds.choices = [SelectChoice(kind, KIND_WORDS[kind]) for kind in POSITION_KINDS]
        return form

    def wish(self, options: Sequence[Option], scope: Sequence[int] | None) -> Wish:
        """Return what is wanted; `scope` are the offices one may choose from (None: all)."""
        chosen = [one for one in self.offices.data or [] if scope is None or one in scope]
        return Wish(
            self.title.data, self.method.data, self.rule_set.data, self.day.data, options,
            chosen or scope, self.kinds.data or [], self.budget.data, self.away.data,
            self.a_person.data, self.aim.data,
        )  # fmt: skip


def read_options(given: Mapping[str, Any], offers: Sequence[Offer], day: date) -> list[Option]:
    """Return the offers that got seats, with their cost; refuse what is no number."""
    found = []
    for offer in offers:
        seats = _number(given.get(f"seats-{offer.key}", ""), MOST_SEATS, offer.title)
        cost = _number(given.get(f"cost-{offer.key}", ""), MOST_COST, offer.title)
        if offer.seats is not None and seats > offer.seats:
            raise RuleBroken(
                _("%(title)s hanya mempunyai %(left)s kursi.", title=offer.title, left=offer.seats)
            )
        if seats:
            found.append(offer.option(seats, cost, day))
    return found


def _number(text: str, highest: int, title: str) -> int:
    text = text.strip().replace(".", "")
    if not text:
        return 0
    if not text.isdecimal() or int(text) > highest:
        raise RuleBroken(
            _("Isi kursi dan biaya %(title)s dengan angka bulat yang wajar.", title=title)
        )
    return int(text)
