"""Formulae: LaTeX in, MathML out, which browsers show without a script.

MathML has an allow-list of its own and is put into a page after the page's HTML was cleaned
(richtext.py): a parser that meets both in one text can be led astray by how they nest.
"""

import re
from collections.abc import Sequence

from latex2mathml import exceptions
from latex2mathml.converter import convert
from markupsafe import Markup

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


class Unreadable(ValueError):
    """No formula that LaTeX knows."""


def mathml(latex: str, *, display: bool) -> str:
    """Return a formula as MathML, not cleaned yet; Unreadable when it is none."""
    try:
        if len(latex) > LONGEST:
            raise Unreadable(latex)
        return str(convert(latex, display="block" if display else "inline"))
    except _FAULTS as error:
        raise Unreadable(latex) from error


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
