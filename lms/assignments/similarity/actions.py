"""Reading works, comparing them in the worker, noting what was seen, and forgetting in time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from flask import current_app
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import selectinload

from lms.assignments.models import Submission
from lms.assignments.similarity import queries, rules
from lms.assignments.similarity.models import CommonText, SimilarityPair, WorkText
from lms.assignments.similarity.queries import COMPARE, Place, job_key
from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core import files, texts
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import add_all_missing, db, lock, lock_left, one
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.jobs import Job, enqueue, every_minute, handler
from lms.people.models import Person

#: Works read, and pairs aligned, between two signs of life.
_READ, _ALIGNED = 25, 40
#: How long a comparison that failed for good is left alone.
_PAUSE = timedelta(hours=6)
#: Says how far the work is: done, of how many, in words.
Beat = Callable[[int, int, str], None]


@every_minute
def look_for_new_works() -> None:
    """Let works that came in since be compared; many that come at once are one job."""
    for programme_id in queries.programmes_waiting():
        job = one(select(Job).where(Job.key == job_key(programme_id)))
        rests = job is not None and job.state == "failed" and job.finished_at > now() - _PAUSE
        if not rests:
            enqueue(COMPARE, {"programme_id": programme_id}, key=job_key(programme_id))


def compare_again(batch: Batch, unit: Unit, *, by: Person) -> None:
    """Ask the worker to compare a task's works anew with all works of the programme."""
    programme_id = batch.version.programme_id
    lock(batch)
    if queries.progress_of(programme_id) is not None:
        raise RuleBroken(_("Pemeriksaan sedang berjalan. Tunggu sampai selesai."))
    own = (
        select(Submission.id)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(Enrolment.batch_id == batch.id, Submission.unit_id == unit.id)
    )
    _mark(WorkText.submission_id.in_(own), None)
    enqueue(COMPARE, {"programme_id": programme_id}, by=by, key=job_key(programme_id))
    record("similarity.asked", unit, by=by, batch=batch.id)


def _mark(which: Any, compared_at: datetime | None) -> None:
    statement = update(WorkText).where(which).values(compared_at=compared_at)
    db.session.execute(statement, execution_options={"synchronize_session": False})


@handler(COMPARE)
def compare(job: Job, programme_id: int) -> None:
    """Do what is left of a programme's comparison; begun anew, it goes on where it was."""
    found = compare_programme(programme_id, job.beat)
    job.note = _("%(count)s pasangan naskah berbagi bagian yang sama", count=found)


def compare_programme(programme_id: int, beat: Beat) -> int:
    """Read works that were never read, compare those that wait with all; returns pairs found.

    Between two beats nothing is written, so that nobody waits while texts are compared.
    """
    works = queries.works_of_programme(programme_id)
    _read_new(queries.unread_of(programme_id), beat)
    kept, waiting = queries.kept_of(programme_id)
    works = [work for work in works if work.id in kept]
    asked = [at for at, work in enumerate(works) if work.id in waiting]
    if not asked:
        return 0
    authors = queries.authors_of(works)
    given = queries.given_texts({work.unit_id for work in works}, programme_id)
    beat(0, len(works), _("Membandingkan naskah"))
    corpus = _likeness().Corpus(
        [kept[work.id] for work in works], given, rules.most_often(len(works))
    )
    pairs = corpus.pairs(asked, lambda one, two: bool(authors[one] & authors[two]))
    found = _align(corpus, works, pairs, beat)
    _keep([works[at].id for at in asked], found)
    return len(found)


def _likeness() -> Any:
    """Return the module that compares: NumPy takes long to load, so only the worker loads it."""
    return import_module("lms.core.likeness")


def _read_new(ids: list[int], beat: Beat) -> None:
    """Read what works say; what is handed in never changes, so each is read once."""
    for at in range(0, len(ids), _READ):
        portion = ids[at : at + _READ]
        add_all_missing(WorkText, ["submission_id"], [_read(work_id) for work_id in portion])
        beat(at + len(portion), len(ids), _("Membaca naskah"))


def _read(work_id: int) -> dict[str, Any]:
    work = db.session.scalars(
        select(Submission).where(Submission.id == work_id).options(selectinload(Submission.files))
    ).one()
    parts, unread = [work.text], []
    with lock_left():
        for piece in work.files:
            try:
                parts.append(texts.text_of(files.read(piece.file), piece.file.kind))
            except (texts.Unreadable, OSError):
                unread.append(piece.file.name)
        text = "\n\n".join(filter(None, parts))
        shingles = _likeness().read(text, rules.quotations(text))
    return {"submission_id": work_id, "text": text, "shingles": shingles, "unread": unread,
            "read_at": now(), "compared_at": None}  # fmt: skip


