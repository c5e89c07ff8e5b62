"""Letting the solver search for plans, and making changes of what it found.

A search runs in the worker; what it found is kept as lines {key, title, batch, jp, before, after}
and nothing is changed before somebody applies it.
"""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import AGENCY_ZONE, from_local, now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _, ngettext
from lms.core.jobs import Job, enqueue, handler
from lms.people.models import Person
from lms.schedule import queries
from lms.schedule.actions.board import publish_plan
from lms.schedule.actions.templates import Staffing, need_plan
from lms.schedule.actions.units import Change, apply_unit, plan_of
from lms.schedule.actions.working import add_block
from lms.schedule.events import sessions_announced
from lms.schedule.models import PlanSearch, PlanUnit, Session
from lms.schedule.queries.planning import Task, spans
from lms.schedule.solver.explain import Explanation, explain
from lms.schedule.solver.model import Instance, Place, Plan
from lms.schedule.solver.repair import repair
from lms.schedule.solver.search import Outcome, Progress, find_plan

SEARCH = "schedule.search"
#: Batches planned together at most, and seconds a search may take.
MOST_BATCHES, MOST_SECONDS = 60, 600


@dataclass(frozen=True)
class Trouble:
    """What is not to be had: a room or an instructor, from when to when, and why."""

    kind: str
    resource_id: int
    starts_at: datetime
    ends_at: datetime
    reason: str


def search_plan(
    batches: Sequence[Batch], *, seconds: int, seed: int = 1, link: str = "",
    rooms: Sequence[int] = (), by: Person,
) -> PlanSearch:  # fmt: skip
    """Let the worker look for a plan of batches: what waits, and their drafts.

    `rooms` are preferred; `link` is the address of virtual meetings without an account.
    """
    if not batches or len(batches) > MOST_BATCHES:
        raise RuleBroken(_("Pilih 1 sampai %(most)s angkatan.", most=MOST_BATCHES))
    over = next((one for one in batches if one.state == "closed"), None)
    if over is not None:
        raise RuleBroken(_("%(batch)s sudah selesai.", batch=over.name))
    title = _("Susunan %(batch)s", batch=batches[0].name)
    if len(batches) > 1:
        title = _("Susunan %(count)s angkatan", count=len(batches))
    settings = {"seconds": max(1, min(MOST_SECONDS, seconds)), "seed": seed, "link": link,
                "rooms": list(rooms)}  # fmt: skip
    return _search("plan", title, [one.id for one in batches], settings, by)


def search_repair(trouble: Trouble, *, by: Person) -> PlanSearch:
    """Let the worker look for the least change when a room or an instructor is not to be had."""
    if trouble.ends_at <= trouble.starts_at:
        raise RuleBroken(_("Waktu selesai harus sesudah waktu mulai."))
    if trouble.ends_at <= now():
        raise RuleBroken(_("Pilih waktu yang belum lewat."))
    if not trouble.reason.strip():
        raise RuleBroken(_("Tulis alasannya, misalnya perawatan atau cuti tahunan."))
    hit = queries.sessions_hit(
        trouble.kind, trouble.resource_id, trouble.starts_at, trouble.ends_at
    )
    if not hit:
        raise RuleBroken(_("Tidak ada sesi yang terkena. Catat saja ketidaktersediaannya."))
    settings = asdict(trouble) | {
        "starts_at": trouble.starts_at.isoformat(), "ends_at": trouble.ends_at.isoformat(),
    }  # fmt: skip
    title = _("Perbaikan: %(reason)s", reason=trouble.reason.strip())
    return _search("repair", title, sorted({one.batch_id for one in hit}), settings, by)


