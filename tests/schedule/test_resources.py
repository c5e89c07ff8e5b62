"""Accounts, instructors' terms, buildings, the working calendar; and all of them as tables."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core.db import db
from lms.core.tables import write_xlsx
from lms.people.models import Person
from lms.schedule import queries
from lms.schedule.models import Block, Holiday, Room, Travel, WebinarAccount
from tests import cast
from tests.schedule.cast import a_room

pytestmark = pytest.mark.one_engine


def test_the_organiser_looks_after_accounts_buildings_and_closures(
    rina: Person, sari: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    browser = sign_in(rina)
    facts = {"name": "Zoom 1", "capacity": "300", "link": "rapat.contoh.invalid"}
    answer = browser.post("/akun-webinar", data=facts)
    assert answer.status_code == 422
    assert "mulai dengan https://" in answer.text
    facts["link"] = "https://rapat.contoh.invalid/1"
    assert browser.post("/akun-webinar", data=facts).status_code == 302
    account = db.session.scalars(select(WebinarAccount)).one()
    assert (
        browser.post(f"/akun-webinar/{account.id}", data=facts | {"is_closed": "y"}).status_code
        == 302
    )
    assert account.is_closed

    for name in ("Gedung A", "Gedung B"):
        assert browser.post("/gedung", data={"name": name}).status_code == 302
    one, other = (building.id for building in queries.buildings())
    assert browser.post("/gedung/waktu-tempuh", data={f"t-{one}-{other}": "15"}).status_code == 302
    assert queries.travels() == {(one, other): 15, (other, one): 15}
    assert db.session.scalars(select(Travel)).one().minutes == 15

    room = a_room(by=rina)
    away = {"begins": "2026-11-25T08:00", "ends": "2026-11-24T17:00", "reason": "Perawatan"}
    answer = browser.post(f"/ruang/{room.id}/penutupan", data=away)
    assert answer.status_code == 422
    assert "harus sesudah waktu mulai" in answer.text
    away["ends"] = "2026-11-25T17:00"
    assert browser.post(f"/ruang/{room.id}/penutupan", data=away).status_code == 302
    assert "Perawatan" in browser.get(f"/ruang/{room.id}").text
    block = db.session.scalars(select(Block)).one()
    assert browser.post(f"/penutupan/{block.id}/hapus").status_code == 302
    assert db.session.scalars(select(Block)).all() == []
    for address in ("/akun-webinar", "/gedung", "/pengajar", "/kalender-kerja"):
        assert sign_in(sari).get(address).status_code == 403


def test_an_instructors_terms_and_leave(
    rina: Person, budi: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    version = cast.a_programme()
    browser = sign_in(rina)
    facts = {
        "level": "latsar", "jp_per_day": "8", "hours": "Sen 08.00-16.00; Kam 8.00-12.00",
        "rights": [f"{version.programme_id}:01-mapel"], "home_base_id": "0",
    }  # fmt: skip
    answer = browser.post(f"/pengajar/{budi.id}", data=facts | {"hours": "Sen pagi"})
    assert answer.status_code == 422
    assert "Tulis jam mulai dan selesai" in answer.text
    assert browser.post(f"/pengajar/{budi.id}", data=facts).status_code == 302
    profile = queries.profile_of(budi)
    assert profile.hours == {"0": [["08:00", "16:00"]], "3": [["08:00", "12:00"]]}
    assert queries.rights() == {budi.id: {version.programme_id: {"01-mapel"}}}
    away = {"begins": "2026-11-26T00:00", "ends": "2026-11-27T00:00", "reason": "Cuti tahunan"}
    assert browser.post(f"/pengajar/{budi.id}/cuti", data=away).status_code == 302
    text = browser.get(f"/pengajar/{budi.id}").text
    assert "Cuti tahunan" in text
    assert "Sen 08.00-16.00; Kam 08.00-12.00" in text
    assert "1 mata pelatihan" in browser.get("/pengajar").text


def test_holidays_and_patterns_of_hours(rina: Person, sign_in: Callable[..., FlaskClient]) -> None:
    browser = sign_in(rina)
    day = {"day": "2026-12-30", "name": "Libur akhir tahun", "kind": "local", "source": ""}
    assert browser.post("/kalender-kerja", data=day).status_code == 302
    assert "Libur akhir tahun" in browser.get("/kalender-kerja?tahun=2026").text
    holiday = queries.holiday_on(date(2026, 12, 30))
    assert browser.post(f"/kalender-kerja/libur/{holiday.id}/hapus").status_code == 302
    grid = {"programme": "0", "weekday": "-1", "from_on": "2027-01-01", "blocks": "07.30-09.00"}
    answer = browser.post("/kalender-kerja/pola-jam", data=grid | {"blocks": "07.30-08.00"})
    assert answer.status_code == 422
    assert "bukan kelipatan 45 menit" in answer.text
    assert browser.post("/kalender-kerja/pola-jam", data=grid).status_code == 302
    assert "07.30-09.00" in browser.get("/kalender-kerja").text
    assert browser.get("/kalender-kerja?tahun=99999").status_code == 200


def _upload(header: list[str], *rows: list[str]) -> dict[str, object]:
    return {"table": (io.BytesIO(write_xlsx(header, rows)), "tabel.xlsx")}


def test_rooms_leave_and_come_back_as_a_table(
    rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    a_room(by=rina)
    browser = sign_in(rina)
    table = browser.get("/sumber-daya/ruang.xlsx").data
    answer = browser.post(
        "/sumber-daya/ruang/impor", data={"table": (io.BytesIO(table), "ruang.xlsx")}
    )
    assert "0 baru, 0 berubah, 1 sama, 0 bermasalah" in answer.text

    sheet = _upload(
        ["Nama", "Kursi", "Gedung"], ["Way Kambas", "36", "Gedung B"],
        ["Krakatau", "banyak", ""], ["Rajabasa", "30", "Gedung B"],
    )  # fmt: skip
    text = browser.post("/sumber-daya/ruang/impor", data=sheet).text
    assert "1 baru, 1 berubah, 0 sama, 1 bermasalah" in text
    assert "banyak bukan angka 1 sampai 5000." in text
    sealed = text.split('name="preview" type="hidden" value="')[1].split('"')[0]
    spoilt = browser.post("/sumber-daya/ruang/terapkan", data={"preview": sealed[:-2] + "xx"})
    assert spoilt.status_code == 422
    assert db.session.scalars(select(Room.capacity)).all() == [40]
    assert browser.post("/sumber-daya/ruang/terapkan", data={"preview": sealed}).status_code == 302
    found = {room.name: room.capacity for room in queries.all_rooms()}
    assert found == {"Rajabasa": 30, "Way Kambas": 36}
    assert [building.name for building in queries.buildings()] == ["Gedung B"]


def test_instructors_and_holidays_come_in_by_table(
    rina: Person, budi: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    cast.a_programme()
    browser = sign_in(rina)
    header = ["NIP", "Jenjang", "JP sehari", "Mata pelatihan", "Jam"]
    sheet = _upload(
        header, [budi.nip or "", "pkp", "6", "latsar-cpns: 01-mapel", "Sen 08.00-16.00"],
        [rina.nip or "", "", "", "", ""],
    )  # fmt: skip
    text = browser.post("/sumber-daya/pengajar/impor", data=sheet).text
    assert "belum terdaftar sebagai pengajar" in text
    sealed = text.split('name="preview" type="hidden" value="')[1].split('"')[0]
    assert (
        browser.post("/sumber-daya/pengajar/terapkan", data={"preview": sealed}).status_code == 302
    )
    profile = queries.profile_of(budi)
    assert (profile.level, profile.jp_per_day) == ("pkp", 6)
    again = browser.get("/sumber-daya/pengajar.csv").data
    answer = browser.post(
        "/sumber-daya/pengajar/impor", data={"table": (io.BytesIO(again), "pengajar.csv")}
    )
    assert "0 baru, 0 berubah, 1 sama, 0 bermasalah" in answer.text
    sheet = _upload(["Tanggal", "Nama", "Jenis"], ["2027-03-08", "Nyepi", "nasional"],
                    ["besok", "Libur", "nasional"])  # fmt: skip
    text = browser.post("/sumber-daya/libur/impor", data=sheet).text
    assert "Tulis tanggal seperti 2026-12-25." in text
    sealed = text.split('name="preview" type="hidden" value="')[1].split('"')[0]
    assert browser.post("/sumber-daya/libur/terapkan", data={"preview": sealed}).status_code == 302
    assert db.session.scalar(select(Holiday.name).where(Holiday.day == date(2027, 3, 8))) == "Nyepi"
    assert browser.get("/sumber-daya/lain/impor").status_code == 404


def test_closures_and_leave_come_in_by_table_and_change_by_their_begin(
    rina: Person, budi: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    room = a_room(by=rina)
    browser = sign_in(rina)

    def bring(kind: str, first: str, *rows: list[str]) -> str:
        sheet = _upload([first, "Mulai", "Selesai", "Alasan"], *rows)
        text = browser.post(f"/sumber-daya/{kind}/impor", data=sheet).text
        if 'name="preview"' in text:
            sealed = text.split('name="preview" type="hidden" value="')[1].split('"')[0]
            answer = browser.post(f"/sumber-daya/{kind}/terapkan", data={"preview": sealed})
            assert answer.status_code == 302
        return text

    text = bring(
        "penutupan", "Nama",
        ["Way Kambas", "2026-12-01", "2026-12-03 12.00", "Perawatan"],
        ["Way Kanan", "2026-12-01", "2026-12-02", "Tidak ada"],
        ["Way Kambas", "2026-12-05", "2026-12-04", "Terbalik"],
        ["Way Kambas", "lusa", "2026-12-04", "Salah"],
    )  # fmt: skip
    assert "1 baru, 0 berubah, 0 sama, 3 bermasalah" in text
    for word in ("Way Kanan tidak dikenal.", "harus sesudah waktu mulai", "2026-12-25 08.00"):
        assert word in text
    block = db.session.scalars(select(Block)).one()
    assert (block.kind, block.resource_id, block.reason) == ("room", room.id, "Perawatan")
    assert "0 baru, 1 berubah" in bring(
        "penutupan", "Nama", ["Way Kambas", "2026-12-01", "2026-12-02", "Perawatan"]
    )
    assert "1 baru, 0 berubah, 0 sama, 1 bermasalah" in bring(
        "cuti", "NIP", [budi.nip or "", "2026-12-01", "2026-12-05", "Cuti tahunan"],
        [rina.nip or "", "2026-12-01", "2026-12-05", "Bukan pengajar"],
    )  # fmt: skip
    found = {(one.kind, one.ends_at.day) for one in db.session.scalars(select(Block))}
    assert found == {("room", 1), ("person", 4)}, "midnight in WIB is the evening before in UTC"
    again = browser.get("/sumber-daya/cuti.csv").data
    answer = browser.post(
        "/sumber-daya/cuti/impor", data={"table": (io.BytesIO(again), "cuti.csv")}
    )
    assert "0 baru, 0 berubah, 1 sama, 0 bermasalah" in answer.text


def test_ways_between_buildings_and_patterns_of_hours_come_in_by_table(
    rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    version = cast.a_programme()
    browser = sign_in(rina)

    def bring(kind: str, header: list[str], *rows: list[str]) -> str:
        text = browser.post(f"/sumber-daya/{kind}/impor", data=_upload(header, *rows)).text
        if 'name="preview"' in text:
            sealed = text.split('name="preview" type="hidden" value="')[1].split('"')[0]
            answer = browser.post(f"/sumber-daya/{kind}/terapkan", data={"preview": sealed})
            assert answer.status_code == 302
        return text

    ways = ["Dari", "Ke", "Menit"]
    text = bring(
        "waktu-tempuh", ways, ["Gedung B", "Gedung A", "15"], ["Gedung A", "Gedung C", "20"],
        ["Gedung A", "Gedung B", "99"], ["Gedung A", "Gedung A", "5"], ["Gedung A", "", "5"],
    )  # fmt: skip
    assert "2 baru, 0 berubah, 0 sama, 3 bermasalah" in text
    for word in ("Gedung A, Gedung B sudah ada di baris 2.", "dua gedung yang berbeda"):
        assert word in text
    number = {building.name: building.id for building in queries.buildings()}
    assert queries.travels()[number["Gedung B"], number["Gedung A"]] == 15
    text = bring("waktu-tempuh", ways, ["Gedung C", "Gedung A", "0"])
    assert "0 baru, 1 berubah" in text
    assert set(queries.travels().values()) == {15}, "the other way stays, this one is gone"

    hours = ["Program", "Hari", "Berlaku mulai", "Blok jam"]
    text = bring(
        "pola-jam", hours, [version.programme.key, "Jumat", "2027-01-01", "08.00-11.00"],
        ["", "", "2027-01-01", "08.00-09.30, 09.45-12.00"],
        ["", "Sab", "2027-01-01", "08.00-08.20"],
        ["tidak-ada", "", "2027-01-01", "08.00-09.30"],
    )  # fmt: skip
    assert "2 baru, 0 berubah, 0 sama, 2 bermasalah" in text
    for word in ("bukan kelipatan 45 menit", "Program tidak-ada tidak ada."):
        assert word in text
    friday = queries.grid_from(version.programme_id, 4, date(2027, 1, 1))
    assert friday.blocks == [["08:00", "11:00"]]
    assert queries.grid_from(None, None, date(2027, 1, 1)).blocks[1] == ["09:45", "12:00"]
    for kind in ("waktu-tempuh", "pola-jam"):
        again = browser.get(f"/sumber-daya/{kind}.xlsx").data
        answer = browser.post(
            f"/sumber-daya/{kind}/impor", data={"table": (io.BytesIO(again), "tabel.xlsx")}
        )
        assert "0 baru, 0 berubah" in answer.text
        assert "0 bermasalah" in answer.text
    for page in ("/gedung", "/kalender-kerja"):
        assert "/sumber-daya/" in browser.get(page).text
