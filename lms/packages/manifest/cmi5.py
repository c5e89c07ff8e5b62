"""cmi5.xml: the assignable units of a course (cmi5 specification, section 13 and 14)."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning.exchange.xml import attribute, name_of, parse
from lms.packages.manifest.shape import Part, Structure

_MOST_BYTES, _MOST_PARTS = 10_000_000, 500
_SPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
_MOVE_ON = ("NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed")
_METHODS = ("AnyWindow", "OwnWindow")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/")


def read(file: Path) -> Structure:
    """Return what a cmi5 package is made of."""
    if file.stat().st_size > _MOST_BYTES:
        raise RuleBroken(_("cmi5.xml terlalu besar."))
    root = parse(file.read_bytes())
    if str(root.tag) != f"{{{_SPACE}}}courseStructure":
        raise RuleBroken(_("cmi5.xml tidak berisi courseStructure versi 1."))
    course = next((one for one in root if name_of(one) == "course"), None)
    if course is None:
        raise RuleBroken(_("cmi5.xml tidak memuat course."))
    course_id = _iri(course)
    remarks: list[str] = []
    parts = list(_units(root, file.parent, remarks))
    if not parts:
        raise RuleBroken(_("Paket ini tidak memuat bagian yang dapat dibuka.")
                         + (f" {remarks[0]}" if remarks else ""))  # fmt: skip
    if len(parts) > _MOST_PARTS:
        raise RuleBroken(_("Paket ini memuat lebih dari %(most)s bagian.", most=_MOST_PARTS))
    if len({part.key for part in parts}) != len(parts):
        raise RuleBroken(_("Dua bagian (au) memakai id yang sama."))
    title = _words(course, "title") or parts[0].title
    return Structure("cmi5", "cmi5", title[:200], parts, remarks, course=course_id)


def _iri(element: Element) -> str:
    found = attribute(element, "id").strip()
    if not _IRI.fullmatch(found) or len(found) > 300:
        raise RuleBroken(_('id "%(id)s" di cmi5.xml bukan IRI.', id=found[:80]))
    return found


def _units(above: Element, folder: Path, remarks: list[str], depth: int = 0) -> Iterator[Part]:
    for element in above:
        if name_of(element) == "block":
            yield from _units(element, folder, remarks, depth + 1)
        elif name_of(element) == "au":
            part = _unit(element, folder, remarks, depth)
            if part is not None:
                yield part


def _unit(element: Element, folder: Path, remarks: list[str], depth: int) -> Part | None:
    key = _iri(element)
    title = _words(element, "title") or key
    url = _plain(element, "url")
    if not url or re.search(r"\s", url):
        raise RuleBroken(_('url dari "%(title)s" tidak sah.', title=title[:80]))
    move_on = attribute(element, "moveon") or "NotApplicable"
    method = attribute(element, "launchmethod") or "AnyWindow"
    mastery = attribute(element, "masteryscore")
    if move_on not in _MOVE_ON or method not in _METHODS or (mastery and not _is_share(mastery)):
        raise RuleBroken(_('moveOn, launchMethod, atau masteryScore dari "%(title)s" tidak sah.',
                           title=title[:80]))  # fmt: skip
    if _OUTSIDE.match(url):
        remarks.append(_('"%(title)s" menunjuk ke alamat luar dan tidak ikut.', title=title[:80]))
        return None
    path = unquote(re.split(r"[?#]", url, maxsplit=1)[0])
    if ".." in path.split("/") or not (folder / path).is_file():
        remarks.append(_('Berkas "%(path)s" dari "%(title)s" tidak ada dalam paket.',
                         path=path[:80], title=title[:80]))  # fmt: skip
        return None
    return Part(
        key=key, title=title[:200], href=url, kind="au", depth=depth,
        mastery=f"{float(mastery) * 100:g}" if mastery else "",
        launch_data=_plain(element, "launchparameters")[:4000],
        move_on=move_on, own_window=method == "OwnWindow",
    )  # fmt: skip


def _is_share(text: str) -> bool:
    return bool(re.fullmatch(r"[01](\.\d{1,6})?", text)) and float(text) <= 1


def _plain(element: Element, name: str) -> str:
    found = next((one for one in element if name_of(one) == name), None)
    return (found.text or "").strip() if found is not None else ""


def _words(element: Element, name: str) -> str:
    """Return a title in Indonesian where it is written so, else in its first language."""
    found = next((one for one in element if name_of(one) == name), None)
    texts = [] if found is None else [
        (attribute(one, "lang").casefold(), " ".join((one.text or "").split())) for one in found
    ]  # fmt: skip
    own = next((text for language, text in texts if language.startswith("id")), "")
    return own or next((text for _language, text in texts if text), "")
