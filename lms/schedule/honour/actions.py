"""New dated rates, and as what somebody is paid."""

from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule.honour import queries, rates
from lms.schedule.honour.models import PayKind, TeachingRate
from lms.schedule.honour.rates import Rate


def add_rate(line: Rate, reason: str, *, by: Person) -> TeachingRate:
    """Enter a rate that holds from its day on; the former ones keep their time."""
    known = [one for one in queries.all_rates() if one.kind == line.kind]
    if not known:
        raise RuleBroken(_("Pilih salah satu yang tersedia."))
    rates.check(line, max(known, key=lambda one: one.valid_from))
    entered = TeachingRate(
        kind=line.kind, amount=line.amount, clause=line.clause, confidence=line.confidence,
        valid_from=line.valid_from, reason=reason.strip(), entered_by_id=by.id, entered_at=now(),
    )  # fmt: skip
    db.session.add(entered)
    db.session.flush()
    record("teaching_rate.entered", entered, by=by, kind=line.kind, amount=line.amount,
           reason=reason.strip())  # fmt: skip
    return entered


def pay_as(person: Person, kind: str, *, by: Person) -> None:
    """Say as what somebody is paid; what the office says is not written down."""
    if kind not in rates.PAY_KINDS:
        raise RuleBroken(_("Pilih salah satu yang tersedia."))
    found = db.session.get(PayKind, person.id)
    if kind == queries.usual_kind(person):
        if found is not None:
            db.session.delete(found)
    else:
        found = found or PayKind(person_id=person.id)
        found.kind, found.by_id, found.at = kind, by.id, now()
        db.session.add(found)
    db.session.flush()
    record("pay_kind.chosen", person, by=by, kind=kind)
