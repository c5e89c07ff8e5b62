"""What the files of a programme are by their paths, and how they are numbered and named. Pure.

Files are bytes by path, as below courses/: "latsar-cpns/06-nilai/01-pengantar.md". Changes are the
same, with None for a file that goes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lms.authoring.drafts.blanks import BLANKS
from lms.authoring.files import GLOSSARY, SURVEYS
from lms.catalogue.content.programmes import UNIT_SOURCES
from lms.core import source_edit
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning.kinds import KINDS

Files = Mapping[str, bytes]
Changes = dict[str, bytes | None]
#: Kinds of units; a lesson is Markdown, the others are YAML.
UNITS = tuple(KINDS)
_NUMBER = re.compile(r"(\d\d)-(.+)")
_TITLE = re.compile(r"^title:\s*(.+?)\s*$", re.M)
_KIND = re.compile(r"^kind:\s*(\w+)", re.M)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass
class Line:
    """A file people write: a unit, a guide, a document, or one that describes others."""

    path: str
    kind: str
    title: str


@dataclass
class Folder:
    """A subject with its units in order, its guide and its media."""

    path: str
    title: str
    units: list[Line] = field(default_factory=list)
    guide: Line | None = None
    media: list[str] = field(default_factory=list)


@dataclass
class Outline:
    """All files of a draft as people look for them."""

    subjects: list[Folder] = field(default_factory=list)
    documents: list[Line] = field(default_factory=list)
    #: programme.yaml, jadwal.yaml, and what all programmes share.
    others: list[Line] = field(default_factory=list)


def kind_of(path: str, content: bytes = b"") -> str:
    """Return what a file is, "" for one that is nothing here."""
    parts = path.split("/")
    if len(parts) == 1:
        return {GLOSSARY: "glossary", SURVEYS: "surveys"}.get(path, "")
    match parts[1:]:
        case ["programme.yaml"]:
            return "programme"
        case ["jadwal.yaml"]:
            return "timetable"
        case ["README.md"]:
            return "readme"
        case ["dokumen", name] if name.endswith(".md"):
            return "document"
        case [_subject, "course.yaml"]:
            return "course"
        case [_subject, "panduan.md"]:
            return "guide"
        case [_subject, "media", _name]:
            return "media"
        case [_subject, name] if name.endswith(".md"):
            return "lesson"
        case [_subject, name] if name.endswith(".yaml"):
            found = _KIND.search(text_of(content))
            return found[1] if found and found[1] in UNITS else "quiz"
    return ""


def text_of(content: bytes | None) -> str:
    """Return a file as text, as it is read everywhere."""
    plain = (content or b"").removeprefix(b"\xef\xbb\xbf")
    return plain.decode(errors="replace").replace("\r\n", "\n")


def title_of(content: bytes) -> str:
    """Return the title a file gives itself, "" without one."""
    found = _TITLE.search(text_of(content))
    return found[1].strip("\"'") if found else ""


def outline(key: str, files: Files) -> Outline:
    """Return the files of the programme `key` in the order people study them."""
    found, folders = Outline(), dict[str, Folder]()
    for path in sorted(files):
        kind, content = kind_of(path, files[path]), files[path]
        line = Line(path, kind, title_of(content) or path.rsplit("/", 1)[-1])
        folder = folders.setdefault(_above(path), Folder(_above(path), _above(path)))
        if kind == "media":
            owner = path.rsplit("/media/", 1)[0]
            folders.setdefault(owner, Folder(owner, owner)).media.append(path)
        elif kind == "course":
            folder.title = line.title
        elif kind == "guide":
            folder.guide = line
        elif kind in UNITS:
            folder.units.append(line)
        elif kind == "document":
            found.documents.append(line)
        elif kind:
            found.others.append(line)
    subjects = {path for path in folders if f"{path}/course.yaml" in files}
    found.subjects = [folders[path] for path in sorted(subjects)]
    return found


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def slug_of(title: str) -> str:
    """Return a title as part of a file's name."""
    slug = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:40].strip("-")
    if not slug:
        raise RuleBroken(_("Judul harus memuat huruf atau angka."))
    return slug


def siblings(files: Files, path: str) -> list[str]:
    """Return the numbered files or folders beside `path`, itself included, in order."""
    above = _above(path)
    is_unit = path.endswith((".md", ".yaml"))
    names = set()
    for other in files:
        rest = other.removeprefix(f"{above}/")
        if rest == other:
            continue
        head, deeper, _tail = rest.partition("/")
        if _NUMBER.fullmatch(head) and bool(deeper) != is_unit:
            names.add(head)
    return [f"{above}/{name}" for name in sorted(names)]


def moved(files: Files, path: str, step: int) -> Changes:
    """Return the changes that put a unit, subject or document one place up (-1) or down (1)."""
    beside = siblings(files, path)
    if path not in beside:
        raise RuleBroken(_("Bagian ini sudah tidak ada. Muat ulang halaman."))
    at = beside.index(path)
    if not 0 <= at + step < len(beside):
        raise RuleBroken(_("Bagian ini sudah berada di ujung."))
    other = beside[at + step]
    return _renamed(files, {path: _with_number(path, other), other: _with_number(other, path)})


def _with_number(path: str, other: str) -> str:
    above, _slash, name = path.rpartition("/")
    return f"{above}/{other.rpartition('/')[2][:2]}-{name[3:]}"


