"""An instructor: marks a work by its rubric until its trainee sees the mark, and calls the roll."""

import re
from collections.abc import Callable

import pikepdf
from playwright.sync_api import Page, Route, expect
from weasyprint import HTML

from tests.journeys.material import CLASS_NOW
from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]


def hand_in(trainee: Visitor) -> str:
    """Let the trainee hand the first task in; returns the address of the task."""
    page = trainee.go("/tugas")
    trainee.press("Rancangan aktualisasi", exact=True)
    page.get_by_label("Jawaban").fill("Loket memilah berkas sebelum nomor antrean dibagikan.")
    drop_the_line_once(page)
    page.get_by_label("Tambah berkas").set_input_files(
        {"name": "rancangan.pdf", "mimeType": "application/pdf", "buffer": a_paper()}
    )
    expect(page.locator("[data-files]")).to_contain_text("rancangan.pdf")
    trainee.look("trainee-task-draft")
    page.get_by_label("Saya menyatakan ini karya saya sendiri").check()
    trainee.press("Kumpulkan tugas", role="button")
    expect(page.get_by_role("main")).to_contain_text("Tanda terima")
    return page.url


def drop_the_line_once(page: Page) -> None:
    """Let the first piece of an upload be lost on its way."""
    lost: list[Route] = []

    def drop(route: Route) -> None:
        if route.request.method == "PATCH" and not lost:
            lost.append(route)
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/unggahan/*", drop)


def a_paper() -> bytes:
    """Return a PDF of one page with a line to be highlighted."""
    lines = "<p>Rata-rata waktu tunggu di loket mencapai 47 menit.</p>" * 12
    return bytes(HTML(string=f"<h1>Rancangan</h1>{lines}").write_pdf())


def write_on(instructor: Visitor, page: Page) -> None:
    """Highlight a line, draw with the pen, and leave a comment on the shown PDF."""
    sheet = page.locator(".pdf_p").first
    expect(sheet.locator("p")).to_contain_text("47 menit")
    for number, tool in enumerate(("Sorot", "Pena"), 1):
        page.get_by_role("button", name=tool).click()
        box = sheet.bounding_box()
        assert box is not None
        left, top = box["x"] + box["width"] * 0.12, max(box["y"], 0) + 260 + 60 * number
        page.mouse.move(left, top)
        page.mouse.down()
        for step in range(1, 6):
            page.mouse.move(left + 40 * step, top + 8 * (step % 2))
        page.mouse.up()
        expect(page.locator("[data-notes-of] li")).to_have_count(number)
    page.get_by_role("button", name="Komentar").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_label("Komentar", exact=True).fill("Sebutkan hari")
    page.get_by_role("dialog").get_by_role("button", name="Simpan komentar").click()
    expect(page.locator("[data-notes-of] li")).to_have_count(3)
    expect(page.locator("[data-save-state]")).to_have_attribute("data-tone", "ok")
    instructor.look("instructor-annotated")


def kinds_in_copy(page: Page) -> list[str]:
    """Return the kinds of annotations in the downloaded copy."""
    with page.expect_download() as begun:
        page.get_by_role("link", name="PDF beranotasi").click()
    with pikepdf.open(begun.value.path()) as copy:
        return [str(one.Subtype) for one in copy.pages[0].obj.Annots]


def give_levels(page: Page, level: int) -> None:
    """Give every criterion the same level by its key."""
    page.locator("body").click(position={"x": 2, "y": 2})
    for _criterion in range(page.locator("[data-criterion]").count()):
        page.keyboard.press(str(level))


def mark_without_a_network(instructor: Visitor) -> Page:
    """Mark with the network cut and close the page: the next page that is opened sends it all."""
    page, state = instructor.page, instructor.page.locator("[data-save-state]")
    work = page.url
    criteria = page.locator("[data-criterion]").count()
    instructor.context.set_offline(True)
    give_levels(page, 1)
    page.get_by_label("Umpan balik untuk peserta").fill("Isu kuat, tahapan sudah runtut.")
    expect(state).to_contain_text(f"Belum terkirim: {criteria + 1}")
    page.get_by_role("button", name="Sahkan", exact=True).click()  # waits for what is not sent
    instructor.look("instructor-grading-offline")
    page.close()
    instructor.context.set_offline(False)
    instructor.page = page = instructor.context.new_page()
    with page.expect_response(lambda answer: answer.url.endswith("/kriteria") and answer.ok):
        instructor.go("/pesan")
    page.goto(work)
    expect(page.locator("[data-criterion]:not(:has(input:checked))")).to_have_count(0)
    feedback = page.get_by_label("Umpan balik untuk peserta")
    expect(feedback).to_have_value("Isu kuat, tahapan sudah runtut.")
    return page


def test_a_mark_is_seen_only_after_its_release(visit: Visit) -> None:
    trainee, instructor = visit("trainee"), visit("instructor")
    task = hand_in(trainee)

    instructor.look("instructor-home")
    page = instructor.go("/penilaian", "instructor-queue")
    page.get_by_label("Peserta atau tugas").fill("ratih")
    instructor.press("Terapkan", role="button")
    instructor.press("Ratih Anggraini: Rancangan aktualisasi")
    instructor.look("instructor-grading")
    write_on(instructor, page)
    page.reload()
    expect(page.locator("[data-notes-of] li")).to_have_count(3)
    assert sorted(kinds_in_copy(page)) == ["/Highlight", "/Ink", "/Text"]
    page = mark_without_a_network(instructor)
    instructor.press("Sahkan", role="button", exact=True)
    expect(page.get_by_role("main")).to_contain_text("Belum terlihat peserta")
    mark = page.locator(".stat_n").inner_text().split()[0]

    expect(trainee.go(task).get_by_role("main")).not_to_contain_text("Nilai Anda")

    page.goto(task)
    instructor.look("instructor-works")
    instructor.press("Rilis 1 nilai")
    instructor.look("instructor-release")
    instructor.press("Rilis 1 nilai", role="button")
    expect(page.get_by_role("cell", name="Dirilis")).to_be_visible()
    instructor.look("instructor-works-released")

    expect(trainee.go(task).get_by_role("heading", name="Nilai Anda")).to_be_visible()
    expect(trainee.page.get_by_role("main")).to_contain_text("Sebutkan hari")
    expect(trainee.page.get_by_role("main")).to_contain_text(mark)
    trainee.look("trainee-task-marked")


def test_one_checks_in_by_the_code_and_the_roll_has_one_exception(visit: Visit) -> None:
    instructor, trainee = visit("instructor"), visit("trainee")
    page = instructor.page
    page.get_by_role("link", name="Rincian sesi").click()
    instructor.look("instructor-session")
    session = page.url
    instructor.press("Layar kode")
    instructor.look("instructor-wall")
    check_in(trainee, page)
    expect(page.locator(".wall_l")).to_contain_text("Ratih Anggraini", timeout=40_000)

    page.goto(f"{session}/presensi")
    instructor.look("instructor-roll")
    people = page.locator("[data-roll] fieldset")
    expect(people.filter(has_text="Ratih Anggraini")).to_contain_text("masuk sendiri")
    instructor.press("Semua hadir", role="button")
    others = people.filter(has_not_text="Ratih Anggraini")
    others.first.get_by_role("radio", name="Sakit").check(force=True)
    instructor.press("Simpan presensi", role="button")
    instructor.look("instructor-roll-saved")
    expect(page.locator("[data-count=sick]")).to_have_text("1")
    expect(page.locator("[data-count=present]")).to_have_text(str(people.count() - 1))

    go_on_without_a_network(instructor, visit("organiser"), f"{session}/presensi")


def go_on_without_a_network(instructor: Visitor, organiser: Visitor, roll: str) -> None:
    """Mark two trainees with the network cut, while the organiser marks one of them otherwise."""
    page, office = instructor.page, organiser.go(roll)
    page.goto(roll)
    people = page.locator("[data-roll] fieldset").filter(has_not_text="Ratih Anggraini")
    names = [people.nth(at).locator("legend").inner_text().splitlines()[0] for at in (1, 2)]
    instructor.context.set_offline(True)
    people.nth(1).get_by_role("radio", name="Izin").check(force=True)
    people.nth(2).get_by_role("radio", name="Sakit").check(force=True)
    instructor.press("Simpan presensi", role="button")
    expect(page.locator("[data-save-state]")).to_contain_text("Belum terkirim: 2")
    instructor.look("instructor-roll-offline")

    seat = people.nth(1).get_attribute("data-seat")
    office.locator(f"fieldset[data-seat='{seat}']").get_by_role("radio", name="Alpa").check(
        force=True
    )
    organiser.press("Simpan presensi", role="button")
    expect(office.locator("[data-save-state]")).to_contain_text("Tersimpan")

    instructor.context.set_offline(False)
    expect(page.get_by_role("heading", name="Dua tanda berbeda")).to_be_visible()
    expect(page.locator("[data-count=sick]")).to_have_text("2")
    instructor.look("instructor-roll-conflict")
    page.get_by_role("link", name=names[0].split(" Riwayat")[0]).first.click()
    instructor.look("instructor-roll-cell")
    instructor.press("Pakai Izin", role="button")
    expect(page.locator("[data-count=permit]")).to_have_text("1")
    waiting = (
        "store.then((all) => all.getAll('journal')).then((all) => all.map((one) => one.state))"
    )
    assert set(page.evaluate(waiting)) == {"saved"}
    page.goto(f"{roll}/{seat}")
    for word in ("Alpa", "Izin", "Dipilih dari dua tanda"):
        expect(page.locator(".tl")).to_contain_text(word)


def check_in(trainee: Visitor, wall: Page) -> None:
    """Let the trainee type a wrong code, and then the one that stands on the wall."""
    page = trainee.go("/hadir", "trainee-check-in")
    page.get_by_label("Kode di layar").fill("XXXXXX")
    trainee.press("Catat kehadiran", role="button")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    trainee.look("trainee-check-in-refused")

    wall.reload()
    code = re.sub(r"\s", "", wall.locator(".wall_k").inner_text())
    page.get_by_label("Kode di layar").fill(code)
    trainee.press("Catat kehadiran", role="button")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hadir pukul")
    expect(page.get_by_role("main")).to_contain_text(CLASS_NOW)
    trainee.look("trainee-checked-in")


def test_every_other_page_of_an_instructor(visit: Visit) -> None:
    instructor = visit("instructor")
    instructor.go("/jadwal", "instructor-day")
    page = instructor.go("/angkatan", "instructor-batches")
    instructor.press("Pelatihan Kepemimpinan Pengawas")
    batch = page.url.rstrip("/")
    for part in ("jadwal", "tugas", "nilai", "kehadiran", "peserta"):
        instructor.go(f"{batch}/{part}", f"instructor-batch-{part}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kepemimpinan Pengawas")
