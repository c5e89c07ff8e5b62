"""What the superiors of alumni are asked, and who names them."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Enrolment
from lms.core.access import requires
from lms.core.clock import today
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.surveys import actions, queries
from lms.surveys.forms import SuperiorForm, form_for
from lms.surveys.views.blueprint import bp


@bp.get("/survei-atasan")
@requires("survey.asked")
@tab("opd", _l("Survei atasan"), order=60, icon="message-circle")
def asked():
    return page(
        "surveys/asked.html",
        asked=queries.asked_of(current_user),
        alumni=queries.alumni_of(current_user),
        moment=today(),
    )


@bp.route("/survei-atasan/<int:enrolment_id>/<key>", methods=["GET", "POST"])
@requires("survey.asked")
@under("surveys.asked")
def answer_as_superior(enrolment_id: int, key: str):
    found = (one for one in queries.asked_of(current_user) if one.place.id == enrolment_id)
    alumnus = next(found, None) or abort(404)
    sheet = alumnus.sheet(key) or abort(404)
    form = form_for(sheet.form)
    if request.method == "POST" and form.accepts(
        lambda: actions.answer(
            alumnus.place.batch, alumnus.place, sheet, form.points(), form.words()
        )
    ):
        flash(_("Terima kasih. Jawaban Anda tersimpan tanpa nama."), "ok")
        return redirect(url_for(".asked"))
    body = page(
        "surveys/answer.html", run=None, sheet=sheet, form=form, opens=sheet.is_open(today()),
        place=alumnus.place,
    )  # fmt: skip
    return body, 422 if request.method == "POST" else 200


@bp.route("/survei-atasan/<int:enrolment_id>", methods=["GET", "POST"])
@requires("enrolment.name_superior", Enrolment)
@under("surveys.asked")
def superior(enrolment: Enrolment):
    alumnus = queries.alumnus(enrolment.id)
    form = SuperiorForm()
    if request.method == "POST" and form.accepts(
        lambda: actions.name_superior(enrolment, form.nip.data, by=current_user)
    ):
        flash(_("Atasan langsung disebut: %(name)s.", name=form.result.full_name), "ok")
        return redirect(_back(enrolment))
    body = page("surveys/superior.html", alumnus=alumnus, form=form, back=_back(enrolment))
    return body, 422 if request.method == "POST" else 200


def _back(enrolment: Enrolment) -> str:
    if enrolment.person_id == current_user.id:
        return url_for(".surveys", batch_id=enrolment.batch_id)
    return url_for(".asked")
