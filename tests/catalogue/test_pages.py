"""The catalogue, own trainings, lists and rosters, as each of the cast, within few statements."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms.catalogue.permissions import visible_batches
from lms.core.access import can
from lms.core.clock import today
from lms.core.db import db
from lms.people.models import Person
from lms.people.queries import with_grants
from tests import cast
from tests.catalogue.test_accept import nominated

Browser = Callable[..., FlaskClient]


@pytest.fixture
def offers(app: object) -> None:
    """Give a catalogue of two programmes, one with a batch to join."""
    latsar = cast.a_programme()
    cast.a_batch(latsar, quota=2, starts_on=today() + timedelta(days=40))
    cast.a_batch(latsar, number=2, state="planned")
    cast.a_programme(
        "pbj-level-1", title="Pengadaan Level 1", jp_total=54, certificate_kind="sertifikat"
    )


@pytest.mark.usefixtures("offers")
def test_the_catalogue_is_open_to_everybody(client: FlaskClient) -> None:
    shown = client.get("/katalog").text
    assert "2 pelatihan" in shown
    assert "Latsar CPNS" in shown
    assert "2 dari 2 kursi tersisa" in shown
    assert "Belum ada angkatan yang membuka pendaftaran" in shown


@pytest.mark.usefixtures("offers")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=pengadaan", "1 pelatihan"),
        ("q=analisis+isu", "2 pelatihan"),  # a subject
        ("q=100%25", "0 pelatihan"),
        ("jenis=latsar", "2 pelatihan"),
        ("jenis=nonsense", "0 pelatihan"),
        ("cara=blended", "2 pelatihan"),
        ("cara=online", "0 pelatihan"),
        ("cara=nonsense", "2 pelatihan"),
        ("kursi=ada", "1 pelatihan"),
        ("bulan=1999-01", "0 pelatihan"),
        ("bulan=nonsense", "2 pelatihan"),
        ("urut=jp&halaman=99", "2 pelatihan"),
        ("halaman=nonsense", "2 pelatihan"),
    ],
)
def test_filters_stand_in_the_address(client: FlaskClient, query: str, found: str) -> None:
    answer = client.get(f"/katalog?{query}")
    assert answer.status_code == 200
    assert found in answer.text


@pytest.mark.usefixtures("offers")
def test_the_month_filter_keeps_batches_that_start_in_it(client: FlaskClient) -> None:
    month = (today() + timedelta(days=40)).strftime("%Y-%m")
    assert "1 pelatihan" in client.get(f"/katalog?bulan={month}").text


@pytest.mark.usefixtures("offers")
def test_a_programmes_page_says_what_it_is_and_what_is_unsure(client: FlaskClient) -> None:
    shown = client.get("/katalog/latsar-cpns").text
    for words in (
        "PerLAN 1/2021",
        "Berorientasi Pelayanan",
        "Agenda 1",
        "60 JP",
        "perlu dicocokkan",
        "Surat Tanda Tamat Pelatihan",
        "Masuk untuk mendaftar",
    ):
        assert words in shown
    assert "Angkatan II " not in shown  # planned batches are not announced
    assert client.get("/katalog/tiada").status_code == 404


@pytest.mark.usefixtures("offers")
def test_the_one_button_says_its_outcome(sign_in: Browser, sari: Person) -> None:
    page = sign_in(sari).get("/katalog/latsar-cpns").text
    assert "Ajukan diri" in page


def test_a_full_batch_offers_the_place_in_the_queue(sign_in: Browser, sari: Person) -> None:
    batch = cast.a_batch(quota=1)
    places = nominated(batch, 3)
    for number, place in enumerate(places):
        place.state, place.queue_no = ("waiting", number) if number else ("accepted", None)
    shown = sign_in(sari).get("/katalog/latsar-cpns").text
    assert "Penuh, 2 orang menunggu" in shown
    assert "Masuk daftar tunggu, urutan 3" in shown


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("applied", "Anda: menunggu usulan instansi"),
        ("accepted", "Anda: diterima"),
        ("waiting", "Anda di daftar tunggu, urutan 1"),
        ("withdrawn", "Ajukan diri"),
    ],
)
def test_the_programme_page_knows_the_own_place(
    sign_in: Browser, sari: Person, state: str, words: str
) -> None:
    place = cast.an_enrolment(sari, cast.a_batch(), state)
    place.queue_no = 4 if state == "waiting" else None
    assert words in sign_in(sari).get("/katalog/latsar-cpns").text


def test_why_not_is_said_in_words(sign_in: Browser, sari: Person) -> None:
    batch = cast.a_batch()
    browser = sign_in(sari)
    batch.registration_opens_on = today() + timedelta(days=1)
    assert "belum dibuka" in browser.get("/katalog/latsar-cpns").text
    batch.registration_opens_on = batch.registration_closes_on = today() - timedelta(days=1)
    assert "sudah ditutup" in browser.get("/katalog/latsar-cpns").text


def test_own_trainings_are_grouped(sign_in: Browser, sari: Person) -> None:
    version = cast.a_programme()
    for number, (batch_state, state) in enumerate(
        [
            ("running", "accepted"),
            ("closed", "accepted"),
            ("open", "waiting"),
            ("open", "declined"),
        ],
        1,
    ):
        batch = cast.a_batch(version, number=number, state=batch_state)
        cast.an_enrolment(sari, batch, state).queue_no = number
    shown = sign_in(sari).get("/pelatihan").text
    for words in ("Sedang dan akan diikuti", "Menunggu keputusan", "Selesai", "Tidak dilanjutkan",
                  "Daftar tunggu, urutan 1"):  # fmt: skip
        assert words in shown


def test_whoever_has_none_is_led_to_the_catalogue(sign_in: Browser, sari: Person) -> None:
    assert "Buka katalog" in sign_in(sari).get("/pelatihan").text


def test_trainees_see_names_and_offices_only(sign_in: Browser, sari: Person, budi: Person) -> None:
    batch = cast.a_batch()
    cast.an_enrolment(sari, batch)
    cast.a_staff(budi, batch)
    waiting = cast.an_enrolment(cast.a_person("Wawan Setiawan"), batch, "waiting")
    waiting.queue_no = 1
    for person in (sari, budi):
        shown = sign_in(person).get(f"/angkatan/{batch.id}/peserta").text
        assert "Sari Wulandari" in shown
        assert "Kantor BPSDM" in shown
        assert "Wawan" not in shown
        assert (sari.nip or "-")[:8] not in shown


def test_outsiders_do_not_find_the_roster(
    sign_in: Browser, client: FlaskClient, sari: Person, dedi: Person, lena: Person
) -> None:
    batch = cast.a_batch()
    cast.an_enrolment(sari, batch, "waiting")
    for person in (sari, dedi, lena):
        assert sign_in(person).get(f"/angkatan/{batch.id}/peserta").status_code == 404
    assert client.get(f"/angkatan/{batch.id}/peserta").status_code == 302


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_need_the_organiser_and_carry_no_formula(
    sign_in: Browser, sari: Person, rina: Person, budi: Person, kind: str
) -> None:
    batch = cast.a_batch()
    cast.an_enrolment(sari, batch)
    cast.an_enrolment(cast.a_person("=HYPERLINK(1)"), batch)
    cast.a_staff(budi, batch)
    address = f"/angkatan/{batch.id}/peserta.{kind}"
    assert [sign_in(p).get(address).status_code for p in (sari, budi)] == [403, 403]
    answer = sign_in(rina).get(address)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    if kind == "csv":
        assert "'=HYPERLINK(1)" in answer.text
        assert "Sari Wulandari" in answer.text
        assert "\n=" not in answer.text
    assert sign_in(rina).get(f"/angkatan/{batch.id}/peserta.pdf").status_code == 404


def test_the_list_of_batches_is_narrowed(sign_in: Browser, rina: Person, budi: Person) -> None:
    version = cast.a_programme()
    mine = cast.a_batch(version, number=1, state="running")
    cast.a_batch(version, number=2)
    cast.a_staff(budi, mine)
    browser = sign_in(rina)
    assert "2 angkatan" in browser.get("/angkatan").text
    assert "1 angkatan" in browser.get("/angkatan?tahap=running").text
    assert "0 angkatan" in browser.get("/angkatan?tahun=1999").text
    assert "2 angkatan" in browser.get("/angkatan?program=latsar-cpns&halaman=-3").text
    assert "0 angkatan" in browser.get("/angkatan?program=tiada").text
    assert "1 angkatan" in sign_in(budi).get("/angkatan").text


def test_lists_and_things_agree(
    sari: Person, budi: Person, rina: Person, dedi: Person, lena: Person, adi: Person
) -> None:
    version = cast.a_programme()
    batches = [cast.a_batch(version, number=number) for number in (1, 2, 3)]
    cast.an_enrolment(sari, batches[0])
    cast.an_enrolment(sari, batches[1], "waiting")
    cast.a_staff(budi, batches[2])
    for name in (sari, budi, rina, dedi, lena, adi):
        person = with_grants(name.id)
        assert person is not None
        listed = {batch.id for batch in db.session.scalars(visible_batches(person)).unique()}
        assert listed == {batch.id for batch in batches if can(person, "batch.view", batch)}


@pytest.mark.parametrize("count", [2, 25])
def test_pages_ask_few_statements_however_long(
    sign_in: Browser,
    count_queries: Callable[..., int],
    sari: Person,
    rina: Person,
    dedi: Person,
    count: int,
) -> None:
    version = cast.a_programme()
    batches = [cast.a_batch(version, number=number, quota=3) for number in range(1, count)]
    batch = cast.a_batch(version, number=count + 1, quota=40)
    for place in nominated(batch, count):
        place.state = "accepted"
    nominated(batches[0], 2)
    cast.an_enrolment(sari, batch)
    cast.an_enrolment(sari, batches[0], "waiting").queue_no = 1
    trainee, organiser, officer = sign_in(sari), sign_in(rina), sign_in(dedi)
    limits = {
        "/katalog": (trainee, 8),
        "/katalog/latsar-cpns": (trainee, 8),
        "/pelatihan": (trainee, 8),
        f"/angkatan/{batch.id}/peserta": (trainee, 8),
        "/angkatan": (organiser, 12),
        f"/angkatan/{batch.id}/peserta ": (organiser, 12),
        f"/angkatan/{batch.id}/tim?q=a": (organiser, 12),
        f"/angkatan/{batch.id}/pengaturan": (organiser, 12),
        "/nominasi?q=a": (officer, 12),
    }
    for address, (browser, limit) in limits.items():
        assert browser.get(address.strip()).status_code == 200
        asked = count_queries(lambda a=address, b=browser: b.get(a.strip()))
        assert asked <= limit, f"{address}: {asked}"


@pytest.mark.one_engine
def test_a_query_cannot_steer_the_links_of_a_page(client: FlaskClient) -> None:
    cast.a_programme()
    asked = {"_scheme": "javascript", "_external": "1", "_anchor": "x", "endpoint": "x", "q": "a b"}
    page = client.get("/katalog", query_string=asked)
    assert page.status_code == 200
    links = re.findall(r'href="([^"]*urut=jp[^"]*)"', page.text)
    assert links and all(link.startswith("/katalog?") for link in links)
