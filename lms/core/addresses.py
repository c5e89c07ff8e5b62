"""Addresses of our own pages in menus and templates: `url_for` that remembers.

A page names twenty or thirty of them, most on every page alike, and building one from the routing
table costs as much as a few lines of the page itself.
"""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request, url_for
from werkzeug.routing import IntegerConverter, ValidationError

#: The largest number that every database keeps in an integer column.
LARGEST = 2**31 - 1


def path_of(endpoint: str, **values: Any) -> str:
    """Return the path of a view, also outside of a request."""
    return current_app.url_map.bind("localhost").build(endpoint, values)


def address(endpoint: str, **values: Any) -> str:
    """Return the address of a view below the site's root; names beginning with "." are not kept."""
    if endpoint.startswith("."):
        return url_for(endpoint, **values)
    return _kept(request.script_root, endpoint, tuple(sorted(values.items())))


@lru_cache(maxsize=8192)
def _kept(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


def this_page(**changes: Any) -> str:
    """Return the address of the page asked for with its query changed; None takes a name out.

    Put together by hand: a query may hold names that would steer `url_for`, such as `_scheme`.
    """
    query = {**request.args.to_dict(), **changes}
    told = urlencode({name: value for name, value in query.items() if value is not None})
    path = request.script_root + request.path
    return f"{path}?{told}" if told else path


def whole(text: str) -> int:
    """Read a whole number out of an address; one that no database holds is none (ValueError)."""
    found = int(text)
    if abs(found) > LARGEST:
        raise ValueError(text)
    return found


class Number(IntegerConverter):
    """A number in a path; one that no database holds leads nowhere (404)."""

    def to_python(self, value: str) -> Any:
        """Read the number, or let the address not match."""
        try:
            return whole(value)
        except ValueError as fault:
            raise ValidationError from fault
