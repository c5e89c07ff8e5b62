"""Opening, editing and moving batches."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lms.catalogue import queries, rules
from lms.catalogue.actions.places import promote
from lms.catalogue.actions.staff import cover_staff
from lms.catalogue.calendar import date_problems
from lms.catalogue.models import Batch, BatchPhase, ProgrammeVersion
from lms.core.access import forget
from lms.core.audit import record
from lms.core.clock import ZONES
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person

#: More than any hall seats: a typing mistake.
MOST_SEATS = 500


@dataclass(frozen=True)
class Plan:
    """What an organiser decides about a batch; its first and last day follow from the phases."""

    number: int
    quota: int
    #: Phase id -> first and last day.
    phases: Mapping[int, tuple[date, date]]
    registration_opens_on: date
    registration_closes_on: date
    year: int | None = None
    label: str = ""
    place: str = ""
    zone: str = "WIB"

    @property
    def starts_on(self) -> date:
        """Return the first day of the first phase."""
        return min(first for first, _last in self.phases.values())

    @property
    def ends_on(self) -> date:
        """Return the last day of the last phase."""
        return max(last for _first, last in self.phases.values())


def open_batch(version: ProgrammeVersion, plan: Plan, *, by: Person) -> Batch:
    """Plan a new batch of a programme version; it takes applications once moved to "open"."""
    plan = replace(plan, year=plan.year or plan.starts_on.year, label=plan.label.strip())
    _check_plan(plan, version.id)
    _check_name_is_free(plan, version.programme_id)
    batch = Batch(
        version_id=version.id, version=version, programme_id=version.programme_id,
        opened_by_id=by.id,
    )  # fmt: skip
    _write(batch, plan)
    batch.state = "planned"
    db.session.add(batch)
    db.session.flush()
    db.session.add_all(
        BatchPhase(batch_id=batch.id, phase_id=phase_id, starts_on=first, ends_on=last)
        for phase_id, (first, last) in plan.phases.items()
    )
    record("batch.opened", batch, by=by, name=batch.name_with_year)
    return batch


def edit_batch(batch: Batch, plan: Plan, *, by: Person) -> int:
    """Change a batch; seats added by a higher quota go to the queue. Returns how many moved up."""
    lock(batch)
    plan = replace(plan, year=plan.year or plan.starts_on.year, label=plan.label.strip())
    if batch.state == "closed":
        raise RuleBroken(_("Angkatan ini sudah selesai dan tidak dapat diubah."))
    _check_plan(plan, batch.version_id)
    _check_name_is_free(plan, batch.programme_id, but=batch)
    taken = queries.places_in(batch).taken
    if plan.quota < taken:
        raise RuleBroken(
            _("Sudah ada %(taken)s peserta. Isi kuota paling sedikit %(taken)s.", taken=taken)
        )
    _write(batch, plan)
    for dates in queries.phase_dates(batch):
        dates.starts_on, dates.ends_on = plan.phases[dates.phase_id]
    record("batch.edited", batch, by=by, quota=plan.quota, starts_on=plan.starts_on)
    db.session.flush()
    forget()
    cover_staff(batch, by=by)
    return promote(batch, by=by)


def move_batch(batch: Batch, state: str, *, by: Person) -> None:
    """Move a batch to the next stage of its life, or one back where that is allowed."""
    lock(batch)
    if state not in rules.next_states(batch.state):
        raise RuleBroken(_("Angkatan ini tidak dapat dipindahkan ke tahap itu."))
    if (batch.state, state) == ("planned", "open"):
        rules.check_components(batch.parts)
    before, batch.state = batch.state, state
    record("batch.moved", batch, by=by, before=before, after=state)
    forget()


def set_components(batch: Batch, parts: list[dict[str, Any]], *, reason: str, by: Person) -> None:
    """Enter the graded parts of one batch; whoever knows the marks has checked that they fit."""
    lock(batch)
    rules.check_components(parts)
    record("batch.components_set", batch, by=by, former=batch.parts, parts=parts, reason=reason)
    batch.components = parts


def _write(batch: Batch, plan: Plan) -> None:
    for name in (
        "number", "year", "label", "quota", "place", "zone", "starts_on", "ends_on",
        "registration_opens_on", "registration_closes_on",
    ):  # fmt: skip
        setattr(batch, name, getattr(plan, name))


def _check_plan(plan: Plan, version_id: int) -> None:
    phases = queries.phases_of(version_id)
    if {phase.id for phase in phases} != set(plan.phases):
        raise RuleBroken(_("Isi tanggal setiap tahap program ini."))
    if not 1 <= plan.quota <= MOST_SEATS:
        raise RuleBroken(_("Isi kuota antara 1 dan %(most)s.", most=MOST_SEATS))
    if plan.number < 1 or plan.zone not in ZONES:
        raise RuleBroken(_("Periksa nomor angkatan dan zona waktunya."))
    problems = date_problems(
        [(phase.key, *plan.phases[phase.id]) for phase in phases],
        plan.registration_opens_on,
        plan.registration_closes_on,
    )
    if problems:
        raise RuleBroken(problems[0][1])


def _check_name_is_free(plan: Plan, programme_id: int, but: Batch | None = None) -> None:
    same = queries.batch_named(programme_id, plan.year or 0, plan.number, plan.label)
    if same is not None and same is not but:
        raise RuleBroken(
            _("%(name)s sudah ada. Pilih nomor lain atau beri keterangan.",
              name=same.name_with_year)
        )  # fmt: skip
