"""IMS Common Cartridge 1.0 to 1.3: pages, files, links and tests of an unpacked cartridge."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning.exchange.xml import attribute, name_of, parse
from lms.packages.materials import piece
from lms.packages.materials.piece import Course, Piece
from lms.packages.materials.questions import MoodleXml, files_below, from_qti

_MOST_BYTES = 10_000_000
_HTML = (".html", ".htm", ".xhtml")


def is_cartridge(folder: Path) -> bool:
    """Tell whether an unpacked archive is a Common Cartridge."""
    manifest = folder / "imsmanifest.xml"
    return manifest.is_file() and b"imsccv1p" in manifest.read_bytes()[:4000]


def read(folder: Path) -> Course:
    """Return what of a cartridge has a place here."""
    root = parse(_read(folder / "imsmanifest.xml"))
    titles = dict(_titles(root))
    questions = MoodleXml()
    pieces = [
        found
        for resource in (one for one in root.iter() if name_of(one) == "resource")
        if (found := _piece(resource, titles, folder, questions)) is not None
    ]
    title = next(("".join(one.itertext()).strip() for one in root.iter()
                  if name_of(one) == "title" and name_of(one) != "item"), "")  # fmt: skip
    return Course("cartridge", title[:200] or _("Tanpa judul"), pieces, questions.written())


def _read(path: Path) -> bytes:
    if not path.is_file() or path.stat().st_size > _MOST_BYTES:
        raise RuleBroken(_("Berkas %(name)s tidak ada atau terlalu besar.", name=path.name))
    return path.read_bytes()


def _titles(root: Element) -> Iterator[tuple[str, str]]:
    """Yield (resource, title) as the outline calls things."""
    for item in (one for one in root.iter() if name_of(one) == "item"):
        title = next((one.text or "" for one in item if name_of(one) == "title"), "")
        if attribute(item, "identifierref"):
            yield attribute(item, "identifierref"), " ".join(title.split())


def _piece(
    resource: Element, titles: dict[str, str], folder: Path, questions: MoodleXml
) -> Piece | None:
    kind = attribute(resource, "type").casefold()
    files = [attribute(one, "href") for one in resource if name_of(one) == "file"]
    href = attribute(resource, "href") or (files[0] if files else "")
    path = folder / unquote(href)
    title = titles.get(attribute(resource, "identifier"), "") or Path(unquote(href)).stem
    if not href or ".." in Path(unquote(href)).parts or not path.is_file():
        return piece.dropped(title, _("Berkasnya tidak ada dalam arsip."))
    if kind.startswith("imswl"):
        return _link(title, _read(path))
    if "assessment" in kind or "question-bank" in kind:
        beside = files_below(folder, folder, folder / "web_resources", path.parent)
        lost = from_qti(_read(path), questions, beside)
        return piece.dropped(title, lost) if lost else None
    if kind.startswith("imsdt"):
        return piece.dropped(title, _("Topik diskusi tidak ikut; buat kegiatan diskusi di sini."))
    if "imsbasiclti" in kind or "lti" in kind:
        return piece.dropped(title, _("Alat luar (LTI) tidak ikut."))
    is_foreign = "learning-application-resource" in kind  # what its own application alone knows
    if path.suffix.lower() in _HTML:
        html = _read(path).decode("utf-8", "replace")
        lost = _("Dari tugas aplikasi asal hanya tulisannya yang ikut; buat tugasnya di sini.")
        return piece.page(title, _body(html), [lost] if is_foreign else [])
    if is_foreign or path.name == "canvas_export.txt":
        return piece.dropped(title, _("Pengaturan khusus aplikasi asal tidak ikut."))
    return piece.file(title, unquote(href), path.name)


def _body(html: str) -> str:
    """Return what stands in the body, so that no title and no style comes along."""
    low = html.casefold()
    start = low.find("<body")
    start = low.find(">", start) + 1 if start >= 0 else 0
    end = low.rfind("</body")
    return html[start : end if end >= 0 else len(html)]


def _link(title: str, data: bytes) -> Piece:
    root = parse(data)
    url = next((one for one in root.iter() if name_of(one) == "url"), None)
    return piece.link(title, attribute(url, "href") if url is not None else "")
