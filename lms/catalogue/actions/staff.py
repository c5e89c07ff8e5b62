"""Who works in a batch. Work needs a role; teaching roles are given along for the batch's time."""

from datetime import date, timedelta

from lms.catalogue import queries
from lms.catalogue.models import Batch, Staff
from lms.core.access import forget
from lms.core.audit import record
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people import actions as people
from lms.people.models import TEACHING_ROLES, Person
from lms.people.queries import with_grants

#: Marking and seminars go on after the last day; the role given for a batch lasts so much longer.
AFTERMATH = timedelta(days=60)


def assign_staff(batch: Batch, person_id: int, role: str, *, by: Person) -> Staff:
    """Give a person work in the batch, and the teaching role it needs for the batch's time."""
    person = with_grants(person_id)
    if person is None or not person.is_active:
        raise RuleBroken(_("Pilih orang yang masih bertugas."))
    if role in queries.roles_in(person, batch):
        raise RuleBroken(_("%(name)s sudah bertugas dalam peran ini.", name=person.name))
    seat = queries.place_of(person, batch)
    if seat is not None and seat.has_seat:
        raise RuleBroken(
            _("%(name)s peserta angkatan ini, jadi tidak dapat bertugas di dalamnya.",
              name=person.name)
        )  # fmt: skip
    if role not in TEACHING_ROLES and not person.has_role(role):
        # running trainings for the whole agency is given by the administrator alone
        raise RuleBroken(
            _("%(name)s belum berperan penyelenggara. Minta admin memberikan peran itu dahulu.",
              name=person.name)
        )  # fmt: skip
    work = Staff(
        batch_id=batch.id, person_id=person.id, role=role,
        starts_on=batch.starts_on, ends_on=batch.ends_on,
    )  # fmt: skip
    db.session.add(work)
    db.session.flush()
    _cover(person, role, batch, by)
    record("staff.assigned", work, by=by, role=role, person=person.id)
    forget()
    return work


def remove_staff(batch: Batch, work: Staff, *, by: Person) -> None:
    """Take a person's work in the batch away; the role given for it runs out by itself."""
    record("staff.removed", batch, by=by, role=work.role, person=work.person_id)
    db.session.delete(work)
    db.session.flush()
    forget()


def cover_staff(batch: Batch, *, by: Person) -> None:
    """Let roles and dates of those who work in the batch last as long as its new dates."""
    for work in queries.staff_with_grants(batch):
        work.starts_on, work.ends_on = batch.starts_on, batch.ends_on
        _cover(work.person, work.role, batch, by)


def _cover(person: Person, role: str, batch: Batch, by: Person) -> None:
    """Grant a teaching role from today until after the batch, unless one lasts that long."""
    until = batch.ends_on + AFTERMATH
    if role in TEACHING_ROLES and not _lasts(person, role, until):
        people.grant_role(
            person, role, by=by, starts_on=min(today(), batch.starts_on), ends_on=until
        )


def _lasts(person: Person, role: str, until: date) -> bool:
    return any(
        grant.role == role
        and grant.opd_id is None
        and grant.is_current
        and (grant.ends_on is None or grant.ends_on >= until)
        for grant in person.grants
    )
