"""Correcting a question after it was answered: who crosses the pass mark is shown first."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import requires
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
    question = regrades.asked_in(batch, quiz).get(request.args.get("soal", ""))
    form = forms.regrade_form(question, formdata=None) if question else None
    return _page(batch, quiz, question, form)


def _page(batch: Batch, quiz: Quiz, question=None, form=None, effects=None, refusal: str = ""):
    asked = regrades.asked_in(batch, quiz)
    titles = {key: as_markup(one["text_html"]).striptags() for key, one in asked.items()}
    return page(
        "elearning/regrade.html",
        batch=batch,
        quiz=quiz,
        asked=[(key, one["type"], titles[key]) for key, one in asked.items()],
        titles=titles,
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
    question = regrades.asked_in(batch, quiz).get(request.form.get("soal", "")) or abort(404)
    form = forms.regrade_form(question)
    if "terapkan" not in request.form:
        good = form.accepts(lambda: _effects(batch, quiz, question, form))
        return _page(batch, quiz, question, form, form.result), 200 if good else 422
    if not form.accepts(
        lambda: actions.regrade(
            batch, quiz, forms.correction_of(form, question), form.reason.data, by=current_user
        )
    ):
        return _page(batch, quiz, question, form), 422
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
        return _page(batch, quiz, refusal=form.refusal or ""), 422
    flash(_("Koreksi diurungkan; nilai kembali seperti semula."), "ok")
    return redirect(url_for(".corrections", batch_id=batch.id, unit_id=unit_id))
