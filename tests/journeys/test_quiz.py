"""A quiz under bad conditions: no connection, lost replies, two windows, an ended sign-in; by keys.

And lessons that are kept on the device and read without a connection.
"""

import re
import sqlite3
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

from lms.demo.accounts import PASSWORD
from tests.journeys.conftest import House
from tests.journeys.test_trainee import NOT_SAVED, SAVED, answer, open_the_quiz
from tests.journeys.visitor import Visitor, sign_in

Visit = Callable[..., Visitor]
#: Refused savings and lost replies are what these journeys are about.
REFUSALS = re.compile(r"status of (400|401|409)|ERR_FAILED")
#: Whether the device has a copy of the open page.
IS_KEPT = "() => caches.match(location.pathname, {ignoreVary: true})"
#: Answered, whether or not an earlier journey left a mark of doubt on the question.
ANSWERED = re.compile(r"\bisi\b")


def start(visit: Visit) -> tuple[Visitor, Page]:
    """Begin the quiz, or go on with it."""
    trainee = visit("trainee")
    page = open_the_quiz(trainee)
    begin = page.get_by_role("button", name=re.compile("^Mulai"))
    (begin if begin.count() else page.get_by_role("link", name="Lanjutkan kuis")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Soal")
    page.wait_for_load_state()  # the scripts are there before the connection goes
    page.wait_for_function("navigator.serviceWorker.controller")
    page.reload()
    page.wait_for_function(IS_KEPT)
    return trainee, page


def answers(house: House, page: Page) -> dict[int, int]:
    """Return how many answers of the open attempt the database has, by question."""
    attempt = re.search(r"/percobaan/(\d+)", page.url)
    assert attempt is not None
    with sqlite3.connect(f"file:{house.folder}/lms.sqlite3?mode=ro", uri=True) as database:
        found = database.execute(
            "SELECT position, count(*) FROM answer WHERE attempt_id = ? AND value != 'null' "
            "GROUP BY position", (attempt.group(1),),
        )  # fmt: skip
        return dict(found.fetchall())


def place(page: Page, number: int) -> Locator:
    """Return a question's button on the map."""
    return page.locator(f"[data-map] button[value='{number}']")


def choices(page: Page) -> list[bool]:
    """Return what is ticked in the question that is shown, or whether something is written."""
    read = "all => all.map(one => one.type === 'text' ? one.value !== '' : one.checked)"
    return page.locator("[data-place] [name=value]").evaluate_all(read)  # type: ignore[no-any-return]


def forgive(trainee: Visitor) -> None:
    """Take back the complaints about refusals that the journey itself caused."""
    trainee.complaints[:] = [one for one in trainee.complaints if not REFUSALS.search(one)]


def test_one_answers_on_without_connection_and_nothing_is_lost(visit: Visit, house: House) -> None:
    trainee, page = start(visit)
    place(page, 2).click()
    answer(page)
    expect(page.locator("[data-save-state]")).to_contain_text(SAVED)
    said = page.locator("[data-save-state]")
    trainee.context.set_offline(True)
    for number in (3, 4, 5):
        place(page, number).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Soal {number}")
        answer(page)
    expect(said).to_contain_text(f"{NOT_SAVED}: 3")
    page.get_by_role("button", name="Tinjau lalu kirim").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Soal 5")  # no error page
    page.reload()  # the device opens its own copy, older than what was saved and typed since
    for number in (2, 3, 4, 5):
        expect(place(page, number)).to_have_attribute("data-state", ANSWERED)
    place(page, 2).click()
    answer(page, 1)
    trainee.look("trainee-quiz-offline")
    trainee.context.set_offline(False)
    expect(said).to_contain_text(SAVED)
    elsewhere = visit("trainee").go(page.url)
    for number in (2, 3, 4, 5):
        expect(place(elsewhere, number)).to_have_attribute("data-state", ANSWERED)
    assert set(range(2, 6)) <= answers(house, page).keys()


def test_lost_replies_lose_and_double_nothing(visit: Visit, house: House) -> None:
    trainee, page = start(visit)
    lost = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)  # the server has it
        route.abort()  # and nobody hears so

    page.route("**/jawaban", lose)
    for number in (8, 9):
        place(page, number).click()
        answer(page)
    expect(page.locator("[data-save-state]")).to_contain_text(f"{NOT_SAVED}: 2")
    page.reload()
    page.unroute("**/jawaban")
    for number in (8, 9):
        expect(place(page, number)).to_have_attribute("data-state", ANSWERED)
    page.evaluate("document.dispatchEvent(new Event('autosave:flush'))")
    expect(page.locator("[data-save-state]")).to_contain_text(SAVED)
    assert 200 in lost
    found = answers(house, page)
    assert found[8] == found[9] == 1
    forgive(trainee)


