"""Reminders: the worker's clock looks ahead and tells each person once of each thing."""

from collections.abc import Iterable
from datetime import date, timedelta

from lms.assignments import queries as assignments
from lms.catalogue.models import Batch
from lms.core.addresses import path_of
from lms.core.clock import local, now, today
from lms.core.jobs import every_minute
from lms.events.models import Event
from lms.messages import queries, rules
from lms.messages.actions.gates import remind_of_gates, remind_of_sheets
from lms.messages.actions.telling import tell
from lms.schedule.models import Session
from lms.surveys import rules as surveys

#: Minutes between two looks.
_STEP = 15


@every_minute
def look_ahead() -> None:
    """Remind people every quarter of an hour; what one look misses, the next one finds."""
    if local(now()).minute % _STEP == 0:
        remind()


def remind() -> int:
    """Tell people what waits for them, each thing once; returns how many were told."""
    running = queries.batches_in("running")
    return (
        sum(_of_tasks(one) + _of_quizzes(one) for one in running)
        + sum(remind_of_gates(one) + remind_of_sheets(one) for one in running)
        + _of_sessions()
        + _of_surveys()
        + sum(_of_data(one) + _of_report(one) for one in queries.batches_in("grading"))
    )


def _of_tasks(batch: Batch) -> int:
    count = 0
    for line in assignments.briefs_in(batch.version):
        due_at = assignments.due_at(batch, line.due_day)
        if now() < due_at <= now() + rules.TASK_AHEAD:
            about = f"task:{batch.id}:{line.unit_id}"
            facts = {
                "batch": batch.name, "task": line.title, "due_at": due_at, "zone": batch.zone,
            }  # fmt: skip
            link = path_of("assignments.task", batch_id=batch.id, unit_id=line.unit_id)
            people = queries.without_work(batch, line.unit_id)
            count += tell("task_due", people, link, facts, key=f"due:{about}")
    return count


def _of_quizzes(batch: Batch) -> int:
    count = 0
    for dates in batch.phases:
        if not 0 <= (dates.ends_on - today()).days <= rules.QUIZ_DAYS:
            continue
        left = queries.quizzes_left(batch, dates.phase_id)
        for person_id, number in left.items():
            facts = {
                "batch": batch.name, "count": number, "phase": dates.phase.title,
                "ends_on": dates.ends_on,
            }  # fmt: skip
            link = path_of("elearning.outline", batch_id=batch.id)
            count += tell("quizzes_due", [person_id], link, facts, key=f"quizzes:{dates.id}")
    return count


def _of_sessions() -> int:
    """Tell of tomorrow's meetings and events in the afternoon before, a batch's all in one."""
    if local(now()).hour < rules.TOMORROW_FROM:
        return 0
    tomorrow = today() + timedelta(days=1)
    meetings = queries.meetings_of_day(tomorrow).values()
    return sum(_of_day(tomorrow, sessions) for sessions in meetings) + sum(
        _of_event(event) for event in queries.events_of_day(tomorrow)
    )


def _of_event(event: Event) -> int:
    facts = {"event": event.title, "starts_at": event.starts_at, "zone": event.zone}
    link = path_of("events.event", event_id=event.id)
    key = f"event:{event.id}:{event.first_day}"
    return tell("event_ahead", queries.registered_ids(event.id), link, facts, key=key)


def _of_day(day: date, sessions: list[Session]) -> int:
    if all(one.group is None for one in sessions):
        count = _tell_of_day(queries.trainee_ids(sessions[0].batch_id), day, sessions)
    else:  # groups meet apart: each is told of what it shares and of its own
        count = 0
        expected = {one.id: set(queries.expected_at(one)) for one in sessions}
        for trainee in sorted(set().union(*expected.values())):
            own = [one for one in sessions if trainee in expected[one.id]]
            count += _tell_of_day([trainee], day, own)
    for teacher in {teaching.person_id for one in sessions for teaching in one.teaching}:
        own = [one for one in sessions if teacher in {t.person_id for t in one.teaching}]
        count += _tell_of_day([teacher], day, own)
    return count


def _tell_of_day(people: list[int], day: date, sessions: list[Session]) -> int:
    batch = sessions[0].batch
    facts = {
        "batch": batch.name, "zone": batch.zone, "day_on": day,
        "sessions": [
            {
                "title": one.title, "mode": one.mode, "room": one.room.name if one.room else "",
                "from_at": one.starts_at.isoformat(), "to_at": one.ends_at.isoformat(),
            }
            for one in sessions
        ],
    }  # fmt: skip
    link = path_of("schedule.my_day")
    return tell("sessions_ahead", people, link, facts, key=f"sessions:{batch.id}:{day}")


def _of_surveys() -> int:
    """Tell of a survey when it can be answered in full: at the end, or some months after it."""
    longest = max([*surveys.MONTHS_AFTER.values(), surveys.MONTHS_AFTER_OTHERS])
    since = today() - timedelta(days=32 * longest) - rules.SURVEY_DAYS
    return sum(_of_survey(batch) for batch in queries.batches_ended_since(since))


def _of_survey(batch: Batch) -> int:
    count = 0
    for form in batch.version.surveys:
        counts_as = batch.version.counts_as
        first, last = surveys.window(form["opens"], batch.starts_on, batch.ends_on, counts_as)
        begins = max(first, batch.ends_on)
        if not begins <= today() <= min(last, begins + rules.SURVEY_DAYS):
            continue
        facts = {"batch": batch.name, "ends_on": last}
        key = f"survey:{batch.id}:{form['key']}"
        if form.get("who") == "superior":
            people = queries.superiors_without_answer(batch, form["key"])
            count += tell("superior_survey_open", people, path_of("surveys.asked"), facts, key=key)
            continue
        people = queries.without_answer(batch, form["key"])
        link = path_of("surveys.surveys", batch_id=batch.id)
        count += tell("survey_open", people, link, facts, key=key)
    return count


def _of_report(batch: Batch) -> int:
    """Tell organisers once a week what report and dossier of a batch that has ended still lack."""
    if (today() - batch.ends_on).days < rules.REPORT_DAYS:
        return 0
    gaps, items = queries.report_gaps(batch)
    if not gaps and not items:
        return 0
    year, week, _day = today().isocalendar()
    facts = {"batch": batch.name, "gaps": gaps, "items": items}
    people = queries.team_ids(batch.id, "organiser")
    link = path_of("reports.dossier", batch_id=batch.id)
    return tell("report_gaps", people, link, facts, key=f"report:{batch.id}:{year}-{week}")


def _of_data(batch: Batch) -> int:
    gaps = queries.data_gaps(batch)
    return tell_of_data(batch, gaps.trainees.items(), key=f"data:{batch.id}")


def tell_of_data(batch: Batch, people: Iterable[tuple[int, str]], *, key: str) -> int:
    """Tell trainees which of their data the certificate waits for."""
    about, link = f"certificate:{batch.id}", path_of("people.account")
    count = 0
    for person_id, missing in people:
        facts = {"batch": batch.name, "missing": missing}
        count += tell("certificate_data", [person_id], link, facts, about=about, key=key)
    return count
