"""Typing and pasting into the table, every cell's history, and what a trainee may suppose."""

import io
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.gradebook import imports, queries
from lms.people.models import Person
from tests.gradebook import sample

Browser = Callable[..., FlaskClient]
TYPED = {"HX-Request": "true"}
pytestmark = pytest.mark.one_engine


def test_a_cell_typed_in_the_table_answers_with_its_line(
    sign_in: Browser, rina: Person, budi: Person, batch: Batch, seat: Enrolment
) -> None:
    address = f"/angkatan/{batch.id}/nilai/{seat.id}/mooc"
    organiser = sign_in(rina)
    first = {"points": "84,5", "reason": "Rekap LAN", "seen": ""}
    line = organiser.post(address, data=first, headers=TYPED)
    assert line.text.strip().startswith("<tr>")
    assert "84,50" in line.text
    late = organiser.post(address, data={**first, "points": "70"}, headers=TYPED)
    assert (late.status_code, "baru saja diubah orang lain menjadi 84,50" in late.text) == (
        422,
        True,
    )
    wrong = organiser.post(address, data={**first, "points": "101", "seen": "84.50"}, headers=TYPED)
    assert (wrong.status_code, wrong.text) == (422, "Isi nilai 0 sampai 100.")
    fixed = organiser.post(address, data={**first, "points": "85", "seen": "84.50"}, headers=TYPED)
    assert "diubah" in fixed.text
    shown = sign_in(budi).get(address).text  # who teaches reads the history and enters nothing
    for words in ("85,00", "84,50", "diganti", "Rekap LAN", "Rina Kusuma"):
        assert words in shown
    assert "Simpan nilai" not in shown
    assert sign_in(budi).post(address, data=first, headers=TYPED).status_code == 403


def test_a_block_is_previewed_cell_by_cell_then_entered_whole(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    others = sample.seats(batch, 2)
    sample.enter(batch, others[0], "80.00", by=rina, parts=("mooc",))
    organiser, base = sign_in(rina), f"/angkatan/{batch.id}/nilai"
    names = [row.seat.name for row in queries.sheet(batch).rows]
    assert names == ["Peserta 000", "Peserta 001", "Sari Wulandari"]
    form = {"seat": str(others[0].id), "part": "attitude", "reason": "Rapat pengajar",
            "text": "81\t80\n82,5\tabc\n\t90\n77"}  # fmt: skip
    preview = organiser.post(f"{base}/tempel", data=form)
    for words in ("3 dari 6 sel akan berubah", "2 sel bermasalah", "Nilai harus angka 0 sampai 100",
                  "Baris ini melewati peserta terakhir", "82,50"):  # fmt: skip
        assert words in preview.text
    assert queries.current_scores(batch)[0].points == Decimal("80.00")
    assert len(queries.current_scores(batch)) == 1
    sealed = re.search(r'name="preview"[^>]*value="([^"]+)"', preview.text).group(1)  # type: ignore[union-attr]
    done = organiser.post(f"{base}/tempel/terapkan", data={"preview": sealed})
    assert done.status_code == 302
    assert len(queries.current_scores(batch)) == 4
    again = organiser.post(f"{base}/tempel/terapkan", data={"preview": sealed})
    assert again.status_code == 422
    assert "baru saja diubah orang lain" in again.text
    assert len(queries.current_scores(batch)) == 4
    forged = organiser.post(f"{base}/tempel/terapkan", data={"preview": sealed + "x"})
    assert forged.status_code == 422


def test_lines_that_begin_with_a_nip_need_no_order(batch: Batch, seat: Enrolment) -> None:
    others = sample.seats(batch, 2)
    rows = queries.sheet(batch).rows
    nips = {row.seat.name: row.seat.nip for row in rows}
    keys, typed = ["attitude", "mooc"], {"mooc"}
    own = nips["Sari Wulandari"]
    text = f"{own}\t70\t71\n{nips['Peserta 001']}\t\t72\n{own}\t1\nSari\t80"
    found = imports.read_block(text, rows, keys, typed, others[0].id, "attitude")
    assert [(one.name, one.component, one.points) for one in found.ready] == [
        ("Sari Wulandari", "mooc", Decimal("71.00")), ("Peserta 001", "mooc", Decimal("72.00")),
    ]  # fmt: skip
    assert [one.problem for one in found.cells if one.problem] == [
        "Komponen ini dihitung dari pekerjaan peserta dan tidak diketik.",
        "NIP ini muncul dua kali.",
        "Baris ini tidak dimulai dengan NIP.",
    ]  # fmt: skip


def test_the_file_holds_what_is_seen(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    others = sample.seats(batch, 2)
    for place, points in zip((seat, *others), ("75", "91", "83"), strict=True):
        sample.enter(batch, place, points, by=rina)
    sample.enter(batch, sample.seats(batch, 1)[0], "60", by=rina, parts=("pktbt",))
    organiser, base = sign_in(rina), f"/angkatan/{batch.id}"
    page = organiser.get(f"{base}/nilai?belum=mooc").text
    assert "1 dari 4" in page
    assert "nilai.xlsx?belum=mooc" in page
    file = organiser.get(f"{base}/nilai.xlsx?urut=akhir&keadaan=lulus", buffered=True)
    table = CalamineWorkbook.from_filelike(io.BytesIO(file.data)).get_sheet_by_index(0)
    finals = [line[6] for line in table.to_python()[1:]]
    assert finals == [91.0, 83.0, 75.0]


def test_a_trainee_supposes_marks_and_keeps_nothing(
    sign_in: Browser, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    trainee, address = sign_in(sari), f"/angkatan/{batch.id}/nilai"
    assert "Seandainya" in trainee.get(address).text
    wrong = trainee.get(f"{address}?andai=1&andai_attitude=80&andai_mooc=abc")
    assert wrong.status_code == 422 and "Isi nilai 0 sampai 100, misalnya" in wrong.text
    some = trainee.get(f"{address}?andai=1&andai_attitude=80&andai_mooc=").text
    assert "Belum ada nilai: MOOC, PKTBT." in some
    whole = trainee.get(f"{address}?andai=1&andai_attitude=80&andai_mooc=70,01&andai_pktbt=90").text
    assert "80,00" in whole
    assert "Cukup Memuaskan" in whole
    db.session.expire_all()
    assert queries.current_scores(batch) == []


def test_the_rules_behind_the_marks_are_shown_to_all_of_the_batch(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    address = f"/angkatan/{batch.id}/nilai/aturan"
    for person in (rina, sari):
        shown = sign_in(person).get(address).text
        for words in ("Aturan nilai: Latsar CPNS", "Lulus bila nilai akhir di atas 70,00.",
                      "Penjelasan LAN 2021", "dibaca di sumber", "belum dicocokkan", "PKTBT",
                      "6 sesi, 18 JP, atau 2 hari", "paling tinggi 80,00"):  # fmt: skip
            assert words in shown, words
    assert address in sign_in(sari).get(f"/angkatan/{batch.id}/nilai").text
