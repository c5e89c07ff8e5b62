"""The sandbox in which paper templates run: facts come in, HTML comes out, nothing else is there.

A template sees the frozen facts (texts, numbers, dates, lists of them), a few filters, and loops.
It reaches no attribute of any object of ours. What still costs too much, the press process ends:
it has a deadline and a bound of memory (pressroom.py).
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from lms.certificates import numbering, wording
from lms.core import formats

PAPERS = Path(__file__).parent / "papers"
#: Most characters that one box of a paper may have, and most turns of one `range`.
MOST_LETTERS, MOST_TURNS = 400_000, 200
#: The name by which the loader knows the template that is being printed.
_OWN = "templat"
_LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})
#: Filters of Jinja that only reshape what is there; `safe` is not among them.
_FILTERS = (
    "abs", "capitalize", "count", "d", "default", "e", "escape", "first", "join", "last", "length",
    "list", "lower", "reject", "replace", "reverse", "round", "select", "string", "title", "trim",
    "unique", "upper",
)  # fmt: skip


class TemplateFault(Exception):
    """A template that cannot be printed: the line (0: of no single line) and the reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line, reason)
        self.line, self.reason = line, reason


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Let loops count and namespaces remember; facts are reached as items, not attributes."""
        if isinstance(obj, LoopContext):
            return attr in _LOOP
        return isinstance(obj, Namespace) and not attr.startswith("_")

    def wrap_str_format(self, value: Any) -> None:
        """Know no str.format: it is an attribute like any other."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reckon with small numbers only: repeated texts and towers of powers fill a machine."""
        if operator == "**" or not (isinstance(left, int | float) and isinstance(right, int)):
            raise TypeError(f"{operator} hanya untuk bilangan")
        return super().call_binop(context, operator, left, right)


def _few(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > MOST_TURNS:
        raise ValueError(f"range paling banyak {MOST_TURNS} putaran")
    return found


@lru_cache(maxsize=32)
def _environment(source: str) -> _Environment:
    """Return the sandbox of one template, compiled once."""

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        shipped = {path.name: path for path in PAPERS.glob("*.html")}
        text = source if name == _OWN else shipped[name].read_text() if name in shipped else None
        return None if text is None else (text, name, lambda: True)

    environment = _Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    filters = {name: environment.filters[name] for name in _FILTERS}
    environment.filters = filters | {
        "tanggal": wording.tanggal,
        "tanggal_terbilang": wording.tanggal_terbilang,
        "koma": wording.koma,
        "romawi": wording.romawi,
        "nip": formats.nip,
        "terbilang": numbering.number_in_words,
    }
    environment.globals = {"range": _few, "namespace": Namespace}
    return environment


def render(source: str, box: str, facts: Mapping[str, Any]) -> str:
    """Return the HTML of one box of a template.

    Raises TemplateFault, with the line of the template, for whatever is wrong with it.
    """
    pieces, size = [], 0
    try:
        for piece in _environment(source).get_template(_OWN).generate(box=box, **facts):
            pieces.append(piece)
            size += len(piece)
            if size > MOST_LETTERS:
                raise TemplateFault(0, f"lebih dari {MOST_LETTERS} huruf pada satu bagian")
    except TemplateFault:
        raise
    except TemplateSyntaxError as fault:
        raise TemplateFault(fault.lineno, str(fault.message)) from fault
    except (TemplateError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError,
            AttributeError) as fault:  # fmt: skip
        raise TemplateFault(_line_of(fault), str(fault)[:300]) from fault
    return "".join(pieces)


def _line_of(fault: Exception) -> int:
    """Return the last line of the template that was at work, 0 when the fault lay outside it."""
    line, trace = 0, fault.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _OWN:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def text_of(html: str) -> str:
    """Return the words of a box without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()
