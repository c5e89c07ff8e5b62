"""The bank of questions: the list, one question as a trainee sees it, and its editor."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.elearning import actions, forms, queries, review
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.bank import title_of
from lms.elearning.categories import is_within
from lms.elearning.models import BankQuestion
from lms.elearning.questions import TYPES
from lms.elearning.questions.stored import from_json
from lms.elearning.showing import controls, judged
from lms.elearning.views.blueprint import bp
from lms.elearning.views.desk import Desk
from lms.elearning.words import KINDS


def wanted() -> queries.BankFilter:
    """Return what the address narrows the list to."""
    asked = request.args
    return queries.BankFilter(
        text=asked.get("cari", "").strip()[:100],
        category=asked.get("kategori", "")[:400],
        kind=asked.get("jenis", "") if asked.get("jenis") in TYPES else "",
        tag=asked.get("label", "")[:60],
        retired=asked.get("keadaan") == "pensiun",
    )


@bp.get("/bank-soal")
@requires("bank_question.list")
@tab("organiser", _l("Bank soal"), order=27, icon="books")
@tab("instructor", _l("Bank soal"), order=42, icon="books")
def bank():
    number = min(10_000, max(1, request.args.get("halaman", 1, type=whole)))
    chosen = wanted()
    found, count = queries.bank_questions(chosen, number)
    categories = queries.bank_categories()
    return page(
        "elearning/bank.html",
        questions=found,
        count=count,
        chosen=chosen,
        category_choices=_places(categories),
        tag_choices=[(tag, tag) for tag in queries.bank_tags()],
        kinds=KINDS,
        uses=queries.uses(),
        number=number,
        pages=-(-count // queries.PAGE),
    )


def _places(categories: Sequence[Any]) -> list[tuple[str, str]]:
    """Return the categories to choose from, each with the count of all that choosing it shows."""
    return [
        (
            one.path,
            f"{one.title} ({sum(b.count for b in categories if is_within(b.path, one.path))})",
        )
        for one in categories
    ]


@bp.get("/bank-soal/<int:bank_question_id>")
@requires("bank_question.view", BankQuestion)
@under("elearning.bank")
def bank_question(question: BankQuestion):
    version = queries.version_of(question)
    answer = _tried(version.body)
    tried = "coba" in request.args
    versions = queries.versions_of(question)
    return page(
        "elearning/bank_question.html",
        question=question,
        one=controls(rules_of_quiz.public_question(version.body), answer),
        tried=judged(version.body, answer, review.ALL) if tried else None,
        earned=rules_of_quiz.mark_one(version.body, answer) if tried else None,
        points=version.body["points"],
        versions=versions,
        titles={one.number: title_of(from_json(one.source)) for one in versions},
        tags=queries.tags_on(question),
        uses=queries.uses_of(question),
        kinds=KINDS,
    )


def _tried(body: dict):
    """Return the answer that the address tries out, None for one that is none."""
    sent = forms.from_form(
        MultiDict([*request.args.items(multi=True), ("position", "1")]), 1, step=1
    )
    try:
        return rules_of_quiz.clean_answer(body, sent.value) if sent else None
    except ValueError:
        return None


@bp.get("/bank-soal/baru/<kind>")
@requires("bank_question.list")
@under("elearning.bank")
def new_question(kind: str):
    if kind not in TYPES:
        abort(404)
    category = queries.category_at(request.args.get("kategori", ""))
    facts: dict[str, Any] = {"category": category.title if category else ""}
    if kind == "truefalse":
        facts["options"] = [{"text": "Benar"}, {"text": "Salah"}]  # trainees read Indonesian
    return Desk(forms.edit_form(None, **facts), kind).page()


@bp.post("/bank-soal/baru/<kind>")
@requires("bank_question.list")
def add_question(kind: str):
    form = forms.edit_form(None)
    if kind not in TYPES:
        abort(404)
    desk = Desk(form, kind)
    if not desk.is_done(
        lambda: actions.add_question(
            forms.written_of(form, kind), category=form.category.data, tags=form.tags.data or "",
            by=current_user,
        )
    ):  # fmt: skip
        return desk.page(), desk.status
    flash(_("Soal masuk bank."), "ok")
    return redirect(url_for(".bank_question", bank_question_id=form.result.id))


@bp.get("/bank-soal/<int:bank_question_id>/ubah")
@requires("bank_question.view", BankQuestion)
@under("elearning.bank")
def edit_question(question: BankQuestion):
    written = from_json(queries.version_of(question).source)
    tags = ", ".join(queries.tags_on(question))
    form = forms.edit_form(written, category=question.category.title, tags=tags)
    return Desk(form, question.kind, question).page()


@bp.post("/bank-soal/<int:bank_question_id>/ubah")
@requires("bank_question.view", BankQuestion)
def change_question(question: BankQuestion):
    form = forms.edit_form(None)
    seen = request.form.get("seen", 0, type=int)
    desk = Desk(form, question.kind, question, seen)
    if not desk.is_done(
        lambda: actions.change_question(
            question, forms.written_of(form, question.kind), category=form.category.data,
            tags=form.tags.data or "", seen=seen, by=current_user,
        )
    ):  # fmt: skip
        return desk.page(), desk.status
    flash(_("Soal tersimpan sebagai versi %(number)s.", number=question.version), "ok")
    return redirect(url_for(".bank_question", bank_question_id=question.id))


@bp.post("/bank-soal/<int:bank_question_id>/pensiun")
@requires("bank_question.view", BankQuestion)
def retire_question(question: BankQuestion):
    actions.retire_question(question, by=current_user)
    flash(_("Soal tidak akan diambil kuis lagi."), "ok")
    return redirect(url_for(".bank_question", bank_question_id=question.id))


@bp.post("/bank-soal/<int:bank_question_id>/pakai-lagi")
@requires("bank_question.view", BankQuestion)
def restore_question(question: BankQuestion):
    actions.restore_question(question, by=current_user)
    flash(_("Soal dapat diambil kuis lagi."), "ok")
    return redirect(url_for(".bank_question", bank_question_id=question.id))
