"""An organiser: opens a batch, fills it, plans it, releases its result, and issues certificates."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]
#: Paste a text where the focus is, as from a spreadsheet.
PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData});
  document.activeElement.dispatchEvent(event);
}"""


def open_batch_page(organiser: Visitor, batch: str, part: str = "") -> Page:
    """Go to a batch by its name in the list, and to one of its parts."""
    page = organiser.go("/angkatan")
    page.get_by_role("main").get_by_role("link", name=re.compile(batch)).first.click()
    address = re.match(r".*/angkatan/\d+", page.url)
    assert address, page.url
    page.goto(f"{address[0]}/{part}".rstrip("/"))
    return page


def test_a_batch_is_opened(visit: Visit) -> None:
    organiser = visit("organiser")
    organiser.look("organiser-home")
    page = organiser.page
    organiser.press("Buka angkatan")
    organiser.look("organiser-open-choose")
    page.get_by_label(re.compile("Pengadaan Barang/Jasa")).check()
    organiser.press("Susun tanggal", role="button")
    page.get_by_label("Kuota peserta").fill("0")
    organiser.press("Simpan rencana", role="button")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    organiser.look("organiser-open-refused")
    page.get_by_label("Kuota peserta").fill("25")
    organiser.press("Simpan rencana", role="button")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pengadaan Barang/Jasa")
    organiser.look("organiser-opened")
    name = page.get_by_role("heading", level=1).inner_text()
    organiser.press("Buka pendaftaran", role="button")
    shown = visit().go("/katalog/pbj-level-1").get_by_role("article").filter(has_text=name)
    expect(shown).to_contain_text("25 peserta")


def test_everybody_put_forward_gets_a_seat(visit: Visit) -> None:
    organiser = visit("organiser")
    page = open_batch_page(organiser, r"Dasar CPNS.* III\b", "peserta")
    organiser.look("organiser-roster")
    before = page.get_by_role("table", name="Peserta angkatan").get_by_role("row").count()
    accept = page.get_by_role("button", name=re.compile("Terima .*diusulkan"))
    wanted = int(re.search(r"\d+", accept.inner_text())[0])  # type: ignore[index]
    accept.click()
    rows = page.get_by_role("table", name="Peserta angkatan").get_by_role("row")
    expect(rows).to_have_count(before + wanted)
    organiser.look("organiser-roster-accepted")


def fill_session(page: Page, title: str, starts: str, ends: str) -> None:
    """Fill a session in the first room in, with the first instructor."""
    page.get_by_label("Judul sesi").fill(title)
    page.get_by_label("Tatap muka").check()
    page.get_by_label("Mulai", exact=True).fill(starts)
    page.get_by_label("Selesai", exact=True).fill(ends)
    page.get_by_label("Ruang", exact=True).select_option(index=1)
    page.get_by_role("group", name="Pengajar").get_by_role("checkbox").first.check()


def test_a_clash_is_refused_naming_the_other_session(visit: Visit) -> None:
    organiser = visit("organiser")
    page = open_batch_page(organiser, r"Dasar CPNS.* III\b", "jadwal")
    organiser.look("organiser-timetable-empty")
    organiser.press("Sesi baru")
    organiser.look("organiser-session-new")
    day = page.get_by_label("Tanggal", exact=True).input_value()
    fill_session(page, "Pembukaan angkatan", "08:00", "10:15")
    organiser.press("Simpan sesi", role="button")
    expect(page.get_by_role("main")).to_contain_text("Pembukaan angkatan")
    organiser.look("organiser-session")

    page = open_batch_page(organiser, r"Dasar CPNS.* III\b", f"sesi/baru?tanggal={day}")
    fill_session(page, "Sesi kedua", "09:00", "11:00")
    organiser.press("Simpan sesi", role="button")
    expect(page.locator("[data-error-summary]")).to_contain_text("Pembukaan angkatan")
    organiser.look("organiser-session-clash")
    page.get_by_label("Mulai", exact=True).fill("10:30")
    page.get_by_label("Selesai", exact=True).fill("12:00")
    organiser.press("Simpan sesi", role="button")

    page = open_batch_page(organiser, r"Dasar CPNS.* III\b", "jadwal")
    organiser.look("organiser-timetable")
    for title in ("Pembukaan angkatan", "Sesi kedua"):
        expect(page.get_by_role("link", name=re.compile(title)).first).to_be_visible()


