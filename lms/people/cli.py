"""`flask people`: first passwords and roles, for whoever sets the system up."""

from datetime import datetime

import click
from flask import Flask
from flask.cli import AppGroup

from lms.core.app import transaction
from lms.people import actions, queries
from lms.people.models import ROLES, Person

group = AppGroup("people", help="Accounts and roles.")


def _known(account: str) -> Person:
    person = queries.by_account(account)
    if person is None:
        raise click.ClickException(f"nobody has the NIP or e-mail address {account}")
    return person


@group.command("first-password")
@click.argument("account")
def first_password(account: str) -> None:
    """Give ACCOUNT (NIP or e-mail) a single-use password and print it."""
    with transaction():
        password = actions.give_first_password(_known(account), by=None)
    click.echo(password)


@group.command("grant")
@click.argument("account")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--opd", "code", help="Code of the office the role is limited to.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the role.")
def grant(account: str, role: str, code: str | None, until: datetime | None) -> None:
    """Give ACCOUNT a role from today on, everywhere or for one office."""
    with transaction():
        office = queries.office(code) if code else None
        if code and office is None:
            raise click.ClickException(f"there is no office with the code {code}")
        actions.grant_role(
            _known(account), role, by=None, opd=office, ends_on=until.date() if until else None
        )
    click.echo(f"{role} given")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
