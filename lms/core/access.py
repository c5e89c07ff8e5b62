"""Who may do what: rules by name, one declaration per route, default deny."""

import re
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeVar

from flask import abort, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response

from lms.core.clock import now
from lms.core.db import begin_writing, get

T = TypeVar("T")
Rule = Callable[..., bool]
View = Callable[..., Any]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

#: "batch.edit" -> function(person[, thing]); filled by @permission when areas are imported.
RULES: dict[str, Rule] = {}

#: Access words that are no permission: anyone, and anyone signed in.
PUBLIC = "public"
SIGNED_IN = "signed_in"


def permission(name: str) -> Callable[[Rule], Rule]:
    """Register the decorated predicate as the rule called `name` (noun.verb)."""

    def keep(rule: Rule) -> Rule:
        if name in RULES:
            raise ValueError(f"{name} is declared twice")
        RULES[name] = rule
        return rule

    return keep


def can(person: Any, name: str, thing: Any = None) -> bool:
    """Tell whether `person` passes the rule `name`, for `thing` when the rule is about one."""
    if isinstance(person, LocalProxy):
        person = person._get_current_object()  # rules ask it many things
    if not person.is_authenticated:
        return False
    return bool(RULES[name](person) if thing is None else RULES[name](person, thing))


def remember(key: Hashable, find: Callable[[], T]) -> T:
    """Return `find()`, asked at most once per request for the same `key`."""
    memory: dict[Hashable, Any] = g.setdefault("remembered", {})
    if key not in memory:
        memory[key] = find()
    return memory[key]  # type: ignore[no-any-return]


def forget() -> None:
    """Drop what `remember` kept; called when a write may have changed an answer."""
    g.pop("remembered", None)


def noun_of(model: type) -> str:
    """Return the word a model has in URLs and permissions: Batch -> batch, DayPlan -> day_plan."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()


def public(view: View) -> View:
    """Declare that anyone may open this route."""

    @wraps(view)
    def open_to_all(**arguments: Any) -> Any:
        return _enter(view, **arguments)

    open_to_all.access = PUBLIC  # type: ignore[attr-defined]
    return open_to_all


def _enter(view: View, *things: Any, **arguments: Any) -> Any:
    """Call the view of someone who may; whatever changes something holds the write lock."""
    if request.method not in SAFE_METHODS:
        begin_writing()
    return view(*things, **arguments)


def _read(view: View, *things: Any, **arguments: Any) -> Any:
    return view(*things, **arguments)


def requires(
    name: str, model: type | None = None, *, fresh: bool = False, together: bool = False
) -> Callable[[View], View]:
    """Declare the permission of a route, and fetch the thing it is about.

    With `model`, the URL's `<noun>_id` is looked up: 404 when it is missing or the person may not
    even see it, 403 when seen but not allowed. `fresh` asks for the password again when the last
    time is too long ago. `together` says that the view keeps its change with those of others
    (core/together.py) and leaves the request's own transaction to read.
    """
    enter = _read if together else _enter

    def wrap(view: View) -> View:
        noun = noun_of(model) if model else ""

        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if model is None:
                if name != SIGNED_IN and not can(current_user, name):
                    abort(403)
                return _ask_again() if fresh and not is_fresh() else enter(view, **arguments)
            thing = get(model, arguments.pop(f"{noun}_id"))
            if thing is None:
                abort(404)
            if not can(current_user, name, thing):
                abort(403 if can(current_user, f"{noun}.view", thing) else 404)
            return _ask_again() if fresh and not is_fresh() else enter(view, thing, **arguments)

        guarded.access = name  # type: ignore[attr-defined]
        guarded.access_model = model  # type: ignore[attr-defined]
        return guarded

    return wrap


def is_fresh() -> bool:
    """Tell whether the password was given recently enough for a sensitive verb."""
    given = datetime.fromtimestamp(session.get("fresh_at", 0), UTC)
    return bool(now() - given < current_app.config["SIGN_IN_FRESH"])


def _ask_again() -> Response:
    target = request.full_path if request.method == "GET" else request.referrer or "/"
    return redirect(url_for("people.confirm_password", next=target))  # type: ignore[return-value]


def refuse_undeclared() -> None:
    """Refuse any endpoint whose view carries no access line (before every request)."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and request.endpoint != "static" and not hasattr(view, "access"):
        abort(403)


def undeclared(app: Any) -> list[str]:
    """Return the endpoints without an access line; `create_app` refuses to start with any."""
    return sorted(
        name
        for name, view in app.view_functions.items()
        if name != "static" and not hasattr(view, "access")
    )
