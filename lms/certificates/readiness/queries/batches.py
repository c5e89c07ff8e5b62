"""The board of a batch: everybody's standing for one kind of paper, and what it would say."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Batch, BatchPhase, Course, Enrolment, Phase, Unit
from lms.certificates import facts, paper, queries, rules
from lms.certificates.facts import Award
from lms.certificates.models import (
    Certificate,
    Origin,
    PaperTemplate,
    Portrait,
    RegistrationCode,
)
from lms.certificates.portraits import queries as portraits
from lms.certificates.readiness.queries.lines import Line, line
from lms.certificates.registrations import queries as registrations
from lms.core.clock import today
from lms.core.db import db, one, rows
from lms.elearning import queries as elearning
from lms.elearning.models import Quiz, Visit
from lms.gradebook import queries as gradebook
from lms.gradebook.models import Release, Result
from lms.people.models import Person
from lms.schedule import queries as schedule
from lms.schedule.rules import absence_state

#: How programme files call a phase in which people study by themselves.
_SELF_STUDY = "self_study"


def kinds_of(batch: Batch) -> tuple[str, ...]:
    """Return the kinds of paper that a batch gives, its certificate first."""
    version = batch.version
    return rules.kinds_of(version.certificate_kind, version.counts_as, version.programme.kind)


def board(batch: Batch, kind: str) -> list[Line]:
    """Return every seated trainee for whom a kind is meant: ready, issued, or what is missing."""
    found = [
        line(enrolment_id, person.full_name, person.id, case, kind)
        for enrolment_id, person, case in _cases(batch, kind)
    ]
    return [
        one
        for one in found
        if one.is_done or not any(gap.what in rules.NOT_MEANT for gap in one.gaps)
    ]


def _cases(batch: Batch, kind: str) -> list[tuple[int, Person, rules.Case]]:
    lines = _lines(batch, kind)
    own = _own_facts(batch, kind, lines)
    return [
        (
            line.id,
            line.Person,
            rules.Case(
                line.outcome, line.Person.nip, line.Person.birth_place, line.Person.birth_date,
                paper.missing_letters(_words_of(line.Person)), line.has_paper,
                lacks_photo=bool(line.needs_photo) and not line.has_photo,
                lacks_registration=line.code is None
                and bool(line.needs_registration or kind in rules.REGISTERED_KINDS),
                demands_registration=bool(line.needs_registration),
                barred_because=line.barred_because or "",
                **own.get(line.id, {}),
            ),
        )
        for line in lines
    ]  # fmt: skip


def _lines(batch: Batch, kind: str) -> list[Any]:
    """Return what every kind asks about each seated trainee, and what its template demands."""
    at_place = Certificate.enrolment_id == Enrolment.id
    template_id = queries.newest_template(batch.programme_id, kind)
    has_photo = select(Portrait.id).where(Portrait.person_id == Person.id).exists()
    found = db.session.execute(
        select(
            Enrolment.id, Person, Result.outcome, Release.id.label("release_id"),
            RegistrationCode.code, PaperTemplate.needs_photo, PaperTemplate.needs_registration,
            has_photo.label("has_photo"), queries.has_paper(at_place, kind).label("has_paper"),
            queries.barred_because(at_place, kind).label("barred_because"),
        )
        .join(Enrolment, Enrolment.person_id == Person.id)
        .outerjoin(Release, Release.batch_id == Enrolment.batch_id)
        .outerjoin(Result, Result.enrolment_id == Enrolment.id)
        .outerjoin(RegistrationCode, RegistrationCode.enrolment_id == Enrolment.id)
        .outerjoin(PaperTemplate, PaperTemplate.id == template_id)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted")
        .order_by(Person.name, Enrolment.id)
    )  # fmt: skip
    return list(found.unique())


def _words_of(person: Person) -> dict[str, str]:
    """Return what a paper will say of a person, as far as letters may fail."""
    office = person.opd.name if person.opd else ""
    return {
        "name": person.full_name,
        "position": person.position_title,
        "birth_place": person.birth_place,
        "office": office,
    }


def _own_facts(batch: Batch, kind: str, lines: list[Any]) -> dict[int, dict[str, Any]]:
    """Return what only this kind asks about, by enrolment id."""
    if kind == "piagam":
        return {who: {"rank": rank} for who, rank in gradebook.merit_of(batch).items()}
    if kind == "keterangan":
        limit = batch.version.absence_limit
        return {
            who: {"is_absent": absence_state(recap, limit)[0] == "exceeded"}
            for who, recap in schedule.absences(batch).items()
        }
    if kind == "mandiri":
        done, total = _self_study(batch)
        return {line.id: {"left_to_study": total - done[line.id]} for line in lines}
    return _lacking(batch, lines) if any(line.release_id is None for line in lines) else {}


def _lacking(batch: Batch, lines: list[Any]) -> dict[int, dict[str, Any]]:
    """Return the graded parts without points, of a batch whose result is not released."""
    parts, points = gradebook.parts_of(batch), gradebook.points_in(batch)
    return {
        line.id: {
            "lacking": tuple(
                str(part["title"]) for part in parts
                if points.get((line.id, part["key"])) is None
            )
        }
        for line in lines
    }  # fmt: skip


def _self_study(batch: Batch) -> tuple[Counter[int], int]:
    """Return how many activities and passed tests of the self-study phases each did, and of all."""
    units = (
        select(Unit.id)
        .join(Course, Course.id == Unit.course_id)
        .join(Phase, Phase.id == Course.phase_id)
        .where(
            Phase.version_id == batch.version_id,
            Phase.mode == _SELF_STUDY,
            Unit.batch_id.is_(None),
        )
    )
    lessons = db.session.scalar(
        select(func.count()).select_from(
            units.where(Unit.kind.not_in(("quiz", "assignment"))).subquery()
        )
    )
    tests = {
        quiz.unit_id: quiz.pass_mark
        for quiz in rows(select(Quiz).where(Quiz.unit_id.in_(units), Quiz.counts))
    }
    seats = select(Enrolment.id).where(Enrolment.batch_id == batch.id)
    done: Counter[int] = Counter(
        rows(
            select(Visit.enrolment_id).where(
                Visit.enrolment_id.in_(seats),
                Visit.unit_id.in_(units),
                Visit.finished_at.is_not(None),
            )
        )
    )
    done.update(
        score.enrolment_id
        for score in elearning.scores(batch)
        if score.unit_id in tests and score.points >= tests[score.unit_id]
    )
    return done, (lessons or 0) + len(tests)


def awards(batch: Batch, kind: str, lines: list[Line]) -> list[Award]:
    """Return what is needed to issue a kind to these people of the board, in their order."""
    ids = [found.place_id for found in lines]
    seats = {
        seat.id: seat
        for seat in rows(
            select(Enrolment)
            .where(Enrolment.id.in_(ids))
            .options(joinedload(Enrolment.person), joinedload(Enrolment.batch))
        )
    }
    results = {
        result.enrolment_id: result
        for result in rows(select(Result).where(Result.enrolment_id.in_(ids)))
    }
    shared, listed = shared_facts(batch, kind), subjects(batch.version_id, kind)
    template = queries.template_for(batch, kind)
    photos = portraits.present([found.person_id for found in lines])
    codes = registrations.codes_of(batch)
    return [
        Award(
            Origin(enrolment_id=found.place_id),
            found.person_id,
            kind,
            facts.of_place(
                seats[found.place_id],
                results.get(found.place_id) if kind in rules.PASSING_KINDS else None,
                listed,
                shared
                | {"registration": codes.get(found.place_id, "")}
                | ({"rank": found.case.rank} if kind == "piagam" else {}),
            ),
            [gap for gap in found.gaps if gap.blocks],
            template.id if template else None,
            photos.get(found.person_id),
        )
        for found in lines
    ]


def said_of(seat: Enrolment, kind: str) -> facts.Facts:
    """Return what a paper of this person would say; a rank and a mark where there is none."""
    result: Result | None = one(select(Result).where(Result.enrolment_id == seat.id))
    codes = registrations.codes_of(seat.batch)
    more = shared_facts(seat.batch, kind) | {"registration": codes.get(seat.id, "")}
    if kind == "piagam":
        more |= {"rank": 1, "passed": max(more["passed"], 1)}
    passing = result if kind in rules.PASSING_KINDS else None
    return facts.of_place(seat, passing, subjects(seat.batch.version_id, kind), more)


def shared_facts(batch: Batch, kind: str) -> dict[str, Any]:
    """Return what a kind says of the batch besides the usual."""
    if kind == "piagam":
        passed = (
            select(func.count(Result.id))
            .join(Enrolment, Enrolment.id == Result.enrolment_id)
            .where(Enrolment.batch_id == batch.id, Result.outcome == "lulus")
        )
        return {"passed": db.session.scalar(passed) or 0}
    if kind != "mandiri":
        return {}
    phases = rows(
        select(BatchPhase)
        .join(Phase, Phase.id == BatchPhase.phase_id)
        .where(BatchPhase.batch_id == batch.id, Phase.mode == _SELF_STUDY)
    )
    if not phases:
        return {}
    first: date = min(phase.starts_on for phase in phases)
    # whoever is done earlier gets a paper that does not state days still ahead
    last: date = min(max(phase.ends_on for phase in phases), today())
    return {
        "starts_on": first.isoformat(),
        "ends_on": last.isoformat(),
        "jp": sum(phase.phase.jp for phase in phases),
    }


def subjects(version_id: int, kind: str) -> list[dict[str, Any]]:
    """Return agenda, title and JP of the subjects that a kind lists, in their order."""
    wanted = (
        select(Course.agenda, Course.title, Course.jp)
        .where(Course.version_id == version_id)
        .order_by(Course.position)
    )
    if kind == "mandiri":
        wanted = wanted.join(Phase, Phase.id == Course.phase_id).where(Phase.mode == _SELF_STUDY)
    return [row._asdict() for row in db.session.execute(wanted)]
