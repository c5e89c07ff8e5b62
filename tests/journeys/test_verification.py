"""A stranger with a phone in the hand: every way to check a certificate, and every answer."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT, House, environment
from tests.journeys.visitor import HEIGHTS, PHONE, Visitor

Visit = Callable[..., Visitor]
Papers = dict[str, dict[str, str]]

ANSWERS = {
    "sah": "Sertifikat ini sah",
    "digantikan": "Sertifikat ini sudah digantikan",
    "dicabut": "Sertifikat ini dicabut",
    "kedaluwarsa": "Masa berlaku sertifikat ini sudah lewat",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of what the stranger has on the phone."""
    return tmp_path_factory.mktemp("ponsel")


@pytest.fixture(scope="module")
def papers(house: House, folder: Path) -> Papers:
    """Give a certificate in each state, and the valid one's file in `folder`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.papers", str(folder)],
        cwd=ROOT, env=environment(house.folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    found: Papers = json.loads(done.stdout.splitlines()[-1])
    return found


def _on_a_phone(visitor: Visitor) -> Page:
    visitor.page.set_viewport_size({"width": PHONE, "height": HEIGHTS[PHONE]})
    return visitor.go("/verifikasi")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("state", ANSWERS)
def test_a_code_is_answered_by_its_state(
    visit: Visit, papers: Papers, state: str, scripts: bool
) -> None:
    guest = visit(scripts=scripts)
    page = _on_a_phone(guest)
    page.get_by_label("Kode sertifikat").fill(papers[state]["code"].lower())
    guest.press("Periksa", role="button", exact=True)
    expect(page.get_by_role("heading", name=ANSWERS[state])).to_be_in_viewport()
    main = page.get_by_role("main")
    expect(main).to_contain_text(papers[state]["number"])
    expect(main).not_to_contain_text(papers[state]["name"])
    if state == "dicabut":
        expect(main).to_contain_text("hasilnya dibatalkan panitia")
        expect(main).not_to_contain_text("Tampilkan nama")
    if state == "digantikan":
        expect(main).to_contain_text("salah eja namanya")
    if scripts:
        guest.look(f"verify-{state}")
    if state == "digantikan":
        page.locator("article").get_by_role("link").first.click()
        expect(page.get_by_role("heading", name=ANSWERS["sah"])).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_second_fact_shows_the_name_and_the_badge(
    visit: Visit, papers: Papers, scripts: bool
) -> None:
    guest, paper = visit(scripts=scripts), papers["sah"]
    page = _on_a_phone(guest)
    page.goto(f"/verifikasi/{paper['code']}")
    page.get_by_label("4 angka terakhir NIP untuk melihat").fill("0000")
    guest.press("Tampilkan nama", role="button")
    expect(page.get_by_role("main")).to_contain_text("tidak cocok dengan pemegang")
    page.get_by_label("4 angka terakhir NIP untuk melihat").fill(paper["nip"])
    guest.press("Tampilkan nama", role="button")
    expect(page.get_by_role("main")).to_contain_text(paper["name"])
    with page.expect_download() as started:
        guest.press("Unduh Open Badges")
    badge = json.loads(started.value.path().read_text())
    assert badge["credentialSubject"]["licenseNumber"] == paper["number"]
    if scripts:
        guest.look("verify-name")
        page.get_by_text("Bukti dalam catatan terbuka").click()
        expect(page.get_by_text("Akar harian catatan terbuka")).to_be_visible()
        guest.look("verify-proof")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_number_needs_a_second_fact(visit: Visit, papers: Papers, scripts: bool) -> None:
    guest, paper = visit(scripts=scripts), papers["sah"]
    page = _on_a_phone(guest)
    for nip, heading in (("0000", "Nomor atau NIP tidak cocok"), (paper["nip"], ANSWERS["sah"])):
        field = page.get_by_label("Nomor sertifikat")
        if not field.is_visible():
            page.get_by_text("Periksa dengan nomor sertifikat").click()
        field.fill(paper["number"])
        page.get_by_label("4 angka terakhir NIP pemegang").fill(nip)
        guest.press("Periksa nomor", role="button")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        if scripts:
            guest.look(f"verify-number-{'yes' if nip == paper['nip'] else 'no'}")
    expect(page.get_by_role("main")).to_contain_text(paper["name"])


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_the_original_or_is_not(
    visit: Visit, papers: Papers, folder: Path, scripts: bool
) -> None:
    guest = visit(scripts=scripts)
    page = _on_a_phone(guest)
    (folder / "lain.pdf").write_bytes(b"%PDF-1.7\nbukan sertifikat\n%%EOF")
    for name, heading in (
        ("asli.pdf", ANSWERS["sah"]),
        ("berubah.pdf", "Berkas ini sudah berubah"),
        ("lain.pdf", "Berkas ini tidak dikenal"),
    ):
        field = page.get_by_label("Berkas PDF sertifikat")
        if not field.is_visible():
            page.get_by_text("Periksa dengan berkas PDF").click()
        field.set_input_files(folder / name)
        guest.press("Periksa berkas", role="button")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        if scripts:
            guest.look(f"verify-file-{name.removesuffix('.pdf')}")


def test_unknown_codes_are_not_ours(visit: Visit, papers: Papers) -> None:
    guest = visit()
    page = _on_a_phone(guest)
    page.get_by_label("Kode sertifikat").fill(papers["sah"]["code"][::-1])
    guest.press("Periksa", role="button", exact=True)
    expect(page.get_by_role("heading", name="Kode ini tidak dikenal")).to_be_in_viewport()
    guest.look("verify-unknown")


def test_the_saved_page_checks_the_printed_code_without_network(
    visit: Visit, papers: Papers, folder: Path
) -> None:
    """The code is read from the rendered paper by another decoder, then pasted."""
    subprocess.run(
        ["pdftoppm", "-png", "-r", "200", "-l", "1", folder / "asli.pdf", folder / "muka"],
        check=True,
    )
    [picture] = folder.glob("muka*.png")
    codes = zxingcpp.read_barcodes(Image.open(picture), zxingcpp.BarcodeFormat.QRCode)
    # the frame's diamonds look like tiny codes (Micro QR) to this decoder, which no phone reads
    [found] = [code for code in codes if len(code.text) > 20]
    assert papers["sah"]["code"] in found.text
    guest = visit()
    page = _on_a_phone(guest)
    with page.expect_download() as started:
        guest.press("Simpan halaman pemeriksa tanpa internet")
    started.value.save_as(folder / "pemeriksa.html")
    guest.context.set_offline(True)
    page.goto((folder / "pemeriksa.html").as_uri())
    page.get_by_label("Isi QR").fill(found.text)
    page.get_by_role("button", name="Periksa", exact=True).click()
    expect(page.get_by_role("heading", name="QR ini asli")).to_be_visible()
    expect(page.locator("#hasil")).to_contain_text(papers["sah"]["name"])
    guest.look("verify-offline-yes")
    last = "A" if found.text[-2] != "A" else "B"
    page.get_by_label("Isi QR").fill(f"{found.text[:-2]}{last}{found.text[-1]}")
    page.get_by_role("button", name="Periksa", exact=True).click()
    expect(page.get_by_role("heading", name="Bukan dari kami")).to_be_visible()
    guest.look("verify-offline-no")
