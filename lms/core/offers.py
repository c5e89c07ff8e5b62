"""Offers: buttons that areas above put on pages below, which only leave a place for them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from flask_login import current_user

from lms.core.access import can, noun_of
from lms.core.addresses import address


@dataclass(frozen=True)
class Offer:
    """One button, with a word on its last use."""

    label: str
    url: str
    note: str


@dataclass(frozen=True)
class _Entry:
    label: Any
    endpoint: str
    access: str
    noun: str
    note: Callable[..., str]


def offer(place: str, label: Any, note: Callable[..., str]) -> Callable[..., Any]:
    """Let a POST view appear as a button at `place`; stands under @requires with a model.

    The view is about the page's thing and its further address values; `note` is asked with both.
    """

    def mark(view: Any) -> Any:
        view.offer = (place, label, note)
        return view

    return mark


def register(app: Flask) -> None:
    """Collect the marks of all views, once, after the blueprints are registered."""
    places: dict[str, list[_Entry]] = {}
    views: dict[str, Any] = dict(app.view_functions)
    for endpoint, view in views.items():
        if hasattr(view, "offer"):
            place, label, note = view.offer
            noun = noun_of(view.access_model)
            entry = _Entry(label, endpoint, view.access, noun, note)
            places.setdefault(place, []).append(entry)
    app.extensions["offers"] = places


def offers(place: str, thing: Any, **values: Any) -> list[Offer]:
    """Return the buttons that the present person may press at `place`, about `thing`."""
    return [
        Offer(
            label=str(entry.label),
            url=address(entry.endpoint, **{f"{entry.noun}_id": thing.id}, **values),
            note=entry.note(thing, **values),
        )
        for entry in current_app.extensions["offers"].get(place, ())
        if can(current_user, entry.access, thing)
    ]