def _search(
    kind: str, title: str, batch_ids: list[int], settings: dict[str, Any], by: Person
) -> PlanSearch:
    search = PlanSearch(
        kind=kind, title=title, batch_ids=batch_ids, settings=settings, made_by_id=by.id,
        made_at=now(), result={},
    )  # fmt: skip
    db.session.add(search)
    db.session.flush()
    job = enqueue(SEARCH, {"search_id": search.id}, by=by, key=f"{SEARCH}:{search.id}")
    db.session.flush()
    search.job_id = job.id
    record("plan_search.asked", search, by=by, kind=kind, title=title, batches=batch_ids)
    return search


def stop_plan_search(search: PlanSearch, *, by: Person) -> None:
    """Ask a search to end with the best plan it has."""
    if search.state != "waiting":
        raise RuleBroken(_("Pencarian ini sudah selesai."))
    search.is_stopped = True
    record("plan_search.stopped", search, by=by)


class _Watch:
    """Looks about once a second whether to stop, and shows how far the search is."""

    def __init__(self, job: Job, search_id: int) -> None:
        self.job, self.search_id = job, search_id
        self.looked, self.is_stopped = 0.0, False
        self.said = _("Menyiapkan data")

    def progress(self, at: Progress) -> None:
        """Note what the search says of itself."""
        seconds = int(at.seconds)
        if at.unplaced:
            lacking = ngettext("%(num)d sesi belum mendapat tempat",
                               "%(num)d sesi belum mendapat tempat", at.unplaced)  # fmt: skip
            self.said = _("%(seconds)s detik: %(lacking)s", seconds=seconds, lacking=lacking)
            return
        self.said = _(
            "%(seconds)s detik: semua sesi mendapat tempat, nilai kelemahan %(cost)s, "
            "terbukti tidak dapat di bawah %(bound)s",
            seconds=seconds, cost=at.cost, bound=at.bound,
        )  # fmt: skip

    def stopped(self) -> bool:
        """Tell whether somebody wants the best so far; also shows that the worker lives."""
        if not self.is_stopped and time.perf_counter() - self.looked >= 1:
            self.looked = time.perf_counter()
            self.job.beat(0, 0, self.said)
            found = db.session.get_one(PlanSearch, self.search_id, populate_existing=True)
            self.is_stopped = found.is_stopped
        return self.is_stopped


@handler(SEARCH)
def run_search(job: Job, search_id: int) -> None:
    """Search, explain what cannot be, and keep what was found; repeatable."""
    search = db.session.get_one(PlanSearch, search_id)
    if search.state != "waiting":
        return
    watch = _Watch(job, search_id)
    batches = queries.batches_by_id(search.batch_ids)
    liked = frozenset(search.settings.get("rooms", ()))
    task = queries.planning_task(batches, mend=search.kind == "repair", liked=liked)
    find = _found if search.kind == "plan" else _mended
    result = find(task, search.settings, watch)
    search = db.session.get_one(PlanSearch, search_id)
    search.result, search.state = result, "done"
    job.note = _("Pencarian selesai.")


def _found(task: Task, settings: Mapping[str, Any], watch: _Watch) -> dict[str, Any]:
    outcome = find_plan(
        task.instance, seconds=settings["seconds"], seed=settings["seed"],
        progress=watch.progress, cancelled=watch.stopped,
    )  # fmt: skip
    lines = _lines(task, outcome.plan)
    facts = {
        "lines": lines, "counts": outcome.judgement.counts, "costs": outcome.judgement.costs,
        "bound": outcome.bound, "seconds": outcome.seconds, "rounds": outcome.rounds,
    }  # fmt: skip
    if outcome.judgement.unplaced and not watch.is_stopped:
        facts["explanation"] = _explained(task.instance, outcome, watch)
    return facts


