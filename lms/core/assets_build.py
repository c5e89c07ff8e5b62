"""How the built front-end files come about: packages copied, style sheet joined, icons gathered.

Joining and copying only, nothing is compiled. Results lie in lms/static/build and
lms/static/fonts, which git ignores.
"""

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli

from lms.core import assets_icons, assets_list
from lms.core.assets_list import BUDGET, COPIED, ICONS

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "lms" / "static"
BUILD = STATIC / "build"
MANIFEST = BUILD / "manifest.json"
PACKAGES = ROOT / "node_modules"

#: Days for which a replaced file stays: a running server names the files it started with, and open
#: pages may ask for theirs later.
KEPT_DAYS = 14

Say = Callable[[str], None]


class BuildError(Exception):
    """Something the build needs is missing or too large; the sentence says what to do."""


def build(*, force: bool = False, say: Say) -> dict[str, dict[str, Any]]:
    """Make the built files and their manifest; returns what was made, nothing if all is current."""
    fetch_packages(say)
    stamp = _fingerprint()
    if not force and _is_current(stamp):
        say("assets: nothing changed")
        return {}
    BUILD.mkdir(parents=True, exist_ok=True)
    entries = {
        "app.css": _write("app.css", _joined_css(), "build/app-{hash}.css"),
        "icons.svg": _write("icons.svg", _sprite(), "build/icons-{hash}.svg", "@tabler/icons"),
    }
    for name, (package, source, target) in COPIED.items():
        entries[name] = _write(name, (PACKAGES / package / source).read_bytes(), target, package)
    for name, (side, share, rounded) in ICONS.items():
        siger = (STATIC / "img" / "siger.svg").read_text()
        picture = assets_icons.draw(siger, side, share=share, rounded=rounded)
        entries[name] = _write(name, picture, f"build/{name.replace('.', '-{hash}.')}")
    _check_budgets(entries)
    _remove_leftovers(entries)
    document = {**entries, "_": {"stamp": stamp}}
    _put(MANIFEST, (json.dumps(document, indent=1) + "\n").encode())
    return entries


def fetch_packages(say: Say) -> None:
    """Install the front-end packages from the lock file unless they already match it."""
    lock, done = ROOT / "package-lock.json", PACKAGES / ".from-lock"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if done.exists() and done.read_text() == wanted:
        return
    say("assets: fetching the front-end packages of package-lock.json")
    beside = Path(sys.executable).parent
    npm = beside / "npm" if (beside / "npm").exists() else shutil.which("npm")
    if npm is None:
        raise BuildError("npm is missing: pip install --require-hashes -r requirements.txt")
    environment = os.environ | {"PATH": f"{beside}{os.pathsep}{os.environ.get('PATH', '')}"}
    quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
    command = [str(npm), "ci", "--ignore-scripts", "--omit=optional", *quiet]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise BuildError("the front-end packages could not be fetched (npm ci failed, see above)")
    done.write_text(wanted)


def _css_files() -> list[Path]:
    order = STATIC / "css" / "ORDER"
    if not order.exists():
        raise BuildError("lms/static/css/ORDER is missing: it lists the style sheets, one a line")
    listed = [STATIC / "css" / name for name in _lines(order)]
    if lost := [file.name for file in listed if not file.exists()]:
        raise BuildError(f"lms/static/css/ORDER lists files that do not exist: {', '.join(lost)}")
    forgotten = {file for file in (STATIC / "css").rglob("*.css") if file not in listed}
    if forgotten:
        names = ", ".join(sorted(str(f.relative_to(STATIC / "css")) for f in forgotten))
        raise BuildError(f"not listed in lms/static/css/ORDER: {names}")
    return listed


def _lines(file: Path) -> list[str]:
    stripped = (line.partition("#")[0].strip() for line in file.read_text().splitlines())
    return [line for line in stripped if line]


def _joined_css() -> bytes:
    """Join the sheets; their addresses are written as seen from lms/static/css."""
    return "\n".join(file.read_text().strip() for file in _css_files()).encode() + b"\n"


def _sprite() -> bytes:
    """Gather the listed icons and our siger into one picture of symbols."""
    symbols = [_symbol("siger", STATIC / "img" / "siger.svg")]
    for name in icons_listed():
        file = PACKAGES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
        if not file.exists():
            raise BuildError(f"lms/static/img/icons.txt: Tabler has no outline icon {name!r}")
        symbols.append(_symbol(f"i-{name}", file))
    notice = "Icons: Tabler Icons, MIT, (c) Pawel Kuna. Siger: own drawing."
    parts = ['<svg xmlns="http://www.w3.org/2000/svg">', f"<!-- {notice} -->", *symbols, "</svg>"]
    return "\n".join(parts).encode()


def icons_listed() -> list[str]:
    """Return the names in lms/static/img/icons.txt."""
    return sorted(set(_lines(STATIC / "img" / "icons.txt")))


