"""The gradebook table and its export as each of the cast, within few statements."""

import io
from collections.abc import Callable
from decimal import Decimal
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import insert

from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import now, today
from lms.core.db import db
from lms.gradebook.models import ComponentScore
from lms.people.models import Person
from tests import cast
from tests.elearning import sample as quizzes
from tests.gradebook import sample

Browser = Callable[..., FlaskClient]


def test_the_table_shows_marks_gaps_and_verdicts(
    sign_in: Browser, rina: Person, budi: Person, batch: Batch, seat: Enrolment
) -> None:
    sample.enter(batch, seat, "85.25", by=rina)
    half = sample.seats(batch, 1)[0]
    sample.enter(batch, half, "91.00", by=rina, parts=("mooc",))
    shown = sign_in(rina).get(f"/angkatan/{batch.id}/nilai").text
    for words in ("Sari Wulandari", "85,25", "Memuaskan", "91,00", "2 dari 2 peserta", "1 sudah",
                  "Belum lengkap", "Impor nilai", "Tinjau lalu rilis",
                  f"nilai/{half.id}/pktbt"):  # fmt: skip
        assert words in shown
    taught = sign_in(budi).get(f"/angkatan/{batch.id}/nilai").text
    assert "85,25" in taught
    for words in ("Impor nilai", "Tinjau lalu rilis", "data-e"):
        assert words not in taught


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("keadaan=lulus", "1 dari 3"),
        ("keadaan=incomplete", "2 dari 3"),
        ("keadaan=tidak_lulus", "Tidak ada peserta yang cocok"),
        ("keadaan=%27%3B--", "Tidak ada peserta yang cocok"),
        ("cari=SARI", "1 dari 3"),
        ("cari=19900101", "3 dari 3"),
        ("kelompok=Elang", "1 dari 3"),
        ("cari=%25", "Tidak ada peserta yang cocok"),
    ],
)
def test_the_table_is_narrowed(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment, query: str, found: str
) -> None:
    sample.seats(batch, 2)
    seat.group = "Elang"
    sample.enter(batch, seat, "85.25", by=rina)
    answer = sign_in(rina).get(f"/angkatan/{batch.id}/nilai?{query}")
    assert answer.status_code == 200
    assert found in answer.text


def test_who_opens_the_gradebook(
    sign_in: Browser,
    client: FlaskClient,
    batch: Batch,
    seat: Enrolment,
    sari: Person,
    budi: Person,
    rina: Person,
    dedi: Person,
    lena: Person,
    adi: Person,
) -> None:
    expected = {
        "/nilai": [200, 200, 200, 404, 404, 200],
        "/nilai.xlsx": [403, 200, 200, 404, 404, 200],
        "/nilai/impor": [403, 403, 200, 404, 404, 200],
        "/nilai/rilis": [403, 403, 200, 404, 404, 200],
        f"/nilai/{seat.id}/mooc": [403, 200, 200, 404, 404, 200],
    }
    everybody = [sign_in(person) for person in (sari, budi, rina, dedi, lena, adi)]
    for path, statuses in expected.items():
        address = f"/angkatan/{batch.id}{path}"
        assert [browser.get(address).status_code for browser in everybody] == statuses, path
        assert client.get(address).status_code == 302


def test_an_instructor_of_another_batch_finds_nothing(
    sign_in: Browser, batch: Batch, seat: Enrolment
) -> None:
    stranger = cast.a_person("Wati", roles=("instructor",))
    cast.a_staff(stranger, cast.a_batch(batch.version, number=2))
    classmate = cast.a_person("Toni")
    cast.an_enrolment(classmate, cast.a_batch(batch.version, number=3))
    for person in (stranger, classmate):
        assert sign_in(person).get(f"/angkatan/{batch.id}/nilai").status_code == 404
        assert sign_in(person).get(f"/angkatan/{batch.id}/nilai.xlsx").status_code == 404


def test_a_trainee_sees_no_marks_of_others(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    sample.enter(batch, sample.seats(batch, 1)[0], "77.77", by=rina)
    shown = sign_in(sari).get(f"/angkatan/{batch.id}/nilai?keadaan=lulus").text
    assert "77,77" not in shown
    assert "Peserta 000" not in shown


def test_the_export_holds_texts_numbers_and_no_formula(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    evil = cast.an_enrolment(cast.a_person("=HYPERLINK(1)", title_back="@SUM(1)"), batch)
    sample.enter(batch, seat, "85.25", by=rina)
    sample.enter(batch, evil, "65.00", by=rina)
    answer = sign_in(rina).get(f"/angkatan/{batch.id}/nilai.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    with ZipFile(io.BytesIO(answer.data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    table = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    rows = {row[0]: row for row in table.to_python()}
    assert rows["Nama"][3:] == ["Sikap perilaku", "MOOC", "PKTBT", "Nilai akhir", "Kualifikasi",
                                "Hasil", "Alasan"]  # fmt: skip
    own = rows["Sari Wulandari"]
    assert isinstance(own[1], str)
    assert own[3:9] == [85.25, 85.25, 85.25, 85.25, "Memuaskan", "Lulus"]
    assert any(str(name).endswith("=HYPERLINK(1), @SUM(1)") for name in rows)


@pytest.mark.parametrize("count", [2, 100])
def test_the_table_asks_few_statements_however_long(
    sign_in: Browser,
    count_queries: Callable[..., int],
    rina: Person,
    sari: Person,
    count: int,
) -> None:
    version = cast.a_programme(components=_all_sources())
    batch = cast.a_batch(version, quota=200, state="running", starts_on=today())
    quiz = quizzes.a_quiz(version)
    quizzes.an_attempt(batch, quiz, cast.an_enrolment(sari, batch), sari)
    _many(batch, count)
    organiser, trainee = sign_in(rina), sign_in(sari)
    address = f"/angkatan/{batch.id}/nilai"
    organiser.get(address)  # what is published is kept from then on
    asked = {
        path: count_queries(lambda path=path: organiser.get(address + path))
        for path in ("", ".xlsx", "/rilis", "/impor", "/rapat", "/peringkat")
    }
    assert max(asked.values()) <= 12, asked
    assert count_queries(lambda: trainee.get(address)) <= 8


def _all_sources() -> list[dict[str, object]]:
    return [
        {"key": "mooc", "title": "MOOC", "weight": 30, "source": "mooc"},
        {"key": "kuis", "title": "Kuis", "weight": 30, "source": "quizzes"},
        {"key": "tugas", "title": "Tugas", "weight": 20, "source": "assignment:01-mapel/02-x"},
        {"key": "modul", "title": "Modul", "weight": 10, "source": "package-best:01-mapel/03-y"},
        {"key": "ulang", "title": "Ulang", "weight": 5, "source": "package-last:01-mapel/03-y"},
        {"key": "sikap", "title": "Sikap", "weight": 5, "source": "attitude"},
    ]


def _many(batch: Batch, count: int) -> None:
    people = [Person(name=f"Banyak {number:03d}") for number in range(count)]
    db.session.add_all(people)
    db.session.flush()
    places = [
        Enrolment(batch_id=batch.id, person_id=p.id, state="accepted", applied_at=now())
        for p in people
    ]
    db.session.add_all(places)
    db.session.flush()
    db.session.execute(
        insert(ComponentScore),
        [
            {"enrolment_id": p.id, "component": "mooc", "points": Decimal(80), "source": "manual",
             "reason": "x", "entered_by_id": people[0].id, "at": now()}
            for p in places
        ],
    )  # fmt: skip
    db.session.commit()
