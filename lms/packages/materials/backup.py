"""Moodle backups (.mbz): pages, labels, links, files and questions of an unpacked course."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning.exchange.xml import name_of, parse
from lms.packages.materials import piece
from lms.packages.materials.piece import Course, Piece
from lms.packages.materials.questions import FilesOf, MoodleXml, from_backup

_MOST_BYTES = 50_000_000


def is_backup(folder: Path) -> bool:
    """Tell whether an unpacked archive is a Moodle backup."""
    return (folder / "moodle_backup.xml").is_file()


def read(folder: Path) -> Course:
    """Return what of a backup has a place here; nothing of its people is looked at."""
    root = _parse(folder / "moodle_backup.xml")
    title = root.findtext(".//original_course_fullname") or ""
    files = dict(_files(folder))
    pieces = [
        found
        for activity in root.iterfind(".//contents/activities/activity")
        for found in [_piece(activity, folder, files)]
        if found is not None
    ]
    questions = MoodleXml()
    if (folder / "questions.xml").is_file():
        from_backup(_bytes(folder / "questions.xml"), questions, _pictures(folder))
    return Course("moodle", title.strip()[:200] or _("Tanpa judul"), pieces, questions.written())


def _bytes(path: Path) -> bytes:
    if not path.is_file() or path.stat().st_size > _MOST_BYTES:
        raise RuleBroken(_("Berkas %(name)s tidak ada atau terlalu besar.", name=path.name))
    return path.read_bytes()


def _parse(path: Path) -> Element:
    return parse(_bytes(path))


def _files(folder: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (context, (path in the archive, name)) of the files of "resource" activities."""
    listing = folder / "files.xml"
    if not listing.is_file():
        return
    for one in _parse(listing).iter("file"):
        digest, name = one.findtext("contenthash") or "", one.findtext("filename") or "."
        if one.findtext("component") == "mod_resource" and name != "." and digest.isalnum():
            yield one.findtext("contextid") or "", (f"files/{digest[:2]}/{digest}", name)


def _pictures(folder: Path) -> FilesOf:
    """Return how the texts of questions find their files: by area, id and the path they name."""
    listing = folder / "files.xml"
    found: dict[tuple[str, str], dict[str, Path]] = {}
    for one in _parse(listing).iter("file") if listing.is_file() else ():
        digest, name = one.findtext("contenthash") or "", one.findtext("filename") or "."
        path = folder / "files" / digest[:2] / digest
        is_ours = (one.findtext("component") or "").startswith(("question", "qtype"))
        if is_ours and name != "." and digest.isalnum() and path.is_file():
            place = f"{one.findtext('filepath') or '/'}{name}".strip("/")
            key = (one.findtext("filearea") or "", one.findtext("itemid") or "")
            found.setdefault(key, {})[place] = path
    return lambda area, id: found.get((area, id), {}).get


def _piece(activity: Element, folder: Path, files: dict[str, tuple[str, str]]) -> Piece | None:
    kind = (activity.findtext("modulename") or "").strip()
    place = (activity.findtext("directory") or "").strip()
    title = " ".join((activity.findtext("title") or kind).split())
    if ".." in Path(place).parts or not kind.isalnum():
        return piece.dropped(title, _("Susunan cadangan ini tidak wajar."))
    path = folder / place / f"{kind}.xml"
    if kind == "quiz":
        return piece.dropped(
            title, _("Kuis tidak ikut; soalnya masuk bank, susun kuisnya di sini.")
        )
    if kind not in ("page", "label", "url", "resource"):
        return piece.dropped(title, _("Kegiatan %(kind)s tidak punya padanan impor.", kind=kind))
    if not path.is_file():
        return piece.dropped(title, _("Berkasnya tidak ada dalam arsip."))
    root = _parse(path)
    said = next((one for one in root.iter() if name_of(one) == kind), root)
    if kind == "page":
        return piece.page(title, f"{said.findtext('intro') or ''}{said.findtext('content') or ''}")
    if kind == "label":
        return piece.page(title, said.findtext("intro") or "")
    if kind == "url":
        return piece.link(title, said.findtext("externalurl") or "")
    stored, name = files.get(root.get("contextid") or "", ("", ""))
    if not stored or not (folder / stored).is_file():
        return piece.dropped(title, _("Berkasnya tidak ada dalam arsip."))
    return piece.file(title, stored, name)
