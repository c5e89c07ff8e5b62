"""One session: its page, planning, changing, cancelling."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.catalogue.permissions import studies_in
from lms.core.access import can, requires
from lms.core.clock import now
from lms.core.forms import ReasonForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.schedule import actions, cards, queries, words
from lms.schedule.actions import Plan
from lms.schedule.forms import SessionForm
from lms.schedule.models import Session
from lms.schedule.views.blueprint import bp
from lms.schedule.weeks import read_day, week_of


@bp.get("/sesi/<int:session_id>", endpoint="session")
@requires("session.view", Session)
@under("schedule.timetable")
def session_page(session: Session):
    return _session_page(session, ReasonForm(formdata=None))


def _session_page(session: Session, form: ReasonForm):
    found = queries.session_in_full(session)
    studies = studies_in(current_user, found.batch)
    noted = queries.own_attendance(current_user, [found]).get(found.id) if studies else None
    return page(
        "schedule/session.html",
        batch=found.batch,
        session=found,
        card=cards.card(found, noted, current_user, studies=studies),
        noted=noted,
        studies=studies,
        takes_roll=can(current_user, "session.roll", found),
        may_edit=can(current_user, "session.edit", found) and not found.roll_closed_at,
        words=words,
        moment=now(),
        form=form,
    )


@bp.route("/angkatan/<int:batch_id>/sesi/baru", methods=["GET", "POST"])
@requires("session.plan", Batch)
@under("schedule.timetable")
def add_session(batch: Batch):
    form = SessionForm()
    _offer(form, batch)
    if request.method == "GET":
        form.day.data = read_day(request.args.get("tanggal", "")) or batch.starts_on
        return _form_page(batch, form, None)
    form.swap(request.form.get("pakai", ""))
    if _only_asked(form, batch):
        return _form_page(batch, form, None)
    if not form.accepts(
        lambda: actions.plan_session(batch, _plan_of(form, batch), by=current_user)
    ):
        return _form_page(batch, form, None), 422
    return _planned(batch, form.result)


@bp.route("/sesi/<int:session_id>/ubah", methods=["GET", "POST"])
@requires("session.edit", Session)
@under("schedule.timetable")
def edit_session(session: Session):
    session, batch = queries.session_in_full(session), session.batch
    form = SessionForm()
    _offer(form, batch)
    if request.method == "GET":
        form.fill_from(session)
        return _form_page(batch, form, session)
    form.swap(request.form.get("pakai", ""))
    if _only_asked(form, batch):
        return _form_page(batch, form, session)
    if not form.accepts(
        lambda: actions.edit_session(
            session, _plan_of(form, batch, session.line_key), by=current_user
        )
    ):
        return _form_page(batch, form, queries.session_in_full(session)), 422
    return _planned(batch, form.result)


def _only_asked(form: SessionForm, batch: Batch) -> bool:
    """Tell whether the person only asked what is free at the time filled in."""
    return "periksa" in request.form and form.moments(batch) is not None


def _offer(form: SessionForm, batch: Batch) -> None:
    form.offer(
        queries.courses_of(batch), queries.open_rooms(), queries.possible_instructors(batch),
        queries.open_accounts(), queries.roster_groups(batch),
    )  # fmt: skip


def _plan_of(form: SessionForm, batch: Batch, line_key: str = "") -> Plan:
    """Return the plan filled in; a group that never met apart begins to."""
    name = form.group.data
    group = actions.add_group(batch, name, by=current_user) if name else None
    return form.plan(batch, group.id if group else None, line_key)


def _planned(batch: Batch, session: Session):
    flash(
        _("Sesi %(title)s dijadwalkan %(when)s.", title=session.title, when=words.when(session)),
        "success",
    )
    for sentence in queries.advice_on(session):
        flash(sentence, "warning")
    return redirect(url_for(".timetable", batch_id=batch.id, minggu=week_of(session.day).name))


def _form_page(batch: Batch, form: SessionForm, session: Session | None):
    """Show the form; once there is a time, also what rules say of it and who is free then."""
    moments = form.moments(batch) if request.method == "POST" else None
    reason, free = "", None
    advice: list[str] = []
    if moments is not None and moments[0] < moments[1]:
        plan = form.plan(batch, _known_group(batch, form.group.data))
        reason, advice, free = actions.try_plan(batch, plan, session.id if session else None)
    return page(
        "schedule/session_form.html",
        batch=batch,
        form=form,
        session=session,
        reason=reason,
        advice=advice,
        free=free,
        busy=_busy(form, free) if free is not None else None,
    )


def _known_group(batch: Batch, name: str | None) -> int | None:
    """Return the id of a group that has met before."""
    return next((one.id for one in queries.groups_of(batch) if one.name == name), None)


def _busy(form: SessionForm, free: queries.Free) -> dict[int, str]:
    """Return those chosen instructors who cannot be had at the time, by id, with their names."""
    names = {one.value: str(one.label) for one in form.instructors.choices}
    spare = {person.id for person in free.instructors}
    chosen = form.instructors.data or []
    return {one: names[one] for one in chosen if one in names and one not in spare}


@bp.post("/sesi/<int:session_id>/batal")
@requires("session.edit", Session)
@under("schedule.timetable")
def cancel_session(session: Session):
    form = ReasonForm()
    if not form.accepts(lambda: actions.cancel_session(session, form.reason.data, by=current_user)):
        return _session_page(session, form), 422
    flash(_("Sesi %(title)s dibatalkan.", title=session.title), "success")
    return redirect(url_for(".session", session_id=session.id))
