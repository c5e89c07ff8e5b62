"""Modules made elsewhere: taken in by the organiser, played, left, gone on with and completed."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.journeys.test_trainee import SAVED
from tests.journeys.visitor import Visitor
from tests.packages import sample

Visit = Callable[..., Visitor]
#: Where each package was played.
HOSTS: list[str] = []
PACKAGES = {"SCORM 1.2": sample.scorm12, "SCORM 2004": sample.scorm2004, "cmi5": sample.cmi5}


def _batch(trainee: Visitor) -> str:
    """Return the address of the batch in which the demo trainee studies."""
    page = trainee.go("/pelatihan")
    trainee.press("Pelatihan Dasar CPNS")
    found = re.search(r"/angkatan/\d+", page.url)
    assert found is not None
    return found.group()


def _put_in(organiser: Visitor, batch: str, name: str, file: Path) -> None:
    """Upload a package and put it into the first subject of the batch."""
    page = organiser.go("/paket")
    page.get_by_label("Berkas paket").set_input_files(file)
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.get_by_text("Paket tersimpan.")).to_be_visible()
    page = organiser.go(f"{batch}/paket")
    choice = page.get_by_label("Paket", exact=True)
    value = choice.locator("option", has_text=f"Modul {name} ·").get_attribute("value")
    choice.select_option(value)
    page.get_by_label("Judul bagi peserta").fill(f"Uji {name}")
    page.get_by_role("button", name="Tambahkan").click()
    expect(page.get_by_text("Paket masuk ke mata pelatihan.")).to_be_visible()


def _inside(page: Page) -> FrameLocator:
    return page.frame_locator("[data-package]").frame_locator("#isi")


def _check_walls(page: Page) -> None:
    """Try from inside a package to reach what is around it."""
    frame = page.frame(url=re.compile("/isi/"))
    assert frame is not None
    assert frame.evaluate("document.cookie") == ""
    for reach in (
        "window.top.document.title", "window.parent.parent.document.cookie",
        "window.top.location.href", "window.top.location = '/masuk'",
    ):  # fmt: skip
        tried = f"(() => {{ try {{ {reach}; return 'in' }} catch {{ return 'out' }} }})()"
        assert frame.evaluate(tried) == "out", reach


def _check_neighbours(page: Page) -> None:
    """See that what is kept on a package's host is not there on the host of another package."""
    frame = page.frame(url=re.compile("/isi/"))
    assert frame is not None
    host = frame.evaluate("location.host")
    assert host not in HOSTS, "every package has a host of its own"
    HOSTS.append(host)
    beside = page.context.new_page()
    beside.goto(f"http://{host}/alat/stage.css")
    beside.evaluate("(() => { localStorage.setItem('jejak', 'x'); document.cookie = 'jejak=x' })()")
    seen = "[Object.keys(localStorage).length, document.cookie]"
    assert beside.evaluate(seen) == [1, "jejak=x"]
    other = f"{'f' * 40}.{host.partition('.')[2]}"
    beside.goto(f"http://{other}/alat/stage.css")
    assert beside.evaluate(seen) == [0, ""]
    beside.close()


def _leave(page: Page) -> None:
    page.get_by_role("link", name="Simpan dan keluar dari paket").click()
    expect(page.get_by_role("button", name="Lanjutkan")).to_be_visible()


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_is_played_left_gone_on_with_and_completed(
    visit: Visit, tmp_path: Path, name: str
) -> None:
    organiser, trainee = visit("organiser"), visit("trainee")
    file = tmp_path / "modul.zip"
    file.write_bytes(PACKAGES[name](f"Modul {name}"))
    batch = _batch(trainee)
    _put_in(organiser, batch, name, file)
    organiser.go(f"{batch}/paket", f"paket-angkatan-{name}")
    page = trainee.go(f"{batch}/belajar")
    page.get_by_text(f"Uji {name}").first.click()
    page.get_by_role("button", name="Mulai").click()
    where = _inside(page).locator("#where")
    expect(where).to_contain_text("Halaman 1 ab-initio")
    _check_walls(page)
    _check_neighbours(page)
    _inside(page).locator("#next").click()
    if name == "cmi5":  # talks to the store of statements itself
        expect(where).to_contain_text("Halaman 2 204")
    else:
        expect(page.locator("[data-save-state]")).to_contain_text(SAVED)
    _leave(page)
    page.get_by_role("button", name="Lanjutkan").click()
    expect(where).to_contain_text("Halaman 2 resume")
    if name != "cmi5":  # whose token is good for one opening
        page.reload()
        expect(where).to_contain_text("Halaman 2 resume langkah-2")
    _inside(page).locator("#done").click()
    expect(where).to_have_text("Tuntas")
    _leave(page)
    expect(page.get_by_role("main").get_by_text("Selesai ").first).to_be_visible()
    expect(page.get_by_text("Lulus").first).to_be_visible()
    page.get_by_role("link", name="Lihat apa yang dilaporkan").click()
    trainee.look(f"catatan-paket-{name}")
    expect(page.get_by_text("passed" if name == "cmi5" else "soal-1").first).to_be_attached()
    refused = "Unsafe attempt to initiate navigation"  # what the walls were tried with
    trainee.complaints[:] = [one for one in trainee.complaints if refused not in one]


def test_a_package_that_speaks_only_when_it_closes_is_heard(visit: Visit, tmp_path: Path) -> None:
    organiser, trainee = visit("organiser"), visit("trainee")
    file = tmp_path / "modul.zip"
    file.write_bytes(sample.late("Modul pamit"))
    batch = _batch(trainee)
    _put_in(organiser, batch, "pamit", file)
    page = trainee.go(f"{batch}/belajar")
    page.get_by_text("Uji pamit").first.click()
    activity = page.url
    page.get_by_role("button", name="Mulai").click()
    for step, leave in enumerate((_close, _go_elsewhere, _close)):
        expect(_inside(page).locator("#where")).to_have_text(f"Langkah {step}")
        _inside(page).locator("#next").click()
        leave(page)
        page = _until(trainee, activity, f"nilai {30 * (step + 1)},00")
        page.get_by_role("button", name="Lanjutkan").click()
    expect(_inside(page).locator("#where")).to_have_text("Langkah 3")
    _flood(page)
    page.goto(activity)
    expect(page.get_by_role("main").get_by_text("Selesai ").first).to_be_visible()


def _flood(page: Page) -> None:
    """Let the package report without a pause; the page around must go on and keep the last."""
    frame = page.frame(url=re.compile("/isi/"))
    assert frame is not None
    frame.evaluate("() => { for (let n = 0; n < 10000; n++) parent.API.LMSCommit(''); }")
    began = time.monotonic()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert time.monotonic() - began < 4, "a package that floods makes the page around slow"


def _close(page: Page) -> None:
    page.close(run_before_unload=True)


def _go_elsewhere(page: Page) -> None:
    page.goto("/pelatihan")


def _until(trainee: Visitor, address: str, text: str) -> Page:
    """Open a page anew until it says what has just been sent."""
    page = trainee.context.new_page()
    for _attempt in range(30):
        page.goto(address)
        if page.get_by_text(text).count():
            break
        page.wait_for_timeout(200)
    expect(page.get_by_text(text)).to_be_visible()
    return page