def _symbol(name: str, file: Path) -> str:
    """Turn a drawing into a symbol without its frame, colours following the text."""
    drawing = file.read_text()
    found = re.search(r"<svg[^>]*?viewBox=\"([^\"]+)\"[^>]*>(.*)</svg>", drawing, re.DOTALL)
    if found is None:
        raise BuildError(f"{file.name} is not a plain SVG drawing")
    box, inside = found.groups()
    inside = re.sub(r"<!--.*?-->", "", inside, flags=re.DOTALL)
    inside = inside.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
    if name == "siger":
        inside = re.sub(r'fill="#[0-9a-fA-F]{3,6}"', 'fill="currentColor" stroke="none"', inside)
    inside = re.sub(r">\s+<", "><", inside).strip().replace(" />", "/>")
    return f'<symbol id="{name}" viewBox="{box}">{inside}</symbol>'


_ICON_USE = re.compile(
    r"""(?:\bicon\(\s*["']|\bicon\s*=\s*["']|[#]i-)([a-z][a-z0-9]*(?:-[a-z0-9]+)*)["')]"""
)


def icons_missing() -> list[tuple[str, str]]:
    """Find icons named in templates and views that the list does not hold."""
    listed = {*icons_listed(), "siger"}
    places = [*(ROOT / "lms").rglob("*.html"), *(ROOT / "lms").rglob("views*.py")]
    return [
        (name, str(file.relative_to(ROOT)))
        for file in sorted(places)
        for name in sorted(set(_ICON_USE.findall(file.read_text())) - listed)
    ]


def _write(name: str, data: bytes, target: str, package: str = "") -> dict[str, Any]:
    about = _about(package)
    digest = hashlib.sha256(data).hexdigest()[:10]
    path = STATIC / target.format(hash=digest, version=about["version"])
    path.parent.mkdir(parents=True, exist_ok=True)
    _put(path, data)
    squeezed = data
    if path.suffix not in (".woff2", ".png"):
        squeezed = gzip.compress(data, 9, mtime=0)
        _put(path.with_name(path.name + ".gz"), squeezed)
        _put(path.with_name(path.name + ".br"), brotli.compress(data, quality=_quality(data)))
    sha384 = base64.b64encode(hashlib.sha384(data).digest()).decode()
    return {
        "file": path.relative_to(STATIC).as_posix(),
        **about,
        "sha384": f"sha384-{sha384}",
        "bytes": len(data),
        "gzip": len(squeezed),
    }


def _put(path: Path, data: bytes) -> None:
    """Write a file in one step: who reads it meanwhile reads the old one to its end."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(data)
    os.replace(fresh, path)


def _quality(data: bytes) -> int:
    """Return how hard to squeeze: the last percent of a large file costs seconds of each build."""
    return 11 if len(data) < 300_000 else 9


def _about(package: str) -> dict[str, str]:
    if not package:
        return {"package": "", "version": "", "licence": "Apache-2.0"}
    facts = json.loads((PACKAGES / package / "package.json").read_text())
    return {"package": package, "version": facts["version"], "licence": facts["license"]}


def _check_budgets(entries: dict[str, dict[str, Any]]) -> None:
    for name, entry in entries.items():
        if entry["gzip"] > BUDGET[name]:
            raise BuildError(f"{name} weighs {entry['gzip']} B gzipped, allowed {BUDGET[name]} B")


def _remove_leftovers(entries: dict[str, dict[str, Any]]) -> None:
    """Remove what was replaced KEPT_DAYS ago; what this build replaces is marked with its time."""
    present, replaced = _names(entries) | {MANIFEST.name}, _names(_built())
    limit = time.time() - KEPT_DAYS * 86_400
    for file in BUILD.iterdir():
        name = file.name.removesuffix(".gz").removesuffix(".br")
        if name in present:
            continue
        if name in replaced:
            os.utime(file)
        elif file.stat().st_mtime < limit:
            file.unlink()


def _names(entries: dict[str, dict[str, Any]]) -> set[str]:
    return {Path(entry["file"]).name for entry in entries.values() if "file" in entry}


def _built() -> dict[str, dict[str, Any]]:
    """Return what the last build made, with its stamp under "_"; nothing before the first."""
    if not MANIFEST.exists():
        return {}
    found: dict[str, dict[str, Any]] = json.loads(MANIFEST.read_text())
    return found


def _sources() -> Iterator[Path]:
    yield from (
        Path(__file__),
        Path(assets_icons.__file__),
        Path(assets_list.__file__),
        ROOT / "package-lock.json",
        STATIC / "css" / "ORDER",
    )
    yield from _css_files()
    yield from (STATIC / "img" / "icons.txt", STATIC / "img" / "siger.svg")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for source in _sources():
        if not source.exists():
            raise BuildError(f"{source.relative_to(ROOT)} is missing")
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _is_current(stamp: str) -> bool:
    """Tell whether the built files were made from these sources and still lie there."""
    entries = _built()
    if entries.pop("_", {}).get("stamp") != stamp:
        return False
    return all((STATIC / entry["file"]).exists() for entry in entries.values())
