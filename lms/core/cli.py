"""Commands of the foundation: the worker, and the generated overviews."""

import logging

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from huey.consumer_options import ConsumerConfig

from lms.core import audit, jobs, mail
from lms.core.access import RULES
from lms.core.app import transaction
from lms.core.clock import now
from lms.core.db import db

jobs_group = AppGroup("jobs", help="Background work.")
mail_group = AppGroup("mail", help="Letters by e-mail.")
journal_group = AppGroup("journal", help="The append-only journal.")


@jobs_group.command("work")
@click.option("--workers", default=1, show_default=True, help="Worker processes.")
def work(workers: int) -> None:
    """Do background jobs until stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    huey = current_app.extensions["queue"].huey
    options = ConsumerConfig(workers=workers, worker_type="process", check_worker_health=True)
    options.validate()
    huey.create_consumer(**options.values).run()


@jobs_group.command("run")
def run() -> None:
    """Do every waiting job here and now, then end."""
    click.echo(f"{jobs.run_pending()} jobs done")


@journal_group.command("verify")
def verify() -> None:
    """Check the seals of all journal lines; exit 1 and name the first broken one."""
    broken = audit.first_broken_line()
    if broken is not None:
        raise click.ClickException(f"line {broken} of the journal does not fit its seal")
    click.echo("every line fits its seal")


@mail_group.command("test")
@click.argument("address")
def test_mail(address: str) -> None:
    """Put a letter to ADDRESS into the outbox; the worker posts it within a minute."""
    if not current_app.config["MAIL_HOST"]:
        raise click.ClickException("no mail server: set LMS_MAIL_HOST")
    text = "Surat percobaan dari Ruang Belajar ASN."
    with transaction():
        mail.write(f"test:{now().isoformat()}", address, "Percobaan", text, f"<p>{text}</p>")
    click.echo("in the outbox; `flask mail state` shows what became of it")


@mail_group.command("state")
def mail_state() -> None:
    """Print how many letters are in which state, and why the last ones did not arrive."""
    for state, count in sorted(mail.standing().items()):
        click.echo(f"{state:10} {count}")
    for letter in mail.undelivered(10):
        click.echo(f"{letter.state:10} {letter.due_at:%Y-%m-%d %H:%M} UTC  {letter.error}")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(jobs_group)
    app.cli.add_command(journal_group)
    app.cli.add_command(mail_group)

    @app.cli.command("permissions")
    def permissions() -> None:
        """Print every permission with its rule."""
        for name, rule in sorted(RULES.items()):
            click.echo(f"{name:32} {rule.__module__}.{rule.__name__}  {rule.__doc__ or ''}")

    @app.cli.command("tables")
    def tables() -> None:
        """Print every table with its columns."""
        for table in db.metadata.sorted_tables:
            click.echo(f"{table.name}: {', '.join(column.name for column in table.columns)}")
