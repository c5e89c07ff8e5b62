"""Activities: shown each in its way, done by their own rule, closed until it is time."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core import clock, stamps
from lms.core.audit import JournalEntry
from lms.core.clock import now
from lms.core.db import db
from lms.elearning import queries
from lms.elearning.models import Visit
from lms.people.models import Person
from tests import cast
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]
RECORDING = {
    "file": "latsar/suara.wav", "light": "latsar/ringan.wav", "length": 100, "captions": "/media/x",
    "cues": [{"at": 3, "text": "Tarik napas."}],
}  # fmt: skip
pytestmark = pytest.mark.one_engine


def _visit(seat: Enrolment) -> Visit:
    return db.session.scalars(select(Visit).where(Visit.enrolment_id == seat.id)).one()


def test_a_pdf_is_read_in_the_page_and_opening_it_is_enough(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    facts = {"file": "/media/p/h/m/saku.pdf", "format": "pdf", "bytes": 13_600,
             "texts": ["Tiga lapis", "Rencana saya"]}  # fmt: skip
    unit = sample.an_activity(version, "file", "Lembar saku", facts, complete="visited")
    after = sample.a_lesson(version, "Lanjutan")
    browser = sign_in(sari)
    place = f"/angkatan/{batch.id}/belajar/{unit.id}"
    text = browser.get(place).text
    assert "/media/p/h/m/saku.pdf/halaman/2" in text and "Rencana saya" in text
    assert "Halaman 2 dari 2" in text and "14 kB" in text
    assert "Selesai begitu dibuka" in text and "Selesai dan lanjut" not in text
    assert browser.post(f"{place}/selesai").status_code == 422
    assert browser.post(f"{place}/posisi", data={"seconds": "0", "page": "a"}).json["done"]  # type: ignore[index]
    assert f"/belajar/{after.id}" in browser.get(place).text
    assert queries.progress(batch, seat) == queries.Progress(1, 2)
    verbs = db.session.scalars(select(JournalEntry.verb)).all()
    assert "activity.finished" in verbs


def test_minutes_count_only_as_far_as_they_went_by(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    unit = sample.a_lesson(version)
    sample.a_way(unit, complete="minutes", need=2)
    browser = sign_in(sari)
    place = f"/angkatan/{batch.id}/belajar/{unit.id}"
    assert "Selesai setelah halaman ini dibaca 2 menit" in browser.get(place).text
    for page in "abcde":
        report = {"seconds": 170, "page": page}
        assert not browser.post(f"{place}/posisi", data=report).json["done"]  # type: ignore[index]
    assert _visit(seat).seconds < 10, "five reports in a moment are no quarter of an hour"
    assert browser.post(f"{place}/posisi", data={"seconds": 170}).status_code == 422
    with clock.at(now() - timedelta(minutes=9)):  # kept then, read without a connection
        opened = stamps.stamp(unit, sari, "belajar")
    report = {"seconds": 100, "since": opened, "seq": 7, "page": "desa"}
    for _time in range(5):  # the replies are lost, so the page says it again
        told = browser.post(f"{place}/posisi", data=report).json
        assert told is not None and not told["done"] and told["seq"] == 7 and told["saved_at"]
    assert 100 <= _visit(seat).seconds < 110, "counted once"
    browser.post(f"{place}/posisi", data=report | {"seconds": 130})
    browser.post(f"{place}/posisi", data=report)  # an older one that comes late
    assert 130 <= _visit(seat).seconds < 140 and _visit(seat).finished_at is not None
    browser.post(f"{place}/posisi", data=report | {"seconds": 900})
    assert 500 < _visit(seat).seconds < 560, "never more than went by"


def test_a_recording_is_served_in_ranges_and_kept_as_stretches(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign_in: SignIn, sari: Person,
    budi: Person, lena: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion,
) -> None:  # fmt: skip
    (tmp_path / "latsar").mkdir()
    (tmp_path / "latsar/suara.wav").write_bytes(bytes(range(200)))
    monkeypatch.setitem(app.config, "MEDIA_DIR", tmp_path)
    unit = sample.an_activity(version, "audio", "Latihan napas", RECORDING)
    browser = sign_in(sari)
    place = f"/angkatan/{batch.id}/belajar/{unit.id}"
    absent = browser.get(f"{place}/rekaman/ringan")
    assert absent.status_code == 404, "not in the library yet"
    assert f'src="{place}/rekaman/utuh"' in browser.get(place).text
    (tmp_path / "latsar/ringan.wav").write_bytes(bytes(50_000))
    text = browser.get(place).text
    assert (
        "50 kB" in text and "Tarik napas." in text and 'data-seek="3"' in text and "<track" in text
    )
    assert f'src="{place}/rekaman/ringan"' in text, "the light edition comes first"
    kept, real = browser.get(f"/angkatan/{batch.id}/luring").text, len(text) + 50_000
    said = int(re.search(r"Simpan, sekitar (\d+) kB", kept)[1]) * 1000  # type: ignore[index]
    assert 0.8 < said / real < 1.2, "the size said first is that of the page with its recording"
    assert "51 kB" in browser.get(f"/angkatan/{batch.id}/belajar").text
    with browser.get(f"{place}/rekaman/utuh", headers={"Range": "bytes=10-19"}) as part:
        assert (part.status_code, part.data) == (206, bytes(range(10, 20)))
    assert part.headers["Content-Range"] == "bytes 10-19/200"
    assert part.mimetype == "audio/wav" and "sandbox" in part.headers["Content-Security-Policy"]
    assert sign_in(lena).get(f"{place}/rekaman/utuh").status_code == 404
    with sign_in(budi).get(f"{place}/rekaman/utuh") as whole:
        assert len(whole.data) == 200

    def tell(spans: object, at: int, since: str = "") -> object:
        report = {"spans": json.dumps(spans), "at": at, "since": since}
        return browser.post(f"{place}/tonton", data=report)

    assert tell([[0, 30], [20, 45]], 45).json.items() >= {"percent": 45, "done": False}.items()  # type: ignore[attr-defined]
    assert tell([[0, 45]], 12).json.items() >= {"percent": 45, "done": False}.items()  # type: ignore[attr-defined]
    assert 'data-resume-at="12"' in browser.get(place).text
    for wrong in ([[0, 101]], [[5, 1]], "x", [[1]], [[0, 1]] * 201, None):
        assert tell(wrong, 0).status_code == 422  # type: ignore[attr-defined]
    assert _visit(seat).spans == [[0, 45]]
    assert tell([[50, 90]], 90).json.items() >= {"percent": 85, "done": True}.items()  # type: ignore[attr-defined]
    assert _visit(seat).spans == [[0, 45], [50, 90]]
    _visit(seat).spans = None
    db.session.commit()
    assert re.search(r'data-since="[^"]{20,}"', browser.get(place).text)
    with clock.at(now() - timedelta(minutes=2)):  # as on a page that was kept then
        opened = stamps.stamp(unit, sari, "belajar")
    for note in ("", opened.swapcase()):
        assert tell([[0, 90]], 90, note).status_code == 422, "90 seconds in no time"  # type: ignore[attr-defined]
    for _time in range(2):
        assert tell([[0, 90]], 90, opened).json["percent"] == 90  # type: ignore[attr-defined]
    assert sign_in(budi).post(f"{place}/tonton", data={"spans": "[]"}).status_code == 403


def test_a_link_leads_away_and_counts_when_it_was_followed(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    facts = {"url": "https://contoh.go.id/a", "host": "contoh.go.id"}
    unit = sample.an_activity(version, "link", "Naskah", facts, complete="visited")
    text = sign_in(sari).get(f"/angkatan/{batch.id}/belajar/{unit.id}").text
    assert 'href="https://contoh.go.id/a"' in text and "noreferrer" in text
    assert "data-away" in text and "data-visit" in text


def test_what_is_not_open_yet_says_why_and_who_opens_it(
    sign_in: SignIn, count_queries: Callable[..., int], sari: Person, budi: Person, batch: Batch,
    seat: Enrolment, version: ProgrammeVersion,
) -> None:  # fmt: skip
    first = sample.a_lesson(version, "Pertama")
    second = sample.a_lesson(version, "Kedua")
    sample.a_way(second, after=[first.key])
    third = sample.a_lesson(version, "Ketiga")
    sample.a_way(third, opens_day=5)
    quiz = sample.a_quiz(version, "Ujian")
    db.session.commit()
    browser = sign_in(sari)
    home = f"/angkatan/{batch.id}/belajar"
    closed = browser.get(f"{home}/{second.id}").text
    assert "setelah Anda menyelesaikan: Pertama." in closed and "<p>Isi Kedua</p>" not in closed
    assert budi.name in closed and f"{home}/{first.id}" in closed
    assert browser.post(f"{home}/{second.id}/posisi", data={"position": 9}).status_code == 422
    assert browser.post(f"{home}/{second.id}/selesai").status_code == 422
    assert "Bagian ini terbuka" in browser.get(f"{home}/{third.id}").text
    outline = browser.get(home).text
    assert "setelah Pertama" in outline and outline.count("Terkunci:") == 2
    browser.post(f"{home}/{first.id}/selesai")
    assert "<p>Isi Kedua</p>" in browser.get(f"{home}/{second.id}").text
    assert browser.get(f"/angkatan/{batch.id}/kuis/{quiz.unit_id}").status_code == 200
    assert "<p>Isi Ketiga</p>" in sign_in(budi).get(f"{home}/{third.id}").text, "no lock for Budi"
    for place in (home, f"{home}/{second.id}", f"{home}/{third.id}"):
        assert count_queries(lambda: browser.get(place)) <= 8  # noqa: B023


def test_activities_of_other_batches_and_kinds_are_not_there(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    other = cast.a_programme("pkp", title="PKP")
    unit = sample.an_activity(other, "audio", "Suara", RECORDING)
    link = sample.an_activity(version, "link", "Naskah", {"url": "https://a.id", "host": "a.id"})
    browser = sign_in(sari)
    for place in ("", "/rekaman/utuh"):
        assert browser.get(f"/angkatan/{batch.id}/belajar/{unit.id}{place}").status_code == 404
    assert browser.get(f"/angkatan/{batch.id}/belajar/{link.id}/rekaman/utuh").status_code == 404
    assert browser.post(f"/angkatan/{batch.id}/belajar/{link.id}/tonton",
                        data={"spans": "[]"}).status_code == 404  # fmt: skip
