"""The origin of packages: signed links, what it hands out and what it never does."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.test import Client

from lms.packages import links
from lms.packages.intake import take_in
from lms.packages.origin import Origin
from tests.packages import sample

HOST = "https://lms.contoh.go.id"


@pytest.fixture
def ticket(tmp_path: Path) -> links.Ticket:
    """Give the ticket of a package that lies there."""
    root = tmp_path / "packages"
    intake = take_in(BytesIO(sample.scorm12()), "m.zip", root, most=10**8)
    (root / "rahasia.txt").write_text("x")
    return links.Ticket(intake.sha256, "scorm12", HOST)


@pytest.fixture
def browser(tmp_path: Path) -> Client:
    """Give a browser at the origin."""
    return Client(Origin("kunci", tmp_path / "packages", "https://paket.contoh.go.id"))


def test_a_stage_opens_for_two_minutes_and_for_one_page(
    browser: Client, ticket: links.Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = links.start_link("kunci", ticket)
    page = browser.get(start)
    assert page.status_code == 200 and HOST in page.text and "scorm12.js" in page.text
    assert f"frame-ancestors {HOST}" in page.headers["Content-Security-Policy"]
    assert page.headers["Clear-Site-Data"] == '"storage"'
    assert browser.get(links.start_link("lain", ticket)).status_code == 403
    assert browser.get(start[:-2]).status_code == 403
    assert browser.get(start.replace("/mulai/", "/isi/") + "/sco.html").status_code == 403
    present = links.time()
    monkeypatch.setattr(links, "time", lambda: present + 121)
    assert browser.get(start).status_code == 403


def test_each_package_has_a_name_of_its_own(ticket: links.Ticket, tmp_path: Path) -> None:
    setting = "https://*.paket.contoh.go.id"
    own = links.origin_of(setting, ticket.sha256)
    other = links.origin_of(setting, "0" * 64)
    assert own != other and links.is_origin(setting, own)
    for origin in ("https://paket.contoh.go.id", "https://x.paket.contoh.go.id", f"{own}.id", ""):
        assert not links.is_origin(setting, origin), origin
    browser = Client(Origin("kunci", tmp_path / "packages", setting))
    start, place = links.start_link("kunci", ticket), links.files_link("kunci", ticket)
    for path in (start, f"{place}sco.html"):
        page = browser.get(path, base_url=own, buffered=True)
        assert page.status_code == 200 and page.headers["Origin-Agent-Cluster"] == "?1"
        assert browser.get(path, base_url=other).status_code == 403
        assert browser.get(path, base_url="https://paket.contoh.go.id").status_code == 403
    browser.set_cookie("jejak", "1", domain="paket.contoh.go.id", origin_only=False)
    gone = browser.get(start, base_url=own).headers.getlist("Set-Cookie")
    lan = Client(Origin("kunci", tmp_path / "packages", "http://10.0.0.5:8001"))
    lan.set_cookie("session", "masuk", domain="10.0.0.5")
    beside = links.start_link("kunci", replace(ticket, host="http://10.0.0.5:8000"))
    page = lan.get(beside, base_url="http://10.0.0.5:8001")
    assert page.status_code == 200 and "Set-Cookie" not in page.headers  # cookies know no ports
    assert [one for one in gone if "Domain=paket.contoh.go.id" in one and "Max-Age=0" in one]


def test_files_are_those_of_the_package_alone(
    browser: Client, ticket: links.Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = links.files_link("kunci", ticket)
    page = browser.get(f"{place}sco.html?a=1")
    assert page.status_code == 200 and page.headers["Content-Type"] == "text/html"
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'self' " + HOST in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in page.headers
    part = browser.get(f"{place}sco.html", headers={"Range": "bytes=0-9"})
    assert part.status_code == 206 and len(part.data) == 10
    for path in ("../rahasia.txt", "..%2frahasia.txt", "tiada.html", "", "/etc/passwd"):
        assert browser.get(place + path).status_code == 404, path
    assert browser.get("/").status_code == 404
    assert browser.post(f"{place}sco.html").status_code == 405
    worker = browser.get(f"{place}sco.html", headers={"Service-Worker": "script"})
    assert worker.status_code == 403
    assert browser.get("/alat/stage.js", buffered=True).status_code == 200
    assert browser.get("/alat/../origin.py").status_code == 404
    assert browser.get("/alat/h5p/main.bundle.js").status_code == 404  # not fetched
    assert links.files_link("kunci", ticket) == place  # browsers keep what they loaded
    present = links.time()
    monkeypatch.setattr(links, "time", lambda: present + 13 * 3600)
    assert browser.get(f"{place}sco.html").status_code == 403
