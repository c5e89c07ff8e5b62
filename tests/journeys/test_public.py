"""A stranger: finds a training, reads its plan, and checks a certificate."""

import sqlite3
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import House
from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]


def a_code(house: House) -> str:
    """Return the code printed on a certificate."""
    with sqlite3.connect(house.folder / "lms.sqlite3") as database:
        return str(database.execute("SELECT code FROM certificate ORDER BY id").fetchone()[0])


def test_a_guest_finds_a_training_and_reads_its_plan(visit: Visit) -> None:
    guest = visit()
    page = guest.go("/", "public-catalogue")
    page.get_by_role("searchbox").fill("pengadaan")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("main")).not_to_contain_text("Pelatihan Dasar CPNS")
    guest.look("public-search")
    guest.press("Pengadaan Barang/Jasa")
    guest.look("public-programme")
    expect(page.get_by_role("heading", name="Kurikulum")).to_be_visible()
    expect(page.get_by_role("link", name="Masuk untuk mendaftar").first).to_be_visible()


def test_a_search_without_a_match_says_so(visit: Visit) -> None:
    guest = visit()
    page = guest.go("/katalog?q=tidak-ada-yang-begini", "public-nothing-found")
    expect(page.get_by_role("main")).not_to_contain_text("Pelatihan Dasar CPNS")


def test_a_stranger_checks_a_certificate(visit: Visit, house: House) -> None:
    guest = visit()
    page = guest.go("/verifikasi", "public-verify")
    page.get_by_label("Kode sertifikat").fill(a_code(house))
    guest.press("Periksa", role="button")
    expect(page.get_by_role("heading", name="Sertifikat ini sah")).to_be_visible()
    guest.look("public-verify-valid")


def test_an_unknown_code_is_not_taken_for_a_certificate(visit: Visit, house: House) -> None:
    guest = visit()
    page = guest.go("/verifikasi")
    page.get_by_label("Kode sertifikat").fill("BUKAN-KODE-KAMI")
    guest.press("Periksa", role="button")
    expect(page.get_by_role("heading", name="Kode ini tidak lengkap")).to_be_visible()
    page.get_by_label("Kode sertifikat").fill(a_code(house)[::-1])
    guest.press("Periksa", role="button")
    expect(page.get_by_role("heading", name="Kode ini tidak dikenal")).to_be_visible()
    guest.look("public-verify-unknown")


def test_a_wrong_password_is_refused_in_words(visit: Visit) -> None:
    guest = visit()
    page = guest.go("/masuk", "public-sign-in")
    page.get_by_label("NIP atau surel dinas").fill("peserta@demo.invalid")
    page.get_by_label("Kata sandi", exact=True).fill("bukan-kata-sandinya")
    guest.press("Masuk", role="button")
    expect(page.get_by_role("alert").or_(page.locator("[data-error-summary]"))).to_be_visible()
    guest.look("public-sign-in-refused")


def test_unknown_addresses_and_no_connection_have_pages(visit: Visit) -> None:
    guest = visit()
    guest.go("/tidak-ada", "public-404")
    guest.go("/luring", "public-offline")


def test_the_skip_link_and_the_focus_are_seen(visit: Visit) -> None:
    guest = visit()
    page = guest.go("/katalog")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Langsung ke isi")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#isi")).to_be_focused()
    for _step in range(6):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => { const style = getComputedStyle(document.activeElement);
              return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                || style.boxShadow !== 'none'; }"""
        )
        assert shown, page.evaluate("document.activeElement.outerHTML")
