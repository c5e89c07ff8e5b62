"""Guards over the source: who touches the session, where danger lives, how small things stay."""

import re
from pathlib import Path

import pytest

import lms
from lms.core.db import db

ROOT = Path(lms.__file__).parent
SOURCES = sorted(path for path in ROOT.rglob("*.py"))
TEMPLATES = sorted(path for path in ROOT.rglob("templates/**/*.html"))
STACK = list(lms.AREAS)


def _area(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=_named)
def test_only_actions_queries_core_and_demo_use_the_session(path: Path) -> None:
    at_home = _area(path) in ("core", "demo") or {"actions", "queries", "publishing"} & {
        part.removesuffix(".py") for part in path.parts
    }
    if not at_home:
        assert "db.session" not in path.read_text(), "move it to actions.py or queries.py"


@pytest.mark.parametrize("path", SOURCES, ids=_named)
def test_nobody_commits_but_the_house(path: Path) -> None:
    if path.name not in ("app.py", "jobs.py", "db.py"):
        assert "session.commit(" not in path.read_text(), "flush; whoever called you commits"


@pytest.mark.parametrize("path", SOURCES, ids=_named)
def test_dangerous_libraries_have_one_door(path: Path) -> None:
    doors = {
        "bleach": "richtext.py",
        "markdown_it": "richtext.py",
        "weasyprint": "pdf.py",
        "docx": "docx.py",
        "ortools": "solver.py",
    }
    text = path.read_text()
    for library, door in doors.items():
        if re.search(rf"^\s*(import|from) {library}\b", text, re.M):
            assert path == ROOT / "core" / door


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_no_inline_style_or_script_and_no_safe(path: Path) -> None:
    text = path.read_text()
    printed = "layouts/print" in text or "<style>" in text and "@page" in text
    if not printed:
        assert not re.search(r"<style|\sstyle=", text), "styles live in static/css"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "scripts live in static/js"
    assert not re.search(r"\son[a-z]+=\"", text), "behaviour attaches by data- attributes"
    assert not re.search(r"\|\s*safe\b", text), "only core/richtext.py may call text safe"


def test_foreign_keys_point_down() -> None:
    place = {}
    for mapper in db.Model.registry.mappers:
        place[mapper.local_table.name] = STACK.index(mapper.class_.__module__.split(".")[1])
    for table in db.metadata.tables.values():
        for key in table.foreign_keys:
            target = key.column.table.name
            assert place[target] <= place[table.name], f"{table.name} points up to {target}"


def test_relationships_point_down() -> None:
    for mapper in db.Model.registry.mappers:
        own = STACK.index(mapper.class_.__module__.split(".")[1])
        for relation in mapper.relationships:
            other = STACK.index(relation.mapper.class_.__module__.split(".")[1])
            assert other <= own, f"{mapper.class_.__name__}.{relation.key} points up"


def test_areas_and_linter_agree() -> None:
    text = (ROOT.parent / "pyproject.toml").read_text()
    layers = re.search(r'name = "Areas.*?layers = \[(.*?)\]', text, re.S)
    assert layers is not None
    names = re.findall(r"[a-z]+", layers.group(1))
    assert sorted(names) == sorted([*STACK, "front"])


def test_every_area_has_its_door_plate_and_stands_in_the_readme() -> None:
    readme = (ROOT.parent / "README.md").read_text()
    for area in STACK:
        assert (ROOT / area / "__init__.py").read_text().startswith('"""')
        assert f"`lms/{area}/`" in readme, f"README's map lacks {area}"


def test_every_setting_is_explained() -> None:
    lines = (ROOT.parent / "config.py").read_text().splitlines()
    unexplained = []
    for number, line in enumerate(lines):
        found = re.match(r"\s+self\.([A-Z_]+) = .*env\(", line)
        if found and "#" not in line + lines[number - 1] + lines[number - 2]:
            unexplained.append(found.group(1))
    assert unexplained == []


@pytest.mark.parametrize("path", SOURCES, ids=_named)
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400, "make it a folder with one file per noun"


_FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
_TOKEN = re.compile(r"\bcsrf\(\)|\bcsrf_token\(\)")


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_every_form_that_posts_carries_the_token(path: Path) -> None:
    # the tests post without it, so nothing else would notice
    forms = _FORM.findall(path.read_text())
    assert [form for form in forms if not _TOKEN.search(form)] == []
