"""`flask packages`: what the operator does with packages on the command line."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from lms.packages import h5p_player

group = AppGroup("packages", help="Packages made elsewhere: the optional player of H5P.")


@group.command("fetch-h5p")
def fetch_h5p() -> None:
    """Fetch the player of H5P content (optional; it contains GPL-3.0 code)."""
    try:
        place = h5p_player.fetch(Path(current_app.config["VAR_DIR"]))
    except h5p_player.FetchError as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{h5p_player.PACKAGE} lies in {place}\n{h5p_player.LICENCE}")


def register(app: Flask) -> None:
    """Give the command line `flask packages`."""
    app.cli.add_command(group)
