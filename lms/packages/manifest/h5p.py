"""h5p.json: one interactive content with the libraries it runs on."""

import json
from pathlib import Path
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.packages.manifest.shape import Part, Structure

_MOST_BYTES = 10_000_000


def read(file: Path) -> Structure:
    """Return what an H5P package is made of."""
    about = _object(file)
    _object(file.parent / "content" / "content.json")
    main, title = about.get("mainLibrary"), about.get("title")
    listed = about.get("preloadedDependencies")
    if not isinstance(main, str) or not isinstance(listed, list):
        raise RuleBroken(_("h5p.json tidak menyebut pustaka utamanya."))
    names = {_folder(one): one.get("machineName") for one in listed if isinstance(one, dict)}
    if main not in names.values():
        raise RuleBroken(_("h5p.json tidak menyebut pustaka utamanya."))
    lacking = sorted(name for name in names if not (file.parent / name / "library.json").is_file())
    if lacking:
        raise RuleBroken(
            _("Paket H5P ini tidak membawa pustakanya (%(names)s). Ekspor bersama pustakanya.",
              names=", ".join(lacking[:5]))
        )  # fmt: skip
    shown = title.strip()[:200] if isinstance(title, str) and title.strip() else main
    return Structure("h5p", "H5P", shown, [Part(key="h5p", title=shown, href="", kind="h5p")])


def _object(file: Path) -> dict[str, Any]:
    """Return the JSON object in a file that must be there."""
    if not file.is_file() or file.stat().st_size > _MOST_BYTES:
        raise RuleBroken(_("Berkas %(name)s tidak ada atau terlalu besar.", name=file.name))
    try:
        found = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as fault:
        raise RuleBroken(_("Berkas %(name)s bukan JSON yang utuh.", name=file.name)) from fault
    if not isinstance(found, dict):
        raise RuleBroken(_("Berkas %(name)s bukan JSON yang utuh.", name=file.name))
    return found


def _folder(library: dict[str, Any]) -> str:
    """Return the folder of a library; "?" when its name is none."""
    name = str(library.get("machineName", ""))
    if not name.replace(".", "").replace("-", "").isalnum():
        return "?"
    return f"{name}-{library.get('majorVersion')}.{library.get('minorVersion')}"
