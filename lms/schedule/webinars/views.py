"""Handing in the log of an online meeting, looking at what it says, and taking it over."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.core.access import requires
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.schedule import queries as schedule
from lms.schedule import words
from lms.schedule.models import Session
from lms.schedule.views.blueprint import bp
from lms.schedule.webinars import actions, queries
from lms.schedule.webinars.forms import LogForm
from lms.schedule.webinars.models import WebinarLog


@bp.route("/sesi/<int:session_id>/presensi/log", methods=["GET", "POST"])
@requires("session.roll", Session)
@under("schedule.timetable")
def webinar_logs(session: Session):
    form = LogForm()
    if request.method == "POST":
        if form.accepts(lambda: actions.keep_log(session, form.log.data, by=current_user)):
            return redirect(url_for(".webinar_log", session_id=session.id, log_id=form.result.id))
        return _upload_page(session, form), 422
    return _upload_page(session, form)


def _upload_page(session: Session, form: LogForm):
    session = schedule.session_in_full(session)
    return page(
        "schedule/webinar_logs.html",
        batch=session.batch,
        session=session,
        form=form,
        logs=queries.logs_of(session),
        max_mb=actions.MOST_MB,
        words=words,
    )


@bp.route("/sesi/<int:session_id>/presensi/log/<int:log_id>", methods=["GET", "POST"])
@requires("session.roll", Session)
@under("schedule.timetable")
def webinar_log(session: Session, log_id: int):
    kept, form = queries.log_of(session, log_id) or abort(404), EmptyForm()
    if request.method == "GET":
        return _preview_page(session, kept, form)
    chosen = _chosen()
    if not form.accepts(lambda: actions.apply_log(session, kept, chosen, by=current_user)):
        return _preview_page(session, kept, form), 422
    flash(
        _("%(count)s tanda ditulis, %(conflicts)s menunggu pilihan.",
          count=form.result.applied, conflicts=form.result.conflicts), "success",
    )  # fmt: skip
    return redirect(url_for(".roll", session_id=session.id))


def _chosen() -> dict[int, int]:
    """Return the trainees chosen for people whom nobody was recognised in, by place in the log."""
    found = {}
    for name, value in request.form.items():
        place = name.removeprefix("orang-")
        if place != name and place.isdigit() and value.isdigit() and value != "0":
            found[int(place)] = int(value)
    return found


def _preview_page(session: Session, kept: WebinarLog, form: EmptyForm):
    session = schedule.session_in_full(session)
    return page(
        "schedule/webinar_log.html",
        batch=session.batch,
        session=session,
        kept=kept,
        found=queries.preview(session, kept, {}),
        form=form,
        words=words,
    )
