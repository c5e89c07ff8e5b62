"""The pictures of files of questions: found where a text names them, made anew, named media/<name>.

A text of another system says a picture by its own path, <img src="@@PLUGINFILE@@/peta.png">; what
comes out says the picture's name here, so that the readers only turn writing into writing.
"""

import base64
import binascii
import hashlib
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote
from xml.etree.ElementTree import Element
from zipfile import ZIP_STORED, ZipFile

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.pictures import MIME, Picture, made_anew
from lms.core.richtext import findings
from lms.elearning.exchange.archive import Archive
from lms.elearning.exchange.markup import NO_ALT, literal
from lms.elearning.exchange.xml import attribute, name_of
from lms.elearning.questions.written import QuestionForm

#: How texts of Moodle begin the path of what lies beside them.
BESIDE = "@@PLUGINFILE@@/"
#: How a question says a picture.
NAME = re.compile(r"media/([0-9a-f]{32}\.(?:png|jpg))")
LONGEST_ALT = 500
_IMG = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*+>""", re.I)
_MARK = re.compile(
    r'(?<!\\)!\[((?:[^\[\]\\]|\\.)*+)\]\(\s*+(<[^<>]*>|[^\s()<>]+)(\s+"(?:[^"\\]|\\.)*")?\s*+\)'
)
_DATA = re.compile(r"data:image/[a-z0-9.+-]+;base64,(.*)", re.I | re.S)
_BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")

#: The content of a picture by the path that a text gives; None when it is not there.
Find = Callable[[str], bytes | None]
#: The content of pictures by name, for what goes out.
Contents = Mapping[str, bytes]
NONE: Contents = {}


class Gallery:
    """The pictures of one file of questions, each made anew once.

    `known` tells which names the bank has already: those come in as they stand.
    """

    def __init__(self, known: Callable[[str], bool] = lambda _name: False) -> None:
        self._known = known
        self._taken: dict[bytes, tuple[str, tuple[str, ...]]] = {}
        self._fresh: list[Picture] = []

    def take(self, data: bytes) -> tuple[str, tuple[str, ...]]:
        """Return a picture's name and what was changed; RuleBroken when it cannot come in."""
        digest = hashlib.sha256(data)
        if digest.digest() not in self._taken:
            ours = next((f"{digest.hexdigest()[:32]}.{kind}" for kind in MIME
                         if self.has(f"{digest.hexdigest()[:32]}.{kind}")), "")  # fmt: skip
            self._taken[digest.digest()] = (ours, ()) if ours else self._made(data)
        return self._taken[digest.digest()]

    def _made(self, data: bytes) -> tuple[str, tuple[str, ...]]:
        picture = made_anew(data)
        self._fresh.append(picture)
        return picture.name, picture.notes

    def has(self, name: str) -> bool:
        """Tell whether the bank has a picture of this name already."""
        return self._known(name)

    def fresh(self) -> list[Picture]:
        """Return the pictures made since the last time: they are let go of here."""
        made, self._fresh = self._fresh, []
        return made


