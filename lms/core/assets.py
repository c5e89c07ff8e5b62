"""Addresses of our own static files in templates, and `flask assets`, which makes the built ones.

`asset("app.css")` names a built file (see assets_build.py), `static("js/autosave.js")` a file as
written, with a hash of its content so that browsers may keep it for a year.
"""

import hashlib
import json
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from lms.core import assets_build, licences

STATIC = assets_build.STATIC
PREFIX = "/static/"

group = AppGroup("assets", help="Front-end files: style sheet, icons, scripts, fonts.")


@lru_cache(maxsize=2)
def _manifest(_changed_ns: int) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(assets_build.MANIFEST.read_text())
    return found


def manifest() -> dict[str, dict[str, Any]]:
    """Return what is built: logical name -> file, version, licence, sha384, sizes."""
    try:
        return _manifest(os.stat(assets_build.MANIFEST).st_mtime_ns)
    except FileNotFoundError:
        return {}


def asset(name: str) -> str:
    """Return the address of a built file; pages work, unstyled, while it is not built yet."""
    entry = manifest().get(name)
    return PREFIX + (entry["file"] if entry else f"build/{name}")


@lru_cache(maxsize=512)
def _content_hash(path: Path, _changed_ns: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def static(path: str) -> str:
    """Return the address of a file in lms/static with its content's hash.

    Fonts carry none: the style sheet asks for them by their plain name, and an address that
    differs would be a second download.
    """
    file = STATIC / path
    if path.startswith("fonts/"):
        return PREFIX + path
    try:
        state = os.stat(file)
    except FileNotFoundError:
        return PREFIX + path
    return f"{PREFIX}{path}?v={_content_hash(file, state.st_mtime_ns, state.st_size)}"


def site_version() -> str:
    """Return a word that changes with any file of ours."""
    written = sorted(STATIC.glob("js/*.js")) + sorted(STATIC.glob("img/*.svg"))
    names = [static(file.relative_to(STATIC).as_posix()) for file in written]
    built = sorted(entry.get("file", "") for entry in manifest().values())
    return hashlib.sha256("\n".join(names + built).encode()).hexdigest()[:12]


@group.command("build")
@click.option("--force", is_flag=True, help="Build even when nothing changed.")
def build(force: bool) -> None:
    """Copy the front-end packages and join the style sheet; does nothing when all is current."""
    try:
        made = assets_build.build(force=force, say=click.echo)
    except assets_build.BuildError as error:
        raise click.ClickException(str(error)) from error
    for name, entry in made.items():
        click.echo(f"  {name:<28}{entry['bytes']:>8} B {entry['gzip']:>8} B gzip")


@group.command("check")
def check() -> None:
    """Name every icon that a page uses and img/icons.txt does not list."""
    missing = assets_build.icons_missing()
    for name, place in missing:
        click.echo(f"{place}: icon {name!r} is not in lms/static/img/icons.txt", err=True)
    if missing:
        raise click.exceptions.Exit(1)
    click.echo("assets: every icon in use is listed")


@group.command("licences")
@click.option("--check", "only_check", is_flag=True, help="Fail when the page is out of date.")
def write_licences(only_check: bool) -> None:
    """Write docs/third-party.md: every package we build on and its licence."""
    page = licences.page()
    if only_check:
        if not licences.PAGE.exists() or licences.PAGE.read_text() != page:
            raise click.ClickException("docs/third-party.md is out of date: flask assets licences")
        return
    licences.PAGE.parent.mkdir(exist_ok=True)
    licences.PAGE.write_text(page)
    click.echo(f"{licences.PAGE.name}: {page.count(chr(10) + '| ') - 4} packages")


def register(app: Flask) -> None:
    """Give templates `asset`, `static` and `site_version`, and the command line `flask assets`.

    A page asks dozens of times: a serving process looks each address up once and keeps it, while
    developing a changed file shows at once.
    """
    kept: Callable[..., Any] = (lambda f: f) if app.debug or app.testing else lru_cache(512)
    app.jinja_env.globals.update(
        asset=kept(asset), static=kept(static), site_version=kept(site_version)
    )
    app.cli.add_command(group)
