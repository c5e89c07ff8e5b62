"""What authors and reviewers ask of published programmes."""

from pathlib import Path

from flask import current_app

from lms.authoring import book, queries
from lms.catalogue.models import ProgrammeVersion
from lms.core.audit import record
from lms.core.db import db
from lms.core.jobs import Job, enqueue, handler
from lms.people.models import Person

BOOK = "authoring.book"


def ask_for_book(version: ProgrammeVersion, edition: str, *, by: Person) -> Job:
    """Ask the worker for the book of a version, with the keys of its quizzes or without."""
    job = enqueue(
        BOOK, {"version_id": version.id, "edition": edition}, by=by,
        key=queries.book_key(version, edition),
    )  # fmt: skip
    record("book.asked", version, by=by, edition=edition)
    return job


@handler(BOOK)
def make_book(job: Job, *, version_id: int, edition: str) -> None:
    """Write the book; made again it is the same book."""
    version = db.session.get_one(ProgrammeVersion, version_id)
    target = book.book_file(Path(current_app.config["VAR_DIR"]), version, edition)
    known = set(db.session)
    contents = queries.contents_of(version)
    for thing in set(db.session) - known:
        db.session.expunge(thing)  # beats commit, and what a commit expires cannot be laid out
    book.write_book(version, contents, edition, target, job.beat)