def test_marks_are_typed_and_pasted_as_into_a_spreadsheet(visit: Visit) -> None:
    organiser = visit("organiser")
    page = open_batch_page(organiser, r"Dasar CPNS.* II\b", "nilai")
    organiser.look("organiser-gradebook")
    column = page.get_by_role("table").locator("tbody td:nth-child(2) a")
    before = column.first.inner_text()
    column.first.focus()
    page.keyboard.type("101")
    page.keyboard.press("Enter")
    expect(page.locator("[data-grid-said]")).to_contain_text("0 sampai 100")
    page.keyboard.press("Escape")
    expect(column.first).to_have_text(before)
    page.keyboard.type("88,5")
    page.keyboard.press("Enter")
    expect(page.locator("[data-grid-said]")).to_contain_text("tersimpan")
    expect(column.nth(1)).to_be_focused()
    column.first.click()
    column.first.click()
    page.keyboard.type("89")
    column.nth(1).click()  # going elsewhere saves
    expect(page.get_by_role("link", name="Riwayat:")).to_contain_text("Sikap perilaku")
    expect(column.first).to_have_text("89,00")
    page.reload()
    expect(column.first).to_have_text("89,00")

    column.nth(1).focus()
    page.evaluate(PASTE, "90\t80\n91,25\t70,5\n")
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(5)
    expect(page.get_by_role("table")).to_contain_text("Sikap perilaku")
    organiser.look("organiser-paste-preview")
    organiser.press("Simpan 4 nilai", role="button")
    page = open_batch_page(organiser, r"Dasar CPNS.* II\b", "nilai")
    expect(column.nth(1)).to_have_text("90,00")
    expect(column.nth(2)).to_have_text("91,25")


def test_a_result_becomes_certificates_and_one_is_revoked(visit: Visit) -> None:
    organiser = visit("organiser")
    batch = r"Dasar CPNS.* I\b"
    page = open_batch_page(organiser, batch, "nilai")
    organiser.look("organiser-marks")
    expect(page.get_by_role("main")).to_contain_text("Nilai dikunci")
    organiser.press("Rapat evaluasi akhir")
    organiser.look("organiser-final-meeting")
    organiser.press("Buka kunci")
    page.get_by_role("dialog").get_by_role("textbox").fill("Rekap sikap salah ketik")
    page.get_by_role("dialog").get_by_role("button", name="Buka kunci").click()
    page = open_batch_page(organiser, batch, "nilai")
    page.get_by_role("table").get_by_role("row").nth(1).locator("a[data-e]").first.click()
    page.get_by_role("link", name="Riwayat:").click()
    page.get_by_label("Nilai", exact=True).fill("91,25")
    page.get_by_label("Dasar atau alasan").fill("Perbaikan salah ketik rekap sikap")
    organiser.look("organiser-score")
    organiser.press("Simpan nilai", role="button")
    page = open_batch_page(organiser, batch, "nilai")
    expect(page.get_by_role("table")).to_contain_text("91,25")
    organiser.press("Rapat evaluasi akhir")
    organiser.press("Kunci putusan", role="button")
    expect(page.get_by_role("main")).to_contain_text("Putusan dikunci")

    page = open_batch_page(organiser, batch, "nilai")
    organiser.press("Tinjau lalu rilis")
    organiser.look("organiser-release")
    page.get_by_label("Saya sudah memeriksa hasil ini").check()
    organiser.press("Rilis hasil", role="button")
    expect(page.get_by_role("main")).to_contain_text("Hasil sudah dirilis")
    organiser.look("organiser-released")

    page = open_batch_page(organiser, batch, "sertifikat")
    organiser.look("organiser-certificates-before")
    organiser.press("Terbitkan", role="button")
    organiser.look("organiser-certificates-progress")
    _wait_until_printed(page)
    organiser.look("organiser-certificates")

    page.get_by_role("link", name=re.compile("^Cabut")).first.click()
    organiser.look("organiser-revoke")
    page.get_by_label("Alasan pencabutan").fill("Nama pada sertifikat tidak sesuai ijazah.")
    organiser.press("Cabut sertifikat", role="button")
    page = open_batch_page(organiser, batch, "sertifikat")
    expect(page.get_by_role("cell", name="Dicabut")).to_have_count(1)


def _wait_until_printed(page: Page) -> None:
    """Follow the progress by itself, as it moves without a reload, until the worker is done."""
    expect(page.get_by_role("main")).to_contain_text(
        re.compile("Selesai|sudah menerima sertifikat"), timeout=60_000
    )
    page.reload()
    expect(page.get_by_role("main")).not_to_contain_text("Menunggu cetak")
    expect(page.get_by_role("cell", name="Tercetak").first).to_be_visible()


