"""The only place that touches Markdown and Bleach: written text in, safe HTML out.

Markdown never lets raw HTML through; Bleach cleans by one allow-list; nh3, another parser, writes
what the browser reads. The result is stored at write time, not made per request.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import bleach
import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from lms.core import formulae

TAGS = frozenset(
    "a abbr b blockquote br caption code dd del div dl dt em figcaption figure h2 h3 h4 hr i img "
    "ins kbd li ol p pre q s small span strong sub sup table tbody td tfoot th thead tr u "
    "ul".split()
)
ATTRIBUTES: dict[str, list[str]] = {
    "a": ["href", "title"],
    "abbr": ["title"],
    "img": ["src", "alt", "title", "width", "height", "loading"],
    "ol": ["start"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
    "h2": ["id"],
    "h3": ["id"],
}
PROTOCOLS = frozenset({"http", "https", "mailto"})
#: Longest text accepted in one piece, in characters.
LONGEST = 400_000
#: Pieces kept after rendering: publishing compares a programme first and writes it after.
KEPT = 4096

#: One line in which no sign means anything to Markdown or HTML: most options of most questions.
_NOTHING_TO_MARK = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;:?()%/=-](?! *$))*[^\W_]?[.?)%]?")

_SHORT = 300

_cleaner = bleach.Cleaner(
    tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True, strip_comments=True
)
_math_cleaner = bleach.Cleaner(
    tags=formulae.TAGS, attributes=formulae.ATTRIBUTES, protocols=(), strip=True
)
_markdown = (
    MarkdownIt("commonmark", {"html": False, "linkify": False})
    .enable(["table", "strikethrough"])
    .use(deflist_plugin)
    .use(anchors_plugin, min_level=2, max_level=3)
    .use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
)
#: Writes the words that stand for a picture.
_written = RendererHTML()
_FORMULAE = ("math_inline", "math_inline_double", "math_block")


#: What people write to each other: no pictures from elsewhere, no headings.
_talk = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(
    ["image", "heading", "lheading", "html_block", "html_inline"]
)


def clean(html: str) -> Markup:
    """Return `html` with everything outside the allow-list taken away."""
    if len(html) > LONGEST:
        raise ValueError("text too long to clean")
    once = _cleaner.clean(html)
    twice = nh3.clean(
        once,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(PROTOCOLS),
        link_rel="noopener noreferrer",
    )
    return Markup(twice)  # noqa: S704 - just cleaned


def plain_text(html: str) -> str:
    """Return the words of checked HTML without its tags."""
    return Markup(html).striptags()  # noqa: S704 - it becomes plain text


@lru_cache(maxsize=KEPT)
def render_markdown(text: str, *, media: str = "") -> Markup:
    """Return the safe HTML of Markdown `text`; relative pictures and files lie below `media`."""
    if len(text) <= _SHORT and _NOTHING_TO_MARK.fullmatch(text):
        return Markup(f"<p>{text}</p>\n")  # noqa: S704 - letters, digits and harmless signs
    tokens = _markdown.parse(formulae.without_places(text))
    _place_pictures(tokens, media)
    found: list[Markup] = []
    tokens = _take_formulae(_with_figures(tokens), found)
    html = clean(_markdown.renderer.render(tokens, _markdown.options, {}))
    return Markup(formulae.fill(html, found))  # noqa: S704 - both cleaned, each by its own list


@lru_cache(maxsize=512)
def formula(latex: str, *, display: bool) -> Markup:
    """Return a formula as clean MathML that carries its LaTeX; Unreadable when it is none."""
    html = _math_cleaner.clean(formulae.mathml(latex, display=display))
    words = escape(" ".join(latex.split()))
    whole = html.replace("<math", f'<math alttext="{words}"', 1)
    return Markup(whole)  # noqa: S704 - just cleaned, the words escaped


def _take_formulae(tokens: list[Any], found: list[Markup]) -> list[Any]:
    """Return the tokens with a sign in the place of each formula, which goes into `found`."""
    taken = []
    for token in tokens:
        if token.children:
            token.children = _take_formulae(token.children, found)
        if token.type not in _FORMULAE:
            taken.append(token)
            continue
        is_block = token.type == "math_block"
        try:
            found.append(formula(token.content, display=token.type != "math_inline"))
            words = formulae.place(len(found) - 1)
        except formulae.Unreadable:
            words = token.content
        text = Token("text", "", 0, content=words)
        if is_block:
            taken += [Token("paragraph_open", "p", 1), text, Token("paragraph_close", "p", -1)]
        else:
            taken.append(text)
    return taken


def _with_figures(tokens: list[Any]) -> list[Any]:
    """Let a picture with a title that stands alone become a figure with the title below."""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        children = token.children or []
        if (before.type, token.type, len(children)) != ("paragraph_open", "inline", 1):
            continue
        title = str(children[0].attrs.pop("title", "")) if children[0].type == "image" else ""
        if title:
            before.tag = after.tag = "figure"
            token.children += [
                Token("figcaption_open", "figcaption", 1), Token("text", "", 0, content=title),
                Token("figcaption_close", "figcaption", -1),
            ]  # fmt: skip
    return tokens


def render_post(text: str) -> Markup:
    """Return the safe HTML of what somebody wrote in a discussion."""
    return clean(_talk.render(text))


def render_inline(text: str, *, media: str = "") -> Markup:
    """Return safe HTML of a single line of Markdown, without the paragraph around it."""
    html = render_markdown(text, media=media).strip()
    single = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return Markup(html[3:-4]) if single else Markup(html)  # noqa: S704 - cleaned above


def _place_pictures(tokens: list[Any], media: str) -> None:
    for token in tokens:
        if token.type == "image":
            source = str(token.attrs.get("src", ""))
            if media and "://" not in source and not source.startswith("/"):
                token.attrs["src"] = f"{media}/{source.removeprefix('media/')}"
            token.attrs["loading"] = "lazy"
        if token.type == "link_open" and media:
            target = str(token.attrs.get("href", ""))
            if target.startswith("media/"):
                token.attrs["href"] = f"{media}/{target.removeprefix('media/')}"
        if token.children:
            _place_pictures(token.children, media)


@dataclass(frozen=True)
class Finding:
    """Something in written text that its reader wants checked, with its line (first is 0)."""

    #: "picture", "link", "html" (shown as letters, never obeyed), "h1", or "formula" (unreadable).
    kind: str
    target: str
    line: int
    alt: str = ""


_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?>")


def findings(text: str) -> list[Finding]:
    """Return the pictures, links, raw HTML and first-level headings of Markdown `text`."""
    found: list[Finding] = []
    line = 0
    for token in _markdown.parse(text):
        line = token.map[0] if token.map else line  # cells of a table carry no line of their own
        if token.type == "heading_open" and token.tag == "h1":
            found.append(Finding("h1", "", line))
        if token.type == "math_block":
            found += _unreadable(token, line)
        if token.type == "inline":
            found += _inline_findings(token.children or [], line)
    return found


def _unreadable(token: Any, line: int) -> Iterator[Finding]:
    try:
        formula(token.content, display=token.type != "math_inline")
    except formulae.Unreadable:
        yield Finding("formula", token.content.strip(), line)


def _inline_findings(tokens: list[Any], line: int) -> Iterator[Finding]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif token.type == "image":
            alt = _written.renderInlineAsText(token.children or [], _markdown.options, {})
            yield Finding("picture", str(token.attrs.get("src", "")), line, alt.strip())
        elif token.type == "link_open":
            yield Finding("link", str(token.attrs.get("href", "")), line)
        elif token.type in _FORMULAE:
            yield from _unreadable(token, line)
        elif token.type == "text":
            for tag in _TAG.finditer(token.content):
                yield Finding("html", tag.group(), line)


@dataclass(frozen=True)
class Passage:
    """A stretch of readable words: a heading, a paragraph, an item of a list, a cell of a table."""

    #: "heading", "paragraph", "item" or "cell".
    kind: str
    text: str
    #: The same without what stands in italics or is set as code: words of others.
    own: str
    line: int


_PLACES = {"heading_open": "heading", "list_item_open": "item", "th_open": "cell",
           "td_open": "cell", "paragraph_open": "paragraph"}  # fmt: skip


def passages(text: str) -> list[Passage]:
    """Return the readable passages of Markdown `text` in order, with their line (first is 0)."""
    found: list[Passage] = []
    inside: list[str] = []
    line = 0
    for token in _markdown.parse(text):
        line = token.map[0] if token.map else line
        if token.type in _PLACES:
            inside.append(_PLACES[token.type])
        elif token.type.replace("_close", "_open") in _PLACES:
            inside.pop()
        elif token.type == "inline" and inside:
            kind = "item" if inside[-2:] == ["item", "paragraph"] else inside[-1]
            words, own = _words(token.children or [])
            found.append(Passage(kind, words, own, line))
    return found


def _words(tokens: list[Any]) -> tuple[str, str]:
    words, own, in_italics = "", "", 0
    for token in tokens:
        in_italics += (token.type == "em_open") - (token.type == "em_close")
        text = token.content if token.type in ("text", "code_inline") else ""
        if token.type in ("softbreak", "hardbreak"):
            text = " "
        words += text
        own += " " if in_italics or token.type == "code_inline" else text
    return words, own


@dataclass(frozen=True)
class Run:
    """Words in one manner of writing."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Block:
    """A piece of written text for other kinds of files than HTML."""

    #: "h2", "h3", "p", "quote", "ul", "ol" (one item each) or "table".
    kind: str
    runs: list[Run] = field(default_factory=list)
    #: Of a table: rows of cells; the first row is its heading.
    rows: list[list[list[Run]]] = field(default_factory=list)


