"""Pages: a whole page or one block of it, with the database closed while it is written."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import current_app, g, request
from flask_login import current_user
from sqlalchemy import Engine, event

from lms.core import menu, templating

log = logging.getLogger(__name__)
rendering: ContextVar[bool] = ContextVar("rendering", default=False)
statements: ContextVar[list[int] | None] = ContextVar("statements", default=None)


class QueryWhileRendering(RuntimeError):
    """A template asked the database: its query function must bring everything."""


@event.listens_for(Engine, "before_cursor_execute")
def _watch(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    counter = statements.get()
    if counter is not None:
        counter[0] += 1
    if rendering.get():
        if current_app.config["STRICT_RENDERING"]:
            raise QueryWhileRendering(statement)
        log.error("query while rendering: %s", statement)


@contextmanager
def closed_database() -> Iterator[None]:
    """Refuse any statement inside the block."""
    token = rendering.set(True)
    try:
        yield
    finally:
        rendering.reset(token)


def page(template: str, fragment: str | None = None, **context: Any) -> str:
    """Render `template`, or only its block `fragment` when htmx asks for a part.

    Menus are worked out first, since their permissions may ask the database.
    """
    _prepare_menus(context.get("batch"))
    with closed_database():
        found = templating.environment().get_template(template)
        current_app.update_template_context(context)
        if fragment and request.headers.get("HX-Request"):
            return "".join(found.blocks[fragment](found.new_context(context)))
        return found.render(context)


def _prepare_menus(batch: Any) -> None:
    ready = g.setdefault("menus", {})
    if current_user.is_authenticated:
        ready["front"] = menu.tabs(current_user.front)
        if batch is not None:
            ready["batch"] = menu.tabs("batch", batch)
    else:
        ready["front"] = menu.tabs("guest")


def prepared_tabs(place: str, _thing: Any = None) -> list[menu.Tab]:
    """Return the tabs worked out by `page` for the template: of the batch, or of the front."""
    found: list[menu.Tab] = g.get("menus", {}).get("batch" if place == "batch" else "front", [])
    return found
