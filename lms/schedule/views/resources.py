"""Accounts, instructors, buildings: what is agreed with them and when they are away."""

from datetime import datetime

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.core.access import requires
from lms.core.clock import now
from lms.core.forms import EmptyForm
from lms.core.i18n import _, ngettext
from lms.core.menu import under
from lms.core.pages import page
from lms.people.models import Person
from lms.schedule import actions, queries, words
from lms.schedule.forms import AccountForm, BlockForm, BuildingForm, ProfileForm
from lms.schedule.models import Block, WebinarAccount
from lms.schedule.views.blueprint import bp


@bp.route("/akun-webinar", methods=["GET", "POST"])
@requires("resource.edit")
@under("schedule.rooms")
def accounts():
    form = AccountForm()
    if request.method == "POST":
        if form.accepts(lambda: actions.add_account(form.facts(), by=current_user)):
            flash(_("%(name)s ditambahkan.", name=form.result.name), "success")
            return redirect(url_for(".accounts"))
        return _accounts_page(form), 422
    return _accounts_page(form)


def _accounts_page(form: AccountForm):
    return page("schedule/accounts.html", form=form, accounts=queries.all_accounts())


@bp.route("/akun-webinar/<int:webinar_account_id>", methods=["GET", "POST"])
@requires("webinar_account.edit", WebinarAccount)
@under("schedule.rooms")
def account(account: WebinarAccount):
    form = AccountForm(obj=account)
    if request.method == "POST":
        if form.accepts(
            lambda: actions.edit_account(
                account, form.facts(), closed=form.is_closed.data, by=current_user
            )
        ):
            flash(_("%(name)s tersimpan.", name=account.name), "success")
            return redirect(url_for(".accounts"))
        return _account_page(account, form, BlockForm(formdata=None)), 422
    return _account_page(account, form, BlockForm(formdata=None))


def _account_page(account: WebinarAccount, form: AccountForm, away: BlockForm):
    return page(
        "schedule/account.html",
        account=account,
        form=form,
        away=away,
        blocks=queries.blocks_of("account", account.id),
    )


@bp.post("/akun-webinar/<int:webinar_account_id>/penutupan")
@requires("webinar_account.edit", WebinarAccount)
@under("schedule.rooms")
def block_account(account: WebinarAccount):
    away = BlockForm()
    if not _blocked(away, "account", account.id):
        return _account_page(account, AccountForm(formdata=None, obj=account), away), 422
    return redirect(url_for(".account", webinar_account_id=account.id))


def _blocked(form: BlockForm, kind: str, resource_id: int) -> bool:
    """Note a closure or leave; tells whether the form took it."""
    if not form.accepts(
        lambda: actions.add_block(
            kind, resource_id, *form.moments(), form.reason.data, by=current_user
        )
    ):
        return False
    flash(_("Tersimpan."), "success")
    say_trouble(form.result.starts_at, form.result.ends_at)
    return True


def say_trouble(first: datetime, last: datetime) -> None:
    """Check the shown plan of an interval anew, and say how many sessions need a look."""
    count = actions.recheck_plan(first, last, by=current_user)
    if count:
        flash(
            ngettext(
                "%(num)d sesi yang sudah terbit kini bermasalah. Lihat Masalah jadwal.",
                "%(num)d sesi yang sudah terbit kini bermasalah. Lihat Masalah jadwal.", count,
            ),
            "warning",
        )  # fmt: skip


@bp.get("/pengajar")
@requires("resource.list")
@under("schedule.rooms")
def instructors():
    return page(
        "schedule/instructors.html",
        people=queries.instructors(),
        profiles=queries.profiles(),
        rights=queries.rights(),
        titles=dict(queries.subject_choices()),
        words=words,
    )


@bp.route("/pengajar/<int:person_id>", methods=["GET", "POST"])
@requires("instructor.edit", Person)
@under("schedule.rooms")
def instructor(person: Person):
    form = _profile_form()
    if request.method == "POST":
        if form.accepts(lambda: actions.set_profile(person, form.facts(), by=current_user)):
            flash(_("Ketentuan %(name)s tersimpan.", name=person.name), "success")
            say_trouble(now(), now() + queries.AHEAD)
            return redirect(url_for(".instructors"))
        return _instructor_page(person, form, BlockForm(formdata=None)), 422
    if not queries.is_instructor(person):
        abort(404)
    form.fill_from(queries.profile_of(person), queries.rights().get(person.id, {}))
    return _instructor_page(person, form, BlockForm(formdata=None))


def _profile_form() -> ProfileForm:
    form = ProfileForm()
    form.offer(queries.subject_choices(), queries.buildings())
    return form


def _instructor_page(person: Person, form: ProfileForm, away: BlockForm):
    return page(
        "schedule/instructor.html",
        person=person,
        form=form,
        away=away,
        blocks=queries.blocks_of("person", person.id),
    )


@bp.post("/pengajar/<int:person_id>/cuti")
@requires("instructor.edit", Person)
@under("schedule.rooms")
def block_instructor(person: Person):
    away = BlockForm()
    if not _blocked(away, "person", person.id):
        form = ProfileForm(formdata=None)
        form.offer(queries.subject_choices(), queries.buildings())
        form.fill_from(queries.profile_of(person), queries.rights().get(person.id, {}))
        return _instructor_page(person, form, away), 422
    return redirect(url_for(".instructor", person_id=person.id))


@bp.post("/penutupan/<int:block_id>/hapus")
@requires("block.edit", Block)
def drop_block(block: Block):
    back = {
        "room": lambda: url_for(".edit_room", room_id=block.resource_id),
        "person": lambda: url_for(".instructor", person_id=block.resource_id),
        "account": lambda: url_for(".account", webinar_account_id=block.resource_id),
    }[block.kind]()
    actions.drop_block(block, by=current_user)
    flash(_("Penutupan atau cuti dihapus."), "success")
    return redirect(back)


@bp.route("/gedung", methods=["GET", "POST"])
@requires("resource.edit")
@under("schedule.rooms")
def buildings():
    form = BuildingForm()
    if request.method == "POST":
        if form.accepts(lambda: actions.add_building(form.name.data, by=current_user)):
            flash(_("%(name)s ditambahkan.", name=form.result.name), "success")
            return redirect(url_for(".buildings"))
        return _buildings_page(form), 422
    return _buildings_page(form)


def _buildings_page(form: BuildingForm):
    return page(
        "schedule/buildings.html",
        form=form,
        buildings=queries.buildings(),
        travels=queries.travels(),
    )


@bp.post("/gedung/waktu-tempuh")
@requires("resource.edit")
@under("schedule.rooms")
def travel():
    form = EmptyForm()
    found = queries.buildings()
    minutes = {
        (one.id, other.id): _minutes(f"t-{one.id}-{other.id}")
        for place, one in enumerate(found)
        for other in found[place + 1 :]
    }
    if form.accepts(lambda: actions.set_travel(minutes, by=current_user)):
        flash(_("Waktu tempuh tersimpan."), "success")
    return redirect(url_for(".buildings"))


def _minutes(name: str) -> int:
    return min(max(request.form.get(name, 0, type=int), 0), 600)
