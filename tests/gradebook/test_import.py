"""Importing scores by NIP: a preview says everything, then all previewed rows or none."""

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from html import unescape
from re import search

import pytest
import time_machine
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import JournalEntry
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.gradebook import actions, queries
from lms.gradebook.imports import Accepted
from lms.gradebook.models import ComponentScore
from lms.people.models import Person
from tests import cast, damaged
from tests.gradebook.sample import PARTS, enter, seats, workbook

pytestmark = pytest.mark.one_engine

Browser = Callable[..., FlaskClient]


def upload(
    browser: FlaskClient,
    batch: Batch,
    data: bytes | str,
    name: str = "nilai.csv",
    part: str = "mooc",
) -> TestResponse:
    """Send a table to the import page."""
    content = data.encode() if isinstance(data, str) else data
    return browser.post(
        f"/angkatan/{batch.id}/nilai/impor",
        data={"component": part, "table": (io.BytesIO(content), name)},
    )


def sealed(answer: TestResponse) -> str:
    """Return what the preview page would send back."""
    found = search(r'name="preview"[^>]* value="([^"]*)"', answer.text)
    assert found, answer.text
    return unescape(found[1])


def apply(browser: FlaskClient, batch: Batch, preview: str, **more: str) -> TestResponse:
    """Accept a preview."""
    return browser.post(
        f"/angkatan/{batch.id}/nilai/impor/terapkan", data={"preview": preview, **more}
    )


def scores(batch: Batch, part: str = "mooc") -> list[Decimal]:
    """Return the current scores of a part, highest first."""
    found = queries.scores_of_part(batch, part).values()
    return sorted((score.points for score in found), reverse=True)


@pytest.fixture
def nips(batch: Batch) -> list[str]:
    """Give the NIPs of two new trainees."""
    return [queries_person(place).nip or "" for place in seats(batch, 2)]


def queries_person(place: Enrolment) -> Person:
    """Return who has a place."""
    return db.session.get_one(Person, place.person_id)


def _csv(nips: list[str]) -> str:
    return f"nip;nilai\n{nips[0]};84,50\n{nips[1]};70\n"


@pytest.mark.parametrize("kind", ["comma", "semicolon", "bom", "xlsx"])
def test_a_table_is_previewed_then_entered(
    sign_in: Browser, rina: Person, batch: Batch, nips: list[str], kind: str
) -> None:
    first, second = nips
    data: dict[str, bytes | str] = {
        "comma": f'Nama,NIP,Nilai\nA,{first},"84,50"\n\nB,{second},70\n',
        "semicolon": f"nip;skor\n{first};84,50\n{second};70",
        "bom": f"\ufeffNIP;Nilai\r\n{first[:8]} {first[8:]};84.50\r\n'{second};70,00\r\n",
        "xlsx": workbook(("nip", "nilai"), (first, 84.5), (second, "70,00")),
    }
    name = "dari LAN.xlsx" if kind == "xlsx" else "dari LAN.csv"
    browser = sign_in(rina)
    preview = upload(browser, batch, data[kind], name)
    assert preview.status_code == 200
    for words in ("2 dari 2 baris siap disimpan", "Peserta 000", "84,50", "Simpan 2 nilai"):
        assert words in preview.text
    assert scores(batch) == []
    answer = apply(browser, batch, sealed(preview))
    assert answer.status_code == 302
    assert scores(batch) == [Decimal("84.50"), Decimal("70.00")]
    score = next(iter(queries.scores_of_part(batch, "mooc").values()))
    assert (score.source, score.entered_by_id) == (name, rina.id)
    entry = db.session.query(JournalEntry).filter_by(verb="scores.imported").one()
    assert '"count":2' in entry.facts


def test_wrong_rows_are_named_and_left_out(
    sign_in: Browser, rina: Person, batch: Batch, nips: list[str]
) -> None:
    table = workbook(
        ("nip", "nilai"),
        (nips[0], 84.5),
        (199001012015031001, 90),  # a number: Excel has already lost its end
        (nips[0], 85),
        ("199912312020121999", 80),
        (nips[1], "seratus"),
        (nips[1], 100.01),
        ("12345", 80),
    )
    browser = sign_in(rina)
    preview = upload(browser, batch, table, "nilai.xlsx")
    assert preview.status_code == 200
    for words in (
        "1 dari 7 baris siap disimpan",
        "6 baris bermasalah",
        "NIP tersimpan sebagai angka, tiga digit terakhirnya hilang",
        "NIP ini muncul dua kali di berkas",
        "NIP ini bukan peserta angkatan ini",
        "Nilai harus angka 0 sampai 100",
        "NIP harus 18 angka",
    ):
        assert words in preview.text
    apply(browser, batch, sealed(preview))
    assert scores(batch) == [Decimal("84.50")]


