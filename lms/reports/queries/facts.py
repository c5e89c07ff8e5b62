"""The facts of a batch's report, by the same functions that the pages of the batch ask."""

from collections.abc import Sequence

from flask import current_app

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.catalogue.words import MODES, STAFF_ROLES
from lms.certificates import queries as papers
from lms.certificates.words import KINDS
from lms.core.clock import local
from lms.core.errors import RuleBroken
from lms.core.formats import nip, tanggal
from lms.gradebook import queries as gradebook
from lms.gradebook.words import outcome_labels
from lms.people.models import Person
from lms.people.rules import check_nip
from lms.reports.facts import (
    Frame,
    Ground,
    Mark,
    Marks,
    Meeting,
    Opinion,
    Paper,
    Part,
    Presence,
    Stretch,
    Subject,
    Teacher,
    Trainee,
)
from lms.reports.queries.editions import texts_of
from lms.schedule import queries as schedule
from lms.schedule import words
from lms.schedule.models import Session
from lms.surveys import queries as surveys


def frame(batch: Batch) -> Frame:
    """Return what every chapter may name."""
    version = batch.version
    return Frame(
        batch=batch.name_with_year, programme=version.title,
        agency=current_app.config["AGENCY_NAME"], place=batch.place, first=batch.starts_on,
        last=batch.ends_on, jp=version.jp_total, jp_minutes=version.jp_minutes,
        texts={key: text.body for key, text in texts_of(batch).items()},
    )  # fmt: skip


def ground(batch: Batch) -> Ground:
    """Return the legal basis and the aims as the programme's version says them."""
    version = batch.version
    return Ground(version.legal_basis, version.summary, version.target)


def trainees(batch: Batch) -> list[Trainee]:
    """Return the nominative list, by name."""
    return [
        Trainee(
            name=person.full_name, nip=person.nip or "", sex=_sex(person), birth=_birth(person),
            golongan=person.golongan, position=person.position_title,
            office=person.opd.name if person.opd else "", group=seat.group,
        )
        for seat in catalogue.seated(batch) if (person := seat.person)
    ]  # fmt: skip


def _sex(person: Person) -> str:
    try:
        return "P" if check_nip(person.nip or "", person.employment).is_woman else "L"
    except RuleBroken:
        return ""


def _birth(person: Person) -> str:
    day = tanggal(person.birth_date) if person.birth_date else ""
    return ", ".join(part for part in (person.birth_place, day) if part)


def stretches(batch: Batch) -> list[Stretch]:
    """Return the phases in their order."""
    return [
        Stretch(dates.phase.title, str(MODES.get(dates.phase.mode, dates.phase.mode)),
                dates.phase.jp, dates.starts_on, dates.ends_on)
        for dates in catalogue.phase_dates(batch)
    ]  # fmt: skip


def subjects(batch: Batch) -> list[Subject]:
    """Return the curriculum in its order."""
    found = catalogue.courses_of(batch.version_id)
    return [Subject(course.agenda, course.title, course.jp) for course in found]


def _held(batch: Batch) -> list[Session]:
    return [one for one in schedule.sessions_of(batch) if one.cancelled_at is None]


def meetings(batch: Batch) -> list[Meeting]:
    """Return the timetable without what was called off."""
    return [
        Meeting(one.day, words.clock_span(one), one.title, words.teachers(one), words.place(one),
                str(words.MODES[one.mode]), one.jp)
        for one in _held(batch)
    ]  # fmt: skip


def teachers(batch: Batch) -> list[Teacher]:
    """Return who works in the batch or teaches a session of it, with subjects and hours."""
    taught: dict[int, list[Session]] = {}
    people: dict[int, Person] = {}
    roles: dict[int, list[str]] = {}
    for work in catalogue.staff_of(batch):
        people[work.person_id] = work.person
        roles.setdefault(work.person_id, []).append(str(STAFF_ROLES[work.role]))
    for session in _held(batch):
        for teaching in session.teaching:
            people.setdefault(teaching.person_id, teaching.person)
            taught.setdefault(teaching.person_id, []).append(session)
    return [
        Teacher(
            name=person.full_name, nip=nip(person.nip), position=person.position_title,
            roles=roles.get(key, [str(STAFF_ROLES["instructor"])]),
            subjects=list(dict.fromkeys(one.title for one in taught.get(key, []))),
            jp=sum(one.jp for one in taught.get(key, [])),
        )
        for key, person in people.items()
    ]  # fmt: skip


def presences(batch: Batch) -> list[Presence]:
    """Return everybody's attendance, by name."""
    return [
        Presence(
            name=line.enrolment.person.full_name, nip=nip(line.enrolment.person.nip),
            present=line.recap.present_jp, permit=line.recap.permit_jp, sick=line.recap.sick_jp,
            absent=line.recap.absent_jp, percent=line.recap.percent, state=line.state,
        )
        for line in schedule.attendance_recap(batch)
    ]  # fmt: skip


def marks(batch: Batch) -> Marks:
    """Return the recap of marks as the gradebook shows it."""
    found = gradebook.sheet(batch)
    places, meeting = gradebook.places(batch, found), found.standing.meeting
    return Marks(
        parts=[Part(part["key"], part["title"], str(part["weight"])) for part in found.components],
        lines=[
            Mark(
                name=row.seat.full_name, nip=nip(row.seat.nip), office=row.seat.office or "",
                points=row.points, final=row.verdict.final, predicate=row.verdict.predicate,
                outcome=row.verdict.outcome, rank=places.get(row.seat.id),
            )
            for row in found.rows
        ],
        outcomes=outcome_labels(),
        released_on=local(found.release.at, batch.zone).date() if found.release else None,
        held_on=meeting.held_on if meeting and meeting.locked_at else None,
    )  # fmt: skip


def certificates(batch: Batch) -> list[Paper]:
    """Return the papers that stand: neither withdrawn nor replaced."""
    return [
        Paper(one.number, str(one.facts["name"]), nip(one.facts.get("nip")),
              str(KINDS.get(one.kind, one.kind)))
        for one in papers.papers_of(batch)
        if one.revocation is None and one.replacement is None
    ]  # fmt: skip


def opinions(batch: Batch) -> Sequence[Opinion]:
    """Return what the trainees answered to each survey of the batch."""
    return [
        Opinion(
            title=result.sheet.form["title"], about=result.sheet.about, count=result.sheet.count,
            items=[
                (group["title"], item["text"], *result.means[item["key"]])
                for group in result.sheet.form["groups"]
                for item in group["items"]
                if item["key"] in result.means
            ],
        )
        for result in surveys.results_of(batch)
    ]  # fmt: skip
