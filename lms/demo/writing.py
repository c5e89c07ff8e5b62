"""The next version of a programme under way, and a question corrected after it was answered."""

from datetime import timedelta

from sqlalchemy import select

from lms.authoring import queries as published
from lms.authoring.drafts import actions, queries, tree
from lms.authoring.models import ProgrammeDraft
from lms.catalogue.models import Batch, ProgrammeVersion
from lms.core import clock, source_edit
from lms.core.db import db
from lms.elearning import actions as elearning
from lms.elearning import queries as elearning_queries
from lms.elearning.models import Quiz
from lms.elearning.queries import regrades
from lms.elearning.regrading import Correction
from lms.people.models import Person

PARAGRAPH = (
    "Bila waktu Anda sempit, bacalah tabel dan poin penting lebih dulu, lalu kembalilah ke bagian "
    "ini setelah mencobanya satu kali di unit kerja."
)
TALK = "Pengalaman serupa di unit saya"
QUESTION = (
    "Ceritakan satu hal dari mata pelatihan ini yang sudah terjadi di unit Anda. Apa yang Anda "
    "lakukan, dan apa yang akan Anda lakukan lain kali?"
)
REASON = "Dua pilihan sama-sama dapat dibenarkan menurut bahan; disepakati tim pengajar."


def load(accounts: dict[str, Person]) -> None:
    """Write at the next version of a programme with two people, and correct one question."""
    versions = sorted(published.programmes(), key=lambda one: one.programme.key, reverse=True)
    if versions:
        _write(versions[0], accounts["organiser"], accounts["instructor"])
    _correct(accounts["instructor"])


def _write(version: ProgrammeVersion, organiser: Person, instructor: Person) -> None:
    """Change a lesson, a quiz and the order of study of the second subject, days apart."""
    with clock.at(clock.now() - timedelta(days=3)):
        draft = actions.start(version, by=organiser)
        subject = _outline(draft).subjects[1]
        lesson = next(unit.path for unit in subject.units if unit.kind == "lesson")
        header, rule, body = tree.text_of(queries.files_of(draft)[lesson]).partition("\n---\n")
        first, gap, rest = body.lstrip("\n").partition("\n\n")
        text = f"{header}{rule}\n{first}\n\n{PARAGRAPH}{gap}{rest}"
        actions.write(draft, {lesson: text.encode()}, "written", by=organiser)
    with clock.at(clock.now() - timedelta(days=1)):
        quiz = next(unit.path for unit in reversed(subject.units) if unit.kind == "quiz")
        text = tree.text_of(queries.files_of(draft)[quiz])
        text = source_edit.put(source_edit.put(text, ["pass_mark"], "75"), ["minutes"], "25")
        actions.write(draft, {quiz: text.encode()}, "written", by=instructor)
    added = tree.added(queries.files_of(draft), draft.key, "discussion", TALK, subject.path)
    ((path, blank),) = added.items()
    text = source_edit.put(tree.text_of(blank), ["text"], QUESTION)
    actions.write(draft, {path: text.encode()}, "added", by=organiser)


def _outline(draft: ProgrammeDraft) -> tree.Outline:
    return tree.outline(draft.key, queries.files_of(draft))


def _correct(by: Person) -> None:
    """Give everybody the points of a question that some of a batch got wrong."""
    answered = (
        select(Batch)
        .where(Batch.state.in_(("running", "grading")))
        .order_by(Batch.state.desc(), Batch.id)
    )
    for batch in db.session.scalars(answered):
        for step in elearning_queries.outline(batch, None).steps:
            quiz = elearning_queries.quiz_in(batch, step.unit_id) if step.counts else None
            if quiz is not None and _correct_in(batch, quiz, by):
                return


def _correct_in(batch: Batch, quiz: Quiz, by: Person) -> bool:
    for key, question in regrades.asked_in(batch, quiz).items():
        right = Correction(key, "all", [])
        found = regrades.effects(batch, quiz, right) if question["type"] == "single" else ()
        if any(one.crosses == "up" for one in found):
            with clock.at(clock.now() - timedelta(days=2)):
                elearning.regrade(batch, quiz, right, REASON, by=by)
            return True
    return False
