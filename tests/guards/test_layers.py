"""Guards over the source: who touches the session, where danger lives, how small things stay."""

import re
from pathlib import Path

import pytest

import lms
from lms.core.db import db

ROOT = Path(lms.__file__).parent
SOURCES = {path: path.read_text() for path in sorted(ROOT.rglob("*.py"))}
TEMPLATES = {path: path.read_text() for path in sorted(ROOT.rglob("templates/**/*.html"))}
STACK = list(lms.AREAS)


def _area(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def _holding(pattern: str, texts: dict[Path, str]) -> list[str]:
    """Return the names of the files in which the pattern is found."""
    wanted = re.compile(pattern, re.M)
    return [str(path.relative_to(ROOT)) for path, text in texts.items() if wanted.search(text)]


def _has_session(path: Path) -> bool:
    return _area(path) in ("core", "demo") or not {"actions", "queries", "publishing"}.isdisjoint(
        part.removesuffix(".py") for part in path.parts
    )


def test_only_actions_queries_core_and_demo_use_the_session() -> None:
    others = {path: text for path, text in SOURCES.items() if not _has_session(path)}
    assert len(others) > 100
    assert _holding(r"db\.session", others) == [], "move it to actions.py or queries.py"


def test_nobody_commits_but_the_house() -> None:
    others = {
        path: text
        for path, text in SOURCES.items()
        if path.name not in ("app.py", "jobs.py", "db.py")
    }
    assert _holding(r"session\.commit\(", others) == [], "flush; whoever called you commits"


@pytest.mark.parametrize(
    ("library", "door"),
    [
        ("bleach", "richtext.py"),
        ("markdown_it", "richtext.py"),
        ("weasyprint", "pdf.py"),
        ("docx", "docx.py"),
        ("ortools", "solver.py"),
    ],
)
def test_dangerous_libraries_have_one_door(library: str, door: str) -> None:
    assert _holding(rf"^\s*(import|from) {library}\b", SOURCES) == [f"core/{door}"]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"<script(?![^>]*\bsrc=)", "scripts live in static/js"),
        (r"\son[a-z]+=\"", "behaviour attaches by data- attributes"),
        (r"\|\s*safe\b", "only core/richtext.py may call text safe"),
    ],
)
def test_templates_hold_no_scripts_and_call_nothing_safe(pattern: str, why: str) -> None:
    assert _holding(pattern, TEMPLATES) == [], why


def test_only_what_is_printed_carries_its_style() -> None:
    pages = {
        path: text
        for path, text in TEMPLATES.items()
        if "layouts/print" not in text and not ("<style>" in text and "@page" in text)
    }
    assert len(pages) > 200
    assert _holding(r"<style|\sstyle=", pages) == [], "styles live in static/css"


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


def test_files_stay_small() -> None:
    large = {
        str(path.relative_to(ROOT)): lines
        for path, text in SOURCES.items()
        if (lines := len(text.splitlines())) > 400
    }
    assert large == {}, "make it a folder with one file per noun"


_FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
_TOKEN = re.compile(r"\bcsrf\(\)|\bcsrf_token\(\)")


def test_every_form_that_posts_carries_the_token() -> None:
    # the tests post without it, so nothing else would notice
    forms = [
        (str(path.relative_to(ROOT)), form)
        for path, text in TEMPLATES.items()
        for form in _FORM.findall(text)
    ]
    assert len(forms) > 50
    assert [(name, form) for name, form in forms if not _TOKEN.search(form)] == []
