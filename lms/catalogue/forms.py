"""What people fill in about batches and places in them, and what lists are narrowed to."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from lms.catalogue.actions import Plan
from lms.catalogue.actions.batches import MOST_SEATS
from lms.catalogue.calendar import date_problems, spread
from lms.catalogue.models import Batch, BatchPhase, Phase
from lms.catalogue.queries import BatchFilter, CatalogueFilter
from lms.catalogue.words import BATCH_STATES, MODALITIES, STAFF_ROLES
from lms.core.addresses import whole
from lms.core.clock import ZONES
from lms.core.forms import Form
from lms.core.i18n import _l, lazy_pgettext

_DATE = [InputRequired(_l("Isi tanggal."))]


class ReasonForm(Form):
    """A reason that the person concerned will read."""

    reason = TextAreaField(
        _l("Alasan"),
        [
            DataRequired(_l("Tulis alasannya; pegawai yang bersangkutan akan membacanya.")),
            Length(max=300, message=_l("Tulis paling banyak 300 huruf.")),
        ],
        render_kw={"rows": 3, "maxlength": 300},
    )


class DecisionForm(Form):
    """What to do with the ticked names of a roster."""

    reason = StringField(_l("Alasan bila ditolak"), [Length(max=300)])
    group = StringField(
        _l("Kelompok"), [Length(max=40, message=_l("Tulis paling banyak 40 huruf."))]
    )


class WithdrawForm(Form):
    """Why a place is given up."""

    reason = TextAreaField(
        _l("Alasan"),
        [Optional(), Length(max=300, message=_l("Tulis paling banyak 300 huruf."))],
        render_kw={"rows": 3, "maxlength": 300},
    )


class NominationForm(Form):
    """For which batch the ticked people are put forward."""

    batch = SelectField(lazy_pgettext("singular", "Angkatan"), coerce=int)
    batches: Sequence[Batch] = ()

    @property
    def chosen(self) -> Batch | None:
        """Return the batch that was chosen."""
        return next((batch for batch in self.batches if batch.id == self.batch.data), None)

    @classmethod
    def of(cls, batches: Sequence[Batch]) -> "NominationForm":
        """Return the form that offers these batches."""
        form = cls()
        form.batches = batches
        form.batch.choices = [SelectChoice(batch.id, batch.name_with_year) for batch in batches]
        return form


class StaffForm(Form):
    """Who gets which work in a batch; the person comes from a search."""

    person = IntegerField(
        _l("Nama"), [InputRequired(_l("Cari lalu pilih satu nama."))], widget=HiddenInput()
    )
    role = SelectField(
        _l("Peran"),
        choices=[SelectChoice(*role) for role in STAFF_ROLES.items()],
        default="instructor",
    )


class PlanForm(Form):
    """A batch; `plan_form` adds the dates of the programme's phases."""

    number = IntegerField(
        _l("Nomor angkatan"),
        [
            InputRequired(_l("Isi nomor angkatan.")),
            NumberRange(1, 399, _l("Isi nomor antara 1 dan 399.")),
        ],
        description=_l("Ditulis dengan angka Romawi pada nama: 12 menjadi XII"),
        render_kw={"inputmode": "numeric"},
    )
    year = IntegerField(
        _l("Tahun"),
        [InputRequired(_l("Isi tahun.")), NumberRange(2000, 2100, _l("Isi tahun empat angka."))],
        render_kw={"inputmode": "numeric"},
    )
    label = StringField(
        _l("Keterangan pada nama"),
        [Length(max=40, message=_l("Tulis paling banyak 40 huruf."))],
        description=_l("Boleh kosong, misalnya Golongan III"),
    )
    quota = IntegerField(
        _l("Kuota peserta"),
        [
            InputRequired(_l("Isi kuota peserta.")),
            NumberRange(1, MOST_SEATS, _l("Isi kuota antara 1 dan 500.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    place = StringField(
        _l("Tempat"),
        [
            DataRequired(_l("Isi tempat pelatihan, atau Daring.")),
            Length(max=120, message=_l("Tulis paling banyak 120 huruf.")),
        ],
    )
    zone = SelectField(_l("Zona waktu"), choices=[SelectChoice(zone) for zone in ZONES])
    registration_opens_on = DateField(_l("Pendaftaran dibuka"), _DATE)
    registration_closes_on = DateField(_l("Pendaftaran ditutup"), _DATE)

    phases: Sequence[Phase] = ()

    def phase_fields(self) -> list[tuple[Phase, Any, Any]]:
        """Return each phase with the fields of its first and last day."""
        return [
            (phase, self[f"starts_{phase.key}"], self[f"ends_{phase.key}"]) for phase in self.phases
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then how the dates fit together."""
        if not super().validate(extra_validators):
            return False
        problems = date_problems(
            [(phase.key, first.data, last.data) for phase, first, last in self.phase_fields()],
            self.registration_opens_on.data,
            self.registration_closes_on.data,
        )
        for name, sentence in problems:
            self[name].errors = [*self[name].errors, sentence]
        return not problems

    def plan(self) -> Plan:
        """Return what was filled in."""
        return Plan(
            number=self.number.data,
            year=self.year.data,
            label=self.label.data or "",
            quota=self.quota.data,
            place=self.place.data.strip(),
            zone=self.zone.data,
            registration_opens_on=self.registration_opens_on.data,
            registration_closes_on=self.registration_closes_on.data,
            phases={p.id: (first.data, last.data) for p, first, last in self.phase_fields()},
        )


def plan_form(phases: Sequence[Phase], **defaults: Any) -> PlanForm:
    """Return the form of a batch with two date fields per phase."""
    fields: dict[str, Any] = {"phases": phases}
    for phase in phases:
        fields[f"starts_{phase.key}"] = DateField(_l("Hari pertama"), _DATE)
        fields[f"ends_{phase.key}"] = DateField(_l("Hari terakhir"), _DATE)
    return type("PlanFormOfPhases", (PlanForm,), fields)(data=defaults)


def first_plan(phases: Sequence[Phase], first: date, today: date) -> dict[str, Any]:
    """Return sensible dates for a batch that begins on `first`: phases one after the other."""
    spans = spread([phase.days for phase in phases], first)
    dates: dict[str, Any] = {
        "registration_opens_on": today,
        "registration_closes_on": max(today, spans[0][0] - timedelta(days=7)),
    }
    for phase, (starts, ends) in zip(phases, spans, strict=True):
        dates |= {f"starts_{phase.key}": starts, f"ends_{phase.key}": ends}
    return dates


def present_plan(batch: Batch, dates: Sequence[BatchPhase]) -> dict[str, Any]:
    """Return what a batch's form shows at first."""
    names = (
        "number", "year", "label", "quota", "place", "zone",
        "registration_opens_on", "registration_closes_on",
    )  # fmt: skip
    found: dict[str, Any] = {name: getattr(batch, name) for name in names}
    for each in dates:
        found[f"starts_{each.phase.key}"] = each.starts_on
        found[f"ends_{each.phase.key}"] = each.ends_on
    return found


def catalogue_filter(args: MultiDict[str, str]) -> CatalogueFilter:
    """Read the catalogue's filter from an address; what makes no sense narrows nothing."""
    mode, order = args.get("cara", ""), args.get("urut", "")
    return CatalogueFilter(
        q=args.get("q", "").strip()[:100],
        kind=args.get("jenis", "")[:40],
        mode=mode if mode in MODALITIES else "",
        month=_date(f"{args.get('bulan', '')}-01"),
        only_open=args.get("kursi") == "ada",
        order=order if order in ("soon", "jp") else "soon",
    )


def batch_filter(args: MultiDict[str, str]) -> BatchFilter:
    """Read the filter of the list of batches from an address."""
    state = args.get("tahap", "")
    return BatchFilter(
        programme=args.get("program", "")[:80],
        state=state if state in BATCH_STATES else "",
        year=args.get("tahun", type=whole),
        page=max(1, min(10_000, args.get("halaman", 1, type=whole))),
    )


def chosen_day(text: str, otherwise: date) -> date:
    """Read a day from an address."""
    return _date(text) or otherwise


def chosen_ids(values: Sequence[str]) -> list[int]:
    """Read ticked ids; what is no number is left out."""
    return [int(value) for value in values[:1000] if value.isdecimal() and len(value) < 10]


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
