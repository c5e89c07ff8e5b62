"""The built front-end files: addresses, joining, the icon sprite, budgets, leftovers."""

import json
import os
import time
from pathlib import Path

import pytest

from lms.core import assets, assets_build, licences

SIGER = '<svg viewBox="0 0 48 38"><path fill="#9c6b10" d="M0 0L48 0L24 38z"/></svg>'
BELL = '<svg viewBox="0 0 24 24">\n<path d="M1"/>\n</svg>'


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a small static folder with packages beside it, in place of the real ones."""
    static, packages = tmp_path / "static", tmp_path / "packages"
    for path, text in {
        "static/css/ORDER": "# comment\nfirst.css\nsecond.css\n",
        "static/css/first.css": "a{}\n",
        "static/css/second.css": "b{}\n",
        "static/img/icons.txt": "bell\n",
        "static/img/siger.svg": SIGER,
        "packages/@tabler/icons/package.json": '{"version": "3.0.0", "license": "MIT"}',
        "packages/@tabler/icons/icons/outline/bell.svg": BELL,
        "packages/toy/package.json": '{"version": "1.2.3", "license": "MIT"}',
        "packages/toy/toy.js": "toy()",
        "package-lock.json": "{}",
    }.items():  # fmt: skip
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.setattr(assets_build, "ROOT", tmp_path)
    monkeypatch.setattr(assets_build, "STATIC", static)
    monkeypatch.setattr(assets_build, "BUILD", static / "build")
    monkeypatch.setattr(assets_build, "MANIFEST", static / "build" / "manifest.json")
    monkeypatch.setattr(assets_build, "PACKAGES", packages)
    monkeypatch.setattr(assets, "STATIC", static)
    toy = {"toy.js": ("toy", "toy.js", "build/toy-{version}.js")}
    monkeypatch.setattr(assets_build, "COPIED", toy)
    monkeypatch.setattr(assets_build, "ICONS", {"icon.png": (16, 0.7, True)})
    budget = {"app.css": 99, "icons.svg": 999, "toy.js": 99, "icon.png": 999}
    monkeypatch.setattr(assets_build, "BUDGET", budget)
    monkeypatch.setattr(assets_build, "fetch_packages", lambda say: None)
    return static


def build() -> dict[str, dict[str, object]]:
    return assets_build.build(say=lambda text: None)


def test_sheets_are_joined_in_order_and_named_by_content(workshop: Path) -> None:
    entry = build()["app.css"]
    joined = (workshop / str(entry["file"])).read_text()
    assert joined == "a{}\nb{}\n"
    assert assets.asset("app.css") == f"/static/{entry['file']}"


def test_sprite_holds_the_listed_icons_and_our_siger_in_the_text_colour(workshop: Path) -> None:
    sprite = (workshop / str(build()["icons.svg"]["file"])).read_text()
    assert '<symbol id="i-bell" viewBox="0 0 24 24"><path d="M1"/></symbol>' in sprite
    assert '<symbol id="siger"' in sprite and 'fill="currentColor"' in sprite


def test_manifest_says_version_licence_and_hash(workshop: Path) -> None:
    build()
    entry = json.loads((workshop / "build" / "manifest.json").read_text())["toy.js"]
    assert (entry["version"], entry["licence"]) == ("1.2.3", "MIT")
    assert entry["file"] == "build/toy-1.2.3.js" and entry["sha384"].startswith("sha384-")


def test_second_build_does_nothing_and_replaced_files_stay_a_while(workshop: Path) -> None:
    """A server that runs goes on naming the files it started with."""
    old = str(build()["app.css"]["file"])
    months_ago = time.time() - 100 * 86_400
    for file in (workshop / "build").iterdir():
        os.utime(file, (months_ago, months_ago))
    assert build() == {}
    (workshop / "css" / "first.css").write_text("changed{}")
    new = str(build()["app.css"]["file"])
    assert new != old and assets.asset("app.css") == f"/static/{new}"
    for suffix in ("", ".gz", ".br"):
        assert (workshop / (old + suffix)).exists()
    (workshop / "css" / "first.css").write_text("changed again{}")
    build()
    assert (workshop / old).exists() and (workshop / new).exists()
    os.utime(workshop / old, (months_ago, months_ago))
    assets_build.build(force=True, say=lambda text: None)
    assert not (workshop / old).exists() and (workshop / new).exists()


def test_ready_made_compression_lies_beside_the_file(workshop: Path) -> None:
    file = workshop / str(build()["app.css"]["file"])
    assert file.with_name(file.name + ".gz").exists()
    assert file.with_name(file.name + ".br").exists()


def test_too_large_a_file_stops_the_build(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(assets_build.BUDGET, "app.css", 3)
    with pytest.raises(assets_build.BuildError, match="app.css weighs"):
        build()


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("css/third.css", "c{}", "not listed"),
        ("css/ORDER", "first.css\nsecond.css\nlost.css", "do not exist"),
        ("img/icons.txt", "no-such-icon", "no outline icon"),
    ],
)
def test_mistakes_are_named(workshop: Path, file: str, text: str, complaint: str) -> None:
    (workshop / file).write_text(text)
    with pytest.raises(assets_build.BuildError, match=complaint):
        build()


def test_addresses_work_before_anything_is_built(workshop: Path) -> None:
    assert assets.asset("app.css") == "/static/build/app.css"
    assert assets.static("js/none.js") == "/static/js/none.js"


def test_static_addresses_change_with_the_content(workshop: Path) -> None:
    before = assets.static("css/first.css")
    (workshop / "css" / "first.css").write_text("quite different")
    assert assets.static("css/first.css") != before
    assert before.startswith("/static/css/first.css?v=")


def test_every_icon_in_use_is_listed() -> None:
    assert assets_build.icons_missing() == []


def test_licence_page_names_every_pinned_package() -> None:
    page = licences.page()
    for name in ("flask", "weasyprint", "pytest", "htmx.org", "@tabler/icons"):
        assert f"| {name} |" in page
    assert "not installed" not in page
