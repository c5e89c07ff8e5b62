"""An organiser announces and nudges; the trainee is told, reads, and chooses how letters come."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]


def test_what_an_organiser_announces_reaches_the_trainee(visit: Visit) -> None:
    trainee, organiser = visit("trainee"), visit("organiser")
    trainee.go("/pelatihan")
    trainee.go(_batch_of(trainee))
    address = trainee.page.url
    organiser.go(address)
    page = organiser.page
    page.get_by_role("navigation", name="Bagian angkatan").get_by_role(
        "link", name="Pengumuman"
    ).click()
    organiser.look("announcements")
    organiser.press("Tulis pengumuman")
    organiser.look("announcement-new")
    page.get_by_label("Judul").fill("Foto bersama")
    page.get_by_label("Isi", exact=True).fill("Besok pukul 10.00 WIB di depan Aula Tapis.")
    organiser.press("Lihat dahulu", role="button")
    organiser.look("announcement-preview")
    organiser.press("Kirim kepada", role="button")
    expect(page.get_by_role("heading", name="Foto bersama")).to_be_visible()

    trainee.page.reload()
    bell = trainee.page.get_by_role("link", name="belum dibaca")
    expect(bell).to_be_visible()
    before = _unread(bell.inner_text())
    bell.click()
    trainee.look("inbox")
    trainee.press("Foto bersama", role="button")
    expect(trainee.page.get_by_role("heading", name="Foto bersama")).to_be_visible()
    left = trainee.page.get_by_role("banner").get_by_role("link", name="Pesan")
    assert _unread(left.inner_text()) == before - 1

    trainee.go("/pesan")
    trainee.press("Tandai semua terbaca", role="button")
    expect(trainee.page.get_by_text("Semua sudah dibaca.")).to_be_visible()


def test_a_trainee_chooses_how_letters_come(visit: Visit) -> None:
    trainee = visit("trainee")
    trainee.go("/pesan")
    trainee.press("Atur pemberitahuan")
    trainee.look("notification-choices")
    page = trainee.page
    topic = page.get_by_role("group", name="Tugas dan nilai")
    topic.get_by_label("Ringkasan sekali sehari").check()
    trainee.press("Simpan pilihan", role="button")
    expect(topic.get_by_label("Ringkasan sekali sehari")).to_be_checked()


def test_an_inbox_without_scripts_is_read_as_well(visit: Visit) -> None:
    trainee = visit("trainee", scripts=False)
    trainee.go("/pesan", "inbox-plain")
    trainee.page.get_by_label("Tentang").select_option("works")
    trainee.press("Terapkan", role="button")
    expect(trainee.page.get_by_role("heading", level=1)).to_have_text("Pesan")


def _batch_of(trainee: Visitor) -> str:
    """Return the address of the running batch on the trainee's home."""
    trainee.go("/beranda")
    link = trainee.page.get_by_role("main").locator("a[href^='/angkatan/']").first
    address = link.get_attribute("href") or ""
    return "/".join(address.split("/")[:3])


def _unread(words: str) -> int:
    return int("".join(letter for letter in words.split(",")[-1] if letter.isdigit()) or 0)
