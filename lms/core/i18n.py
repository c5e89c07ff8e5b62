"""Languages: Indonesian is written in the source, English comes from the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import Flask, has_request_context, request, session
from flask_babel import Babel, force_locale, get_translations
from flask_babel.speaklater import LazyString
from flask_login import current_user
from markupsafe import Markup, escape


def _(text: str, **variables: Any) -> str:
    """Translate `text` for the present reader; outside of a request it stays Indonesian."""
    translated = _text(text)
    return translated % variables if variables else translated


def _l(text: str) -> LazyString:
    """Translate `text` when it is shown: for labels of forms and menus, which are made once."""
    return LazyString(_text, text)


def pgettext(context: str, text: str, **variables: Any) -> str:
    """Translate a word that English has two of, such as the singular and the plural."""
    catalogue = _catalogue.get()
    translated = text if catalogue is None else catalogue.upgettext(context, text)
    return translated % variables if variables else translated


def lazy_pgettext(context: str, text: str) -> LazyString:
    """Translate a word in its context when it is shown."""
    return LazyString(pgettext, context, text)


def ngettext(one: str, many: str, num: int) -> str:
    """Translate the form that fits `num`, which the text may name as %(num)s."""
    return _texts(one, many, num) % {"num": num}


def chosen_locale() -> str:
    """Return the reader's language: their own setting, this visit's, or Indonesian.

    The browser's wish is not asked: phones sold in Indonesia often say English by default.
    """
    if not has_request_context():
        return "id"
    return session.get("locale") or getattr(current_user, "locale", None) or "id"


#: The catalogue of the present request; None while texts stay as they are written.
_catalogue: ContextVar[Any] = ContextVar("catalogue", default=None)


#: The language of the present request.
language: ContextVar[str] = ContextVar("language", default="id")


def open_catalogue() -> None:
    """Find the reader's language and catalogue once per request; Indonesian needs no catalogue."""
    language.set(chosen_locale())
    _catalogue.set(get_translations() if language.get() != "id" else None)


@contextmanager
def reading_as(locale: str) -> Iterator[None]:
    """Write in the language of somebody else inside the block: a letter's reader is not here."""
    with force_locale(locale):
        kept = language.set(locale), _catalogue.set(get_translations() if locale != "id" else None)
        try:
            yield
        finally:
            language.reset(kept[0])
            _catalogue.reset(kept[1])


def _text(text: str) -> str:
    catalogue = _catalogue.get()
    return text if catalogue is None else catalogue.ugettext(text)  # type: ignore[no-any-return]


def _texts(one: str, many: str, count: int) -> str:
    catalogue = _catalogue.get()
    if catalogue is None:
        return one if count == 1 else many
    return catalogue.ungettext(one, many, count)  # type: ignore[no-any-return]


def _in_page(text: str, **variables: Any) -> Markup:
    """Translate in a template: what is filled in is escaped, the text itself is ours."""
    filled = _text(text) % {name: escape(value) for name, value in variables.items()}
    return Markup(filled)  # noqa: S704


def register(app: Flask) -> None:
    """Wire the languages into the application."""
    app.before_request(open_catalogue)
    Babel(app, locale_selector=chosen_locale, default_translation_directories="translations")
    # a page has hundreds of texts: these do not look the language up for each of them
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        _text, _texts, newstyle=True, pgettext=pgettext
    )
    app.jinja_env.globals["_"] = _in_page
    app.jinja_env.globals["locale"] = lambda: chosen_locale() if request else "id"
