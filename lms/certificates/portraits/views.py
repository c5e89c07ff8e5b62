"""The photograph of a person: seen and replaced by oneself and by organisers."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.certificates.blueprint import bp
from lms.certificates.portraits import actions, queries
from lms.certificates.portraits.forms import PortraitForm
from lms.core import files
from lms.core.access import requires
from lms.core.i18n import _
from lms.core.pages import page
from lms.people.models import Person


@bp.route("/orang/<int:person_id>/pas-foto", methods=["GET", "POST"])
@requires("portrait.edit", Person)
def portrait(person: Person):
    form = PortraitForm()

    def keep():
        data = form.berkas.data.stream.read(actions.MOST_BYTES + 1)
        return actions.keep(person, data, form.crop.data, by=current_user)

    if request.method == "POST" and form.accepts(keep):
        flash(_("Pas foto tersimpan."), "ok")
        return redirect(url_for(".portrait", person_id=person.id))
    body = page("certificates/portrait.html", person=person, form=form, file=queries.of(person.id))
    return body, 422 if form.problems else 200


@bp.get("/orang/<int:person_id>/pas-foto.jpg")
@requires("portrait.edit", Person)
def portrait_file(person: Person):
    stored = queries.of(person.id)
    return files.send(stored, inline=True) if stored else abort(404)
