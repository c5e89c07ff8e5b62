"""Marking by hand: the attempts of a batch that wait, and the answers of one of them."""

from decimal import Decimal

from flask import flash, redirect, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.richtext import as_markup
from lms.elearning import actions, queries
from lms.elearning.forms import HandMarkForm
from lms.elearning.models import Attempt
from lms.elearning.questions.kind import points_of
from lms.elearning.views.blueprint import bp


@bp.get("/angkatan/<int:batch_id>/esai")
@requires("batch.teach", Batch)
@under("elearning.outline")
def essays(batch: Batch):
    return page(
        "elearning/essays.html",
        batch=batch,
        waiting=queries.waiting_in(batch),
        most=queries.MOST_WAITING,
    )


@bp.get("/percobaan/<int:attempt_id>/esai")
@requires("attempt.mark", Attempt)
@under("elearning.outline")
def essay(attempt: Attempt):
    return _marking_page(attempt)


@bp.post("/percobaan/<int:attempt_id>/esai")
@requires("attempt.mark", Attempt)
def mark(attempt: Attempt):
    form = HandMarkForm()
    if not form.accepts(lambda: _mark(attempt, form)):
        return _marking_page(attempt, form), 422
    if attempt.unmarked:
        flash(_("Poin disimpan."), "ok")
        return redirect(url_for(".essay", attempt_id=attempt.id))
    flash(_("Percobaan ini selesai dinilai."), "ok")
    return redirect(url_for(".essays", batch_id=attempt.enrolment.batch_id))


def _mark(attempt: Attempt, form: HandMarkForm) -> None:
    given = actions.HandMarking(
        form.position.data or 0, form.points.data or Decimal(), form.comment.data or "",
        form.seen.data or 0,
    )  # fmt: skip
    actions.mark_by_hand(attempt, given, by=current_user)


def _marking_page(attempt: Attempt, sent: HandMarkForm | None = None):
    """Show the answers, each with its form; `sent` is the refused one and keeps what was typed."""
    shown = []
    for one in queries.essays_in(queries.sheet_of(attempt)):
        is_sent = sent is not None and sent.position.data == one.position
        shown.append(
            {
                "position": one.position,
                "text": as_markup(one.question["text_html"]),
                "guide": as_markup(one.question.get("guide_html", "")),
                "most": points_of(one.question),
                "answer": one.answer,
                "mark": one.mark,
                "form": sent if is_sent else _form_of(one),
            }
        )
    return page(
        "elearning/essay.html",
        attempt=attempt,
        quiz=attempt.quiz,
        run=queries.batch_of(attempt),
        person=queries.trainee_of(attempt),
        essays=shown,
    )


def _form_of(one: queries.Essay) -> HandMarkForm:
    mark = one.mark
    return HandMarkForm(
        formdata=None,
        position=one.position,
        seen=mark.revision if mark else 0,
        points=mark.points if mark else None,
        comment=mark.comment if mark else "",
    )
