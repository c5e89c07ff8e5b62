"""The administrator's register: people are found, added, given roles and first passwords."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms.core.clock import today
from lms.core.db import db
from lms.people import queries
from lms.people.models import Person
from tests import cast

Browser = Callable[..., FlaskClient]
NEW = {
    "nip": "19900101 201503 1 777", "name": "Wayan Suryani", "employment": "pns",
    "position_kind": "pelaksana", "position_title": "Pengelola arsip", "golongan": "II/c",
    "email": "Wayan@demo.invalid", "office": "0",
}  # fmt: skip


@pytest.fixture
def admin(sign_in: Browser) -> FlaskClient:
    """Return the browser of an administrator."""
    return sign_in(cast.a_person("Adi Admin", roles=("admin",)))


def _grant(role: str, **more: str) -> dict[str, str]:
    return {"role": role, "office": "0", "starts_on": today().isoformat(), "ends_on": ""} | more


def test_a_person_is_registered_and_found_by_nip_and_name(admin: FlaskClient) -> None:
    answer = admin.post("/orang/baru", data=NEW, follow_redirects=True)
    assert answer.status_code == 200 and "Wayan Suryani terdaftar" in answer.text
    found = queries.by_account("199001012015031777")
    assert found is not None
    assert (found.email, str(found.birth_date)) == ("wayan@demo.invalid", "1990-01-01")
    for wanted in ("suryani", "1990 0101 2015", "wayan@demo.invalid"):
        assert "Wayan Suryani" in admin.get("/orang", query_string={"cari": wanted}).text
    assert "Tidak ada orang yang cocok" in admin.get("/orang?cari=zzz").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"nip": "123"}, "NIP harus 18 angka"),
        ({"name": " "}, "Isi nama."),
        ({"email": "bukan surel"}, "Isi alamat surel yang lengkap"),
        ({"office": "9999"}, "Pilih salah satu yang tersedia"),
        ({"employment": "raja"}, "Pilih salah satu yang tersedia"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(
    admin: FlaskClient, wrong: dict[str, str], sentence: str
) -> None:
    answer = admin.post("/orang/baru", data=NEW | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert queries.by_account("199001012015031777") is None


def test_a_nip_belongs_to_one_person(admin: FlaskClient, sari: Person) -> None:
    answer = admin.post("/orang/baru", data=NEW | {"nip": sari.nip or ""})
    assert answer.status_code == 422
    assert f"NIP ini sudah dipakai oleh {sari.name}" in answer.text


def test_a_correction_is_kept_with_what_stood_before(admin: FlaskClient, sari: Person) -> None:
    shown = admin.get(f"/orang/{sari.id}/ubah").text
    assert f'value="{sari.name}"' in shown
    facts = NEW | {"nip": sari.nip or "", "name": "Sari Lestari", "email": sari.email or ""}
    assert admin.post(f"/orang/{sari.id}/ubah", data=facts).status_code == 302
    db.session.expire_all()
    assert db.session.get_one(Person, sari.id).name == "Sari Lestari"
    line = db.session.execute(
        db.text("SELECT facts FROM journal_entry WHERE verb = 'person.corrected'")
    ).scalar_one()
    assert "Sari Wulandari" in line


def test_a_role_opens_its_front_door_and_ends_at_once(
    admin: FlaskClient, sign_in: Browser, sari: Person
) -> None:
    answer = admin.post(f"/orang/{sari.id}/peran", data=_grant("organiser"), follow_redirects=True)
    assert "Peran tersimpan" in answer.text
    assert sign_in(sari).get("/beranda/penyelenggara").status_code == 200
    again = admin.post(f"/orang/{sari.id}/peran", data=_grant("organiser"))
    assert again.status_code == 422 and "sudah memegang peran itu" in again.text
    end = re.search(r'action="(/orang/\d+/peran/\d+/akhiri)"', answer.text)
    assert end is not None
    assert admin.post(end.group(1)).status_code == 302
    assert sign_in(sari).get("/beranda/penyelenggara").status_code == 403


def test_an_officer_needs_an_office_and_dates_run_forward(admin: FlaskClient, sari: Person) -> None:
    address = f"/orang/{sari.id}/peran"
    assert "Pilih perangkat daerah" in admin.post(address, data=_grant("opd_officer")).text
    before = (today() - timedelta(days=1)).isoformat()
    answer = admin.post(address, data=_grant("leader", ends_on=before))
    assert answer.status_code == 422
    assert "Hari terakhir tidak boleh sebelum hari pertama" in answer.text
    office = str(sari.opd_id)
    assert admin.post(address, data=_grant("opd_officer", office=office)).status_code == 302
    assert any(g.opd_id == sari.opd_id for g in queries.grants_of(sari))


def test_a_first_password_is_shown_once_and_opens_only_the_choice_of_an_own_one(
    admin: FlaskClient, client: FlaskClient, sari: Person
) -> None:
    answer = admin.post(f"/orang/{sari.id}/sandi")
    found = re.search(r"<code>([^<]+)</code>", answer.text)
    assert found is not None and answer.headers["Cache-Control"] == "no-store"
    client.post("/masuk", data={"account": sari.nip, "password": found.group(1)})
    assert client.get("/beranda").headers["Location"].endswith("/akun/sandi")
    assert found.group(1) not in admin.get(f"/orang/{sari.id}").text


def test_who_left_signs_in_no_more_and_nobody_locks_themselves_out(
    admin: FlaskClient, sign_in: Browser, sari: Person
) -> None:
    own = sign_in(sari)
    assert own.get("/beranda").status_code == 200
    assert admin.post(f"/orang/{sari.id}/berhenti").status_code == 302
    assert own.get("/beranda").status_code == 302
    me = queries.holders_of("admin")[0]
    assert admin.post(f"/orang/{me.id}/berhenti").status_code == 422
    grant = queries.grants_of(me)[0]
    assert admin.post(f"/orang/{me.id}/peran/{grant.id}/akhiri").status_code == 422


def test_the_register_asks_as_much_for_many_as_for_few(admin: FlaskClient, house: object) -> None:
    few = admin.get("/orang").headers["Server-Timing"]
    for number in range(12):
        cast.a_person(f"Orang {number}", roles=("instructor",))
    assert admin.get("/orang").headers["Server-Timing"] == few
