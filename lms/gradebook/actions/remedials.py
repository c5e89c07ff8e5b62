"""What a deferred trainee has to do by when, and settling the result by its mark."""

from datetime import date
from decimal import Decimal

from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.gradebook import queries, rulebooks
from lms.gradebook.events import result_changed
from lms.gradebook.models import Remedial, Result
from lms.people.models import Person


def set_remedial(
    batch: Batch, enrolment_id: int, component: str, task: str, due_on: date, *, by: Person
) -> Remedial:
    """Say what a deferred trainee has to do, for which part and by when; again until settled."""
    result = _open_result(batch, enrolment_id)
    if component not in {step["key"] for step in result.trace}:
        raise RuleBroken(_("Pilih komponen yang diperbaiki."))
    if due_on < today():
        raise RuleBroken(_("Tenggat tidak boleh hari yang sudah lewat."))
    remedial = queries.remedial_of(result)
    if remedial is None:
        remedial = Remedial(result_id=result.id)
        db.session.add(remedial)
    remedial.component, remedial.task, remedial.due_on = component, task, due_on
    remedial.set_by_id, remedial.set_at = by.id, now()
    db.session.flush()
    record("remedial.set", remedial, by=by, component=component, due_on=due_on)
    result_changed.send(batch, what="remedial_set", places=[enrolment_id], due_on=due_on, by=by)
    return remedial


def _open_result(batch: Batch, enrolment_id: int) -> Result:
    """Return a deferred result that is not settled, held until the transaction ends."""
    lock(batch)
    result = queries.results_of(batch).get(enrolment_id)
    if result is not None and result.settled_at is not None:
        raise RuleBroken(_("Remedial hanya satu kali, dan hasilnya sudah tercatat."))
    if result is None or result.outcome != "ditunda":
        raise RuleBroken(_("Hanya hasil yang ditunda dan sudah dirilis dapat diselesaikan."))
    return result


def settle(
    batch: Batch, enrolment_id: int, component: str, points: Decimal, *, reason: str, by: Person
) -> Result:
    """Settle a deferred result by the remedial mark of one part: passed or not, once.

    What stood before is kept beside it. The final mark is capped (rulebooks/remedials.py).
    """
    result = _open_result(batch, enrolment_id)
    own = {step["key"]: Decimal(step["points"]) for step in result.trace}
    titles = {step["key"]: step["title"] for step in result.trace}
    if component not in own:
        raise RuleBroken(_("Pilih komponen yang diperbaiki."))
    if points <= own[component]:
        raise RuleBroken(_("Nilai remedial harus lebih tinggi daripada nilai sebelumnya."))
    verdict, trace = queries.suppose(batch, {**own, component: points})
    rule = rulebooks.rule_on(batch.starts_on)
    former = {"final": str(result.final), "predicate": result.predicate,
              "outcome": result.outcome, "reasons": result.reasons, "trace": result.trace,
              "component": component, "reason": reason, "points": str(points),
              "reckoned": str(verdict.final)}  # fmt: skip
    result.former, result.settled_at, result.settled_by_id = former, now(), by.id
    result.trace = trace
    result.final = verdict.final
    if verdict.final is not None and verdict.predicate:  # where the parts decide, nothing is capped
        result.final = rulebooks.capped(verdict.final, rule)
    result.outcome = "lulus" if verdict.outcome == "lulus" else "tidak_lulus"
    result.predicate = verdict.predicate
    result.reasons = [
        _("Remedial %(part)s: %(points)s. %(reason)s", part=titles[component],
          points=rulebooks.comma(points), reason=reason), *verdict.reasons,
    ]  # fmt: skip
    if result.final is not None and result.final != verdict.final:
        book = rulebooks.get(batch.version.rulebook, batch.starts_on)
        result.predicate = book.qualification(batch.parts, result.final)
        result.reasons.append(
            _("Terhitung %(final)s; setelah remedial paling tinggi %(most)s.",
              final=rulebooks.comma(verdict.final or result.final),
              most=rulebooks.comma(rule.most))
        )  # fmt: skip
    record("result.settled", result, by=by, component=component, points=points,
           outcome=result.outcome, former=former["final"], reason=reason)  # fmt: skip
    result_changed.send(batch, what="result_settled", places=[enrolment_id], by=by)
    return result
