"""Walk the folder of a programme: which files there are, their names, and one hash over them."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from lms.core.faults import Faults
from lms.core.i18n import _

#: Kinds of media, with what a browser is told about them.
MEDIA = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "vtt": "text/vtt",
}
#: Heavier media are refused: a lesson must open on a phone in the field.
MOST_BYTES = 5_000_000
#: Raised when the same files should be published anew, because their rows look different.
SHAPE = "2"
#: The terms and the questionnaires of all programmes stand beside their folders.
GLOSSARY, SURVEYS = "glosarium.yaml", "survei.yaml"
_NUMBERED = re.compile(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*")
_MEDIA_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\.([a-z0-9]+)")
_ACTIVE_SVG = re.compile(rb"<script|<foreignObject|\son[a-z]+\s*=|javascript:|<!ENTITY", re.I)


@dataclass
class CourseFolder:
    """The files of one subject: units in order, media by name, and the guide of its sessions."""

    path: Path
    units: list[Path]
    media: dict[str, Path]
    guide: Path | None = None


@dataclass
class ProgrammeFolder:
    """The files of one programme; `shown` turns a path into what people read."""

    path: Path
    courses: list[CourseFolder] = field(default_factory=list)
    documents: list[Path] = field(default_factory=list)
    timetable: Path | None = None

    @property
    def key(self) -> str:
        """Return the programme's key: the name of its folder."""
        return self.path.name

    def shown(self, path: Path) -> str:
        """Return a path as people know it: courses/latsar-cpns/programme.yaml."""
        return path.relative_to(self.path.parent.parent).as_posix()

    def files(self) -> list[Path]:
        """Return every file that is published, in a fixed order."""
        found = [self.path / "programme.yaml", *self.documents]
        found += [self.path.parent / name for name in (GLOSSARY, SURVEYS)]
        found += [self.timetable] if self.timetable else []
        for course in self.courses:
            found += [course.path / "course.yaml", *course.units, *course.media.values()]
            found += [course.guide] if course.guide else []
        return sorted(path for path in found if path.is_file())

    def content_hash(self) -> str:
        """Return one hash over all files; kinds of line ends make no difference."""
        whole = hashlib.sha256(SHAPE.encode())
        for path in self.files():
            content = path.read_bytes()
            if path.suffix in (".md", ".yaml"):
                content = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
            name = path.relative_to(self.path.parent).as_posix()
            whole.update(f"\n{name} {hashlib.sha256(content).hexdigest()}".encode())
        return whole.hexdigest()


def programme_folders(root: Path) -> list[Path]:
    """Return the folders below `root` that hold a programme."""
    if not root.is_dir():
        return []
    return sorted(path for path in root.iterdir() if path.is_dir() and _is_ours(path))


def _is_ours(path: Path) -> bool:
    return not path.name.startswith((".", "_")) and not path.name.endswith("~")


def walk(path: Path, faults: Faults) -> ProgrammeFolder:
    """Return the files of the programme in `path`, with faults of names and places."""
    programme = ProgrammeFolder(path)
    for entry in _entries(programme, path, faults):
        if entry.name in ("programme.yaml", "README.md"):
            continue
        if entry.is_file() and entry.name == "jadwal.yaml":
            programme.timetable = entry
        elif entry.is_dir() and entry.name == "dokumen":
            programme.documents += _walk_documents(programme, entry, faults)
        elif entry.is_dir() and _NUMBERED.fullmatch(entry.name):
            programme.courses.append(_walk_course(programme, entry, faults))
        else:
            faults.add(
                programme.shown(entry), 1,
                _('di sini hanya programme.yaml, jadwal.yaml, folder "dokumen", dan folder mata '
                  'pelatihan bernama "01-nama".'),
            )  # fmt: skip
    _refuse_same_numbers(programme, [course.path for course in programme.courses], faults)
    return programme


