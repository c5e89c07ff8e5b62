"""Seminar days: planned by the worker, published by the organiser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import from_local, now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.jobs import Job, enqueue, handler
from lms.people.models import Person
from lms.projects import panels, queries, rules, seating
from lms.projects.models import SeminarDay, SeminarHearing

PLAN = "projects.seminar"


@dataclass(frozen=True)
class DayPlan:
    """What the organiser offers for one day."""

    stage: str
    day: date
    starts: time
    ends: time
    minutes: int
    breaks: Sequence[tuple[time, time]]
    places: Sequence[str]
    group: str = ""


def plan_seminar(batch: Batch, plan: DayPlan, *, by: Person) -> SeminarDay:
    """Ask the worker for the panels of a day; what counting already refuses is said at once."""
    lock(batch)
    if plan.stage not in rules.SEMINARS:
        raise RuleBroken(_("Pilih seminar rancangan atau seminar akhir."))
    if not plan.places or len(plan.places) > panels.MOST_PLACES:
        raise RuleBroken(_("Isi satu sampai %(most)s tempat.", most=panels.MOST_PLACES))
    times = panels.times_of_day(plan.starts, plan.ends, plan.minutes, plan.breaks)
    hearings, names = queries.hearings_for(batch, plan.stage, plan.group)
    against = panels.refusals(hearings, panels.Day(times, len(plan.places)), names)
    if against:
        raise RuleBroken(" ".join(against))
    seminar = SeminarDay(
        batch_id=batch.id, stage=plan.stage, group=plan.group, day=plan.day, starts=plan.starts,
        ends=plan.ends, minutes=plan.minutes, places=list(plan.places), state="planning", found="",
        breaks=[[f"{first:%H:%M}", f"{until:%H:%M}"] for first, until in plan.breaks],
    )  # fmt: skip
    db.session.add(seminar)
    db.session.flush()
    job = enqueue(PLAN, {"seminar_id": seminar.id}, by=by, key=f"{PLAN}-{seminar.id}")
    db.session.flush()
    seminar.job_id = job.id
    record("seminar.planned", seminar, by=by, stage=plan.stage, day=plan.day, count=len(hearings))
    return seminar


@handler(PLAN)
def search(job: Job, seminar_id: int) -> None:
    """Find the panels of a day; searched again it is planned anew."""
    seminar = db.session.get(SeminarDay, seminar_id)
    if seminar is None or seminar.state != "planning":  # discarded meanwhile, or done before
        return
    times = times_of(seminar)
    day = panels.Day(times, len(seminar.places))
    hearings, names = queries.hearings_for(seminar.batch, seminar.stage, seminar.group)
    seats: list[panels.Seat] = []
    against = panels.refusals(hearings, day, names)
    if not against:
        seminar.found, seats = seating.find(hearings, day)
        against = [] if seats else [panels.give_up()]
    if against:
        seminar.state, seminar.found = "impossible", " ".join(against)
        return
    for seat in seats:
        begins, ends = (
            from_local(datetime.combine(seminar.day, at), seminar.batch.zone)
            for at in (times[seat.at], panels.until(times[seat.at], seminar.minutes))
        )
        db.session.add(
            SeminarHearing(seminar_id=seminar.id, project_id=seat.project_id, place=seat.place,
                           examiner_id=int(seat.examiner[1:]), starts_at=begins, ends_at=ends)
        )  # fmt: skip
    seminar.state = "draft"
    job.note = _("%(count)s proyek tersusun", count=len(seats))


def times_of(seminar: SeminarDay) -> tuple[time, ...]:
    """Return when the hearings of a day begin."""
    pauses = [(time.fromisoformat(first), time.fromisoformat(until))
              for first, until in seminar.breaks]  # fmt: skip
    return panels.times_of_day(seminar.starts, seminar.ends, seminar.minutes, pauses)


def publish_seminar(seminar: SeminarDay, *, by: Person) -> int:
    """Make a plan known, and its examiners those of the projects; returns how many are heard.

    What changed since the plan was made (a coach became the examiner) is refused, not kept.
    """
    lock(seminar)
    if seminar.state != "draft":
        raise RuleBroken(_("Hanya susunan yang sudah jadi dapat diumumkan."))
    hearings = queries.seminar_in_full(seminar.id).hearings
    for hearing in hearings:
        project = hearing.project
        rules.check_team(project.coach_id, project.mentor_id, hearing.examiner_id,
                         project.enrolment.person_id)  # fmt: skip
        project.examiner_id = hearing.examiner_id
    seminar.state, seminar.published_at = "published", now()
    record("seminar.published", seminar, by=by, count=len(hearings))
    return len(hearings)


def discard_seminar(seminar: SeminarDay, *, by: Person) -> None:
    """Take a day back, published or not; the examiners named by it stay."""
    lock(seminar)
    record("seminar.discarded", seminar, by=by, stage=seminar.stage, day=seminar.day,
           state=seminar.state)  # fmt: skip
    db.session.delete(queries.seminar_in_full(seminar.id))