def blocks(text: str) -> list[Block]:
    """Return the pieces of Markdown `text` in order; lists within lists become one list."""
    found: list[Block] = []
    inside: list[str] = []
    for token in _markdown.parse(text):
        if token.type in ("tr_open", "table_open"):
            if token.type == "table_open":
                found.append(Block("table"))
            else:
                found[-1].rows.append([])
        elif token.type.endswith(("_list_open", "blockquote_open", "heading_open")):
            inside.append({"bullet_list_open": "ul", "ordered_list_open": "ol",
                           "blockquote_open": "quote"}.get(token.type, token.tag))  # fmt: skip
        elif token.type.endswith(("_list_close", "blockquote_close", "heading_close")):
            inside.pop()
        elif token.type == "math_block":
            found.append(Block("p", [Run(token.content.strip())]))
        elif token.type == "inline":
            runs = _runs(token.children or [])
            if found and found[-1].kind == "table" and token.level > 2 and not inside:
                found[-1].rows[-1].append(runs)
            else:
                found.append(Block(inside[-1] if inside else "p", runs))
    return found


def _runs(tokens: list[Any]) -> list[Run]:
    runs: list[Run] = []
    bold = italic = 0
    for token in tokens:
        bold += (token.type == "strong_open") - (token.type == "strong_close")
        italic += (token.type == "em_open") - (token.type == "em_close")
        text = token.content if token.type in ("text", "code_inline", *_FORMULAE) else ""
        if token.type in ("softbreak", "hardbreak"):
            text = "\n" if token.type == "hardbreak" else " "
        if text:
            runs.append(Run(text, bool(bold), bool(italic)))
    return runs


def as_markup(stored: str) -> Markup:
    """Mark HTML that this module made and the database kept as safe to show."""
    return Markup(stored)  # noqa: S704 - made by clean() at write time
