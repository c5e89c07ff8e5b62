"""The register of people: who is known, what they may do, first passwords. For administrators."""

from datetime import date, timedelta
from math import ceil

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.core.access import requires
from lms.core.clock import today
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.people import actions, queries, words
from lms.people.forms import GrantForm, PersonForm
from lms.people.models import Person
from lms.people.views.blueprint import bp


@bp.get("/orang")
@requires("person.administer")
@tab("admin", _l("Orang dan peran"), order=20, icon="users")
def people():
    wanted = queries.PeopleFilter.of(request.args)
    found, count = queries.find_people(wanted)
    return page(
        "people/people.html",
        people=found,
        count=count,
        pages=ceil(count / queries.PAGE),
        wanted=wanted,
        offices=queries.offices(),
        words=words,
    )


@bp.route("/orang/baru", methods=["GET", "POST"])
@requires("person.administer")
@under("people.people")
def add_person():
    form = PersonForm.of(queries.offices())
    if request.method == "GET":
        return page("people/edit.html", form=form, person=None)
    if form.accepts(lambda: actions.register_person(by=current_user, **form.facts)):
        flash(_("%(name)s terdaftar. Beri kata sandi pertama agar dapat masuk.",
                name=form.result.name), "ok")  # fmt: skip
        return redirect(url_for(".person", person_id=form.result.id))
    return page("people/edit.html", form=form, person=None), 422


@bp.get("/orang/<int:person_id>")
@requires("person.administer", Person)
@under("people.people")
def person(person: Person):
    return _file_of(person, GrantForm.of(queries.offices()))


@bp.route("/orang/<int:person_id>/ubah", methods=["GET", "POST"])
@requires("person.administer", Person)
@under("people.people")
def edit_person(person: Person):
    form = PersonForm.of(queries.offices(), person)
    if request.method == "GET":
        return page("people/edit.html", form=form, person=person)
    if form.accepts(lambda: actions.correct_person(person, by=current_user, **form.facts)):
        flash(_("Data %(name)s tersimpan.", name=person.name), "ok")
        return redirect(url_for(".person", person_id=person.id))
    return page("people/edit.html", form=form, person=person), 422


@bp.post("/orang/<int:person_id>/peran")
@requires("person.administer", Person, fresh=True)
def grant_role(person: Person):
    form = GrantForm.of(queries.offices())
    office = queries.office_by_id(form.office.data)
    if form.accepts(
        lambda: actions.give_role(
            person, form.role.data, by=current_user, opd=office,
            starts_on=form.starts_on.data, ends_on=form.ends_on.data,
        )
    ):  # fmt: skip
        flash(_("Peran tersimpan."), "ok")
        return redirect(url_for(".person", person_id=person.id))
    return _file_of(person, form), 422


@bp.post("/orang/<int:person_id>/peran/<int:grant_id>/akhiri")
@requires("person.administer", Person, fresh=True)
def end_role(person: Person, grant_id: int):
    grant = queries.grant_of(person, grant_id)
    if grant is None:
        abort(404)
    actions.end_role(grant, by=current_user, on=_yesterday())
    flash(_("Peran %(role)s berakhir.", role=words.ROLES[grant.role]), "ok")
    return redirect(url_for(".person", person_id=person.id))


@bp.post("/orang/<int:person_id>/sandi")
@requires("person.administer", Person, fresh=True)
def first_password(person: Person):
    password = actions.give_first_password(person, by=current_user)
    return page("people/first_password.html", person=person, password=password)


@bp.post("/orang/<int:person_id>/berhenti")
@requires("person.administer", Person, fresh=True)
def end_service(person: Person):
    actions.end_service(person, by=current_user, on=_yesterday())
    flash(_("%(name)s tidak dapat masuk lagi. Riwayat pelatihannya tetap ada.",
            name=person.name), "ok")  # fmt: skip
    return redirect(url_for(".person", person_id=person.id))


def _yesterday() -> date:
    """Return the last day of what ends at once."""
    return today() - timedelta(days=1)


def _file_of(person: Person, form: GrantForm) -> str:
    return page(
        "people/person.html",
        person=person,
        grants=queries.grants_of(person),
        form=form,
        words=words,
        today=today(),
    )
