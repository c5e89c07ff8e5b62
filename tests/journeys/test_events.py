"""Light events on a phone: finding one, registering, checking in by the code on the screen."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.visitor import HEIGHTS, PHONE, Visitor

Visit = Callable[..., Visitor]
#: The workshop that is going on while the demo is loaded.
TODAY = "Menyusun Naskah Dinas yang Mudah Dibaca"


def on_a_phone(visitor: Visitor) -> Page:
    """Give the visitor a phone's screen."""
    visitor.page.set_viewport_size({"width": PHONE, "height": HEIGHTS[PHONE]})
    return visitor.page


def test_a_trainee_registers_and_gives_up_on_a_phone(visit: Visit) -> None:
    trainee = visit("trainee")
    trainee.go("/kegiatan", "events")
    page = on_a_phone(trainee)
    page.get_by_label("Jenis").select_option("seminar")
    page.get_by_role("link", name="Arah Manajemen Talenta ASN").click()
    trainee.look("event")
    on_a_phone(trainee)
    trainee.press("Daftar", role="button", exact=True)
    expect(page.get_by_role("heading", name="Anda terdaftar")).to_be_visible()
    trainee.go("/kegiatan/saya", "my-events")
    on_a_phone(trainee)
    trainee.press("Arah Manajemen Talenta ASN")
    trainee.press("Batalkan pendaftaran")
    trainee.look("event-give-up")
    trainee.press("Batalkan pendaftaran", role="button")
    expect(page.get_by_role("button", name="Daftar", exact=True)).to_be_visible()


def test_the_code_on_the_screen_notes_presence(visit: Visit) -> None:
    organiser, trainee = visit("organiser"), visit("trainee")
    screen = organiser.go("/kegiatan/saya")
    screen.goto("/kegiatan?q=Naskah+Dinas")
    organiser.press(TODAY)
    organiser.press("Peserta")
    organiser.look("event-people")
    organiser.press("Layar kode")
    organiser.look("event-screen")
    page = on_a_phone(trainee)
    trainee.go("/kegiatan/saya")
    trainee.press(TODAY)
    trainee.press("Catat kehadiran")
    trainee.look("event-check-in")
    on_a_phone(trainee)
    page.get_by_label("Kode di layar").fill("AAAAAA")
    trainee.press("Catat kehadiran saya", role="button")
    expect(page.get_by_role("alert")).to_contain_text("belum sesuai")
    code = screen.locator(".wall_k").inner_text()
    page.get_by_label("Kode di layar").fill(code)
    trainee.press("Catat kehadiran saya", role="button")
    expect(page.get_by_role("heading", name=re.compile("^Hadir pukul"))).to_be_visible()
    trainee.look("event-checked-in")
    expect(screen.get_by_text("Ratih Anggraini")).to_be_visible()


def test_an_organiser_writes_an_event(visit: Visit) -> None:
    organiser = visit("organiser")
    page = organiser.go("/kegiatan/baru", "event-kinds")
    organiser.press("Webinar")
    organiser.look("event-new")
    page.get_by_role("textbox", name="Judul").fill("Menulis Ringkas")
    organiser.press("Simpan rancangan", role="button")
    expect(page.get_by_role("alert")).to_contain_text("Isi tempat kegiatan, atau tautan")
    page.get_by_role("textbox", name="Tempat").fill("Aula Tapis")
    organiser.press("Simpan rancangan", role="button")
    organiser.look("event-draft")
    organiser.press("Umumkan kegiatan", role="button")
    expect(page.get_by_role("status")).to_contain_text("Kegiatan diumumkan")


def test_a_coachee_confirms_a_meeting(visit: Visit) -> None:
    trainee = visit("trainee")
    page = trainee.go("/kegiatan/saya")
    trainee.press("Coaching Aksi Perubahan")
    trainee.press("Catatan pertemuan")
    trainee.look("event-meetings")
    expect(page.get_by_text("4 JP dikonfirmasi")).to_be_visible()
    trainee.press("Sesuai", role="button")
    expect(page.get_by_text("6 JP dikonfirmasi")).to_be_visible()


def test_an_organiser_issues_the_papers_of_an_event(visit: Visit) -> None:
    organiser, trainee = visit("organiser"), visit("trainee")
    page = organiser.go("/kegiatan?waktu=past&q=Disabilitas")
    organiser.press("Pelayanan Publik yang Ramah Disabilitas")
    organiser.press("Sertifikat")
    organiser.look("event-certificates-before")
    organiser.press("Terbitkan", role="button")
    done = re.compile("Selesai|sudah menerima surat ini")
    expect(page.get_by_role("main")).to_contain_text(done, timeout=60_000)
    page.reload()
    expect(page.get_by_role("link", name=re.compile("^Unduh 800")).first).to_be_visible()
    organiser.look("event-certificates")
    mine = on_a_phone(trainee)
    trainee.go("/kegiatan?waktu=past&q=Disabilitas")
    trainee.press("Pelayanan Publik yang Ramah Disabilitas")
    trainee.press("Sertifikat")
    with mine.expect_download() as waiting:
        trainee.press("Unduh PDF")
    assert waiting.value.path().read_bytes()[:5] == b"%PDF-"
    trainee.look("event-own-certificate")
    trainee.press("Halaman pemeriksaan")
    expect(mine.get_by_role("heading", name="Sertifikat ini sah")).to_be_visible()
    number = mine.get_by_text(re.compile(r"^800\.2\.4\.2/")).first.inner_text()
    trainee.go(f"/jam-pelatihan?tahun={number.rsplit('/', 1)[-1]}")
    expect(mine.get_by_role("link", name=number)).to_be_visible()
