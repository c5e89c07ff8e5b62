"""A quiz under bad conditions: no connection, two windows, an ended sign-in; and by keys alone."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from lms.demo.accounts import ACCOUNTS, PASSWORD
from tests.journeys.test_trainee import NOT_SAVED, SAVED, answer, open_the_quiz
from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]
#: Refused savings are what these journeys are about.
REFUSALS = re.compile(r"status of (400|401|409)")
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
    return trainee, page


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


def test_one_answers_on_without_connection_and_nothing_is_lost(visit: Visit) -> None:
    trainee, page = start(visit)
    said = page.locator("[data-save-state]")
    trainee.context.set_offline(True)
    for number in (3, 4, 5):
        place(page, number).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Soal {number}")
        answer(page)
    expect(said).to_contain_text(f"{NOT_SAVED}: 3")
    page.get_by_role("button", name="Tinjau lalu kirim").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Soal 5")  # no error page
    trainee.context.set_offline(False)
    expect(said).to_contain_text(SAVED)
    page.reload()
    for number in (3, 4, 5):
        expect(place(page, number)).to_have_attribute("data-state", ANSWERED)


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
    answer(older, 1)
    expect(older.locator("[data-save-state]")).to_contain_text(SAVED)
    forgive(trainee)


def test_an_ended_sign_in_keeps_the_answer_until_one_is_back(visit: Visit) -> None:
    trainee, page = start(visit)
    place(page, 7).click()
    trainee.context.clear_cookies()
    answer(page)
    page.locator("[data-save-state]").get_by_role("link", name="Masuk lagi").click()
    account = next(one for one in ACCOUNTS if one.role == "trainee")
    page.get_by_label("NIP atau surel dinas").fill(account.email)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
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
