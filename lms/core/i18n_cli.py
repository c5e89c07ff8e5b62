"""`flask i18n`: sentences go from the source into the English catalogue and are checked there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask import Flask
from flask.cli import AppGroup

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "lms"
CATALOGUE = SOURCE / "translations" / "en" / "LC_MESSAGES" / "messages.po"
COMPILED = CATALOGUE.with_suffix(".mo")
_KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None, "lazy_pgettext": ((1, "c"), 2)}
#: Header lines of a translators' project that say nothing here.
_EMPTY_HEADER = re.compile(r'"(Report-Msgid|Last-Translator|Language-Team|PO-Rev|Generated-By)')

group = AppGroup("i18n", help="Translations: Indonesian stands in the source, English beside it.")


def _empty(locale: str | None) -> Catalog:
    return Catalog(
        locale=locale,
        project="lms",
        version="1",
        charset="utf-8",
        fuzzy=False,
        creation_date=datetime(2026, 1, 1, tzinfo=UTC),
    )


def extracted() -> Catalog:
    """Collect every translatable sentence of the source."""
    found = _empty(locale=None)
    with (ROOT / "babel.cfg").open() as settings:
        methods, options = parse_mapping_cfg(settings)
    sentences = extract_from_dir(SOURCE, methods, options, keywords=_KEYWORDS)
    for name, line, text, comments, context in sentences:
        found.add(text, None, [(f"lms/{name}", line)], auto_comments=comments, context=context)
    return found


def stored() -> Catalog:
    """Read the English catalogue, an empty one if there is none yet."""
    if not CATALOGUE.exists():
        return _empty(locale="en")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def update() -> Catalog:
    """Bring the catalogue in line with the source, keeping finished translations."""
    catalogue, source = stored(), extracted()
    source.creation_date = catalogue.creation_date  # no line changes without a new sentence
    catalogue.update(source, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = "# English wording; the Indonesian source stands in msgid."
    catalogue.fuzzy = False
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    text = BytesIO()
    write_po(text, catalogue, sort_output=True, include_lineno=False, width=100)
    lines = text.getvalue().decode().splitlines(keepends=True)
    CATALOGUE.write_text("".join(line for line in lines if not _EMPTY_HEADER.match(line)))
    return catalogue


def faults() -> Iterator[str]:
    """Say what keeps the English catalogue from being complete, one sentence each."""
    catalogue = stored()
    wanted = {(message.context, message.id): message for message in extracted() if message.id}
    held = {(message.context, message.id): message for message in catalogue if message.id}
    for key in wanted.keys() - held.keys():
        yield f"not in the catalogue: {_first(key[1])!r} (flask i18n extract)"
    for key in held.keys() - wanted.keys():
        yield f"no longer in the source: {_first(key[1])!r} (flask i18n extract)"
    for key in held.keys() & wanted.keys():
        message = held[key]
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.fuzzy:
            yield f"marked fuzzy: {_first(key[1])!r}"
        elif not all(texts):
            yield f"not translated: {_first(key[1])!r}"
        for problem in message.check(catalogue):
            yield f"{problem}: {_first(key[1])!r}"


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


@group.command("extract")
def extract() -> None:
    """Write new sentences into the English catalogue, ready to be translated."""
    catalogue = update()
    empty = sum(1 for message in catalogue if message.id and not message.string)
    click.echo(f"i18n: {len(catalogue)} sentences, {empty} to translate")


@group.command("compile")
def compile_() -> None:
    """Write the binary catalogue that the application reads; quiet when it is current."""
    if not CATALOGUE.exists():
        click.echo("i18n: no catalogue yet (flask i18n extract)")
        return
    if COMPILED.exists() and COMPILED.stat().st_mtime >= CATALOGUE.stat().st_mtime:
        click.echo("i18n: nothing changed")
        return
    with COMPILED.open("wb") as file:
        write_mo(file, stored())
    click.echo(f"i18n: {len(stored())} sentences compiled")


@group.command("check")
def check() -> None:
    """Fail when a sentence is missing, left over, untranslated, fuzzy or lost a placeholder."""
    found = sorted(faults())
    for fault in found:
        click.echo(fault, err=True)
    if found:
        raise click.ClickException(f"the English catalogue has {len(found)} faults")
    click.echo(f"i18n: all {len(stored())} sentences are translated")


def register(app: Flask) -> None:
    """Add `flask i18n` to the command line."""
    app.cli.add_command(group)
