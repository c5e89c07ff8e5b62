"""The trainee's own check-in, by the code on the wall or by its QR."""

from flask import redirect, request, url_for
from flask_login import current_user

from lms.core.access import SIGNED_IN, requires
from lms.core.clock import now
from lms.core.codes import window_state
from lms.core.forms import CodeForm, EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.stamps import seen_at, stamp
from lms.schedule import actions, queries, rules, words
from lms.schedule.models import Session
from lms.schedule.views.blueprint import bp


@bp.route("/hadir", methods=["GET", "POST"])
@requires(SIGNED_IN)
@under("schedule.my_day")
def check_in():
    form = CodeForm()
    if request.method == "GET":
        return _code_page(form)
    if form.accepts(lambda: actions.check_in(current_user, form.code.data)):
        if form.result is not None:
            return redirect(url_for(".checked_in", session_id=form.result.session_id))
        form.refusal = _wrong_code()
    return _code_page(form), 422


def _wrong_code() -> str:
    return _("Kode ini belum sesuai atau sudah berganti. Ketik kode yang tampil sekarang.")


def _code_page(form: CodeForm):
    sessions = queries.checkins_at(current_user, now())
    return page(
        "schedule/check_in.html",
        form=form,
        sessions=sessions,
        noted=queries.own_attendance(current_user, sessions),
        following=None if sessions else queries.next_session(current_user),
        words=words,
    )


@bp.get("/hadir/<int:session_id>")
@requires("session.checkin", Session)
@under("schedule.my_day")
def checked_in(session: Session):
    session = queries.session_in_full(session)
    noted = queries.own_attendance(current_user, [session]).get(session.id)
    if noted is None or noted.status != rules.PRESENT:
        return redirect(url_for(".check_in"))
    return page("schedule/checked_in.html", session=session, noted=noted, words=words)


@bp.route("/hadir/<int:session_id>/<code>", methods=["GET", "POST"])
@requires("session.checkin", Session)
@under("schedule.my_day")
def scan(session: Session, code: str):
    form = EmptyForm()
    if request.method == "GET":
        return _scan_page(session, form, code)
    opened = seen_at(request.form.get("dipindai", ""), session, current_user, code)
    if form.accepts(
        lambda: actions.check_in(current_user, code, session=session, seen_at=opened, via="qr")
    ):
        if form.result is not None:
            return redirect(url_for(".checked_in", session_id=session.id))
        form.refusal = _("Kode QR ini sudah berganti. Pindai kode yang tampil di layar sekarang.")
    return _scan_page(session, form, code), 422


def _scan_page(session: Session, form: EmptyForm, code: str):
    """Show one button while the window is open; the code itself is only tried by pressing it."""
    session = queries.session_in_full(session)
    state = window_state(now(), session.checkin_opens_at, session.checkin_closes_at)
    return page(
        "schedule/scan.html",
        session=session,
        state=state if session.is_meeting and not session.roll_closed_at else "off",
        noted=queries.own_attendance(current_user, [session]).get(session.id),
        stamp=stamp(session, current_user, code),
        form=form,
        words=words,
    )
