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
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli

from lms.core import assets_icons

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "lms" / "static"
BUILD = STATIC / "build"
MANIFEST = BUILD / "manifest.json"
PACKAGES = ROOT / "node_modules"

#: Logical name -> (package, file in it, folder and name below lms/static, {version} filled in).
COPIED = {
    "htmx.js": ("htmx.org", "dist/htmx.min.js", "build/htmx-{version}.js"),
    "pdf.js": ("pdfjs-dist", "build/pdf.min.mjs", "build/pdf-{version}.js"),
    "pdf-worker.js": ("pdfjs-dist", "build/pdf.worker.min.mjs", "build/pdf-worker-{version}.js"),
    # read by the worker under their own names: scanned pictures
    "jbig2_nowasm_fallback.js": (
        "pdfjs-dist",
        "wasm/jbig2_nowasm_fallback.js",
        "build/jbig2_nowasm_fallback.js",
    ),
    "openjpeg_nowasm_fallback.js": (
        "pdfjs-dist",
        "wasm/openjpeg_nowasm_fallback.js",
        "build/openjpeg_nowasm_fallback.js",
    ),
    "tus.js": ("tus-js-client", "dist/tus.min.js", "build/tus-{version}.js"),
    "idb.js": ("idb", "build/umd.js", "build/idb-{version}.js"),
    "ed25519.js": ("@noble/ed25519", "index.js", "build/ed25519-{version}.js"),
    "scorm12.js": ("scorm-again", "dist/scorm12.min.js", "build/scorm12-{version}.js"),
    "scorm2004.js": ("scorm-again", "dist/scorm2004.min.js", "build/scorm2004-{version}.js"),
    "plus-jakarta-sans.woff2": (
        "@fontsource-variable/plus-jakarta-sans",
        "files/plus-jakarta-sans-latin-wght-normal.woff2",
        "fonts/plus-jakarta-sans.woff2",
    ),
    "spectral-400.woff2": (
        "@fontsource/spectral",
        "files/spectral-latin-400-normal.woff2",
        "fonts/spectral-400.woff2",
    ),
    "spectral-400-italic.woff2": (
        "@fontsource/spectral",
        "files/spectral-latin-400-italic.woff2",
        "fonts/spectral-400-italic.woff2",
    ),
    "spectral-600.woff2": (
        "@fontsource/spectral",
        "files/spectral-latin-600-normal.woff2",
        "fonts/spectral-600.woff2",
    ),
}

#: Icons of the installed site: pixels, the mark's share of the width, round corners. What devices
#: cut into their own shapes ("mask") keeps the mark within the circle that every shape leaves.
ICONS = {
    "icon-192.png": (192, 0.74, True),
    "icon-512.png": (512, 0.74, True),
    "icon-mask.png": (512, 0.56, False),
}

#: Largest size over the wire, in bytes after gzip (fonts are compressed already). A first visit
#: may cost 100 kB in all: what stands here plus the page and its small scripts.
BUDGET = {
    "app.css": 20_000,
    "icons.svg": 14_000,
    "htmx.js": 15_000,
    "ed25519.js": 14_000,
    "scorm12.js": 45_000,  # only where a package runs, on its own origin
    "scorm2004.js": 115_000,
    "tus.js": 30_000,
    # of the grading screen alone, and only where a work is a PDF
    "pdf.js": 160_000,
    "pdf-worker.js": 420_000,
    "jbig2_nowasm_fallback.js": 60_000,
    "openjpeg_nowasm_fallback.js": 140_000,
    "idb.js": 3_000,
    "icon-192.png": 12_000,
    "icon-512.png": 40_000,
    "icon-mask.png": 40_000,
    "plus-jakarta-sans.woff2": 30_000,
    "spectral-400.woff2": 45_000,
    "spectral-400-italic.woff2": 45_000,
    "spectral-600.woff2": 45_000,
}

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
    MANIFEST.with_suffix(".new").write_text(json.dumps(document, indent=1) + "\n")
    os.replace(MANIFEST.with_suffix(".new"), MANIFEST)
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
    path.write_bytes(data)
    squeezed = data
    if path.suffix not in (".woff2", ".png"):
        squeezed = gzip.compress(data, 9, mtime=0)
        path.with_name(path.name + ".gz").write_bytes(squeezed)
        path.with_name(path.name + ".br").write_bytes(brotli.compress(data, quality=_quality(data)))
    sha384 = base64.b64encode(hashlib.sha384(data).digest()).decode()
    return {
        "file": path.relative_to(STATIC).as_posix(),
        **about,
        "sha384": f"sha384-{sha384}",
        "bytes": len(data),
        "gzip": len(squeezed),
    }


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
    kept = {(STATIC / entry["file"]).name for entry in entries.values()} | {MANIFEST.name}
    for file in BUILD.iterdir():
        if file.name.removesuffix(".gz").removesuffix(".br") not in kept:
            file.unlink()


def _sources() -> Iterator[Path]:
    yield from (
        Path(__file__),
        Path(assets_icons.__file__),
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
    if not MANIFEST.exists():
        return False
    entries: dict[str, dict[str, Any]] = json.loads(MANIFEST.read_text())
    if entries.pop("_", {}).get("stamp") != stamp:
        return False
    return all((STATIC / entry["file"]).exists() for entry in entries.values())
