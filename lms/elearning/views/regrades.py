"""Correcting a question after it was answered: who crosses the pass mark is shown first."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.richtext import as_markup
from lms.elearning import actions, forms, queries, regrading
from lms.elearning.models import Quiz
from lms.elearning.queries import regrades
from lms.elearning.views.blueprint import bp
from lms.elearning.words import KINDS


def _quiz(batch: Batch, unit_id: int) -> Quiz:
    return queries.quiz_in(batch, unit_id) or abort(404)


@bp.get("/angkatan/<int:batch_id>/kuis/<int:unit_id>/koreksi")
@requires("batch.teach", Batch)
@under("elearning.outline")
def corrections(batch: Batch, unit_id: int):
    quiz = _quiz(batch, unit_id)
    asked = regrades.asked_in(batch, quiz)
    question = asked.get(request.args.get("soal", ""))
    form = forms.regrade_form(question, formdata=None) if question else None
    return _page(batch, quiz, asked, question, form)


def _page(
    batch: Batch, quiz: Quiz, asked, question=None, form=None, effects=None, refusal: str = ""
):
    lines = [
        regrading.Asked(key, one["type"], as_markup(one["text_html"]).striptags())
        for key, one in asked.items()
    ]
    text, kind = request.args.get("cari", "").strip()[:100], request.args.get("jenis", "")
    number = min(10_000, max(1, request.args.get("halaman", 1, type=whole)))
    found = regrading.fitting(lines, text, kind)
    types = {one.type for one in lines}
    return page(
        "elearning/regrade.html",
        batch=batch,
        quiz=quiz,
        asked=found[(number - 1) * queries.PAGE : number * queries.PAGE],
        count=len(found),
        total=len(lines),
        text_wanted=text,
        kind_wanted=kind if kind in types else "",
        kind_choices=[(kind, word) for kind, word in KINDS.items() if kind in types],
        number=number,
        pages=-(-len(found) // queries.PAGE),
        titles={one.key: one.words for one in lines},
        question=question,
        text=as_markup(question["text_html"]) if question else "",
        form=form,
        effects=effects,
        log=regrades.regrades_of(batch, quiz),
        kinds=KINDS,
        hows=forms.HOW_WORDS,
        refusal=refusal,
        has_key=question is not None
        and question["type"] in (*regrading.CHOICES, *regrading.TYPED),
    )  # fmt: skip


@bp.post("/angkatan/<int:batch_id>/kuis/<int:unit_id>/koreksi")
@requires("batch.teach", Batch)
@under("elearning.outline")
def correct(batch: Batch, unit_id: int):
    quiz = _quiz(batch, unit_id)
    asked = regrades.asked_in(batch, quiz)
    question = asked.get(request.form.get("soal", "")) or abort(404)
    form = forms.regrade_form(question)
    if "terapkan" not in request.form:
        good = form.accepts(lambda: _effects(batch, quiz, question, form))
        return _page(batch, quiz, asked, question, form, form.result), 200 if good else 422
    if not form.accepts(
        lambda: actions.regrade(
            batch, quiz, forms.correction_of(form, question), form.reason.data, by=current_user
        )
    ):
        return _page(batch, quiz, asked, question, form), 422
    flash(_("Koreksi diterapkan pada semua percobaan angkatan ini."), "ok")
    return redirect(url_for(".corrections", batch_id=batch.id, unit_id=unit_id))


def _effects(batch: Batch, quiz: Quiz, question, form):
    correction = forms.correction_of(form, question)
    regrading.check(question, correction)
    return regrades.effects(batch, quiz, correction)


@bp.post("/angkatan/<int:batch_id>/kuis/<int:unit_id>/koreksi/<int:number>/urungkan")
@requires("batch.teach", Batch)
@under("elearning.outline")
def undo_correction(batch: Batch, unit_id: int, number: int):
    quiz, form = _quiz(batch, unit_id), EmptyForm()
    done = regrades.regrade_in(batch, quiz, number) or abort(404)
    if not form.accepts(lambda: actions.undo_regrade(batch, quiz, done, by=current_user)):
        asked = regrades.asked_in(batch, quiz)
        return _page(batch, quiz, asked, refusal=form.refusal or ""), 422
    flash(_("Koreksi diurungkan; nilai kembali seperti semula."), "ok")
    return redirect(url_for(".corrections", batch_id=batch.id, unit_id=unit_id))
