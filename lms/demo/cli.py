"""`flask demo`: load the synthetic data once, and say how to sign in."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from lms.demo import accounts, load

group = AppGroup("demo", help="Synthetic people and batches.")


@group.command("load")
@click.option("--people", default=1900, show_default=True, help="How many employees.")
@click.option("--seed", default=2026, show_default=True, help="Same seed, same people.")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are people already.")
def load_demo(people: int, seed: int, if_empty: bool) -> None:
    """Fill an empty database with offices, people, trainings and batches."""
    if load.is_loaded():
        if if_empty:
            return
        raise click.ClickException(
            "Basis data ini sudah berisi orang. Data contoh hanya dimuat ke basis data kosong."
        )
    load.load(people, seed=seed, say=lambda line: click.echo(f"  {line}"))


@group.command("accounts")
def show_accounts() -> None:
    """Print the demo accounts and three things to try."""
    click.echo(accounts.instruction(current_app.config["PUBLIC_URL"]))


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
