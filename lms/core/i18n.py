"""Languages: Indonesian is written in the source, English comes from the catalogue."""

from typing import Any

from flask import Flask, has_app_context, has_request_context, request, session
from flask_babel import Babel, gettext
from flask_login import current_user


def _(text: str, **variables: Any) -> str:
    """Translate `text` for the present reader; works without an application in pure rules."""
    if has_app_context():
        return str(gettext(text, **variables))
    return text % variables if variables else text


def chosen_locale() -> str:
    """Return the reader's language: their own setting, this visit's, or Indonesian.

    The browser's wish is not asked: phones sold in Indonesia often say English by default.
    """
    if not has_request_context():
        return "id"
    return session.get("locale") or getattr(current_user, "locale", None) or "id"


def register(app: Flask) -> None:
    """Wire the languages into the application."""
    Babel(app, locale_selector=chosen_locale, default_translation_directories="translations")
    app.jinja_env.globals["locale"] = lambda: chosen_locale() if request else "id"