def test_a_nip_that_a_spreadsheet_rounded_is_told_so_in_csv_too(
    sign_in: Browser, rina: Person, batch: Batch
) -> None:
    answer = upload(sign_in(rina), batch, "nip;nilai\n1,9980715202504E+17;80\n")
    assert "tiga digit terakhirnya hilang" in answer.text
    assert "Simpan" not in answer.text.split("</table>")[1].split("Pilih berkas lain")[0]


def test_nothing_chosen_is_said_beside_the_field(
    sign_in: Browser, rina: Person, batch: Batch
) -> None:
    browser = sign_in(rina)
    answer = browser.post(f"/angkatan/{batch.id}/nilai/impor", data={"component": "mooc"})
    assert answer.status_code == 422
    assert "Pilih berkas CSV atau XLSX." in answer.text
    for part in ("kuis", "final"):
        answer = upload(browser, batch, "nip;nilai\n", part=part)
        assert answer.status_code == 422
        assert "Pilih salah satu yang tersedia" in answer.text


def test_a_preview_cannot_be_altered(
    sign_in: Browser, rina: Person, batch: Batch, nips: list[str]
) -> None:
    browser = sign_in(rina)
    preview = sealed(upload(browser, batch, _csv(nips)))
    for altered in (preview[:-1], "x" + preview, preview.replace(".", "..", 1), f"{nips[0]} 100"):
        answer = apply(browser, batch, altered, component="pktbt", rows=f"{nips[0]} 100")
        assert answer.status_code == 422
        assert "Unggah berkasnya lagi" in answer.text
    assert apply(browser, batch, "").status_code == 422
    assert scores(batch) == scores(batch, "pktbt") == []


def test_a_preview_belongs_to_its_batch_and_its_hour(
    sign_in: Browser, rina: Person, batch: Batch, nips: list[str]
) -> None:
    browser = sign_in(rina)
    preview = sealed(upload(browser, batch, _csv(nips)))
    other = cast.a_batch(batch.version, number=2)
    answer = apply(browser, other, preview)
    assert answer.status_code == 422
    assert "milik angkatan lain" in answer.text
    with time_machine.travel(now() + timedelta(hours=1, minutes=1)):
        answer = apply(sign_in(rina), batch, preview)
    assert answer.status_code == 422
    assert "terlalu lama" in answer.text
    assert scores(batch) == []


def test_whoever_left_meanwhile_stops_the_whole_import(
    sign_in: Browser, rina: Person, batch: Batch, nips: list[str]
) -> None:
    browser = sign_in(rina)
    preview = sealed(upload(browser, batch, _csv(nips)))
    gone = queries.enrolments_by_nip(batch)[nips[1]]
    gone.state = "withdrawn"
    answer = apply(browser, batch, preview)
    assert answer.status_code == 422
    assert f"NIP {nips[1]} bukan peserta angkatan ini" in answer.text
    assert scores(batch) == []
    assert db.session.query(ComponentScore).count() == 0
    assert db.session.query(JournalEntry).filter_by(verb="score.entered").count() == 0


def test_the_same_import_twice_changes_nothing_more(
    sign_in: Browser, rina: Person, batch: Batch, nips: list[str]
) -> None:
    browser = sign_in(rina)
    preview = sealed(upload(browser, batch, _csv(nips)))
    apply(browser, batch, preview)
    apply(browser, batch, preview)
    assert db.session.query(ComponentScore).count() == 2
    better = sealed(upload(browser, batch, _csv(nips).replace("70", "71")))
    apply(browser, batch, better)
    assert scores(batch) == [Decimal("84.50"), Decimal("71.00")]
    assert db.session.query(ComponentScore).count() == 3


