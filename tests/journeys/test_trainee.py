"""A trainee: studies, takes a quiz, hands a task in, and has the certificate and the hours."""

import re
from collections.abc import Callable

import pikepdf
from playwright.sync_api import Page, expect

from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]

#: The smallest file that is a PDF.
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
SAVED, NOT_SAVED = "Tersimpan", "Belum terkirim"


def open_the_quiz(trainee: Visitor) -> Page:
    """Go to the first quiz of the trainee's batch, as the outline offers it."""
    page = trainee.go("/pelatihan")
    trainee.press("Pelatihan Dasar CPNS")
    page.goto(page.url.rstrip("/") + "/belajar")
    folded = page.locator("main details:not([open]) > summary")
    while folded.count():
        folded.first.click()
    page.get_by_role("link", name="Kuis: Berorientasi Pelayanan").first.click()
    return page


def answer(page: Page, number: int = 0) -> None:
    """Answer the question that is shown, whatever its kind."""
    options = page.locator("[data-options] input")
    if options.count():
        options.nth(number).check()
    else:
        page.locator("input[name=value]").fill(str(number + 1))


def given(page: Page) -> list[str]:
    """Return the answer that the shown question holds: what is ticked, or what is written."""
    held = page.locator("[data-question] [name=value]:is(:checked, [type=text], .inp)")
    return held.evaluate_all("all => all.map(one => one.value)")  # type: ignore[no-any-return]


def test_the_next_lesson_is_one_step_from_home(visit: Visit) -> None:
    trainee = visit("trainee")
    trainee.look("trainee-home")
    page = trainee.page
    page.get_by_role("link", name="Lanjutkan:").click()
    trainee.look("trainee-lesson")
    title = page.get_by_role("heading", level=1).inner_text()
    trainee.press("Selesai dan lanjut", role="button")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
    page.go_back()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Selesai Anda baca")


def test_a_quiz_survives_a_reload_and_a_lost_connection(visit: Visit) -> None:
    trainee = visit("trainee")
    page = open_the_quiz(trainee)
    trainee.look("trainee-quiz-rules")
    trainee.press("Mulai kuis", role="button")
    said = page.locator("[data-save-state]")

    answer(page)
    expect(said).to_contain_text(SAVED)
    trainee.look("trainee-quiz-question")
    first = given(page)
    page.reload()
    assert given(page) == first

    trainee.context.set_offline(True)
    answer(page, 1)
    expect(said).to_contain_text(NOT_SAVED)
    trainee.context.set_offline(False)
    expect(said).to_contain_text(SAVED)
    second = given(page)
    page.reload()
    assert given(page) == second != first

    while page.get_by_role("button", name="Tinjau jawaban").is_hidden():
        page.locator("[data-next]").click()
        answer(page)
        expect(said).to_contain_text(SAVED)
    page.get_by_role("button", name="Tinjau jawaban").click()
    trainee.look("trainee-quiz-summary")
    expect(page.get_by_role("main")).to_contain_text("12 dari 12 soal dijawab")
    trainee.press("Kirim jawaban", role="button")
    expect(page.get_by_role("heading", name="Tanda terima")).to_be_visible()
    trainee.look("trainee-quiz-receipt")


def test_a_task_is_handed_in_with_text_and_file(visit: Visit) -> None:
    trainee = visit("trainee")
    page = trainee.go("/tugas", "trainee-tasks")
    trainee.press("Rancangan aktualisasi")
    trainee.look("trainee-task")
    trainee.press("Kumpulkan tugas", role="button")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    trainee.look("trainee-task-refused")
    page.get_by_label("Jawaban").fill("Antrean loket dipilah sebelum nomor dibagikan.")
    page.get_by_label("Tambah berkas").set_input_files(
        {"name": "rancangan.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    )
    page.get_by_label("Saya menyatakan ini karya saya sendiri").check()
    trainee.press("Kumpulkan tugas", role="button")
    expect(page.get_by_role("main")).to_contain_text("Tanda terima")
    expect(page.get_by_role("main")).to_contain_text("Versi 1")
    trainee.look("trainee-task-receipt")


def test_the_certificate_is_downloaded(visit: Visit) -> None:
    trainee = visit("trainee")
    page = trainee.go("/sertifikat", "trainee-certificates")
    with page.expect_download() as download:
        trainee.press("Unduh PDF")
    with pikepdf.open(download.value.path()) as paper:
        assert len(paper.pages) == 2
        width, height = paper.pages[0].mediabox[2:]
        assert width > height, "the certificate is no landscape sheet"


def test_the_hours_name_their_source(visit: Visit) -> None:
    trainee = visit("trainee")
    page = trainee.go("/kompetensi/saya", "trainee-score")
    expect(page.get_by_role("heading", level=1)).to_have_text("Skor kompetensi saya")
    page = trainee.go("/jam-pelatihan", "trainee-hours")
    history = page.get_by_role("region", name="Pelatihan yang dihitung")
    line = history.get_by_role("row").filter(has_text="Pengadaan Barang/Jasa")
    expect(line).to_contain_text("64")
    expect(line.get_by_role("link")).to_have_attribute(
        "href", re.compile(r"^/sertifikat/\d+\.pdf$")
    )


def test_every_other_page_of_a_trainee(visit: Visit) -> None:
    trainee = visit("trainee")
    page = trainee.go("/jadwal", "trainee-day")
    trainee.go("/kalender", "trainee-calendar")
    trainee.go("/akun", "trainee-account")
    trainee.go("/pelatihan", "trainee-trainings")
    trainee.press("Pelatihan Dasar CPNS")
    trainee.look("trainee-batch")
    batch = page.url.rstrip("/")
    trainee.go(f"{batch}/belajar", "trainee-outline")
    for part in ("jadwal", "tugas", "nilai", "kehadiran", "sertifikat", "peserta"):
        trainee.go(f"{batch}/{part}", f"trainee-batch-{part}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pelatihan Dasar CPNS")
