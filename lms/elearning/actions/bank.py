"""The bank of questions: written, changed as a new version, taken out of use and put back."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete

from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import add_all_missing, add_missing, db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.richtext import Finding, findings
from lms.elearning import bank as rules
from lms.elearning import queries
from lms.elearning.actions.pictures import use_pictures
from lms.elearning.exchange.pictures import NAME, named_in
from lms.elearning.models import BankCategory, BankQuestion, BankTag, BankVersion
from lms.elearning.publishing import question_body
from lms.elearning.questions.stored import to_json
from lms.elearning.questions.written import QuestionForm, faults_of
from lms.people.models import Person


def keep_category(title: str) -> BankCategory:
    """Return the category with this title, made when it is missing.

    Those above it are made too.
    """
    path, tidy = rules.path_of(title)
    present = queries.present_path(path)
    if present != path:  # it is called otherwise now
        found = queries.category_at(present)
        assert found is not None
        return found
    steps, names = path.split("/"), tidy.split(" / ")
    for depth in range(1, len(steps) + 1):
        at = "/".join(steps[:depth])
        add_missing(BankCategory, {"path": at}, title=" / ".join(names[:depth]))
    found = queries.category_at(path)
    assert found is not None
    return found


def checked(written: QuestionForm) -> QuestionForm:
    """Return a question that can be put to people; RuleBroken for another."""
    sentences = [sentence for _key, sentence in faults_of(written)]
    if sentences:
        raise RuleBroken(" ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences))
    for finding in (one for text in written.texts if "![" in text for one in findings(text)):
        if finding.kind == "picture":
            _check_picture(finding)
    if queries.missing_pictures(named_in(written.texts)):
        raise RuleBroken(_("Ada gambar yang tidak lagi tersimpan. Unggah lagi gambarnya."))
    return written


def _check_picture(finding: Finding) -> None:
    if not NAME.fullmatch(finding.target):
        raise RuleBroken(
            _("Gambar %(name)s tidak dapat dipakai; unggah gambarnya di sini.",
              name=finding.target[:80])
        )  # fmt: skip
    if not finding.alt:
        raise RuleBroken(_("Tulis uraian setiap gambar: ![uraian](media/…)."))


def add_question(written: QuestionForm, *, category: str, tags: str, by: Person) -> BankQuestion:
    """Add a question to the bank."""
    checked(written)
    question = BankQuestion(
        category_id=keep_category(category).id, kind=written.type, version=1,
        title=rules.title_of(written), words=rules.words_of(written),
    )  # fmt: skip
    db.session.add(question)
    db.session.flush()
    _add_version(question, written, by)
    _keep_tags(question, rules.tags_of(tags))
    record("bank_question.added", question, by=by, kind=written.type)
    return question


def change_question(
    question: BankQuestion, written: QuestionForm, *, category: str, tags: str, seen: int,
    by: Person,
) -> BankQuestion:  # fmt: skip
    """Keep a changed question as its next version; papers drawn before stay as they are.

    `seen` is the version the change was made from: another's newer one is not overwritten.
    """
    checked(written)
    lock(question)
    if question.version != seen:
        raise RuleBroken(_("Soal ini baru saja diubah orang lain. Muat ulang, lalu ubah lagi."))
    question.category_id = keep_category(category).id
    _keep_tags(question, rules.tags_of(tags))
    if to_json(written) != queries.version_of(question).source:
        question.version += 1
        question.title, question.words = rules.title_of(written), rules.words_of(written)
        _add_version(question, written, by)
    record("bank_question.changed", question, by=by, version=question.version)
    return question


def _add_version(question: BankQuestion, written: QuestionForm, by: Person) -> None:
    db.session.add(
        BankVersion(
            question_id=question.id, number=question.version, source=to_json(written),
            body=question_body(written, rules.PICTURES), made_by_id=by.id, made_at=now(),
        )
    )  # fmt: skip
    use_pictures((question.id, name) for name in named_in(written.texts))
    db.session.flush()


def _keep_tags(question: BankQuestion, tags: Sequence[str]) -> None:
    db.session.execute(delete(BankTag).where(BankTag.question_id == question.id))
    keep_all_tags((question.id, tag) for tag in tags)


def keep_all_tags(pairs: Iterable[tuple[int, str]]) -> None:
    """Give questions their tags, each (id, tag) once."""
    lines = [{"question_id": question_id, "tag": tag} for question_id, tag in pairs]
    if lines:
        add_all_missing(BankTag, ["question_id", "tag"], lines)


def retire_question(question: BankQuestion, *, by: Person) -> None:
    """Let no quiz draw the question any more; what was drawn stays."""
    lock(question)
    if question.retired_at is None:
        question.retired_at = now()
        record("bank_question.retired", question, by=by)


def restore_question(question: BankQuestion, *, by: Person) -> None:
    """Let quizzes draw the question again."""
    lock(question)
    if question.retired_at is not None:
        question.retired_at = None
        record("bank_question.restored", question, by=by)
