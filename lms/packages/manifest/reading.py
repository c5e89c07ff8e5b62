"""Which standard an unpacked package follows, and what is in it."""

from collections.abc import Callable
from pathlib import Path

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.packages.manifest import cmi5, h5p, scorm
from lms.packages.manifest.shape import Structure

#: The file that says what a package is, and who reads it.
_READERS: dict[str, Callable[[Path], Structure]] = {
    "imsmanifest.xml": scorm.read,
    "cmi5.xml": cmi5.read,
    "h5p.json": h5p.read,
}


def read(folder: Path) -> Structure:
    """Return what the package in `folder` is made of; RuleBroken when nobody knows it."""
    names = {path.name.casefold(): path.name for path in folder.iterdir()}
    for name, reader in _READERS.items():
        if name in names:
            return reader(folder / names[name])
    raise RuleBroken(_why_unknown(folder))


def _why_unknown(folder: Path) -> str:
    inner = next((path for path in folder.glob("*/*") if path.name.casefold() in _READERS), None)
    if inner is not None:
        return _(
            'Berkas %(name)s ada di dalam folder "%(folder)s". Kemas isi folder itu, '
            "bukan foldernya.", name=inner.name, folder=inner.parent.name[:60],
        )  # fmt: skip
    if (folder / "moodle_backup.xml").is_file():
        return _("Ini cadangan Moodle. Masukkan lewat Impor bahan di halaman paket angkatan.")
    if any(path.suffix.casefold() in (".zip", ".h5p") for path in folder.iterdir()):
        return _("Arsip ini berisi arsip lain. Unggah arsip yang ada di dalamnya.")
    return _("Paket tidak dikenal: %(names)s tidak ada.", names=", ".join(_READERS))
