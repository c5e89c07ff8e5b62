"""Reports of outside training: one's own, the queue of who decides, and what looks like a copy."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload
from werkzeug.datastructures import MultiDict

from lms.competence.models import STATES, OutsideTraining, TrainingEvidence, TrainingStep
from lms.competence.permissions import visible_trainings
from lms.competence.queries.records import numbered_records
from lms.competence.rules.duplicates import Report, Twin, number_key, twins
from lms.core.db import db, one, rows
from lms.core.files import StoredFile
from lms.hours.rules import FORMS
from lms.people.models import Person

#: Reports on one page of the queue.
PAGE = 25
#: States in which a report stands in the way of a second one.
_LIVE = ("submitted", "returned", "verified")
#: Others that carry the same number or file; more would say nothing new.
_MOST_TWINS = 20


@dataclass(frozen=True)
class QueueFilter:
    """What the queue is narrowed to."""

    state: str = "submitted"
    form: str = ""
    text: str = ""
    page: int = 1

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> "QueueFilter":
        """Return the filter that an address asks for; what makes no sense is left out."""
        state, form = args.get("keadaan", "submitted"), args.get("bentuk", "")
        return cls(
            state if state in STATES else "submitted",
            form if form in FORMS else "",
            args.get("cari", "").strip()[:100],
            min(10_000, max(1, args.get("halaman", 1, type=int))),
        )


def queue(person: Person, wanted: QueueFilter) -> tuple[list[OutsideTraining], int]:
    """Return one page of the reports a person decides on, the longest waiting first."""
    statement = visible_trainings(person).where(OutsideTraining.state == wanted.state)
    if wanted.form:
        statement = statement.where(OutsideTraining.form == wanted.form)
    if wanted.text:
        named = select(Person.id).where(
            or_(
                Person.name.icontains(wanted.text, autoescape=True),
                Person.nip.startswith(wanted.text.replace(" ", ""), autoescape=True),
            )
        )
        told = OutsideTraining.title.icontains(wanted.text, autoescape=True)
        statement = statement.where(or_(told, OutsideTraining.person_id.in_(named)))
    counted = statement.with_only_columns(OutsideTraining.id).subquery()
    count = db.session.scalar(select(func.count()).select_from(counted)) or 0
    shown = statement.order_by(OutsideTraining.submitted_at, OutsideTraining.id).options(
        joinedload(OutsideTraining.person), selectinload(OutsideTraining.evidence)
    )
    return rows(shown.limit(PAGE).offset((wanted.page - 1) * PAGE)), count


def queue_counts(person: Person) -> dict[str, int]:
    """Return how many reports of each state a person may decide on."""
    ids = visible_trainings(person).subquery()
    found = db.session.execute(select(ids.c.state, func.count()).group_by(ids.c.state))
    return {state: int(count) for state, count in found}


def next_in_queue(person: Person, after: OutsideTraining) -> int | None:
    """Return the id of the report that has waited longest, besides the one just decided."""
    found: int | None = db.session.scalar(
        visible_trainings(person)
        .where(OutsideTraining.state == "submitted", OutsideTraining.id != after.id)
        .order_by(OutsideTraining.submitted_at, OutsideTraining.id)
        .with_only_columns(OutsideTraining.id)
        .limit(1)
    )
    return found


def training(training_id: int) -> OutsideTraining:
    """Return a report with its person, evidence and history."""
    found: OutsideTraining = one(
        select(OutsideTraining)
        .where(OutsideTraining.id == training_id)
        .options(
            joinedload(OutsideTraining.person),
            selectinload(OutsideTraining.evidence),
            selectinload(OutsideTraining.steps).joinedload(TrainingStep.by),
        )
        .execution_options(populate_existing=True)
    )
    return found


def decidable(person: Person, ids: Iterable[int]) -> list[OutsideTraining]:
    """Return those of the reports that the person may decide on."""
    statement = visible_trainings(person).where(OutsideTraining.id.in_(list(ids)))
    return rows(
        statement.order_by(OutsideTraining.id).options(
            joinedload(OutsideTraining.person), selectinload(OutsideTraining.evidence)
        )
    )


def reports_of(person: Person) -> list[OutsideTraining]:
    """Return everything a person reported, the latest first."""
    return rows(
        select(OutsideTraining)
        .where(OutsideTraining.person_id == person.id)
        .order_by(OutsideTraining.ends_on.desc(), OutsideTraining.id.desc())
    )


def last_steps(together: str) -> list[tuple[OutsideTraining, TrainingStep, TrainingStep]]:
    """Return (report, its step in this decision, its latest step) of a decision."""
    last, any_step = aliased(TrainingStep), aliased(TrainingStep)
    latest = (
        select(func.max(any_step.id))
        .where(any_step.training_id == OutsideTraining.id)
        .correlate(OutsideTraining)
        .scalar_subquery()
    )
    found = db.session.execute(
        select(OutsideTraining, TrainingStep, last)
        .join(TrainingStep, TrainingStep.training_id == OutsideTraining.id)
        .join(last, last.id == latest)
        .where(TrainingStep.together == together)
        .options(joinedload(OutsideTraining.person))
        .order_by(OutsideTraining.id)
    )
    return [(row[0], row[1], row[2]) for row in found]


def report_facts(training: OutsideTraining) -> Report:
    """Return what is compared of a report whose evidence is loaded."""
    return Report(
        ("outside", training.id), training.person_id, training.title, training.organiser,
        training.number_key, training.starts_on, training.ends_on,
        frozenset(piece.file.sha256 for piece in training.evidence),
    )  # fmt: skip


def twins_of(reports: list[Report]) -> dict[object, list[Twin]]:
    """Return, by key, what each of a page of reports looks like (four statements for all)."""
    candidates = _candidates(reports)
    return {
        new.key: twins(new, (one for one in candidates if one.key != new.key)) for new in reports
    }


def _candidates(reports: list[Report]) -> list[Report]:
    people = {report.person_id for report in reports}
    keys = {report.number_key for report in reports if report.number_key}
    files = {sha256 for report in reports for sha256 in report.files}
    same_file = (
        select(TrainingEvidence.training_id)
        .join(StoredFile, StoredFile.id == TrainingEvidence.file_id)
        .where(StoredFile.sha256.in_(files))
        .limit(_MOST_TWINS * len(reports))
    )
    same_number = (
        select(OutsideTraining.id)
        .where(OutsideTraining.number_key.in_(keys))
        .limit(_MOST_TWINS * len(reports))
    )
    found: list[OutsideTraining] = rows(
        select(OutsideTraining)
        .where(
            OutsideTraining.state.in_(_LIVE),
            or_(
                OutsideTraining.person_id.in_(people),
                OutsideTraining.id.in_(same_number),
                OutsideTraining.id.in_(same_file),
            ),
        )
        .options(selectinload(OutsideTraining.evidence))
    )
    return [report_facts(one) for one in found] + _certificates(people)


def _certificates(people: set[int]) -> list[Report]:
    """Return what we know ourselves of the people's training as reports to compare with."""
    records = numbered_records().subquery()
    found = db.session.execute(
        select(records).where(records.c.source != "outside", records.c.person_id.in_(people))
    )
    return [
        Report(
            (row.source, row.source_id), row.person_id, row.title, row.organiser,
            number_key(row.number), row.starts_on, row.ends_on,
        )
        for row in found
    ]  # fmt: skip
