"""Marking by rubric: saving, proposing, confirming, opening again, returning; who is looking."""

from collections.abc import Mapping

from sqlalchemy import update

from lms.assignments import queries, rules
from lms.assignments.events import work_returned
from lms.assignments.models import Brief, GradingPresence, Marking, Submission
from lms.assignments.panel.queries import is_assessed_by_panel
from lms.assignments.rules import FEEDBACK, Given
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import add_missing, db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person


def save_marks(
    work: Submission, brief: Brief, *, levels: Mapping[str, int], comments: Mapping[str, str],
    comment: str, by: Person, stamps: Mapping[str, str] | None = None,
) -> Marking:  # fmt: skip
    """Keep all levels and comments of a page as a draft; see `save_parts`."""
    keys = {part["key"] for part in brief.rubric} | levels.keys()
    given = {key: Given(levels.get(key), comments.get(key, "")) for key in keys}
    return save_parts(work, brief, given | {FEEDBACK: Given(None, comment)}, stamps or {}, by=by)


def save_parts(
    work: Submission, brief: Brief, given: Mapping[str, Given], stamps: Mapping[str, str], *,
    by: Person,
) -> Marking:  # fmt: skip
    """Keep what was given at some criteria; an older copy of one never overwrites a newer one.

    `stamps` says what the page showed of each criterion (`rules.stamp`). When another grader
    changed one of them meanwhile, nothing is kept and RuleBroken names the criteria and the person.
    """
    _hold(work)
    rules.check_given(brief.rubric, given)
    marking = _marking(work, by)
    changed, stale = rules.changes(marking.parts, marking.revisions, given, stamps)
    if stale:
        raise RuleBroken(_overtaken(brief, marking, stale))
    if changed:
        _write(marking, brief, changed, by)
    return marking


def _hold(work: Submission) -> None:
    lock(work)
    if work.state in ("proposed", "marked"):
        raise RuleBroken(_("Nilai ini sudah diajukan atau disahkan. Buka lagi untuk mengubahnya."))
    if is_assessed_by_panel(work):
        raise RuleBroken(_("Karya ini dinilai oleh panel. Setiap penilai mengisi lembarnya."))
    if work.state != "submitted":
        raise RuleBroken(_("Karya ini sedang tidak dinilai: sudah dikembalikan atau dirilis."))


def _marking(work: Submission, by: Person) -> Marking:
    """Return the marking read anew, since somebody may have begun or saved it meanwhile."""
    marking = queries.marking_of(work)
    if marking is None:
        marking = Marking(
            submission_id=work.id, grader_id=by.id, levels={}, comments={}, touches={}, comment="",
            saved_at=now(),
        )  # fmt: skip
        db.session.add(marking)
        work.marking = marking
    return marking


def _overtaken(brief: Brief, marking: Marking, stale: list[str]) -> str:
    titles = {part["key"]: part["title"] for part in brief.rubric}
    return _("%(name)s baru saja mengubah %(parts)s. Isian Anda masih ada di halaman ini; muat "
             "ulang bila isian barunya belum tampil.",
             name=queries.names_of([marking.touches[stale[0]][1]])[marking.touches[stale[0]][1]],
             parts=", ".join(titles.get(key, _("umpan balik")) for key in stale))  # fmt: skip


def _write(marking: Marking, brief: Brief, changed: Mapping[str, Given], by: Person) -> None:
    levels, comments, touches = dict(marking.levels), dict(marking.comments), dict(marking.touches)
    for key, one in changed.items():
        touches[key] = [marking.revisions.get(key, 0) + 1, by.id]
        if key == FEEDBACK:
            marking.comment = one.words
            continue
        levels.pop(key, None)
        comments.pop(key, None)
        if one.level is not None:
            levels[key] = one.level
        if one.words:
            comments[key] = one.words
    marking.levels, marking.comments, marking.touches = levels, comments, touches
    marking.grader_id, marking.saved_at = by.id, now()
    complete = len(levels) == len(brief.rubric)
    marking.points = rules.rubric_points(brief.rubric, levels) if complete else None


def propose_marks(work: Submission, brief: Brief, marking: Marking, *, by: Person) -> None:
    """Put complete marks forward for another grader to confirm."""
    _settle(work, brief, marking, "proposed", by)
    marking.proposed_at, marking.proposed_by_id = now(), by.id


def confirm_marks(work: Submission, brief: Brief, marking: Marking, *, by: Person) -> None:
    """Confirm complete marks; the trainee sees them only after release."""
    _settle(work, brief, marking, "marked", by)
    marking.confirmed_at, marking.confirmed_by_id = now(), by.id


def confirm_proposed(work: Submission, brief: Brief, *, by: Person) -> None:
    """Confirm marks as they were proposed."""
    lock(work)
    marking = queries.marking_of(work)
    if work.state != "proposed" or marking is None:
        raise RuleBroken(_("Nilai ini tidak sedang diajukan. Muat ulang halaman ini."))
    confirm_marks(work, brief, marking, by=by)


def _settle(work: Submission, brief: Brief, marking: Marking, state: str, by: Person) -> None:
    if marking.points is None:
        missing = len(brief.rubric) - len(marking.levels)
        raise RuleBroken(_("Masih ada %(count)s kriteria tanpa tingkat.", count=missing))
    former, work.state = work.state, state
    verb = "marks.confirmed" if state == "marked" else "marks.proposed"
    record(verb, work, by=by, points=marking.points, levels=marking.levels, former=former)


def reopen_marks(work: Submission, *, by: Person) -> None:
    """Take proposed or confirmed marks back into draft, so that they may be changed."""
    lock(work)
    if work.state not in ("proposed", "marked"):
        raise RuleBroken(_("Hanya nilai yang diajukan atau disahkan yang dapat dibuka lagi."))
    record("marks.reopened", work, by=by, former=work.state)
    work.state = "submitted"


def return_work(work: Submission, comment: str, *, by: Person | None) -> None:
    """Send a work back for revision with a word on what to change."""
    if work.state not in ("submitted", "proposed", "marked"):
        raise RuleBroken(_("Hanya karya yang menunggu nilai yang dapat dikembalikan."))
    if not comment.strip():
        raise RuleBroken(_("Tulis umpan balik: apa yang perlu diperbaiki peserta."))
    work.state = "returned"
    record("submission.returned", work, by=by, comment=comment)
    work_returned.send(work, by=by)


def be_present(work: Submission, *, by: Person) -> None:
    """Note that a grader's page shows the work just now."""
    key = {"submission_id": work.id, "person_id": by.id}
    add_missing(GradingPresence, key, at=now())
    db.session.execute(update(GradingPresence).filter_by(**key).values(at=now()))
