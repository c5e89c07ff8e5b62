"""Commands of the schedule: solving a timetable of the ITC-2007 competition."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from lms.schedule.solver import competition, ctt
from lms.schedule.solver.judge import judge

schedule_group = AppGroup("schedule", help="Timetables.")


@schedule_group.command("solve-ctt")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seconds", type=click.FloatRange(1), default=300.0, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def solve_ctt(file: Path, seconds: float, seed: int, out: Path) -> None:
    """Solve FILE (.ctt, curriculum-based timetabling) and write the competition's solution."""
    try:
        instance = ctt.read(file.read_text(encoding="utf-8"))
    except (ctt.BadFile, UnicodeDecodeError) as fault:
        raise click.ClickException(f"{file.name}: {fault}") from fault

    def tell(cost: float) -> None:
        click.echo(f"\rcost {cost:.0f} ", nl=False, err=True)

    found = competition.solve(instance, seconds=seconds, seed=seed, tell=tell)
    out.write_text(ctt.write(instance, found.plan), encoding="utf-8")
    judged = judge(instance, found.plan)
    parts = ", ".join(
        f"{name} {judged.costs[kind]}"
        for kind, name in (
            ("seat", "room capacity"), ("spread", "minimum working days"),
            ("isolated", "curriculum compactness"), ("series_room", "room stability"),
        )
    )  # fmt: skip
    click.echo(
        f"\n{len(judged.violations)} hard violations, cost {judged.cost} ({parts}), "
        f"bound {found.bound}, {found.seconds:.0f} s"
    )


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(schedule_group)