def _align(
    corpus: Any, works: list[Place], pairs: list[tuple[int, int]], beat: Beat
) -> list[dict[str, Any]]:
    """Return the rows of the pairs that do share passages."""
    found = []
    for at in range(0, len(pairs), _ALIGNED):
        portion = pairs[at : at + _ALIGNED]
        says = queries.texts_of({works[number].id for pair in portion for number in pair})
        with lock_left():
            for right, left in portion:  # works stand in the order of handing in
                like = corpus.align(left, right, (says[works[left].id], says[works[right].id]))
                if like.runs:
                    found.append(_row(works[left].id, works[right].id, like))
        beat(at + len(portion), len(pairs), _("Menyandingkan naskah"))
    return found


def _row(left_id: int, right_id: int, like: Any) -> dict[str, Any]:
    return {
        "left_id": left_id, "right_id": right_id, "words": like.words,
        "left_share": round(1000 * like.left_share),
        "right_share": round(1000 * like.right_share),
        "runs": [[*run.left, *run.right] for run in like.runs],
        "ignored": {"left": like.ignored[0], "right": like.ignored[1]},
        "found_at": now(), "verdict": "", "reason": "",
    }  # fmt: skip


def _keep(ids: list[int], found: list[dict[str, Any]]) -> None:
    """Keep what was found; pairs that are no more go, unless somebody noted something.

    Pairs of a version that a newer one replaced go too.
    """
    fresh = {(row["left_id"], row["right_id"]): row for row in found}
    for pair in queries.pairs_of(ids):
        row = fresh.get((pair.left_id, pair.right_id))
        if row is not None:
            for name in ("words", "left_share", "right_share", "runs", "ignored"):
                setattr(pair, name, row[name])
        elif not pair.verdict:
            db.session.delete(pair)
    db.session.flush()
    replaced = queries.replaced_ids()
    either = or_(SimilarityPair.left_id.in_(replaced), SimilarityPair.right_id.in_(replaced))
    db.session.execute(delete(SimilarityPair).where(SimilarityPair.verdict == "", either))
    add_all_missing(SimilarityPair, ["left_id", "right_id"], found)
    _mark(WorkText.submission_id.in_(ids), now())


def note(pair: SimilarityPair, verdict: str, *, reason: str, by: Person) -> None:
    """Write down what a person saw in two works; it changes no mark."""
    lock(pair)
    former = pair.verdict
    pair.verdict, pair.reason = verdict, reason
    pair.noted_by_id, pair.noted_at = by.id, now()
    record("similarity.noted", pair, by=by, verdict=verdict, former=former, reason=reason,
           left=pair.left_id, right=pair.right_id, words=pair.words)  # fmt: skip


def add_common_text(programme_id: int, title: str, text: str, *, by: Person) -> CommonText:
    """Let a text count no more in the programme; its works are compared anew."""
    found = CommonText(programme_id=programme_id, title=title, text=text, added_by_id=by.id,
                       added_at=now())  # fmt: skip
    db.session.add(found)
    db.session.flush()
    record("common_text.added", found, by=by, programme=programme_id, title=title)
    _mark(WorkText.submission_id.in_(queries.compared_ids(programme_id)), None)
    return found


def remove_common_text(found: CommonText, *, by: Person) -> None:
    """Let a text count again; the programme's works are compared anew."""
    record("common_text.removed", found, by=by, programme=found.programme_id, title=found.title)
    _mark(WorkText.submission_id.in_(queries.compared_ids(found.programme_id)), None)
    db.session.delete(found)


@every_minute
def forget_old_texts() -> None:
    """Forget the texts of works handed in too long ago, and what was found in them.

    What a person noted stays in the journal.
    """
    limit = now() - current_app.config["SIMILARITY_KEPT"]
    old = select(Submission.id).where(Submission.submitted_at <= limit)
    told = WorkText.submission_id.in_(old)
    if not db.session.scalar(select(WorkText.submission_id).where(told).limit(1)):
        return
    either = or_(SimilarityPair.left_id.in_(old), SimilarityPair.right_id.in_(old))
    db.session.execute(delete(SimilarityPair).where(either))
    db.session.execute(delete(WorkText).where(told))
