"""Commands of elearning, and the minutely round that closes attempts whose time is over."""

import click
from flask import Flask
from flask.cli import AppGroup

from lms.core import jobs
from lms.core.app import transaction
from lms.core.clock import now
from lms.elearning import actions, queries

group = AppGroup("elearning", help="Lessons and quizzes.")


@jobs.every_minute
def close_overdue_attempts() -> int:
    """Close every attempt nobody handed in, each in a transaction of its own; returns how many."""
    count = 0
    with transaction():
        overdue = queries.overdue_attempts(now())
    for attempt_id in overdue:
        with transaction():
            count += actions.close_overdue(attempt_id)
    return count


@group.command("close-overdue")
def close_overdue() -> None:
    """Close quiz attempts whose time is over, counting the saved answers."""
    click.echo(f"{close_overdue_attempts()} attempts closed")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