def test_the_older_of_two_windows_is_told_and_shows_the_newer_answer(visit: Visit) -> None:
    trainee, older = start(visit)
    newer = trainee.context.new_page()
    newer.goto(older.url)
    for page in (older, newer):
        place(page, 6).click()
    answer(newer, 0)
    expect(newer.locator("[data-save-state]")).to_contain_text(SAVED)
    answer(older, 1)
    expect(older.locator("[data-save-state]")).to_contain_text("jendela lain")
    assert choices(older) == choices(newer)
    trainee.look("trainee-quiz-stale")
    older.get_by_role("button", name="Pakai isian ini").click()
    expect(older.locator("[data-save-state]")).to_contain_text(SAVED)
    newer.reload()
    place(newer, 6).click()
    assert choices(newer) == choices(older)
    forgive(trainee)


def test_an_ended_sign_in_keeps_the_answer_until_one_is_back(visit: Visit) -> None:
    trainee, page = start(visit)
    place(page, 7).click()
    trainee.context.clear_cookies()
    answer(page)
    over = page.get_by_role("dialog", name="Sesi Anda berakhir")
    over.get_by_label("Kata sandi").fill("bukan-kata-sandinya")
    over.get_by_role("button", name="Masuk lagi").click()
    expect(over.get_by_role("alert")).to_contain_text("belum sesuai")
    trainee.look("trainee-quiz-signed-out")
    over.get_by_label("Kata sandi").fill(PASSWORD)
    over.get_by_role("button", name="Masuk lagi").click()
    expect(over).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Soal 7")
    expect(page.locator("[data-save-state]")).to_contain_text(SAVED)
    page.reload()
    expect(place(page, 7)).to_have_attribute("data-state", ANSWERED)
    forgive(trainee)


def test_a_quiz_by_keys_alone(visit: Visit) -> None:
    _trainee, page = start(visit)
    page.locator("[data-heading]").focus()
    while not page.locator("[data-options] input[type=radio]").count():
        page.keyboard.press("n")
    here = page.locator("[data-map] [aria-current]")
    page.keyboard.press("2")
    page.keyboard.press("f")
    expect(here).to_have_attribute("data-state", "isi ragu")
    number = int(page.locator("[data-heading] [data-number]").inner_text())
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Soal {number + 1}")
    page.keyboard.press("p")
    page.get_by_role("button", name="Kosongkan").click()
    expect(here).to_have_attribute("data-state", "ragu")
    expect(page.locator("[data-save-state]")).to_contain_text(SAVED)


def test_a_subject_is_kept_and_read_without_a_connection(visit: Visit) -> None:
    trainee = visit()
    sign_in(trainee.page, "trainee")  # a sign-in of its own: it ends below
    page = trainee.go("/pelatihan")
    trainee.press("Pelatihan Dasar CPNS")
    batch = page.url.rstrip("/")
    page.goto(f"{batch}/belajar")
    trainee.press("Simpan untuk dibaca tanpa sambungan")
    trainee.look("trainee-offline")
    subject = page.locator("[data-keep]").first
    subject.get_by_role("button", name=re.compile("^Simpan")).click()
    expect(subject.locator("[data-said]")).to_contain_text("di perangkat ini sejak")
    first = page.evaluate("JSON.parse(document.querySelector('[data-keep]').dataset.pages)[0]")
    trainee.look("trainee-offline-kept")

    trainee.context.set_offline(True)
    page.goto(first["address"])
    expect(page.get_by_role("heading", level=1)).to_have_text(first["title"])
    assert page.evaluate("document.fonts.check('1rem \"Plus Jakarta Sans\"')")
    trainee.press("Selesai dan lanjut", role="button")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first["title"])
    page.goto(f"{batch}/jadwal")
    expect(page.get_by_role("heading", level=1)).to_have_text("Simpanan di perangkat ini")
    expect(page.locator("[data-lost]")).to_be_visible()
    trainee.look("trainee-offline-door")
    page.locator("[data-rows] summary").first.click()
    page.locator("[data-rows]").get_by_role("link", name=first["title"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first["title"])

    trainee.context.set_offline(False)
    page.goto("/luring")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    page.goto(first["address"])
    expect(page.get_by_role("main")).to_contain_text("Selesai Anda baca")
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_function(
        "async () => !(await caches.keys()).some((name) => name.startsWith('milik-'))"
    )