class Shelf:
    """The pictures that the texts of one place can name."""

    def __init__(self, gallery: Gallery, find: Find = lambda _path: None) -> None:
        self._gallery, self._find = gallery, find
        self._found: dict[str, str] = {}

    def html(self, text: str, notes: list[str]) -> str:
        """Return HTML whose pictures are named media/<name>; others are taken out and noted."""
        if "<img" not in text.lower():
            return text

        def put(tag: re.Match[str]) -> str:
            said = _attributes(tag[0])
            named = self._named(said.get("src", ""), said.get("alt", ""), notes)
            return f'<img src="media/{named[0]}" alt="{escape(named[1])}">' if named else " "

        return _IMG.sub(put, text)

    def markdown(self, text: str, notes: list[str]) -> str:
        """Return Markdown whose pictures are named media/<name>; others are taken out and noted."""
        if "![" not in text:
            return text

        def put(mark: re.Match[str]) -> str:
            alt = unescape(_BACKSLASH.sub(r"\1", mark[1]))
            named = self._named(_BACKSLASH.sub(r"\1", mark[2].strip("<>")), alt, notes)
            return f"![{literal(named[1])}](media/{named[0]}{mark[3] or ''})" if named else " "

        return _MARK.sub(put, text)

    def tree(self, root: Element, notes: list[str]) -> None:
        """Do the same to the <img> and picture <object> elements below `root`."""
        for element in root.iter():
            is_object = name_of(element) == "object"
            if name_of(element) != "img" and not is_object:
                continue
            if is_object and not attribute(element, "type").startswith("image/"):
                continue
            source = attribute(element, "data" if is_object else "src")
            alt = attribute(element, "alt") or " ".join("".join(element.itertext()).split())
            named, tail = self._named(source, alt, notes), element.tail
            element.clear()
            element.tail = tail
            element.tag = "img" if named else "span"
            if named:
                element.attrib = {"src": f"media/{named[0]}", "alt": named[1]}

    def _named(self, source: str, alt: str, notes: list[str]) -> tuple[str, str] | None:
        """Return a picture's name and its words, None after noting why it cannot come along."""
        shown = _shown(source)
        try:
            name = self._found.get(source) or self._take(source, shown, notes)
        except RuleBroken as refused:
            notes.append(_("Gambar %(name)s tidak ikut: %(why)s", name=shown, why=refused.sentence))
            return None
        self._found[source] = name
        words = " ".join(alt.split())[:LONGEST_ALT]
        if not words:
            notes.append(
                _('Gambar %(name)s tanpa teks pengganti; di sini tertulis "%(words)s". Lengkapi '
                  "lewat penyunting.", name=shown, words=NO_ALT)
            )  # fmt: skip
        return name, words or NO_ALT

    def _take(self, source: str, shown: str, notes: list[str]) -> str:
        inline = _DATA.match(source)
        if not inline and (re.match("[a-z][a-z0-9+.-]*:|//", source, re.I) or not source):
            raise RuleBroken(_("gambar di alamat luar tidak diambil."))
        data = decoded(inline[1]) if inline else self._find(unquote(source.removeprefix(BESIDE)))
        if data is None:
            ours = NAME.fullmatch(source)
            if ours and self._gallery.has(ours[1]):
                return ours[1]
            raise RuleBroken(_("berkasnya tidak ada."))
        name, changed = self._gallery.take(data)
        notes += [f"{shown}: {sentence}" for sentence in changed]
        return name


class PicturesOf:
    """The pictures of an archive, each looked up once: its budget is for what lies in it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._read: dict[str, bytes] = {}
        self._names = set(archive.names())

    def beside(self, place: str) -> Find:
        """Return how a file at `place` finds pictures: by a path from its own folder."""
        folder = posixpath.dirname(place)
        return lambda path: self._content(posixpath.normpath(posixpath.join(folder, path)))

    def _content(self, name: str) -> bytes | None:
        if name not in self._names:
            return None
        if name not in self._read:
            self._read[name] = self._archive.read(name)
        return self._read[name]


def lay_in(archive: ZipFile, names: Iterable[str], pictures: Contents) -> None:
    """Add these pictures to an archive that goes out."""
    for name in sorted(names):
        content = pictures.get(name)
        if content is not None:
            archive.writestr(f"media/{name}", content, ZIP_STORED)


def named_in(texts: Iterable[str]) -> set[str]:
    """Return the names of the pictures that texts show."""
    return {name for text in texts if "media/" in text for name in NAME.findall(text)}


def unplaced(form: QuestionForm) -> list[str]:
    """Return the targets of a question's pictures that are no name of a picture here."""
    found = (one for text in form.texts if "![" in text for one in findings(text))
    return [one.target for one in found
            if one.kind == "picture" and not NAME.fullmatch(one.target)]  # fmt: skip


def decoded(written: str) -> bytes | None:
    """Return the bytes that base64 stands for, None when it is none."""
    try:
        return base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _shown(source: str) -> str:
    """Return what people may call a picture."""
    if source.lower().startswith("data:"):
        return _("di dalam teks")
    return PurePosixPath(unquote(source)).name[:60] or "?"


class _Tag(HTMLParser):
    """What one tag says of itself."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said = {name: value or "" for name, value in attrs}


def _attributes(tag: str) -> dict[str, str]:
    parser = _Tag()
    parser.feed(tag)
    return parser.said
