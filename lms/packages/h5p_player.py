"""The player of H5P content: fetched only when the operator asks for it, because of its licence.

Its bundle carries the core of H5P, which is GPL-3.0; the system works without it.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

VERSION = "3.8.2"
PACKAGE = f"h5p-standalone@{VERSION}"
#: sha512 of the package, as the registry and we know it.
INTEGRITY = (
    "r7eQtTzBk/dbaQZ+tA9XD5FeSmyMxlypRZXudiheCnC8zAT0/zNgUvO4MZtZaznwfYVo98o7do5uxLTUQrxxwg=="
)
LICENCE = (
    "h5p-standalone is MIT; its frame.bundle.js contains the H5P core, GNU GPL 3.0 "
    "(https://github.com/h5p/h5p-php-library)"
)


class FetchError(Exception):
    """The player could not be fetched; the sentence says why."""


def folder(var: Path) -> Path:
    """Return where the player lies once it was fetched."""
    return var / "h5p-player" / VERSION


def is_there(var: Path) -> bool:
    """Tell whether H5P content can be played."""
    return (folder(var) / "main.bundle.js").is_file()


def fetch(var: Path) -> Path:
    """Fetch the player from the npm registry and put it into its folder."""
    beside = Path(sys.executable).parent
    npm = beside / "npm" if (beside / "npm").exists() else shutil.which("npm")
    if npm is None:
        raise FetchError("npm is missing: pip install --require-hashes -r requirements.txt")
    path = f"{beside}{os.pathsep}{os.environ.get('PATH', '')}"
    with TemporaryDirectory() as temporary:
        command = [str(npm), "pack", PACKAGE, "--silent", "--ignore-scripts"]
        done = subprocess.run(
            command, cwd=temporary, env=os.environ | {"PATH": path}, check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        packed = next(Path(temporary).glob("*.tgz"), None)
        if done.returncode or packed is None:
            raise FetchError(f"npm could not fetch {PACKAGE}: {done.stderr.strip()[-300:]}")
        _unpack(packed, folder(var))
    return folder(var)


def _unpack(packed: Path, target: Path) -> None:
    """Check the package against its known hash and take out its ready-made files."""
    found = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    if found != INTEGRITY:
        raise FetchError(f"{PACKAGE} is not the package we know (sha512 differs)")
    fresh = target.with_name(f".{target.name}-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    with tarfile.open(packed) as archive:
        archive.extractall(fresh, filter="data")
    (fresh / "package" / "dist" / "LICENCE.txt").write_text(LICENCE + "\n")
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(fresh / "package" / "dist", target)
    shutil.rmtree(fresh, ignore_errors=True)
