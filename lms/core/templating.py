"""How templates become pages: what is the same on every page is written when they are compiled.

A page has some forty fixed sentences and two dozen addresses of static files. Each language gets an
environment of its own, in which those calls are replaced by their results; whatever depends on
the request stays a call.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, session
from flask.templating import Environment
from flask_wtf.csrf import generate_csrf
from jinja2 import Template, nodes
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer

from lms.core.i18n import language


class _Fold(NodeTransformer):
    """Replace calls of `functions` whose arguments are all written in the template."""

    def __init__(self, functions: dict[str, Callable[..., str]]) -> None:
        self.functions = functions

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        fixed = all(isinstance(value, nodes.Const) for value in node.args)
        if name not in self.functions or not fixed or node.kwargs or node.dyn_args:
            return node
        values = [value.value for value in node.args if isinstance(value, nodes.Const)]
        text = str(self.functions[name](*values))
        return nodes.MarkSafe(nodes.Const(text, lineno=node.lineno), lineno=node.lineno)


class _Template(Template):
    """A template whose imported macros are made once: none of ours reads a page's variables."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return super()._get_default_module()


class FoldingEnvironment(Environment):
    """Jinja as Flask sets it up, folding the calls of `folded` while compiling."""

    template_class = _Template
    folded: tuple[str, ...] = ()

    def _generate(
        self, source: nodes.Template, name: Any, filename: Any, defer_init: bool = False
    ) -> str:
        functions: dict[str, Any] = {name: self.globals[name] for name in self.folded}
        folded: nodes.Template = _Fold(functions).visit(source)
        return super()._generate(folded, name, filename, defer_init)


@lru_cache(maxsize=8192)
def kept(macro: Macro, *values: Hashable) -> str:
    """Return what an imported macro writes for these values, which is the same every time.

    For the rows of long tables, of which few change between two looks at the page.
    """
    return macro(*values)  # type: ignore[no-any-return]


def environment() -> Environment:
    """Return the environment whose templates are written in the reader's language."""
    made: dict[str, Environment] = current_app.extensions["languages"]
    found = made.get(language.get())
    if found is None:
        app = current_app
        found = made[language.get()] = app.jinja_env.overlay()
        fixed = () if app.debug or app.testing else ("asset", "static", "site_version")
        found.folded = ("_", *fixed)  # type: ignore[attr-defined]
    return found


@lru_cache(maxsize=4096)
def _signed(_secret: str, _raw: str) -> str:
    token: str = generate_csrf()  # signs the present visit's raw token, which is `_raw`
    return token


def _keep_csrf_token() -> None:
    """Sign a visit's CSRF token once, not for every page: it is as good tomorrow as today."""
    raw = session.get("csrf_token")
    if raw is not None and "csrf_token" not in g:
        g.csrf_token = _signed(str(current_app.secret_key), raw)


def register(app: Flask) -> None:
    """Prepare the languages' environments; they are made when the first reader comes."""
    app.extensions["languages"] = {}
    app.jinja_env.globals["kept"] = kept
    app.before_request(_keep_csrf_token)
