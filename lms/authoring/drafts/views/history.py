"""What was changed in a draft, by whom, and taking a change back."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.authoring import words
from lms.authoring.drafts import actions, queries
from lms.authoring.models import ProgrammeDraft
from lms.authoring.views.blueprint import bp
from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page


@bp.get("/program/rancangan/<int:programme_draft_id>/riwayat")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def draft_history(draft: ProgrammeDraft):
    return _history(draft)


def _history(draft: ProgrammeDraft, refusal: str = ""):
    number = min(10_000, max(1, request.args.get("halaman", 1, type=whole)))
    changes, count = queries.changes_of(draft, number)
    return page(
        "authoring/drafts/history.html",
        draft=draft,
        changes=changes,
        number=number,
        pages=-(-count // queries.PAGE),
        refusal=refusal,
        words=words,
    )


@bp.post("/program/rancangan/<int:programme_draft_id>/riwayat/<int:number>")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def restore_change(draft: ProgrammeDraft, number: int):
    change, form = queries.change_in(draft, number) or abort(404), EmptyForm()
    if not form.accepts(lambda: actions.restore(draft, change, by=current_user)):
        return _history(draft, form.refusal or ""), 422
    flash(_("Perubahan nomor %(number)s dikembalikan.", number=number), "ok")
    return redirect(url_for(".draft_history", programme_draft_id=draft.id))
