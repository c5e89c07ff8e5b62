"""Formulae: LaTeX in, MathML out, which browsers show without a script.

MathML is cleaned by an allow-list of its own and put into a page after the page's HTML was cleaned:
a parser that meets both in one text can be led astray by how they nest.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import bleach
from latex2mathml import exceptions
from latex2mathml.converter import convert
from markupsafe import Markup, escape

TAGS = frozenset(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover "
    "mtable mtr mtd mstyle mpadded".split()
)
ATTRIBUTES = {
    "math": ["display"], "mi": ["mathvariant"], "mspace": ["width"], "mtable": ["columnalign"],
    "mtd": ["columnalign"], "mstyle": ["displaystyle", "scriptlevel"],
    "mo": ["stretchy", "fence", "separator", "form", "largeop", "movablelimits", "accent"],
}  # fmt: skip
#: Letters of one formula.
LONGEST = 1_000
#: What the converter raises; its errors have no common kind.
_OWN = [one for one in vars(exceptions).values() if isinstance(one, type)]
_FAULTS: tuple[type[Exception], ...] = (
    IndexError, KeyError, ValueError, *(one for one in _OWN if issubclass(one, Exception))
)  # fmt: skip
#: Signs that stand for a formula until the HTML around it is clean; no text may bring its own.
BEGIN, END = "\ue000", "\ue001"
_PLACE = re.compile(f"{BEGIN}(\\d+){END}")
_PAPER = re.compile(r'<math [^>]*alttext="([^"]*)"[^>]*>.*?</math>', re.S)

_cleaner = bleach.Cleaner(tags=TAGS, attributes=ATTRIBUTES, protocols=(), strip=True)


class Unreadable(ValueError):
    """No formula that LaTeX knows."""


@lru_cache(maxsize=512)
def mathml(latex: str, *, display: bool) -> Markup:
    """Return a formula as clean MathML that carries its LaTeX; Unreadable when it is none."""
    try:
        if len(latex) > LONGEST:
            raise Unreadable(latex)
        html = convert(latex, display="block" if display else "inline")
    except _FAULTS as error:
        raise Unreadable(latex) from error
    words = escape(" ".join(latex.split()))
    clean = _cleaner.clean(html).replace("<math", f'<math alttext="{words}"', 1)
    return Markup(clean)  # noqa: S704 - just cleaned, the words escaped


def without_places(text: str) -> str:
    """Return a text without the signs that stand for formulae."""
    return text.replace(BEGIN, "").replace(END, "")


def place(number: int) -> str:
    """Return the sign for the formula with this number."""
    return f"{BEGIN}{number}{END}"


def fill(html: str, formulae: Sequence[Markup]) -> str:
    """Return HTML with the formulae in their places."""
    return _PLACE.sub(lambda found: str(formulae[int(found.group(1))]), html) if formulae else html


def for_paper(html: str) -> str:
    """Return HTML with the LaTeX of each formula, for printers that know no MathML."""
    return _PAPER.sub(r"<code>\1</code>", str(html))