def _explained(instance: Instance, outcome: Outcome, watch: _Watch) -> dict[str, Any]:
    """Explain the first batch that has no plan, the others keeping what was found for them."""
    lacking = next(one.batch for one in instance.meetings if one.id not in outcome.plan.places)
    fixed = {
        one.id: replace(one, fixed=outcome.plan.places[one.id])
        for one in instance.meetings
        if one.batch != lacking and one.fixed is None and one.id in outcome.plan.places
    }
    watch.said = _("Mencari sebabnya")
    alone = replace(
        instance.with_meetings(fixed),
        batches=tuple(one for one in instance.batches if one.id == lacking),
    )
    kept = tuple(one for one in alone.meetings if one.batch == lacking or one.fixed is not None)
    return _reasons(explain(replace(alone, meetings=kept), cancelled=watch.stopped))


def _reasons(found: Explanation) -> dict[str, Any]:
    return {
        "state": found.state, "is_minimal": found.is_minimal,
        "core": [[rule.kind, dict(rule.names)] for rule in found.core],
        "ways": [
            {"price": way.price,
             "reliefs": [[relief.kind, dict(relief.names)] for relief in way.reliefs]}
            for way in found.ways
        ],
    }  # fmt: skip


def _mended(task: Task, settings: Mapping[str, Any], watch: _Watch) -> dict[str, Any]:
    trouble = _trouble(settings)
    hit = {
        one.id
        for one in queries.sessions_hit(
            trouble.kind, trouble.resource_id, trouble.starts_at, trouble.ends_at
        )
    } & set(task.before.places)
    instance = _without_resource(task.instance, trouble)
    found = repair(instance, task.before, hit=hit, cancelled=watch.stopped)
    lines = _lines(task, found.plan)
    return {"lines": lines, "people": found.people, "hit": sorted(found.hit)}


def _trouble(settings: Mapping[str, Any]) -> Trouble:
    moments = {name: datetime.fromisoformat(settings[name]) for name in ("starts_at", "ends_at")}
    return Trouble(**{**settings, **moments})


def _without_resource(instance: Instance, trouble: Trouble) -> Instance:
    away = queries.away_of(trouble.kind, trouble.resource_id, trouble.starts_at, trouble.ends_at,
                           trouble.reason)  # fmt: skip
    closed = spans([away], trouble.kind, trouble.resource_id)
    if trouble.kind == "room":
        rooms = tuple(
            replace(one, closed=(*one.closed, *closed)) if one.id == trouble.resource_id else one
            for one in instance.rooms
        )
        return replace(instance, rooms=rooms)
    staff = tuple(
        replace(one, away=(*one.away, *closed)) if one.id == trouble.resource_id else one
        for one in instance.instructors
    )
    return replace(instance, instructors=staff)


def _lines(task: Task, plan: Plan) -> list[dict[str, Any]]:
    """Return what would change, and what found no place, in the order of the days."""
    lines = []
    for meeting in task.instance.meetings:
        before, after = task.before.places.get(meeting.id), plan.places.get(meeting.id)
        if meeting.fixed is not None or (before == after and after is not None):
            continue
        waiting = task.needs.get(meeting.id)
        lines.append({
            "session_id": None if waiting else meeting.id,
            "need": waiting[1].key if waiting else None,
            "batch_id": meeting.batch, "batch": task.batches[meeting.batch].name,
            "title": meeting.title, "jp": meeting.jp,
            "before": _told(task.instance, before), "after": _told(task.instance, after),
        })  # fmt: skip
    return sorted(lines, key=lambda line: _moment(line["after"] or line["before"]))


def _moment(place: Mapping[str, Any] | None) -> tuple[str, int]:
    return (place["day"], place["start"]) if place else ("", 0)


def _told(instance: Instance, place: Place | None) -> dict[str, Any] | None:
    """Return a place with its names, as the page shows it and as it is applied."""
    if place is None:
        return None
    return {
        "day": place.day.isoformat(), "start": place.start, "end": place.end, "room_id": place.room,
        "room": instance.room[place.room].name if place.room in instance.room else "",
        "staff": list(place.staff),
        "people": ", ".join(instance.instructor[one].name for one in place.staff),
    }  # fmt: skip


