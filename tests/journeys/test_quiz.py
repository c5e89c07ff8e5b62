"""A quiz under bad conditions: no connection, lost replies, two windows, an ended sign-in; by keys.

And lessons that are kept on the device and read without a connection.
"""

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Route, expect

from lms.demo.accounts import PASSWORD
from tests.journeys.conftest import House
from tests.journeys.test_trainee import NOT_SAVED, SAVED, answer, open_the_quiz
from tests.journeys.versions import MARKS, Door, newer_version
from tests.journeys.visitor import Visitor, sign_in

Visit = Callable[..., Visitor]
#: Refused savings and lost replies are what these journeys are about.
REFUSALS = re.compile(r"status of (400|401|403|409)|ERR_FAILED")
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
    page.wait_for_function("() => navigator.serviceWorker.controller")
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


def fill_in(page: Page) -> None:
    """Answer the question that is shown, whatever its kind and its parts."""
    options = page.locator("[data-place] [data-options] input")
    if options.count():
        options.first.check()
    for field in page.locator("[data-place] select[name^=value]").all():
        field.select_option(index=1)
    for field in page.locator("[data-place] .inp[name^=value]:not(select)").all():
        field.fill("12")


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


def test_a_test_in_a_room_goes_on_after_a_section_is_over(visit: Visit, house: House) -> None:
    """The invigilator gives a code, one part has its own time, and nothing typed in it is lost."""
    (batch, trial), (_batch, practice) = _tests_of_the_earlier_training(house)
    invigilator = visit("instructor")
    invigilator.go(f"/angkatan/{batch}/kuis/{trial}", "instructor-quiz-with-room")
    invigilator.press("Kode ruang")
    invigilator.page.get_by_label("Kode pilihan sendiri").fill("ujian 7")
    invigilator.page.get_by_role("button", name=re.compile("Ganti kode|Buka ruang")).click()
    invigilator.look("instructor-quiz-room")
    invigilator.press("Tampilkan di layar")
    expect(invigilator.page.get_by_role("main")).to_contain_text("UJI AN7")
    invigilator.look("instructor-quiz-wall")

    trainee = visit("trainee")
    page = trainee.go(f"/angkatan/{batch}/kuis/{trial}", "trainee-quiz-door")
    page.get_by_label("Kode ruang").fill("KELIRU")
    page.get_by_role("button", name="Masuk ruang kuis").click()
    expect(page.get_by_label("Kode ruang")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Kode ruang").fill("uji an7")
    page.get_by_role("button", name="Masuk ruang kuis").click()
    page.get_by_role("button", name=re.compile("^Mulai")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Rantai pasok"))
    trainee.look("trainee-quiz-section")
    page.get_by_role("button", name="Buka bagian ini").click()
    expect(page.locator(".top [data-countdown]")).to_contain_text("Bagian 1")
    page.wait_for_load_state()
    fill_in(page)
    expect(page.locator("[data-save-state]")).to_contain_text(SAVED)
    trainee.look("trainee-quiz-two-clocks")

    place(page, 2).click()
    trainee.context.set_offline(True)
    fill_in(page)
    expect(page.locator("[data-save-state]")).to_contain_text(f"{NOT_SAVED}: 1")
    _end_the_running_section(house, page)
    trainee.context.set_offline(False)
    over = page.locator("[data-unused]")
    expect(page.locator("[data-save-state]")).to_contain_text("Waktu bagian ini sudah habis")
    expect(over).to_contain_text("lanjutkan di bagian lain")
    typed = over.locator("[data-unused-text]").inner_text()
    assert typed
    expect(place(page, 2)).not_to_have_attribute("data-state", ANSWERED)
    expect(page.locator("[data-count=isi]")).to_have_text("1")
    trainee.look("trainee-quiz-section-over")
    place(page, 22).click()
    fill_in(page)
    expect(page.locator("[data-save-state]")).to_contain_text(SAVED)
    page.goto(page.url.replace("n=22", "n=2"))
    expect(page.get_by_role("main")).to_contain_text("tidak dapat diubah lagi")
    expect(over.locator("[data-unused-text]")).to_have_text(typed)
    trainee.look("trainee-quiz-locked")
    page.get_by_role("button", name="Tinjau lalu kirim").click()
    trainee.look("trainee-quiz-look-back")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.locator("[data-unused-of]")).to_contain_text(typed)
    trainee.look("trainee-quiz-outcome-of-sections")
    assert set(answers(house, page)) == {1, 22}

    page.goto(f"/angkatan/{batch}/kuis/{practice}")
    page.get_by_role("button", name=re.compile("^Mulai")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Soal")
    page.wait_for_load_state()
    fill_in(page)
    page.get_by_role("button", name="Periksa jawaban").click()
    expect(page.get_by_role("main")).to_contain_text("Jawaban ini tidak dapat diubah lagi")
    expect(page.get_by_role("main")).to_contain_text(re.compile("Benar|Salah"))
    trainee.look("trainee-quiz-settled")
    forgive(trainee)


def _tests_of_the_earlier_training(house: House) -> list[tuple[int, int]]:
    """Take the trainee's earlier training up again; return (batch, unit) of two of its quizzes."""
    with sqlite3.connect(f"{house.folder}/lms.sqlite3", timeout=30) as database:
        found = database.execute(
            "SELECT batch.id, unit.id FROM unit JOIN course ON course.id = unit.course_id "
            "JOIN batch ON batch.version_id = course.version_id AND batch.number = 1 "
            "WHERE unit.title IN ('Uji coba sertifikasi', 'Latihan kasus gabungan') "
            "ORDER BY unit.title DESC"
        ).fetchall()
        database.execute("UPDATE batch SET state = 'grading' WHERE id = ?", found[0][:1])
        database.execute("DELETE FROM room_entry")  # nobody has been in yet
    return found


def _end_the_running_section(house: House, page: Page) -> None:
    """Let the time of the section that is open be over, its grace too."""
    attempt = re.search(r"/percobaan/(\d+)", page.url)
    assert attempt is not None
    with sqlite3.connect(f"{house.folder}/lms.sqlite3", timeout=30) as database:
        database.execute(
            "UPDATE attempt SET clocks = json_set(clocks, '$[0].closes_at', ?) WHERE id = ?",
            ("2026-01-05T01:00:00+00:00", *attempt.groups()),
        )  # fmt: skip


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


def test_a_subject_is_kept_and_read_without_a_connection(visit: Visit, house: House) -> None:
    trainee = visit()
    sign_in(trainee.page, "trainee")  # a sign-in of its own: it ends below
    page = trainee.go("/pelatihan")
    trainee.press("Pelatihan Dasar CPNS")
    batch = page.url.rstrip("/")
    page.goto(f"{batch}/belajar")
    trainee.press("Simpan untuk dibaca tanpa sambungan")
    trainee.look("trainee-offline")
    first, *_others = _keep_the_first_subject(house, page)
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


def test_a_newer_version_takes_over_and_takes_nothing_away(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    door = Door(int(house.base.rpartition(":")[2]))
    trainee = Visitor(browser, door.base)
    sign_in(trainee.page, "trainee")
    page = trainee.go("/pelatihan")
    trainee.press("Pelatihan Dasar CPNS")
    page.goto(f"{page.url.rstrip('/')}/luring")
    kept = [one["address"] for one in _keep_the_first_subject(house, page)]
    _trainee, page = start(lambda _role: trainee)
    trainee.context.set_offline(True)
    lesson = trainee.context.new_page()
    lesson.goto(kept[0])
    lesson.get_by_role("main").get_by_role("button", name="Selesai dan lanjut").click()
    lesson.wait_for_url(f"**{kept[1]}")
    lesson.close()  # with what it has to say
    place(page, 10).click()
    fill_in(page)
    said = page.locator("[data-save-state]")
    expect(said).to_contain_text(NOT_SAVED)

    with newer_version(house, tmp_path) as port:
        door.switch(port)
        trainee.context.set_offline(False)
        expect(said).to_contain_text(SAVED)
        newer = page.locator("[data-updated]")
        expect(newer).to_be_hidden()
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # looked at again
        expect(newer).to_be_visible()
        trainee.look("trainee-quiz-newer-version")
        assert page.evaluate(MARKS) == ["", ""]  # what is open goes on as it is
        place(page, 11).click()
        fill_in(page)
        expect(said).to_contain_text(SAVED)
        newer.get_by_role("button", name="Muat ulang").click()
        expect(newer).to_be_hidden()
        assert page.evaluate(MARKS) == ["baru", "baru"]
        assert answers(house, page)[10] == answers(house, page)[11] == 1

        trainee.context.set_offline(True)
        for address in kept:  # kept by the older version, opened by the newer one
            page.goto(address)
            assert page.evaluate(MARKS) == ["", ""], address
            assert page.evaluate("document.fonts.check('1rem \"Plus Jakarta Sans\"')")
        page.goto("/luring")
        assert page.evaluate(MARKS) == ["baru", "baru"]
        trainee.context.set_offline(False)
        page.goto(kept[0])
        expect(page.get_by_role("main")).to_contain_text("Selesai Anda baca")
        page.wait_for_function(
            "async () => (await (await caches.match(location.pathname)).text()).includes('-baru.')"
        )
        trainee.context.set_offline(True)
        page.goto(kept[0])
        assert page.evaluate(MARKS) == ["baru", "baru"]
    door.close()
    assert not trainee.close()


def _keep_the_first_subject(house: House, page: Page) -> list[dict[str, Any]]:
    """Keep a subject on the device, its first lesson not read yet; returns what its pages are."""
    subject = page.locator("[data-keep]").first
    pages: list[dict[str, Any]] = json.loads(subject.get_attribute("data-pages") or "")
    with sqlite3.connect(f"{house.folder}/lms.sqlite3", timeout=30) as database:
        unit_id = pages[0]["address"].rpartition("/")[2]  # another journey may have read it
        database.execute("UPDATE visit SET finished_at = NULL WHERE unit_id = ?", (unit_id,))
    subject.get_by_role("button", name=re.compile("^Simpan, sekitar")).click()
    expect(subject.locator("[data-said]")).to_contain_text("di perangkat ini sejak")
    return pages


def test_a_recording_is_kept_and_counts_once_one_is_back(visit: Visit) -> None:
    trainee = visit("trainee")
    page = trainee.go("/pelatihan")
    trainee.press("Pelatihan Dasar CPNS")
    page.goto(f"{page.url.rstrip('/')}/luring")
    subject = page.locator("[data-keep]", has_text="Latihan napas")
    subject.get_by_role("button", name=re.compile("^Simpan, sekitar")).click()
    expect(subject.locator("[data-said]")).to_contain_text("di perangkat ini sejak")
    pages = json.loads(subject.get_attribute("data-pages") or "")
    address = next(one["address"] for one in pages if one["title"].startswith("Latihan napas"))

    trainee.context.set_offline(True)
    page.goto(address)
    page.evaluate(
        """async () => {
          const media = document.querySelector("audio");
          Object.assign(media, { preload: "auto", muted: true });
          const known = new Promise((heard) => media.addEventListener("loadedmetadata", heard));
          media.load();
          await known;
          media.currentTime = 40;
          await media.play();
          await new Promise((heard) => setTimeout(heard, 2200));
          media.pause();
        }"""
    )
    expect(page.locator("[data-save-state]").first).to_contain_text("Belum terkirim: 1")
    page.reload()
    expect(page.locator("[data-go-on]")).to_contain_text("Lanjut dari 0.4")
    expect(page.locator("[data-seen]")).not_to_contain_text("Sudah 0 persen")

    trainee.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-save-state]").first).to_contain_text(SAVED)
    page.reload()
    spans = json.loads(page.locator("[data-recording]").get_attribute("data-spans") or "")
    assert len(spans) == 1 and spans[0][0] == 40 and 41 <= spans[0][1] <= 44
    forgive(trainee)
