"""Signing in and out, the account page, passwords, language and front doors."""

from urllib.parse import urlsplit

from flask import current_app, flash, jsonify, redirect, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from lms.core.access import SIGNED_IN, public, requires
from lms.core.i18n import _
from lms.core.pages import page
from lms.people import actions
from lms.people.forms import ConfirmForm, NewPasswordForm, SignInForm
from lms.people.views.blueprint import bp


def _safe_target(target: str | None) -> str:
    """Return the way back only when it stays on this site."""
    parts = urlsplit(target or "")
    inside = not parts.scheme and not parts.netloc and (target or "").startswith("/")
    return target if inside and not str(target).startswith(("//", "/\\")) else "/"  # type: ignore[return-value]


@bp.get("/masuk")
@public
def sign_in():
    if current_user.is_authenticated:
        return redirect("/")
    return page("people/sign_in.html", form=SignInForm(), target=request.args.get("next", ""))


@bp.post("/masuk")
@public
def sign_in_post():
    form = SignInForm()
    target = request.form.get("next", "")
    over_a_page = request.accept_mimetypes.best == "application/json"
    if form.accepts(lambda: actions.sign_in(form.account.data, form.password.data)):
        if form.result is not None:
            return _session() if over_a_page else redirect(_safe_target(target))
        form.refusal = _("NIP atau kata sandi belum sesuai. Periksa kembali keduanya.")
    if over_a_page:
        return jsonify(error=form.problems[0][1]), 422
    return page("people/sign_in.html", form=form, target=target), 422


def _session():
    return jsonify(person=current_user.id, token=generate_csrf())


@bp.get("/masuk/sesi")
@public
def session_state():
    """Tell a page that stayed open who is signed in by now, and the token its forms need."""
    return _session()


@bp.post("/keluar")
@requires(SIGNED_IN)
def sign_out():
    actions.sign_out(current_user)
    return redirect(url_for("people.sign_in"))


@bp.get("/akun")
@requires(SIGNED_IN)
def account():
    return page("people/account.html")


@bp.route("/akun/sandi", methods=["GET", "POST"])
@requires(SIGNED_IN)
def change_password():
    form = NewPasswordForm()
    if request.method == "GET":
        return page("people/change_password.html", form=form)
    if form.accepts(lambda: actions.choose_password(current_user, form.password.data)):
        flash(_("Kata sandi baru tersimpan. Perangkat lain sudah dikeluarkan."), "ok")
        return redirect("/")
    return page("people/change_password.html", form=form), 422


@bp.route("/akun/konfirmasi", methods=["GET", "POST"])
@requires(SIGNED_IN)
def confirm_password():
    form = ConfirmForm()
    target = request.values.get("next", "")
    if request.method == "GET":
        return page("people/confirm_password.html", form=form, target=target)
    if form.accepts(lambda: actions.confirm_password(current_user, form.password.data)):
        return redirect(_safe_target(target))
    return page("people/confirm_password.html", form=form, target=target), 422


@bp.post("/peran")
@requires(SIGNED_IN)
def switch_front():
    front = request.form.get("front", "")
    if front in current_user.fronts:
        session["front"] = front
    return redirect("/")


@bp.post("/bahasa")
@public
def set_locale():
    locale = request.form.get("locale", "")
    if locale in current_app.config["LANGUAGES"]:
        session["locale"] = locale
        if current_user.is_authenticated:
            actions.set_locale(current_user, locale)
    return redirect(_safe_target(request.form.get("next")))
