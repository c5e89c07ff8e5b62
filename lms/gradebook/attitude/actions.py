"""Writing sheets of a day, correcting one, choosing a form, entering a version of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import local, now, today
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.gradebook.actions.scores import refuse_when_fixed
from lms.gradebook.attitude import queries, rules
from lms.gradebook.attitude.instruments import KEYS, LEVELS, Aspect, Instrument
from lms.gradebook.attitude.models import AttitudeChoice, AttitudeForm, AttitudeMark
from lms.people.models import Person


@dataclass(frozen=True)
class Seen:
    """What an observer says of one trainee: a level for all indicators, exceptions, a note.

    An empty level says that the trainee was not observed that day.
    """

    level: str
    exceptions: dict[str, str] = field(default_factory=dict)
    note: str = ""

    def is_as(self, mark: AttitudeMark | None) -> bool:
        """Tell whether a sheet says the same already."""
        if mark is None:
            return not self.level
        return (self.level, self.exceptions, self.note) == (mark.level, mark.exceptions, mark.note)


def observe(
    batch: Batch, day: date, said: Mapping[int, Seen], *, seen: int, reason: str, by: Person
) -> int:
    """Keep an observer's sheets of a day, by enrolment id; returns how many changed.

    `seen` is the newest sheet the page was made from: one that another device wrote meanwhile is
    not overwritten. Changing what was written on another day needs a reason.
    """
    lock(batch)
    refuse_when_fixed(batch)
    rules.check_day(day, batch.starts_on, batch.ends_on, today())
    if not set(said) <= {seat.id for seat in catalogue.seats(batch)}:
        raise RuleBroken(_("Peserta angkatan ini sudah berubah. Muat ulang halaman."))
    stood = queries.sheet_of(by, day, said)
    if newest(stood) != seen:
        raise RuleBroken(_("Lembar ini sudah berubah sejak dibuka. Muat ulang halaman."))
    changed = {key: one for key, one in said.items() if not one.is_as(stood.get(key))}
    replaced = [stood[key] for key in changed if key in stood]
    rules.check_reason([local(one.at).date() for one in replaced], today(), reason)
    form = queries.form_of(batch)
    for enrolment_id, one in changed.items():
        _replace(stood.get(enrolment_id), form, enrolment_id, day, by, one, reason, by)
    record("attitude.observed", batch, by=by, day=day, changed=len(changed), reason=reason)
    return len(changed)


def newest(sheets: Mapping[int, AttitudeMark]) -> int:
    """Return the id of the newest of an observer's sheets, 0 without one."""
    return max((one.id for one in sheets.values()), default=0)


def _replace(
    former: AttitudeMark | None, form: Instrument, enrolment_id: int, day: date, observer: Person,
    said: Seen, reason: str, by: Person,
) -> None:  # fmt: skip
    if former is not None:
        former.superseded_at = now()
        db.session.flush()  # one sheet holds at a time
    if not said.level:
        return
    exceptions = {key: level for key, level in said.exceptions.items() if level != said.level}
    points = rules.points_of(form, said.level, exceptions)
    db.session.add(
        AttitudeMark(
            enrolment_id=enrolment_id, day=day, observer_id=observer.id, form=form.key,
            form_since=form.valid_from, level=said.level, exceptions=exceptions, note=said.note,
            points=points, reason=reason, written_by_id=by.id, at=now(),
        )
    )  # fmt: skip


def correct(batch: Batch, mark: AttitudeMark, said: Seen, *, reason: str, by: Person) -> None:
    """Replace one sheet, for a reason; the former one stays readable."""
    lock(batch)
    refuse_when_fixed(batch)
    lock(mark)
    if mark.superseded_at is not None:
        raise RuleBroken(_("Lembar ini sudah berubah sejak dibuka. Muat ulang halaman."))
    if said.is_as(mark):
        raise RuleBroken(_("Belum ada isian yang berubah."))
    form = queries.form_of(batch)
    _replace(mark, form, mark.enrolment_id, mark.day, mark.observer, said, reason, by)
    record("attitude.corrected", mark, by=by, day=mark.day, former=mark.points, reason=reason)


def choose_form(batch: Batch, key: str, *, by: Person) -> None:
    """Let a batch be observed with this form, as long as nothing was observed."""
    lock(batch)
    if key not in KEYS:
        raise RuleBroken(_("Pilih salah satu yang tersedia."))
    if queries.is_observed(batch):
        raise RuleBroken(_("Angkatan ini sudah diamati dengan formulirnya."))
    choice = queries.choice_of(batch)
    if choice is None:
        choice = AttitudeChoice(batch_id=batch.id)
        db.session.add(choice)
    choice.form, choice.by_id, choice.at = key, by.id, now()
    record("attitude.form_chosen", batch, by=by, form=key)


def enter_version(
    key: str, valid_from: date, aspects: list[Aspect], points: Mapping[str, Decimal], source: str,
    *, by: Person,
) -> AttitudeForm:  # fmt: skip
    """Enter a version of a form for batches to come; those that have begun keep theirs."""
    if valid_from <= today():
        raise RuleBroken(_("Berlaku mulai besok atau sesudahnya; angkatan berjalan tidak berubah."))
    if any(one.valid_from == valid_from for one in queries.versions(key)):
        raise RuleBroken(_("Formulir ini sudah mempunyai versi mulai tanggal itu."))
    rules.check_points(points)
    form = AttitudeForm(
        key=key, valid_from=valid_from, source=source, set_by_id=by.id, set_at=now(),
        aspects=[{"title": one.title, "indicators": list(one.indicators)} for one in aspects],
        points={level: str(points[level]) for level in LEVELS},
    )  # fmt: skip
    db.session.add(form)
    record("attitude.form_entered", form, by=by, key=key, valid_from=valid_from, source=source)
    return form
