"""A signatory signs the papers of a batch at BSrE, typing the passphrase once for all portions."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from lms.certificates import signing
from lms.certificates.esign.actions import SECONDS
from tests.certificates import bsre
from tests.journeys.conftest import House, serve
from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bsre.Double]:
    """Give a double of the service."""
    path = tmp_path_factory.mktemp("bsre") / "kunci.p12"
    signing.make_demo_key(path, "BSrE uji")
    with bsre.double(signing.Key(str(path))) as found:
        yield found


@pytest.fixture(scope="module")
def house(
    loaded: Path, service: bsre.Double, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Serve the data with the service switched on."""
    folder = tmp_path_factory.mktemp("house") / "var"
    shutil.copytree(loaded, folder)
    with serve(
        folder, LMS_BSRE_URL=service.url, LMS_BSRE_USER=bsre.USER, LMS_BSRE_PASSWORD=bsre.PASSWORD
    ) as found:
        yield found


def _unprint(house: House, count: int) -> None:
    """Take the files of so many papers away: they are to be printed and signed."""
    with sqlite3.connect(house.folder / "lms.sqlite3") as database:
        database.execute(
            "UPDATE certificate SET file_id = NULL, draft_id = NULL, signature = '' WHERE id IN "
            "(SELECT id FROM certificate WHERE enrolment_id IS NOT NULL ORDER BY id LIMIT ?)",
            (count,),
        )


def _batch_and_unsigned(house: House) -> tuple[int, int]:
    with sqlite3.connect(house.folder / "lms.sqlite3") as database:
        [batch] = database.execute(
            "SELECT batch_id FROM enrolment JOIN certificate ON enrolment.id = enrolment_id "
            "ORDER BY certificate.id LIMIT 1"
        ).fetchone()
        [left] = database.execute(
            "SELECT count(*) FROM certificate WHERE signature <> 'bsre' AND draft_id IS NOT NULL"
        ).fetchone()
    return batch, left


def _wait_for_link(page: Page, name: str) -> Locator:
    """Return a link of the board that is there when the worker has printed."""
    link = page.get_by_role("link", name=name)
    for _try in range(60):
        if link.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    return link


def test_a_signatory_types_the_passphrase_once(
    visit: Visit, house: House, service: bsre.Double
) -> None:
    _unprint(house, 3)
    service.asked.clear()
    organiser = visit("organiser")
    batch, _left = _batch_and_unsigned(house)
    page = organiser.go(f"/angkatan/{batch}/sertifikat")
    organiser.press("Lanjutkan pencetakan", role="button")
    _wait_for_link(page, "Tanda tangani 3 sertifikat").click()
    organiser.look("signing-waiting")

    page.get_by_label("NIK penanda tangan").fill(bsre.NIK)
    page.get_by_label("Passphrase").fill("bukan ini")
    organiser.press("Tanda tangani", role="button")
    expect(page.get_by_role("alert")).to_contain_text("Passphrase salah")
    expect(page.get_by_label("Passphrase")).to_have_value("")
    organiser.look("signing-refused")
    assert _batch_and_unsigned(house)[1] == 3

    # time is up after the first: a second portion, slow enough to be seen
    service.script = [bsre.dawdles(SECONDS + 0.5), bsre.dawdles(3)]
    page.get_by_label("Passphrase").fill(bsre.PASSPHRASE)
    organiser.press("Tanda tangani", role="button")
    expect(page.get_by_text("2 sertifikat menunggu tanda tangan")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Semua sertifikat sudah ditandatangani")).to_be_visible(timeout=60_000)
    expect(page.get_by_label("Passphrase")).to_have_count(0)
    organiser.look("signing-done")
    assert _batch_and_unsigned(house)[1] == 0
    assert len(service.asked) == 4
    page.goto(f"/angkatan/{batch}/sertifikat")
    expect(page.get_by_role("main")).not_to_contain_text("Menunggu tanda tangan")


def test_without_scripts_each_portion_asks_anew(
    visit: Visit, house: House, service: bsre.Double
) -> None:
    _unprint(house, 1)
    organiser = visit("organiser", scripts=False)
    batch, _left = _batch_and_unsigned(house)
    page = organiser.go(f"/angkatan/{batch}/sertifikat")
    organiser.press("Lanjutkan pencetakan", role="button")
    _wait_for_link(page, "Tanda tangani 1 sertifikat").click()
    page.get_by_label("NIK penanda tangan").fill(bsre.NIK)
    page.get_by_label("Passphrase").fill(bsre.PASSPHRASE)
    organiser.press("Tanda tangani", role="button")
    expect(page.get_by_text("Semua sertifikat sudah ditandatangani")).to_be_visible(timeout=30_000)