def test_the_board_of_the_week(visit: Visit) -> None:
    organiser = visit("organiser")
    organiser.go("/jadwal/papan", "organiser-board")
    organiser.go("/ruang", "organiser-rooms")
    organiser.go("/ruang/baru", "organiser-room-new")
    organiser.go("/angkatan", "organiser-batches")
    page = open_batch_page(organiser, "Kepemimpinan Pengawas")
    batch = page.url
    for part in ("peserta", "tim", "pengaturan", "kehadiran", "tugas", "nilai/impor"):
        organiser.go(f"{batch}/{part}", f"organiser-batch-{part.replace('/', '-')}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kepemimpinan Pengawas")


def _place_of(page: Page, session: str) -> str:
    found = page.locator(f"td:has(> [data-id='{session}'])").get_attribute("data-to")
    assert found
    return found


def test_a_session_is_moved_by_mouse_and_by_keyboard(visit: Visit) -> None:
    organiser = visit("organiser")
    page = open_batch_page(organiser, r"Pengadaan.* III\b", "jadwal/pola")
    organiser.look("organiser-template")
    batch = re.search(r"/angkatan/(\d+)", page.url)[1]  # type: ignore[index]
    organiser.go(f"/jadwal/papan?lihat=program&angkatan={batch}", "organiser-board-programme")
    day = page.locator("td:has(> .ses-draf)").first.get_attribute("data-to") or ""
    organiser.go(f"/jadwal/papan?tanggal={day[:10]}", "organiser-board-drafts")
    session = page.locator(".ses-draf").first
    number = session.get_attribute("data-id") or ""
    former = _place_of(page, number)

    session.scroll_into_view_if_needed()
    box = session.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 15)
    page.mouse.down()
    page.mouse.move(box["x"] + 25, box["y"] + 40, steps=4)
    free = page.locator("[data-may=yes]:not(:has(.ses))").first
    expect(free).to_be_visible()
    expect(page.locator("[data-may=no]").first).to_be_attached()
    wanted = free.get_attribute("data-to") or ""
    free.scroll_into_view_if_needed()
    there = free.bounding_box()
    assert there
    page.mouse.move(there["x"] + 20, there["y"] + 12, steps=5)
    page.mouse.up()
    expect(page.locator("[data-say]")).to_contain_text("dipindahkan")
    assert _place_of(page, number) == wanted

    page.locator(f"[data-id='{number}']").focus()
    page.keyboard.press(" ")
    expect(page.locator("[data-aim]")).to_have_count(1)
    for _column in range(6):
        page.keyboard.press("ArrowRight")
        if page.locator("[data-say]").inner_text().endswith("boleh"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("[data-say]")).to_contain_text("dipindahkan")
    expect(page.locator(f"td:has(> [data-id='{number}'])")).not_to_have_attribute("data-to", wanted)
    for _twice in range(2):
        organiser.press("Urungkan", role="button")
        expect(page.locator("[data-say]")).to_contain_text("diurungkan")
        page.reload()
    assert _place_of(page, number) == former
    for path, name in (
        (f"/sesi/{number}/pindah?tanggal={day[:10]}", "organiser-move"),
        (f"/jadwal/terbitkan?tanggal={day[:10]}", "organiser-publish"),
        ("/jadwal/kapasitas", "organiser-season"),
        ("/pengajar", "organiser-instructors"),
        ("/kalender-kerja", "organiser-calendar"),
        ("/sumber-daya/ruang/impor", "organiser-import"),
    ):
        organiser.go(path, name)


@pytest.mark.parametrize("path", ["/angkatan/1/jadwal.pdf", "/angkatan/1/nilai.xlsx"])
def test_papers_are_downloaded(visit: Visit, path: str) -> None:
    organiser = visit("organiser")
    answer = organiser.context.request.get(path)
    assert answer.ok
    assert len(answer.body()) > 1000


def drag(page: Page, what: Locator, to: Locator, *, foot: bool = False) -> None:
    """Pick something up with the mouse, or by its foot, and hold it over a cell."""
    box, cell = what.bounding_box(), to.bounding_box()
    assert box and cell
    what.hover(position={"x": box["width"] / 2, "y": box["height"] - 4 if foot else 12})
    page.mouse.down()
    what.hover(position={"x": box["width"] / 2 + 9, "y": box["height"] - 3 if foot else 21})
    if not foot:
        expect(page.locator("[data-may]").first).to_be_attached()
    to.hover(position={"x": cell["width"] - 12, "y": cell["height"] - 8}, force=True)


