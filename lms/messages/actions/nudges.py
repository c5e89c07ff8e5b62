"""Nudges: one press reminds everybody who must act on a thing, each person once a day."""

from lms.assignments import queries as assignments
from lms.assignments.models import Brief
from lms.catalogue.models import Batch
from lms.core.addresses import path_of
from lms.core.audit import record
from lms.core.clock import today
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import queries as elearning
from lms.messages import queries
from lms.messages.actions.gates import waits
from lms.messages.actions.reminders import tell_of_data
from lms.messages.actions.telling import tell
from lms.people.models import TEACHING_ROLES, Person
from lms.projects import queries as projects


def nudge_for_data(batch: Batch, *, by: Person) -> int:
    """Remind trainees and offices of the data that certificates wait for; returns how many."""
    gaps = queries.data_gaps(batch)
    about = f"certificate:{batch.id}"
    key = f"nudge:{about}:{today()}"
    count = tell_of_data(batch, gaps.trainees.items(), key=key)
    officers = queries.officer_ids(gaps.offices.keys())
    for opd_id, names in gaps.offices.items():
        facts = {"batch": batch.name, "names": names}
        link = path_of("competence.office", opd_id=opd_id)
        count += tell("office_data", officers.get(opd_id, []), link, facts, about=about,
                      key=f"{key}:{opd_id}")  # fmt: skip
    return _nudged(batch, about, count, bool(gaps.trainees or gaps.offices), by)


def nudge_for_task(batch: Batch, brief: Brief, *, by: Person) -> int:
    """Remind the trainees who have not handed a task in; returns how many."""
    about = f"task:{batch.id}:{brief.unit_id}"
    people = queries.without_work(batch, brief.unit_id)
    facts = {
        "batch": batch.name, "task": brief.unit.title, "zone": batch.zone,
        "due_at": assignments.due_at(batch, brief.due_day),
    }  # fmt: skip
    link = path_of("assignments.task", batch_id=batch.id, unit_id=brief.unit_id)
    key = f"nudge:{about}:{today()}"
    count = tell("task_late", people, link, facts, about=about, key=key, but=by)
    return _nudged(batch, about, count, bool(people), by)


def nudge_for_marks(batch: Batch, *, by: Person) -> int:
    """Remind those who teach in a batch of the works that wait for a mark; returns how many."""
    about = f"marks:{batch.id}"
    number, oldest = queries.works_waiting(batch)
    people = queries.team_ids(batch.id, *TEACHING_ROLES) if number else []
    facts = {"batch": batch.name, "count": number, "oldest_at": oldest}
    key = f"nudge:{about}:{today()}"
    count = tell("works_waiting", people, path_of("assignments.queue"), facts, about=about,
                 key=key, but=by)  # fmt: skip
    return _nudged(batch, about, count, bool(people), by)


def nudge_for_gates(batch: Batch, *, by: Person) -> int:
    """Remind everybody whose word the final projects of a batch wait for; returns how many."""
    about = f"gates:{batch.id}"
    found = list(waits(projects.projects_in(batch), projects.dues_of(batch)))
    key = f"nudge:{about}:{today()}"
    count = sum(wait.tell(f"{key}:{wait.step.id}:{wait.role}") for wait in found)
    return _nudged(batch, about, count, bool(found), by)


def nudge_for_study(batch: Batch, *, by: Person) -> int:
    """Remind the trainees who could go on studying but do not; returns how many."""
    about = f"study:{batch.id}"
    key = f"nudge:{about}:{today()}"
    stuck = [one for one in elearning.standings(batch) if one.is_stuck]
    people = queries.people_of({one.seat.id for one in stuck})
    waiting: dict[str, list[int]] = {}
    for one in stuck:
        assert one.at is not None
        waiting.setdefault(one.at.title, []).append(people[one.seat.id])
    link = path_of("elearning.outline", batch_id=batch.id)
    count = 0
    for title, ids in waiting.items():
        facts = {"batch": batch.name, "unit": title}
        count += tell("study_idle", ids, link, facts, about=about, key=key, but=by)
    return _nudged(batch, about, count, bool(stuck), by)


def _nudged(batch: Batch, about: str, count: int, somebody_must_act: bool, by: Person) -> int:
    if not somebody_must_act:
        raise RuleBroken(_("Tidak ada yang perlu diingatkan sekarang."))
    if not count:
        raise RuleBroken(
            _("Semua yang perlu bertindak sudah diingatkan hari ini. Coba lagi besok.")
        )
    record("people.nudged", batch, by=by, about=about, count=count)
    return count
