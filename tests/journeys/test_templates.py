"""An organiser changes the template of a paper on a phone: preview, refusal, new version, back."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import HEIGHTS, PHONE, Visitor

Visit = Callable[..., Visitor]


def test_a_template_is_tried_and_kept_on_a_phone(visit: Visit) -> None:
    organiser = visit("organiser")
    page = organiser.page
    page.set_viewport_size({"width": PHONE, "height": HEIGHTS[PHONE]})
    organiser.go("/templat-surat", "templates")
    page.get_by_role("link", name=re.compile("Ubah Surat Tanda Tamat.*Dasar CPNS")).click()
    pictures = page.locator("#pratinjau img")
    expect(pictures.first).to_be_visible(timeout=60_000)
    organiser.look("template")
    source = page.get_by_label("Templat (Jinja)")
    kept = source.input_value()
    source.fill(kept + "{% block outcome %}\n{{ sheet.tiada }}{% endblock %}")
    expect(page.locator("#pratinjau")).to_contain_text("baris 6", timeout=60_000)
    organiser.look("template-refused")
    source.fill(kept + "{% block outcome %}Tamat{% endblock %}")
    expect(pictures.first).to_be_visible(timeout=60_000)
    page.get_by_label("Apa yang diubah, dan mengapa").fill("Kata hasil menjadi Tamat")
    page.get_by_role("button", name="Simpan sebagai versi baru").click(timeout=90_000)
    expect(page.get_by_text("versi 1 berlaku")).to_be_visible(timeout=90_000)
    page.get_by_role("link", name="Lihat semua versi").click()
    expect(page.get_by_text("+{% block outcome %}Tamat{% endblock %}")).to_be_visible()
    organiser.look("template-versions")
