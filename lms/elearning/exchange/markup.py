"""HTML of other systems as Markdown, and Markdown as HTML for them."""

import re
from html import unescape
from typing import Any

from markdownify import MarkdownConverter

from lms.core.i18n import _
from lms.core.richtext import as_markup, render_markdown

#: What Markdown can say.
_KNOWN = frozenset(
    "p br b strong i em ul ol li code pre blockquote h1 h2 h3 h4 h5 h6 a hr table thead tbody tr "
    "th td s del caption".split()
)
#: Holds others without saying anything by itself.
_SILENT = frozenset("div span html body section article".split())
_TAG = re.compile(r"<\s*([a-zA-Z][a-zA-Z0-9:-]*)")
_MEDIA = frozenset("img audio video source object embed iframe".split())
_PLAYED = re.compile(r"<(img|audio|video|source)\b[^>]*>", re.I)
#: A picture of ours, as exchange/pictures.py writes it.
_OURS = re.compile(r'<img src="media/[0-9a-f]{32}\.(?:png|jpg)" alt="[^">]*"/?>')
_ALT = re.compile(r'<img[^>]* alt="([^"]*)"[^>]*>')
#: What stands for the words of a picture that came without.
NO_ALT = "Gambar belum diuraikan"
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")
#: Only at the beginning of a line they mean something.
_LEADING = re.compile(r"^(\s*)(-+|=+|[+:]|\d+[.)])(?=\s|$)", re.M)


class _Converter(MarkdownConverter):
    def escape(self, text: str, _parents: object) -> str:
        return literal(text)

    def convert_img(self, element: Any, text: str, parent_tags: object) -> str:
        """Return a picture with its words, also in headings and cells."""
        return f"![{literal(' '.join(element.get('alt', '').split()))}]({element.get('src')})"

    def convert_math(self, element: Any, text: str, parent_tags: object) -> str:
        """Return a formula that carries its LaTeX as Markdown writes it, any other as its words."""
        latex = element.get("alttext")
        sign = "$$" if element.get("display") == "block" else "$"
        return f"{sign}{latex}{sign}" if latex else text


def literal(text: str) -> str:
    """Return Markdown that shows `text` as it stands."""
    text = _SPECIAL.sub(r"\\\1", text)
    return _LEADING.sub(lambda found: f"{found[1]}{_behind(found[2])}", text)


def _behind(sign: str) -> str:
    return f"{sign[:-1]}\\{sign[-1]}"


def from_html(html: str, notes: list[str], *, inline: bool = False) -> str:
    """Return HTML as Markdown; what has no place there is noted."""
    if "<" not in html and "&" not in html:
        return literal(" ".join(html.split()))
    kept = _PLAYED.sub(lambda tag: tag[0] if _OURS.fullmatch(tag[0]) else " ", html)
    tags = {found.lower() for found in _TAG.findall(_OURS.sub("", kept))}
    if kept != html or tags & _MEDIA:
        notes.append(_("Gambar, suara, atau video tidak ikut; masukkan lagi lewat penyunting."))
    if any("math" in tag for tag in tags) and "alttext=" not in html:
        notes.append(_("Rumus MathML menjadi teks biasa."))
    lost = sorted(tags - _KNOWN - _SILENT - _MEDIA)
    if any(not tag.startswith("m") for tag in lost):  # those of MathML all do
        notes.append(_("Hiasan tulisan disederhanakan: %(tags)s.", tags=", ".join(lost[:6])))
    text: str = _Converter(heading_style="ATX", bullets="-").convert(kept).strip()
    if inline:
        text = " ".join(text.split())
    before = unescape(re.sub("<[^>]*>", " ", html))
    if _letters(before) != _letters(render_markdown(text).striptags()):
        notes.append(_("Sebagian tulisan berubah saat dipindahkan; periksa bunyinya."))
    return text


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text)


def to_html(markdown: str) -> str:
    """Return Markdown as the HTML other systems read."""
    return str(render_markdown(markdown)).strip() if markdown.strip() else ""


def to_inline(markdown: str) -> str:
    """Return one line of Markdown as HTML without the paragraph around it."""
    html = to_html(markdown)
    single = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return html[3:-4] if single else html


def to_plain(markdown: str) -> str:
    """Return the words of one line of Markdown alone; those of a picture stand for it."""
    return str(as_markup(_ALT.sub(r"\1", render_markdown(markdown))).striptags())
