"""The page of components shows every one with every option, and is absent in production."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jinja2 import Environment, nodes

import lms
from lms import create_app

HERE = Path(lms.__file__).parent
FILES = sorted((HERE / "templates" / "components").glob("*.html"))
SHOWN = Environment().parse((HERE / "admin" / "templates" / "components.html").read_text())


def _calls(name: str) -> list[nodes.Call]:
    return [
        call
        for call in SHOWN.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == name
    ]


def _macros(path: Path) -> list[nodes.Macro]:
    found = Environment().parse(path.read_text()).find_all(nodes.Macro)
    return [macro for macro in found if not macro.name.startswith("_")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_component_is_shown_with_every_option(path: Path) -> None:
    for macro in _macros(path):
        calls = _calls(macro.name)
        assert calls, f"/_components lacks {macro.name}"
        names = [argument.name for argument in macro.args]
        given = {name for call in calls for name in names[: len(call.args)]}
        given |= {option.key for call in calls for option in call.kwargs}
        assert set(names) <= given, f"/_components never gives {set(names) - given}"


def test_the_page_opens_without_signing_in(client: FlaskClient) -> None:
    answer = client.get("/_components")
    assert answer.status_code == 200
    assert "Kursi angkatan ini sudah penuh." in answer.text


def test_production_has_no_such_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LMS_COMPONENTS_PAGE", raising=False)
    settings: dict[str, Any] = {"VAR_DIR": tmp_path, "SQLALCHEMY_DATABASE_URI": "sqlite://"}
    app = create_app(settings)
    assert "/_components" not in {rule.rule for rule in app.url_map.iter_rules()}
