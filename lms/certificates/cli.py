"""Commands of certificates: keys of the statement, and the transparency log."""

import click
from flask import Flask
from flask.cli import AppGroup

from lms.certificates import paper, statement
from lms.certificates.transparency import queries as transparency

certificates_group = AppGroup("certificates", help="Keys and the transparency log.")


@certificates_group.command("rotate-key")
def rotate_key() -> None:
    """Let a fresh key sign the QR codes from now on; older ones stay published."""
    click.echo(f"key {statement.add_key(paper.key_folder())} signs from now on")


@certificates_group.command("log-head")
def log_head() -> None:
    """Print the latest head of the transparency log: day, entries, root; to be kept elsewhere."""
    for head in transparency.heads(1):
        click.echo(transparency.head_text(head.day, head.size, head.root))


@certificates_group.command("log-check")
@click.argument("head", nargs=-1)
def log_check(head: tuple[str, ...]) -> None:
    """Check the log by its own heads, and by one kept outside: DAY ENTRIES ROOT."""
    if len(head) not in (0, 3):
        raise click.UsageError("a head is DAY ENTRIES ROOT")
    if found := transparency.faults([" ".join(head)] if head else []):
        raise click.ClickException("\n".join(found))
    click.echo("the log agrees with all its heads")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(certificates_group)
