"""Menus: a view says where it appears; whoever may not open it does not see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, request
from flask_login import current_user

from lms.core.access import PUBLIC, SIGNED_IN, can, noun_of
from lms.core.addresses import address
from lms.core.i18n import language


@dataclass(frozen=True)
class Tab:
    """One visible entry of a menu."""

    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True, eq=False)
class _Entry:
    place: str
    label: Any
    order: int
    icon: str
    endpoint: str
    access: str
    noun: str


def tab(place: str, label: Any, *, order: int = 50, icon: str = "list") -> Callable[..., Any]:
    """Put the view into the menu `place`; stands under @requires so that its mark is carried up."""

    def mark(view: Any) -> Any:
        view.tabs = [*getattr(view, "tabs", []), (place, label, order, icon)]
        return view

    return mark


def register(app: Flask) -> None:
    """Collect the marks of all views, once, after the blueprints are registered."""
    entries = []
    for endpoint, view in app.view_functions.items():
        model = getattr(view, "access_model", None)
        access = getattr(view, "access", "")
        for place, label, order, icon in getattr(view, "tabs", []):
            noun = noun_of(model) if model else ""
            entries.append(_Entry(place, label, order, icon, endpoint, access, noun))
    places: dict[str, list[_Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.order):
        places.setdefault(entry.place, []).append(entry)
    app.extensions["menu"] = places


def tabs(place: str, thing: Any = None) -> list[Tab]:
    """Return the entries of `place` that the present person may open, about `thing` if given."""
    entries = current_app.extensions["menu"].get(place, ())
    here, person = _endpoint_here(entries), current_user._get_current_object()
    found = []
    for entry in entries:
        if _may_open(person, entry, thing):
            arguments = {f"{entry.noun}_id": thing.id} if entry.noun else {}
            url = address(entry.endpoint, **arguments)
            found.append(_tab(entry, language.get(), url, entry.endpoint == here))
    return found


@lru_cache(maxsize=4096)
def _tab(entry: _Entry, _language: str, url: str, current: bool) -> Tab:
    return Tab(str(entry.label), url, entry.icon, current)


def _may_open(person: Any, entry: _Entry, thing: Any) -> bool:
    if entry.access in (PUBLIC, SIGNED_IN):
        return True
    return can(person, entry.access, thing if entry.noun else None)


def _endpoint_here(entries: Sequence[_Entry]) -> str | None:
    """Return the endpoint whose entry the present page belongs to: its own, or the one above."""
    if any(entry.endpoint == request.endpoint for entry in entries):
        return request.endpoint
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "under", None)


def under(endpoint: str) -> Callable[..., Any]:
    """Say that the view's page belongs below the menu entry of `endpoint`."""

    def mark(view: Any) -> Any:
        view.under = endpoint
        return view

    return mark