def renamed(files: Files, path: str, name: str) -> Changes:
    """Return the changes that give a unit, subject or document another name after its number."""
    if not _SLUG.fullmatch(name) or len(name) > 60:
        raise RuleBroken(_("Nama berkas hanya huruf kecil, angka, dan tanda hubung."))
    above, _slash, old = path.rpartition("/")
    match = _NUMBER.fullmatch(old)
    if match is None or path not in siblings(files, path):
        raise RuleBroken(_("Bagian ini sudah tidak ada. Muat ulang halaman."))
    suffix = f".{old.rpartition('.')[2]}" if "." in old else ""
    new = f"{above}/{match[1]}-{name}{suffix}"
    return _renamed(files, {path: new}) if new != path else {}


def _renamed(files: Files, names: Mapping[str, str]) -> Changes:
    """Return the changes that rename files or folders, and every mention of them."""
    keys = {_key(old): _key(new) for old, new in names.items()}
    after = {
        _new_path(path, names): _mentions(path, content, keys) for path, content in files.items()
    }
    gone: Changes = {path: None for path in files if path not in after}
    return gone | {path: text for path, text in after.items() if files.get(path) != text}


def _new_path(path: str, names: Mapping[str, str]) -> str:
    for old, new in names.items():
        if path == old or path.startswith(f"{old}/"):
            return new + path[len(old) :]
    return path


def _key(path: str) -> str:
    """Return the key of a unit or subject: its path in the programme without the suffix."""
    return path.split("/", 1)[1].removesuffix(".md").removesuffix(".yaml")


def _mentions(path: str, content: bytes, keys: Mapping[str, str]) -> bytes:
    """Return a file with the keys it mentions renamed: pools, tasks, templates, the timetable."""
    if not any(old.encode() in content for old in keys):
        return content

    def change(word: str) -> str:
        lead, colon, rest = (
            word.partition(":") if word.partition(":")[0] in UNIT_SOURCES else ("", "", word)
        )
        for old, new in keys.items():
            if rest == old or rest.startswith(f"{old}/"):
                return f"{lead}{colon}{new}{rest[len(old) :]}"
        return word

    text = text_of(content)
    if path.endswith(".yaml"):
        changed = source_edit.replace_texts(text, change)
    elif path.endswith(".md") and text.startswith("---\n"):
        header, rule, body = text.removeprefix("---\n").partition("\n---")
        changed = "---\n" + source_edit.replace_texts(header, change) + rule + body
    else:
        return content
    return content if changed == text else changed.encode()


def removed(files: Files, path: str) -> Changes:
    """Return the changes that take away a file, or a subject with all in it."""
    gone: Changes = {one: None for one in files if one == path or one.startswith(f"{path}/")}
    kinds = {kind_of(one) for one in gone}
    if not gone or kinds & {"programme", "glossary", "surveys"} or kind_of(path) == "course":
        raise RuleBroken(_("Berkas ini tidak dapat dihapus."))
    return gone


def added(
    files: Files, key: str, kind: str, title: str, subject: str = "", **facts: str
) -> Changes:
    """Return the changes that add a subject, unit, guide, document or timetable."""
    title = " ".join(title.split())
    if kind not in BLANKS:
        raise RuleBroken(_("Pilih salah satu yang tersedia."))
    if kind in (*UNITS, "guide") and f"{subject}/course.yaml" not in files:
        raise RuleBroken(_("Pilih mata pelatihannya."))
    above = {"course": key, "document": f"{key}/dokumen", "timetable": key}.get(kind, subject)
    path = _new_file(files, above, kind, title)
    if path in files:
        raise RuleBroken(_("Berkas ini sudah ada."))
    return {path: BLANKS[kind](title, facts).encode()}


def _new_file(files: Files, above: str, kind: str, title: str) -> str:
    if kind in ("guide", "timetable"):
        return f"{above}/{'panduan.md' if kind == 'guide' else 'jadwal.yaml'}"
    slug = slug_of(title)
    beside = siblings(files, f"{above}/x" + ("" if kind == "course" else ".md"))
    number = max((int(one.rpartition("/")[2][:2]) for one in beside), default=0) + 1
    if number > 99:
        raise RuleBroken(_("Nomor sudah sampai 99. Hapus atau gabungkan bagian dahulu."))
    if kind == "course":
        return f"{above}/{number:02d}-{slug}/course.yaml"
    suffix = "md" if kind in ("lesson", "document") else "yaml"
    return f"{above}/{number:02d}-{slug}.{suffix}"


def phases_of(key: str, files: Files) -> Iterator[tuple[str, str]]:
    """Yield key and title of the phases, as far as programme.yaml can be read."""
    for phase in (
        source_edit.value_at(text_of(files.get(f"{key}/programme.yaml")), ["phases"]) or ()
    ):
        if isinstance(phase, dict):
            yield phase.get("key", ""), phase.get("title", "")


def next_label(text: str) -> str:
    """Return the number of the next version: 2026.1 -> 2026.2."""
    found = re.search(r'^version:\s*"?([^"\n]*)', text, re.M)
    match = re.fullmatch(r"(.*?)(\d+)\s*", found[1]) if found else None
    return f"{match[1]}{int(match[2]) + 1}" if match else "1"


def neighbours(key: str, files: Files, path: str) -> tuple[Line | None, Line | None]:
    """Return the unit before and after a unit of a subject or a document, None at the ends."""
    found = outline(key, files)
    lines = [unit for subject in found.subjects for unit in subject.units]
    lines = lines if any(one.path == path for one in lines) else found.documents
    at = next((at for at, one in enumerate(lines) if one.path == path), None)
    if at is None:
        return None, None
    return lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None


def media_beside(files: Files, path: str) -> dict[str, int]:
    """Return the media of the subject of a file: name -> size in bytes."""
    place = "/".join(path.split("/")[:2]) + "/media/"
    return {
        one.removeprefix(place): len(files[one]) for one in sorted(files) if one.startswith(place)
    }