def _walk_documents(programme: ProgrammeFolder, path: Path, faults: Faults) -> list[Path]:
    documents = []
    for entry in _entries(programme, path, faults):
        if entry.is_file() and entry.suffix == ".md" and _NUMBERED.fullmatch(entry.stem):
            documents.append(entry)
        else:
            faults.add(programme.shown(entry), 1, _('nama dokumen harus seperti "01-nama.md".'))
    _refuse_same_numbers(programme, documents, faults)
    return documents


def _entries(programme: ProgrammeFolder, path: Path, faults: Faults) -> list[Path]:
    entries = []
    for entry in sorted(path.iterdir()):
        if entry.is_symlink():
            faults.add(programme.shown(entry), 1, _("tautan simbolis tidak diterima."))
        elif _is_ours(entry):
            entries.append(entry)
    return entries


def _walk_course(programme: ProgrammeFolder, path: Path, faults: Faults) -> CourseFolder:
    course = CourseFolder(path, [], {})
    for entry in _entries(programme, path, faults):
        if entry.name == "course.yaml":
            continue
        if entry.name == "panduan.md" and entry.is_file():
            course.guide = entry
        elif entry.is_dir() and entry.name == "media":
            course.media.update(_walk_media(programme, entry, faults))
        elif entry.is_file() and _is_unit(entry):
            course.units.append(entry)
        else:
            faults.add(
                programme.shown(entry), 1,
                _('nama unit harus seperti "01-pengantar.md" atau "02-kuis.yaml"; panduan '
                  'fasilitator bernama "panduan.md".'),
            )  # fmt: skip
    _refuse_same_numbers(programme, course.units, faults)
    return course


def _is_unit(path: Path) -> bool:
    return path.suffix in (".md", ".yaml") and bool(_NUMBERED.fullmatch(path.stem))


def _walk_media(programme: ProgrammeFolder, path: Path, faults: Faults) -> dict[str, Path]:
    media = {}
    for entry in _entries(programme, path, faults):
        sentence = _media_fault(entry)
        if sentence:
            faults.add(programme.shown(entry), 1, sentence)
        else:
            media[entry.name] = entry
    return media


def _media_fault(entry: Path) -> str:
    if not entry.is_file():
        return media_fault("", b"")
    heavy = entry.stat().st_size > MOST_BYTES
    return media_fault(entry.name, b"" if heavy else entry.read_bytes())


def media_fault(name: str, content: bytes) -> str:
    """Return what is wrong with a picture or file of a subject, "" when it can be shown."""
    parts = _MEDIA_NAME.fullmatch(name)
    if parts is None or parts.group(2) not in MEDIA:
        return _("media harus berkas %(kinds)s dengan nama tanpa spasi.", kinds=", ".join(MEDIA))
    if not 0 < len(content) <= MOST_BYTES:
        return _("berkas media kosong atau lebih dari %(most)s MB.", most=MOST_BYTES // 1_000_000)
    if parts.group(2) == "svg" and _ACTIVE_SVG.search(content):
        return _("gambar SVG ini memuat skrip atau isi aktif.")
    return ""


def _refuse_same_numbers(programme: ProgrammeFolder, paths: list[Path], faults: Faults) -> None:
    seen: dict[str, Path] = {}
    for path in paths:
        number = path.name[:2]
        if number in seen:
            faults.add(
                programme.shown(path), 1,
                _("nomor %(number)s sudah dipakai %(name)s.", number=number,
                  name=seen[number].name),
            )  # fmt: skip
        seen.setdefault(number, path)


def read_text(programme: ProgrammeFolder, path: Path, faults: Faults) -> str | None:
    """Return the text of a file, None with a fault when it is missing or no UTF-8."""
    if not path.is_file():
        faults.add(programme.shown(path), 1, _("berkas ini belum ada."))
        return None
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        faults.add(programme.shown(path), line, _("simpan berkas ini sebagai UTF-8."))
        return None
