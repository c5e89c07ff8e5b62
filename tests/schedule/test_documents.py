"""Documents of the schedule, and what instructors are paid."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pikepdf
import pytest
import time_machine
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.paper import Paper, parts_of
from lms.people.models import Person
from lms.schedule import actions
from lms.schedule.actions import Noted
from lms.schedule.honour import actions as honour
from lms.schedule.honour import queries as pay
from lms.schedule.honour import rates
from lms.schedule.honour.rates import Rate
from lms.schedule.models import Session
from tests.schedule.cast import MONDAY, TODAY, a_session, wib

pytestmark = pytest.mark.one_engine
NOVEMBER = date(2026, 11, 1)


def _cells(answer) -> list[list]:
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def _pages(answer) -> int:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        return len(pdf.pages)


def test_each_document_is_a_pdf_and_a_workbook(
    meeting: Session, seat: Enrolment, batch: Batch, budi: Person, rina: Person, sari: Person,
    clock: time_machine.Traveller, sign_in: Callable[..., FlaskClient],
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    for day in range(1, 4):
        a_session(batch, by=rina, instructors=(budi,), day=MONDAY + timedelta(days=day + 1))
    clock.move_to(wib("15.30"))
    actions.save_roll(meeting, {seat.id: Noted("present", 30)}, by=budi)
    db.session.commit()
    browser, root = sign_in(rina), f"/angkatan/{batch.id}"
    assert "Rekap daftar hadir" in browser.get(f"{root}/dokumen").text
    door = f"/ruang/{meeting.room_id}/pintu/{TODAY}"
    for path in (f"{root}/rekap-hadir", f"{root}/daftar-tugas", door, "/honorarium"):
        assert _pages(browser.get(f"{path}.pdf")) == 1, path
        assert len(_cells(browser.get(f"{path}.xlsx"))) > 1, path
        assert count_queries(lambda path=path: browser.get(f"{path}.xlsx")) <= 12
        assert browser.get(f"{path}.docx").status_code == 404
    header, line = _cells(browser.get(f"{root}/rekap-hadir.xlsx"))
    assert (header[3], line[1], line[3]) == ("24 Nov 13.00", sari.full_name, "H*")
    assert line[4:] == [2.0, 0.0, 0.0, 0.0, 67.0]
    times = _cells(browser.get(f"{root}/jadwal.xlsx"))
    assert (len(times), times[1][:5]) == (5, ["2026-11-24", "Selasa", "13.00", "15.15", "WIB"])
    sheet = _cells(browser.get(f"{root}/daftar-hadir/{TODAY}.xlsx"))
    assert sheet[0][4] == "Analisis Isu Kontemporer, 13.00–15.15 WIB"
    work = _cells(browser.get(f"{root}/daftar-tugas.xlsx"))
    assert [row[8] for row in work[1:]] == [3.0, 3.0, 3.0, 3.0, 12.0], "four sessions and their sum"
    assert _cells(browser.get(f"{door}.xlsx"))[1][1] == "Analisis Isu Kontemporer"
    for wrong in (f"{root}/daftar-hadir/2020-01-01.xlsx", f"/ruang/{meeting.room_id}/pintu/x.pdf"):
        assert browser.get(wrong).status_code == 404
    trainee = sign_in(sari)
    assert trainee.get(f"{root}/jadwal.xlsx").status_code == 200
    assert "Daftar penugasan" not in trainee.get(f"{root}/dokumen").text
    for closed in (f"{root}/rekap-hadir.xlsx", f"{root}/daftar-tugas.pdf", "/honorarium.xlsx"):
        assert trainee.get(closed).status_code == 403


def test_rates_are_dated_lines_with_source_and_confidence() -> None:
    lines = [*rates.STANDARD, Rate("inside", Decimal(250_000), NOVEMBER, "SK", "C"),
             Rate("minimum", Decimal(10), NOVEMBER, "SK", "C")]  # fmt: skip
    october, november = date(2026, 10, 31), date(2026, 11, 30)
    assert rates.pay(lines, "inside", 12, october) == rates.Pay(
        12, Decimal(200_000), Decimal(2_400_000)
    )
    assert rates.pay(lines, "inside", 12, november) == rates.Pay(
        2, Decimal(250_000), Decimal(500_000)
    )
    assert rates.pay(lines, "inside", 4, november).amount == 0
    assert rates.pay(lines, "outside", 4, november).amount == 1_200_000
    assert {line.confidence for line in rates.STANDARD} == {"M"}, "nothing came with a sure source"
    with pytest.raises(RuleBroken, match="Tidak ada tarif"):
        rates.in_force(lines, "inside", date(2019, 1, 1))


def test_honour_counts_closed_rolls_and_rates_are_the_administrators(
    meeting: Session, seat: Enrolment, batch: Batch, budi: Person, rina: Person, adi: Person,
    clock: time_machine.Traveller, sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    a_session(batch, by=rina, instructors=(budi,), day=MONDAY, starts="08.00", ends="10.15")
    a_session(batch, by=rina, instructors=(budi,), day=MONDAY + timedelta(days=3))
    clock.move_to(wib("15.30"))
    actions.save_roll(meeting, {}, rest="present", by=budi)
    actions.close_roll(meeting, by=budi)
    db.session.commit()
    (line,) = pay.recap(NOVEMBER)
    assert (line.jp_planned, line.jp_held, line.jp_closed, line.kind) == (9, 6, 3, "inside")
    assert line.pay.amount == 600_000
    assert pay.recap(date(2026, 12, 1)) == []
    office, budi.opd_id = budi.opd_id, None
    db.session.commit()
    (line,) = pay.recap(NOVEMBER)
    assert (line.kind, line.pay.amount) == ("outside", 900_000)
    budi.opd_id = office
    db.session.commit()

    organiser = sign_in(rina)
    page = organiser.get("/honorarium?bulan=2026-11").text
    assert "600.000" in page and "belum terkonfirmasi" in page
    assert "3 JP sudah terlaksana tetapi presensinya belum ditutup" in page
    for month in ("x", "0001-01", "9999-12", "2026-13"):
        assert organiser.get(f"/honorarium?bulan={month}").status_code == 200
    choose = f"/honorarium/{budi.id}/jenis"
    assert organiser.post(choose, data={"jenis": "raja"}).status_code == 422
    assert organiser.post("/honorarium/99999/jenis", data={"jenis": "inside"}).status_code == 422
    assert organiser.post(choose, data={"jenis": "speaker"}).status_code == 302
    assert pay.recap(NOVEMBER)[0].pay.amount == 3_000_000
    organiser.post(choose, data={"jenis": "inside"})
    assert pay.recap(NOVEMBER)[0].kind == "inside"

    assert organiser.get("/honorarium/tarif").status_code == 200
    assert organiser.get("/honorarium/tarif/baru").status_code == 403
    admin, new = sign_in(adi), "/honorarium/tarif/baru"
    assert "Perpres 33/2020" in admin.get(f"{new}?jenis=inside").text
    data = {"kind": "inside", "amount": "250000", "valid_from": "2026-11-01", "clause": "SK Kepala",
            "confidence": "C1", "reason": "Standar baru"}  # fmt: skip
    for wrong in ({"amount": "0"}, {"amount": "banyak"}, {"valid_from": "2019-01-01"},
                  {"reason": ""}, {"kind": "raja"}, {"confidence": "Z"}):  # fmt: skip
        assert admin.post(new, data=data | wrong).status_code == 422, wrong
    assert admin.post(new, data=data).status_code == 302
    assert admin.post(new, data=data).status_code == 422, "the same day twice"
    assert pay.recap(NOVEMBER)[0].pay.amount == 750_000
    assert "Standar baru" in admin.get("/honorarium/tarif").text
    with pytest.raises(RuleBroken):
        honour.pay_as(budi, "raja", by=rina)


def test_a_wide_recap_goes_on_over_the_next_sheets() -> None:
    header = ["No.", "Nama", *(f"sesi {number}" for number in range(45)), "JP"]
    row = [1, "Sari", *range(45), 99]
    wide = Paper(
        "x", "X", "", header, [row], numbers=frozenset({47}), narrow=frozenset(range(2, 47)),
        notes=["catatan"], signs=[("Penyelenggara", "")],
    )  # fmt: skip
    parts = parts_of(wide)
    assert [len(part.header) for part in parts] == [22, 22, 8]
    assert [value for part in parts for value in part.rows[0][2:]] == [*range(45), 99]
    assert all(part.rows[0][:2] == [1, "Sari"] for part in parts)
    assert [bool(part.signs) for part in parts] == [False, False, True]
    assert parts[2].numbers == frozenset({7})
    assert parts_of(parts[0]) == [parts[0]]