def apply_search(search: PlanSearch, *, by: Person) -> PlanUnit:
    """Make what was found the plan, as one unit that can be undone; new sessions are drafts.

    A repair also notes the absence, and tells those whose shown sessions changed.
    """
    lock(search)
    if search.state != "done":
        raise RuleBroken(_("Susunan ini belum selesai atau sudah dipakai."))
    lines = [line for line in search.result["lines"] if line["after"]]
    sessions = queries.sessions_by_id([line["session_id"] or 0 for line in lines])
    batches = {batch.id: batch for batch in queries.batches_by_id(search.batch_ids)}
    waiting = {} if search.kind == "repair" else _waiting(batches)
    link = search.settings.get("link", "")
    courses = {
        one.id: {course.key: course.id for course in queries.courses_of(one)}
        for one in batches.values()
        if waiting
    }
    changes = []
    for line in lines:
        batch = batches[line["batch_id"]]
        if line["session_id"]:
            changes.append(_moved(batch, sessions.get(line["session_id"]), line))
            continue
        need = waiting.get((batch.id, line["need"]))
        if need is None:
            raise RuleBroken(_("%(title)s sudah dijadwalkan. Susun sekali lagi.",
                               title=line["title"]))  # fmt: skip
        plan = need_plan(batch, need, Staffing(link=link), courses[batch.id], by=by)
        changes.append(Change(batch, None, _at(plan, line["after"])))
    kind = "solver" if search.kind == "plan" else "repair"
    unit = apply_unit(kind, search.title, changes, by=by)
    if search.kind == "repair":
        add_block(**vars(_trouble(search.settings)), by=by)
        _tell(lines, by)
    search.state, search.unit_id = "applied", unit.id
    record("plan_search.applied", search, by=by, unit=unit.id, steps=len(changes))
    return unit


def _tell(lines: Sequence[Mapping[str, Any]], by: Person) -> None:
    """Tell those concerned of shown sessions that moved, and of other instructors."""
    moved = queries.sessions_by_id([line["session_id"] for line in lines])
    shown = [one for one in moved.values() if not one.is_draft]
    if news := [one for one in shown if one.is_news]:
        publish_plan(news, by=by)
    former = {line["session_id"]: set(line["before"]["staff"]) for line in lines}
    reassigned: dict[int, list[tuple[Session, list[int], list[int]]]] = defaultdict(list)
    for session in shown:
        present = {teaching.person_id for teaching in session.teaching}
        came, left = present - former[session.id], former[session.id] - present
        if came or left:
            reassigned[session.batch_id].append((session, sorted(came), sorted(left)))
    for own in reassigned.values():
        sessions_announced.send(own[0][0].batch, new=[], changed=[], reassigned=own, by=by)


def _waiting(batches: Mapping[int, Batch]) -> dict[tuple[int, str], queries.Need]:
    return {
        (batch.id, need.key): need for batch in batches.values() for need in queries.needs_of(batch)
    }


def _moved(batch: Batch, session: Any, line: Mapping[str, Any]) -> Change:
    """Return the change of a session that still stands where it stood when it was searched."""
    before = line["before"]
    if session is None or session.starts_at != _at_minute(before["day"], before["start"]):
        raise RuleBroken(_("%(title)s sudah berubah sejak disusun. Susun sekali lagi.",
                           title=line["title"]))  # fmt: skip
    return Change(batch, session, _at(plan_of(session), line["after"]))


def _at(plan: Any, place: Mapping[str, Any]) -> Any:
    room = place["room_id"]
    return replace(
        plan, starts_at=_at_minute(place["day"], place["start"]),
        ends_at=_at_minute(place["day"], place["end"]), instructor_ids=tuple(place["staff"]),
        room_id=room if room and room > 0 else None,
        account_id=-room if room and room < 0 else plan.account_id,
    )  # fmt: skip


def _at_minute(day: str, minute: int) -> datetime:
    midnight = datetime.fromisoformat(day)
    return from_local(midnight + timedelta(minutes=minute), AGENCY_ZONE)
