"""Preparing runs our own commands in order and stops at the first that fails."""

import re
from pathlib import Path

import click
import pytest
from flask import Flask
from flask.cli import ScriptInfo

from lms.core import prepare

ROOT = Path(__file__).parents[2]


@pytest.fixture
def info() -> ScriptInfo:
    """Give an application whose commands note that they ran."""
    app = Flask(__name__)

    @app.cli.command("good")
    def good() -> None:
        click.echo("good ran")

    @app.cli.command("bad")
    def bad() -> None:
        raise click.exceptions.Exit(3)

    @app.cli.group("demo")
    def demo() -> None:
        pass

    @demo.command("load")
    @click.option("--if-empty", is_flag=True)
    @click.option("--people", type=int)
    def load(if_empty: bool, people: int) -> None:
        click.echo(f"loaded {people} {if_empty}")

    return ScriptInfo(create_app=lambda: app)


def test_steps_run_in_order_and_demo_comes_last(
    info: ScriptInfo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "STEPS", (("first", "good"),))
    prepare.prepare(info, demo_people=7)
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["» first", "good ran", "» demo data, 7 people (first run only)",
                     "loaded 7 True"]  # fmt: skip


def test_a_failing_step_stops_the_rest(
    info: ScriptInfo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "STEPS", (("first", "bad"), ("second", "good")))
    with pytest.raises(click.exceptions.Exit) as left:
        prepare.prepare(info, demo_people=7)
    assert left.value.exit_code == 3
    assert "good ran" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_pins_packages_with_their_extras(name: str) -> None:
    """Debian's pip takes `coverage[toml]` for unpinned when only `coverage==…` is locked."""
    wanted = re.findall(r"^[a-z0-9-]+\[[a-z-]+\]", (ROOT / f"{name}.in").read_text(), re.M)
    locked = (ROOT / f"{name}.txt").read_text()
    assert "--no-strip-extras" in locked.splitlines()[1]
    assert [one for one in wanted if f"\n{one}==" not in locked] == []
