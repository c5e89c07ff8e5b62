"""The same trainee in a browser without JavaScript: reads, finishes, answers and hands in."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.test_trainee import answer
from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]


def test_a_lesson_and_a_quiz_without_scripts(visit: Visit) -> None:
    trainee = visit("trainee", scripts=False)
    page = trainee.page
    page.get_by_role("link", name="Lanjutkan:").click()
    lesson = page.get_by_role("heading", level=1).inner_text()
    trainee.press("Selesai dan lanjut", role="button")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(lesson)

    trainee.go("/pelatihan")
    trainee.press("Pelatihan Dasar CPNS")
    page.goto(page.url.rstrip("/") + "/belajar")
    folded = page.locator("main details:not([open]) > summary")
    while folded.count():
        folded.first.click()
    page.get_by_role("link", name="Kuis: Berorientasi Pelayanan").first.click()
    trainee.press("Mulai kuis", role="button")
    answer(page)
    page.get_by_role("button", name="Soal 2", exact=False).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Soal 2")
    page.get_by_role("button", name="Tinjau lalu kirim").click()
    expect(page.get_by_role("main")).to_contain_text("1 dari 12 soal dijawab")
    trainee.press("Kirim jawaban", role="button")
    expect(page.get_by_role("heading", name="Tanda terima")).to_be_visible()
