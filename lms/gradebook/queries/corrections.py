"""What a correction would make of released results, and the corrections that were made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db, dumps, rows
from lms.gradebook import rulebooks
from lms.gradebook.attitude import queries as attitude
from lms.gradebook.attitude.permissions import counts_attitude
from lms.gradebook.models import MeetingDecision, Release, Result, ResultCorrection
from lms.gradebook.queries.sheet import Row, judged
from lms.gradebook.rulebooks import Verdict
from lms.people.models import Opd, Person

#: Corrections shown on one page.
_SHOWN = 50


@dataclass(frozen=True)
class Released:
    """A released batch as it stands: its act, its results and their people, what was decided."""

    batch: Batch
    #: None before the release; then there is nothing else either.
    release: Release | None
    results: dict[int, Result]
    #: Those with a result, by name.
    seats: list[catalogue.Seat]
    #: Enrolment ids of results that the final meeting decided otherwise than the marks.
    decided: set[int]
    #: Whether the attitude is observed day by day, so that nobody types it.
    is_observed: bool

    @property
    def lines(self) -> list["ReleasedLine"]:
        """Return everybody with the points that the result was reckoned from."""
        return [
            ReleasedLine(
                seat,
                {step["key"]: Decimal(step["points"]) for step in self.results[seat.id].trace},
            )
            for seat in self.seats
        ]


class ReleasedLine(NamedTuple):
    """One trainee and the points that the released result was reckoned from."""

    seat: catalogue.Seat
    points: Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Change:
    """What is corrected: graded parts with their weights, and points by enrolment id and key."""

    parts: list[dict[str, Any]]
    points: Mapping[tuple[int, str], Decimal]


@dataclass(frozen=True)
class Revision:
    """One released result that would be another."""

    seat: catalogue.Seat
    result: Result
    after: Verdict
    trace: list[dict[str, str]]

    @property
    def crosses(self) -> bool:
        """Tell whether the outcome or the qualification would be another."""
        old, new = self.result, self.after
        return (old.outcome, old.predicate) != (new.outcome, new.predicate)


@dataclass(frozen=True)
class Revised:
    """What a correction comes to: who changes, and whose result stays as people decided it."""

    revisions: list[Revision]
    #: Results that a final meeting or a remedial settled, and those whose points are gone.
    left: list[str]
    #: Everybody's result afterwards: (outcome, final mark, predicate) by enrolment id.
    after: dict[int, tuple[str, Decimal | None, str]]
    #: Places afterwards, of who passed without a remedial.
    ranks: dict[int, int]

    @property
    def fingerprint(self) -> str:
        """Return what is the same as long as the same would come of it."""
        facts = [
            [one.seat.id, str(one.result.final), one.after.outcome, str(one.after.final), one.trace]
            for one in self.revisions
        ]
        return sha256(dumps(facts).encode()).hexdigest()


def released(batch: Batch) -> Released:
    """Return what was released of a batch, in one statement."""
    found = list(db.session.execute(_released(), {"batch_id": batch.id}))
    lines = [line for line in found if line[1] is not None]
    return Released(
        batch,
        release=found[0][0] if found else None,
        results={result.enrolment_id: result for _act, result, *_more in lines},
        seats=[catalogue.Seat(*person) for _act, _result, _decided, _observed, *person in lines],
        decided={result.enrolment_id for _act, result, decided, *_more in lines if decided},
        is_observed=bool(found and found[0][3]) and counts_attitude(batch),
    )


@cache
def _released() -> Any:
    is_observed = attitude.observations(Release.batch_id)
    return (
        select(Release, Result, MeetingDecision.id, is_observed, *catalogue.SEAT_COLUMNS)
        .outerjoin(Result, Result.release_id == Release.id)
        .outerjoin(MeetingDecision, MeetingDecision.enrolment_id == Result.enrolment_id)
        .outerjoin(Enrolment, Enrolment.id == Result.enrolment_id)
        .outerjoin(Person, Person.id == Enrolment.person_id)
        .outerjoin(Opd, Opd.id == Person.opd_id)
        .where(Release.batch_id == bindparam("batch_id"))
        .options(joinedload(Release.by))
        .order_by(Person.name, Enrolment.id)
    )


def revised(basis: Released, change: Change) -> Revised:
    """Reckon a released batch again from its sources as they are now, with a change applied.

    A result that the final meeting decided otherwise than the marks, or that a remedial settled,
    is not touched by reckoning.
    """
    batch, results = basis.batch, basis.results
    book = rulebooks.get(batch.version.rulebook, batch.starts_on)
    found: list[Revision] = []
    left: list[str] = []
    for row in judged(batch, basis.seats, change.parts, change.points):
        result = results[row.seat.id]
        trace = rulebooks.steps(change.parts, row.points, book.edition.clauses)
        if not _differs(result, row, trace):
            continue
        by_people = row.seat.id in basis.decided or result.settled_at is not None
        if by_people or row.verdict.outcome == rulebooks.INCOMPLETE:
            left.append(row.seat.name)
        else:
            found.append(Revision(row.seat, result, row.verdict, trace))
    found.sort(key=lambda one: (not one.crosses, one.seat.name))
    after = {who: (one.outcome, one.final, one.predicate) for who, one in results.items()}
    after |= {one.seat.id: (one.after.outcome, one.after.final, one.after.predicate)
              for one in found}  # fmt: skip
    return Revised(found, left, after, _ranks(results, after))


def _differs(result: Result, row: Row, trace: Sequence[Mapping[str, str]]) -> bool:
    """Tell whether marks, weights or what follows are others; words make no difference."""
    verdict = row.verdict
    if (result.final, result.outcome) != (verdict.final, verdict.outcome):
        return True
    return _numbers(result.trace) != _numbers(trace)


def _numbers(trace: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [(step["key"], Decimal(step["points"]), Decimal(str(step["weight"]))) for step in trace]


def _ranks(
    results: Mapping[int, Result], after: Mapping[int, tuple[str, Decimal | None, str]]
) -> dict[int, int]:
    return rulebooks.ranks(
        {who: final for who, (outcome, final, _predicate) in after.items()
         if outcome == "lulus" and final is not None and results[who].settled_at is None}
    )  # fmt: skip


def corrections_in(batch: Batch) -> list[ResultCorrection]:
    """Return the latest corrections of a batch's results, the newest first."""
    return rows(
        select(ResultCorrection)
        .join(Result, Result.id == ResultCorrection.result_id)
        .join(Release, Release.id == Result.release_id)
        .where(Release.batch_id == batch.id)
        .options(
            joinedload(ResultCorrection.by),
            joinedload(ResultCorrection.result)
            .joinedload(Result.enrolment)
            .joinedload(Enrolment.person),
        )
        .order_by(ResultCorrection.id.desc())
        .limit(_SHOWN)
    )


def corrections_of(result: Result) -> list[ResultCorrection]:
    """Return how a result was corrected, the newest first."""
    return rows(
        select(ResultCorrection)
        .where(ResultCorrection.result_id == result.id)
        .options(joinedload(ResultCorrection.by))
        .order_by(ResultCorrection.id.desc())
        .limit(_SHOWN)
    )
