"""A package under way: opened, listened to, and its words kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import add_missing, db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import actions as elearning
from lms.elearning.queries import outline
from lms.packages import queries, rules
from lms.packages.actions.batches import pin_version
from lms.packages.manifest.shape import Part
from lms.packages.models import (
    PackageLaunch,
    PackagePart,
    PackageReport,
    PackageRun,
)
from lms.packages.queries import Task
from lms.people.models import Person


def open_part(
    batch: Batch, task: Task, enrolment: Enrolment, key: str, *, by: Person
) -> PackageLaunch:
    """Open a part for its trainee; earlier openings of the same part may save no more."""
    if batch.state == "closed":
        raise RuleBroken(_("Angkatan ini sudah ditutup. Paket tidak dapat dikerjakan lagi."))
    elearning.refuse_locked(batch, enrolment, task.unit_id)
    version = pin_version(batch, task)
    part = queries.part_in(version, key) or version.contents.parts[0]
    add_missing(
        PackageRun,
        {"enrolment_id": enrolment.id, "unit_id": task.unit_id, "version_id": version.id},
        registration=str(uuid4()), begun_at=now(),
    )  # fmt: skip
    run = queries.run_of(enrolment, task.unit_id, version)
    assert run is not None
    launch = PackageLaunch(run_id=run.id, key=part.key, opened_at=now(), last_seq=0, reports=0,
                           minute=0, in_minute=0)  # fmt: skip
    db.session.add(launch)
    db.session.flush()
    step = outline(batch, enrolment).step(task.unit_id)
    elearning.record_reading(enrolment, task.unit, step, None, by=by)
    record("package.opened", run, by=by, part=part.key, launch=launch.id)
    if part.kind == "asset":
        _keep_asset(run, task, part, by)
    return launch


def _keep_asset(run: PackageRun, task: Task, part: Part, by: Person) -> None:
    """An asset tells nothing: whoever opened it has seen it."""
    saved = part_of(run, part.key)
    saved.completion, saved.saved_at = "completed", now()
    settle(run, task, by)


def part_of(run: PackageRun, key: str) -> PackagePart:
    """Return what is saved of a part, a new row when nothing is yet."""
    saved = queries.parts_of(run).get(key)
    if saved is None:
        saved = PackagePart(run_id=run.id, key=key, values={}, saved_at=now())
        db.session.add(saved)
    return saved


@dataclass(frozen=True)
class Saved:
    """What became of a report."""

    #: "kept", "repeated" (known already), "stale" (opened elsewhere since) or "flood".
    state: str
    seq: int
    at: datetime | None = None
    is_done: bool = False


#: Key of the row that holds what the rules of a package make of all its parts.
_WHOLE = ""


def save(
    launch: PackageLaunch, seq: int, sent: Any, *, final: bool, by: Person, sequencing: str = "",
    whole: Any = None,
) -> Saved:  # fmt: skip
    """Keep what a part says, unless it is known already or the part was opened elsewhere since."""
    run = launch.run
    lock(run)
    lock(launch)
    newest = queries.newest_launch(run, launch.key)
    if newest is None or newest.id != launch.id:
        return Saved("stale", launch.last_seq)
    if seq <= launch.last_seq:
        return Saved("repeated", launch.last_seq, now(), run.done_at is not None)
    if not in_time(launch):
        return Saved("flood", launch.last_seq)
    values, notes = rules.accept(sent)
    saved = part_of(run, launch.key)
    before = saved.values
    outcome, out_of_range = rules.outcome_of(run.version.standard, values, final=final)
    if values:
        saved.values = values
        saved.completion, saved.success = outcome.completion, outcome.success
        saved.score = outcome.score
        saved.seconds = max(saved.seconds or 0, outcome.seconds)
        launch.score = rules.score_of_attempt(outcome)
    saved.saved_at = now()
    launch.last_seq, launch.reports = seq, launch.reports + 1
    if final:
        launch.closed_at = now()
    if launch.reports <= rules.MOST_KEPT or final:
        db.session.add(
            PackageReport(
                launch_id=launch.id, seq=seq, at=now(), kind="final" if final else "commit",
                said=rules.changed(before, values), notes=[*notes, *out_of_range],
            )
        )  # fmt: skip
    _keep_rules(run, sequencing, whole)
    db.session.flush()
    settle(run, queries.task_of(run.unit), by)
    return Saved("kept", seq, saved.saved_at, run.done_at is not None)


def _keep_rules(run: PackageRun, sequencing: str, sent: Any) -> None:
    """Keep where the rules between the parts stand, and what they make of the whole."""
    outcome = rules.of_whole(sent)
    if outcome is None or len(sequencing) > rules.MOST_SEQUENCING:
        return
    run.sequencing = sequencing
    saved = part_of(run, _WHOLE)
    saved.completion, saved.success, saved.saved_at = outcome.completion, outcome.success, now()


def in_time(launch: PackageLaunch) -> bool:
    """Count the report into its minute; False when there are too many."""
    minute = int(now().timestamp()) // 60
    if launch.minute != minute:
        launch.minute, launch.in_minute = minute, 0
    launch.in_minute += 1
    return launch.in_minute <= rules.MOST_PER_MINUTE


def settle(run: PackageRun, task: Task, by: Person) -> None:
    """Finish the activity when the whole package is what it asks for; it stays finished."""
    db.session.flush()
    whole = queries.whole(run.version, queries.parts_of(run))
    if run.done_at is None and rules.is_done(task.requires, task.least, whole):
        run.done_at = now()
        record("package.done", run, by=by, score=whole.score)
        elearning.finish_lesson(run.enrolment, run.unit, by=by)
