"""`python -m lms.core.prepare`: everything between an installed environment and a running system.

The steps are our own commands, run one after the other in one process so that a second start is
quick: front-end files, translations, tables, programmes and, on the first run, demo people.
"""

import argparse
import logging
import sys
import time
from collections.abc import Sequence

import click
from flask import Flask
from flask.cli import ScriptInfo

#: What is done, and the command that does it.
STEPS: tuple[tuple[str, str], ...] = (
    ("front-end files", "assets build"),
    ("translations", "i18n compile"),
    ("database tables", "db upgrade"),
    ("programmes: check", "courses check"),
    ("programmes: publish", "courses publish --all"),
)


def prepare(info: ScriptInfo, *, demo_people: int) -> None:
    """Run every step, and last load the demo people unless none are wanted or some are there."""
    app = info.load_app()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for title, command in STEPS:
        _step(app, info, title, command)
    if demo_people:
        title = f"demo data, {demo_people} people (first run only)"
        _step(app, info, title, f"demo load --if-empty --people {demo_people}")


def _step(app: Flask, info: ScriptInfo, title: str, command: str) -> None:
    print(f"» {title}", flush=True)
    started = time.monotonic()
    code = app.cli.main(command.split(), prog_name="flask", standalone_mode=False, obj=info)
    if isinstance(code, int) and code:  # how click hands back a command's own exit
        raise click.exceptions.Exit(code)
    took = time.monotonic() - started
    if took > 2:
        print(f"  done in {took:.0f} s", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Prepare the system of this environment; the exit code says whether it can be served."""
    parser = argparse.ArgumentParser(prog="python -m lms.core.prepare", description=__doc__)
    parser.add_argument("--demo-people", type=int, default=0, help="0 loads no demo data")
    options = parser.parse_args(arguments)
    try:
        prepare(ScriptInfo(app_import_path="wsgi"), demo_people=options.demo_people)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.Abort:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