def test_the_board_is_worked_by_mouse_by_keyboard_and_by_form(visit: Visit) -> None:
    organiser = visit("organiser")
    page = open_batch_page(organiser, r"Pengadaan.* III\b", "jadwal")
    number = re.search(r"angkatan/(\d+)", page.url)[1]  # type: ignore[index]
    page = organiser.go(f"/jadwal/papan?angkatan={number}&lihat=program")
    place = page.locator("td:has(.ses)").first.get_attribute("data-to") or ""
    page = organiser.go(f"/jadwal/papan?angkatan={number}&lihat=hari&tanggal={place[:10]}")
    organiser.look("organiser-board-day")
    said = page.locator("[data-say]")
    first = page.locator("td .ses").first
    title = first.locator("b").inner_text()
    first.focus()
    page.keyboard.press("r")
    expect(said).to_contain_text("dikembalikan ke daftar")
    waiting = page.locator(".tray .ses").filter(has_text=title)

    closed = page.locator("td[data-to$='|13:00|room-0'], td[data-to*='|account-']").first
    drag(page, waiting, closed)
    expect(said).to_contain_text("diletakkan pada sebuah ruang")
    page.mouse.up()
    expect(waiting).to_be_visible()
    hall = page.locator("td[data-to*='|08:00|room-']").first
    hall_place = hall.get_attribute("data-to") or ""
    drag(page, waiting, hall)
    expect(said).to_contain_text("boleh")
    page.mouse.up()
    expect(said).to_contain_text("Sesi diletakkan sebagai rancangan")
    moved = page.locator(f"td[data-to='{hall_place}'] .ses")
    expect(moved).to_contain_text(title)

    later = page.locator("td[data-end='11:15']").first
    drag(page, moved, later, foot=True)
    expect(said).to_contain_text("Sampai 11.15")
    page.mouse.up()
    expect(said).to_contain_text("diubah")
    expect(moved).to_have_attribute("data-ends", "11:15")

    moved.focus()
    page.keyboard.press("Space")
    expect(page.locator("td[data-may='no']").first).to_be_attached()
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("boleh")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("dipindahkan")
    expect(page.locator(f"td[data-to='{hall_place}'] .ses")).to_have_count(0)
    organiser.press("Urungkan", role="button")
    expect(said).to_contain_text("diurungkan")
    expect(moved).to_contain_text(title)

    session = moved.get_attribute("data-id")
    page = organiser.go(f"/sesi/{session}/pindah?angkatan={number}&lihat=hari&tanggal={place[:10]}")
    organiser.look("organiser-board-form")
    page.get_by_role("radio").last.check()
    page.get_by_role("main").get_by_role("button", name="Pindahkan ke sini").click()
    expect(page.locator(f"td[data-to*='|account-'] .ses[data-id='{session}']")).to_be_visible()


def test_a_text_that_a_cut_line_left_on_the_device_comes_back(visit: Visit) -> None:
    organiser = visit("organiser")
    page = organiser.go("/program/rancangan")
    organiser.press("Susun versi baru", role="button")
    lesson = page.locator("main a[href$='.md']:not([href*=panduan])").first.get_attribute("href")
    assert lesson is not None
    page = organiser.go(lesson)
    body, said = page.get_by_label("Isi", exact=True), page.locator("[data-save-state]")
    before = body.input_value()
    page.evaluate("void (window.fetch = () => Promise.reject(new TypeError()))")  # the line is cut
    body.fill(f"{before}\n\nDitulis tanpa sinyal.")
    expect(said).to_contain_text("Belum terkirim: 1")
    page.close()
    page = organiser.page = organiser.context.new_page()
    page.goto(lesson)
    back = page.locator("[data-recalled]")
    expect(back).to_contain_text("Tulisan dari perangkat ini dikembalikan")
    body, said = page.get_by_label("Isi", exact=True), page.locator("[data-save-state]")
    expect(body).to_have_value(re.compile("Ditulis tanpa sinyal"))
    expect(said).to_contain_text("Tersimpan")
    organiser.look("organiser-draft-recalled")
    body.fill(f"{body.input_value()} Lalu dilanjutkan.")
    expect(said).to_contain_text("Menyimpan")
    expect(said).to_contain_text("Tersimpan")
    page.reload()
    expect(body).to_have_value(re.compile("Ditulis tanpa sinyal. Lalu dilanjutkan"))
    expect(back).to_be_hidden()