def test_the_preview_shows_what_would_be_replaced(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    enter(batch, seat, "66.60", by=rina, parts=("mooc",))
    answer = upload(sign_in(rina), batch, f"nip;nilai\n{sari.nip};77,70\n")
    assert "66,60" in answer.text
    assert "77,70" in answer.text


def test_after_the_release_nothing_is_imported(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    enter(batch, seat, "80.00", by=rina)
    browser = sign_in(rina)
    table = f"nip;nilai\n{sari.nip};99\n"
    preview = sealed(upload(browser, batch, table))
    actions.release(batch, by=rina)
    for answer in (apply(browser, batch, preview), upload(browser, batch, table)):
        assert answer.status_code == 422
        assert "sudah dirilis" in answer.text
    assert scores(batch) == [Decimal("80.00")]


def test_derived_parts_are_not_imported(rina: Person, batch: Batch, nips: list[str]) -> None:
    table = _csv(nips).encode()
    kept = actions.preview_import(batch, "kuis", table, "csv", name="a.csv", by=rina).kept
    assert kept is not None
    with pytest.raises(RuleBroken, match="tidak diketik"):
        actions.apply_import(batch, kept, [Accepted(2, nips[0], Decimal(80))], by=rina)
    assert [part["key"] for part in actions.enterable(batch)] == [part["key"] for part in PARTS]


def test_the_file_stays_as_evidence_and_the_import_is_undone_as_one(
    sign_in: Browser, rina: Person, budi: Person, batch: Batch, nips: list[str]
) -> None:
    places = queries.enrolments_by_nip(batch)
    first, second = (places[nip] for nip in nips)
    enter(batch, first, "66.60", by=rina, parts=("mooc",))
    browser, base = sign_in(rina), f"/angkatan/{batch.id}/nilai"
    table = f"nama;nip;nilai\nPeserta 001;{nips[1]};70\nOrang lain;{nips[0]};84,50\n"
    preview = upload(browser, batch, table, "dari LAN.csv")
    for words in ("Di berkas bernama Orang lain", "Urutan baris berbeda"):
        assert words in preview.text
    assert "Di berkas bernama Peserta 001" not in preview.text
    apply(browser, batch, sealed(preview))
    kept = queries.imports_of(batch)[0]
    trace = kept.file.sha256[:12]
    with sign_in(budi).get(f"{base}/impor/{kept.id}") as sent:
        assert sent.data == table.encode()
    cell = browser.get(f"{base}/{first.id}/mooc").text
    for words in ("dari LAN.csv", "baris 3", trace):
        assert words in cell
    assert "dari LAN.csv" in browser.get(f"{base}/impor").text
    enter(batch, second, "71.00", by=rina, parts=("mooc",))  # corrected after the import
    undo = f"{base}/impor/{kept.id}/batal"
    assert browser.post(undo, data={"reason": ""}).status_code == 422
    assert sign_in(budi).post(undo, data={"reason": "Salah berkas"}).status_code == 403
    assert browser.post(undo, data={"reason": "Salah berkas"}).status_code == 302
    assert scores(batch) == [Decimal("71.00"), Decimal("66.60")]
    assert "dibatalkan: Salah berkas" in browser.get(f"{base}/{first.id}/mooc").text
    assert browser.post(undo, data={"reason": "Lagi"}).status_code == 422
    again = apply(browser, batch, sealed(preview))
    assert "sudah dibatalkan" in again.text


def test_a_document_stands_behind_a_score(
    sign_in: Browser, rina: Person, budi: Person, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    browser, base = sign_in(rina), f"/angkatan/{batch.id}/nilai/{seat.id}/mooc"
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "PNG")

    def send(data: bytes, name: str, note: str = "Sertifikat MOOC") -> TestResponse:
        return browser.post(
            f"{base}/bukti", data={"document": (io.BytesIO(data), name), "note": note}
        )

    for name, data, words in damaged.files(most_bytes=5_000_000):
        refused = send(data, name)
        assert refused.status_code == 422 and words in refused.text, name
    unnamed = send(target.getvalue(), "a.png", "")
    assert unnamed.status_code == 422 and "Tulis bukti apa ini" in unnamed.text
    assert queries.evidence_of(seat.id, "mooc") == []
    assert send(target.getvalue(), "layar.png").status_code == 302
    assert "Sertifikat MOOC" in sign_in(budi).get(base).text
    found = queries.evidence_of(seat.id, "mooc")[0]
    address = f"/angkatan/{batch.id}/bukti-nilai/{found.id}"
    with browser.get(address) as sent:
        assert sent.data == target.getvalue()
    assert sign_in(sari).get(address).status_code == 403
    assert browser.post(f"{address}/tarik", data={"reason": "Orang lain"}).status_code == 302
    assert browser.get(address).status_code == 404
    assert "Sertifikat MOOC" not in browser.get(base).text


def test_only_who_runs_the_batch_imports(
    sign_in: Browser,
    client: FlaskClient,
    rina: Person,
    sari: Person,
    budi: Person,
    dedi: Person,
    batch: Batch,
    seat: Enrolment,
    nips: list[str],
) -> None:
    preview = sealed(upload(sign_in(rina), batch, _csv(nips)))
    for person, status in ((sari, 403), (budi, 403), (dedi, 404)):
        browser = sign_in(person)
        assert upload(browser, batch, _csv(nips)).status_code == status
        assert apply(browser, batch, preview).status_code == status
    assert apply(client, batch, preview).status_code == 302
    assert scores(batch) == []
