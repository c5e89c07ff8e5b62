"""Running an event: written, announced, changed, called off, closed, opened again."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.events import actions, queries
from lms.events.models import Event
from lms.people.models import Person
from tests import cast
from tests.events.cast import NEXT_WEEK, TODAY, a_plan, an_event, wib

Browser = Callable[..., FlaskClient]
FORM = {
    "title": "Menulis Naskah Dinas", "day": NEXT_WEEK.isoformat(), "starts": "08:00",
    "ends": "15:00", "zone": "WITA", "place": "Aula Tapis", "quota": "30",
    "registration_opens_on": "2026-11-24", "registration_closes_on": NEXT_WEEK.isoformat(),
    "audience": "all", "description": "Membahas **tata naskah** <script>alert(1)</script>",
}  # fmt: skip


def test_an_organiser_writes_and_announces(
    rina: Person, sari: Person, budi: Person, sign_in: Browser, client: FlaskClient
) -> None:
    browser = sign_in(rina, "organiser")
    assert "Lokakarya" in browser.get("/kegiatan/baru").text
    answer = browser.post(
        "/kegiatan/baru/workshop", data=FORM | {"opd": rina.opd_id, "speakers": budi.nip}
    )
    assert answer.status_code == 302
    event = db.session.scalars(select(Event)).one()
    assert event.starts_at == wib("07.00")  # 08.00 WITA
    assert sign_in(sari).get(answer.location).status_code == 404  # a draft
    assert client.get(answer.location).status_code == 404
    browser.post(f"/kegiatan/{event.id}/umumkan")
    page = client.get(answer.location).text
    for words in ("Menulis Naskah Dinas", "08.00–15.00 WITA", "5 JP", budi.full_name,
                  "<strong>tata naskah</strong>", "Masuk untuk mendaftar"):  # fmt: skip
        assert words in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Isi judul kegiatan."),
        ({"ends": "07:00"}, "Waktu selesai harus sesudah waktu mulai."),
        ({"ends": "08:30"}, "paling singkat 45 menit"),
        ({"place": ""}, "Isi tempat kegiatan, atau tautan"),
        ({"link": "javascript:alert(1)"}, "Isi tautan lengkap yang diawali https://"),
        ({"quota": "0"}, "Isi kuota antara 1 dan 5.000."),
        ({"quota": "banyak"}, "Isi dengan angka bulat."),
        ({"day": "31-12-2026"}, "Isi tanggal dengan bentuk"),
        ({"speakers": "12345"}, "NIP ini tidak dikenal atau tidak bertugas lagi: 12345."),
        ({"audience": "offices"}, "Pilih paling sedikit satu perangkat daerah"),
        ({"audience": "semua"}, "Pilih salah satu yang tersedia."),
        ({"opd": "999"}, "Pilih salah satu yang tersedia."),
        ({"registration_closes_on": "2027-01-01"}, "paling lambat pada hari terakhir"),
        ({"registration_closes_on": "2026-11-23"}, "ditutup sebelum dibuka"),
    ],
)
def test_bad_input_is_explained_and_nothing_is_written(
    rina: Person, sign_in: Browser, wrong: dict[str, str], sentence: str
) -> None:
    browser = sign_in(rina, "organiser")
    form = FORM | {"opd": str(rina.opd_id)} | wrong
    answer = browser.post("/kegiatan/baru/workshop", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Membahas" in answer.text
    assert db.session.scalar(select(func.count(Event.id))) == 0


def test_an_unknown_kind_is_not_found(rina: Person, sign_in: Browser) -> None:
    assert sign_in(rina, "organiser").get("/kegiatan/baru/pesta").status_code == 404


def test_events_for_some_offices_name_them(rina: Person, dedi: Person, sign_in: Browser) -> None:
    form = FORM | {"opd": str(rina.opd_id), "audience": "offices", "offices": [dedi.opd_id]}
    answer = sign_in(rina, "organiser").post("/kegiatan/baru/workshop", data=form)
    assert answer.status_code == 302
    event = db.session.scalars(select(Event)).one()
    assert [office.opd_id for office in queries.event_in_full(event).offices] == [dedi.opd_id]


@pytest.mark.parametrize(
    ("kind", "sentence"), [("coaching", "NIP coach atau mentor"), ("assignment", "surat tugas")]
)
def test_a_kind_has_its_own_needs(rina: Person, kind: str, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        actions.plan_event(a_plan(kind, opd_id=rina.opd_id), by=rina)


def test_an_officer_runs_the_events_of_the_own_office_only(
    rina: Person, dedi: Person, sign_in: Browser
) -> None:
    foreign = an_event(rina)
    browser = sign_in(dedi, "opd")
    assert browser.get(f"/kegiatan/{foreign.id}/ubah").status_code == 403
    assert browser.get(f"/kegiatan/{foreign.id}/peserta").status_code == 403
    page = browser.get("/kegiatan/baru/webinar").text
    assert "Kantor Dinkes" in page
    refused = browser.post("/kegiatan/baru/webinar", data=FORM | {"opd": str(rina.opd_id)})
    assert refused.status_code == 422
    taken = browser.post("/kegiatan/baru/webinar", data=FORM | {"opd": str(dedi.opd_id)})
    assert taken.status_code == 302
    assert browser.get(f"{taken.location}/ubah").status_code == 200


def test_trainees_write_nothing(webinar: Event, sari: Person, sign_in: Browser) -> None:
    browser = sign_in(sari)
    assert browser.get("/kegiatan/baru").status_code == 403
    for verb in ("ubah", "batalkan", "buka-lagi", "peserta", "peserta.xlsx"):
        assert browser.get(f"/kegiatan/{webinar.id}/{verb}").status_code == 403
    for verb in ("umumkan", "sahkan", "peserta"):
        assert browser.post(f"/kegiatan/{webinar.id}/{verb}").status_code == 403


def test_a_change_of_time_is_told_to_who_takes_part(
    webinar: Event, rina: Person, sari: Person, sign_in: Browser
) -> None:
    actions.register(webinar, sari, by=sari)
    actions.change_event(
        webinar,
        a_plan(opd_id=rina.opd_id, quota=2, starts_at=wib("13.00"), ends_at=wib("16.00")),
        by=rina,
    )
    db.session.commit()
    page = sign_in(sari).get(f"/kegiatan/{webinar.id}").text
    assert "Waktu atau tempat berubah: 1 Desember 2026, 13.00 WIB" in page
    assert webinar.sequence == 1


def test_an_event_is_called_off_with_a_reason(
    webinar: Event, rina: Person, sari: Person, sign_in: Browser
) -> None:
    actions.register(webinar, sari, by=sari)
    browser = sign_in(rina, "organiser")
    assert browser.post(f"/kegiatan/{webinar.id}/batalkan", data={"reason": " "}).status_code == 422
    assert webinar.state == "open"
    browser.post(f"/kegiatan/{webinar.id}/batalkan", data={"reason": "Narasumber sakit."})
    assert "Narasumber sakit." in sign_in(sari).get(f"/kegiatan/{webinar.id}").text
    assert "Dibatalkan: Narasumber sakit." in sign_in(sari).get("/kegiatan/saya").text
    refused = browser.post(f"/kegiatan/{webinar.id}/batalkan", data={"reason": "Lagi."})
    assert refused.status_code == 422
    assert "sudah dibatalkan" in refused.text


def test_closing_gives_hours_to_those_who_came(
    webinar: Event, rina: Person, sari: Person, budi: Person, sign_in: Browser,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    came = actions.register(webinar, sari, by=sari)
    actions.register(webinar, budi, by=budi)
    came.attended_at, came.attended_via = wib("09.05", NEXT_WEEK), "roll"
    db.session.commit()
    clock.move_to(wib("11.59", NEXT_WEEK))
    browser = sign_in(rina, "organiser")
    early = browser.post(f"/kegiatan/{webinar.id}/sahkan")
    assert early.status_code == 422
    assert "sesudah 1 Desember 2026, 12.00 WIB" in early.text
    clock.move_to(wib("12.00", NEXT_WEEK))
    assert browser.post(f"/kegiatan/{webinar.id}/sahkan").status_code == 302
    assert [place.person.name for place in queries.entitled(webinar)] == ["Sari Wulandari"]
    (row,) = db.session.execute(queries.earned())
    assert (row.person_id, row.form, row.jp, row.earned_on) == (
        sari.id, "webinar", Decimal(4), NEXT_WEEK,
    )  # fmt: skip
    assert "4 JP diperoleh" in sign_in(sari).get(f"/kegiatan/{webinar.id}").text
    assert "Kehadiran atau bukti Anda tidak tercatat" in (
        sign_in(budi, "trainee").get(f"/kegiatan/{webinar.id}").text
    )
    browser.post(f"/kegiatan/{webinar.id}/buka-lagi", data={"reason": "Budi terlewat."})
    assert queries.entitled(webinar) == []
    assert webinar.state == "open"


def test_the_list_is_narrowed_by_kind_time_and_words(
    rina: Person, sari: Person, sign_in: Browser, client: FlaskClient,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    an_event(rina, title="Layanan Prima")
    an_event(rina, "seminar", title="Anggaran Daerah", place="Aula")
    an_event(rina, title="Masih Rancangan", state="draft")
    assert "2 kegiatan" in client.get("/kegiatan").text
    page = client.get("/kegiatan?jenis=seminar&q=anggaran").text
    assert "1 kegiatan" in page
    assert "Layanan Prima" not in page
    assert "1 kegiatan" in sign_in(rina, "organiser").get("/kegiatan?waktu=draft").text
    assert "0 kegiatan" in client.get("/kegiatan?waktu=draft").text
    assert client.get("/kegiatan?jenis=x&waktu=y&halaman=-3").status_code == 200
    clock.shift(timedelta(days=8))
    assert "0 kegiatan" in client.get("/kegiatan").text
    assert "2 kegiatan" in client.get("/kegiatan?waktu=past").text


def test_pages_ask_few_questions(
    webinar: Event, rina: Person, sari: Person, sign_in: Browser, count_queries: Callable[..., int]
) -> None:
    for number in range(12):
        event = an_event(rina, title=f"Webinar {number}")
        actions.register(event, sari, by=sari)
        actions.register(event, cast.a_person(f"Orang {number}"), by=rina)
    full = an_event(rina, title="Penuh", quota=1)
    for person in (cast.a_person("Lebih Dulu"), sari):
        actions.register(full, person, by=rina)
    db.session.commit()
    trainee, organiser = sign_in(sari), sign_in(rina, "organiser")
    for browser, address, most in (
        (trainee, "/kegiatan", 8), (trainee, f"/kegiatan/{webinar.id}", 8),
        (trainee, f"/kegiatan/{event.id}", 8), (trainee, f"/kegiatan/{full.id}", 8),
        (trainee, "/kegiatan/saya", 8), (organiser, f"/kegiatan/{webinar.id}/peserta", 12),
        (organiser, f"/kegiatan/{webinar.id}/ubah", 12),
    ):  # fmt: skip
        browser.get(address)
        assert count_queries(lambda b=browser, a=address: b.get(a)) <= most, address


def test_the_list_goes_out_as_a_table(webinar: Event, rina: Person, sari: Person, sign_in) -> None:
    actions.register(webinar, sari, by=sari)
    db.session.commit()
    text = sign_in(rina, "organiser").get(f"/kegiatan/{webinar.id}/peserta.csv").text
    assert "Sari Wulandari" in text
    assert "Terdaftar" in text
    assert str(TODAY.year) not in text.splitlines()[1].split(",")[-1]
