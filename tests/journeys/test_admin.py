"""The administrator watches the system, and every component is fit for everybody."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]


def test_an_administrator_watches_the_system(visit: Visit) -> None:
    admin = visit("admin")
    page = admin.page
    admin.go("/admin/kesehatan", "admin-health")
    expect(page.get_by_role("main")).to_contain_text("Pekerja latar")
    admin.go("/admin/izin", "admin-permissions")
    admin.go("/admin/pekerjaan", "admin-jobs")
    admin.go("/admin/jurnal", "admin-journal")
    page.get_by_label("Tindakan").select_option("sign_in.done")
    page.wait_for_url("**tindakan=sign_in.done**")
    expect(page.get_by_role("table").get_by_role("row").nth(1)).to_contain_text("Masuk")
    admin.press("Periksa seluruh jurnal", role="button")
    page.get_by_text("Semua baris cocok dengan segelnya.").wait_for(timeout=30_000)
    admin.look("admin-journal-checked")


def test_every_component_is_accessible(visit: Visit) -> None:
    developer = visit("admin")
    developer.go("/_components", "components")
    expect(developer.page.get_by_role("heading", level=2).first).to_have_text("avatar")
