"""`flask elearning`: closing attempts whose time is over."""

import click
from flask import Flask
from flask.cli import AppGroup

from lms.core.db import db
from lms.elearning import actions

group = AppGroup("elearning", help="Lessons and quizzes.")


@group.command("close-overdue")
def close_overdue() -> None:
    """Close the attempts nobody submitted in time, counting the saved answers."""
    count = actions.close_overdue()
    db.session.commit()
    click.echo(f"{count} attempts closed")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
