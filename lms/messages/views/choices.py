"""How letters come: the page of choices, and the link in a letter that stops it."""

from flask import abort, current_app, flash, redirect, request, url_for
from flask_login import current_user

from lms.core.access import SIGNED_IN, public, requires
from lms.core.i18n import _
from lms.core.limits import fence
from lms.core.pages import page
from lms.messages import actions, queries, unsubscribing
from lms.messages.forms import ChoicesForm
from lms.messages.views.blueprint import bp
from lms.messages.words import TOPICS


@bp.route("/pemberitahuan", methods=["GET", "POST"])
@requires(SIGNED_IN)
def choices():
    form = ChoicesForm(data=queries.choices_of(current_user))
    if request.method == "POST":
        if form.accepts(lambda: actions.choose(current_user, form.ways(), by=current_user)):
            flash(_("Pilihan Anda tersimpan."), "ok")
            return redirect(url_for(".choices"))
        return _choices(form), 422
    return _choices(form)


def _choices(form: ChoicesForm):
    return page(
        "messages/choices.html",
        form=form,
        topics=TOPICS,
        is_on=bool(current_app.config["MAIL_HOST"]),
        digest=current_app.config["MAIL_DIGEST_HOUR"],
        rest=current_app.config["MAIL_REST"],
    )


@bp.get("/pemberitahuan/berhenti/<token>")
@public
@fence
def unsubscribe(token: str):
    _person, topics = _read(token)
    return page("messages/unsubscribe.html", token=token, topics=topics, words=TOPICS, done=False)


@bp.post("/pemberitahuan/berhenti/<token>")
@public
@fence
def unsubscribe_post(token: str):
    """Stop at once: also mail programs press this button (RFC 8058), who carry no form token."""
    person, topics = _read(token)
    actions.stop(person, topics)
    return page("messages/unsubscribe.html", token=token, topics=topics, words=TOPICS, done=True)


def _read(token: str):
    found = unsubscribing.read(token) or abort(404)
    person = queries.person_by_id(found[0]) or abort(404)
    return person, unsubscribing.topics(found[1])


# the signed link is its own proof; a mail program has no session that could be misused
bp.record_once(lambda state: state.app.extensions["csrf"].exempt(unsubscribe_post))
