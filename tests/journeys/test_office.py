"""The officer of an office puts own staff forward; the leader reads the index."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]


def test_an_officer_nominates_own_staff(visit: Visit) -> None:
    officer = visit("opd_officer")
    officer.look("officer-home")
    page = officer.page
    officer.press("Usulkan peserta")
    officer.look("officer-nominations")
    page.get_by_label("Nama atau NIP").fill("19")
    officer.press("Cari pegawai", role="button")
    officer.look("officer-nominations-found")
    candidate = page.get_by_role("group").get_by_role("checkbox").last
    name = candidate.locator("xpath=..").inner_text().splitlines()[0].split(",")[0]
    candidate.check()
    officer.press("Usulkan yang dipilih", role="button")
    officer.look("officer-nominated")
    line = page.get_by_role("table").get_by_role("row").filter(has_text=name)
    expect(line).to_contain_text("Diusulkan")


def test_a_leader_reads_the_index_under_each_rule(visit: Visit) -> None:
    leader = visit("leader")
    leader.look("leader-index")
    page = leader.page
    index = page.locator(".stat_n").first
    before = index.inner_text()
    rules = page.get_by_label("Aturan", exact=True)
    now = rules.input_value()
    other = [one.get_attribute("value") for one in rules.get_by_role("option").all()]
    rules.select_option([key for key in other if key != now][-1])
    leader.press("Terapkan", role="button")
    leader.look("leader-index-other-rule")
    expect(index).not_to_have_text(before)
    leader.press("Dis. Kesehatan")
    leader.look("leader-office")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dinas Kesehatan")
    expect(page.get_by_role("table").get_by_role("row").nth(1)).to_be_visible()


def test_an_officer_nominates_from_the_radar_and_takes_it_back(visit: Visit) -> None:
    officer = visit("opd_officer")
    page = officer.go("/kompetensi/radar", "officer-radar")
    page.get_by_role("checkbox").first.check()
    offered = page.get_by_label("Angkatan yang dibuka").get_by_role("option").all()
    page.get_by_label("Angkatan yang dibuka").select_option(offered[-1].get_attribute("value"))
    officer.press("Usulkan yang dipilih", role="button")
    expect(page.get_by_text("1 pegawai diusulkan.")).to_be_visible()
    officer.press("Urungkan usulan", role="button")
    expect(page.get_by_text("1 usulan diurungkan.")).to_be_visible()


def test_every_other_page_of_the_index(visit: Visit) -> None:
    organiser = visit("organiser")
    organiser.go("/kompetensi/pengecualian", "index-exemptions")
    organiser.press("Akhiri")
    organiser.look("index-exemption-end")
    for path, name in (
        ("/kompetensi/banding", "index-rules"), ("/kompetensi/laporan/1", "index-report"),
        ("/kompetensi/skenario/1", "index-plan"), ("/laporan-jp", "index-hours"),
        ("/konversi-jp", "index-conversion"),
    ):  # fmt: skip
        organiser.go(path, name)


def test_an_administrator_has_a_front_door(visit: Visit) -> None:
    admin = visit("admin")
    admin.look("admin-home")
    expect(admin.page.get_by_role("heading", level=1)).to_be_visible()
