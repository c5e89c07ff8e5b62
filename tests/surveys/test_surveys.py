"""Surveys: open on their days, answered once, kept without name, shown from five answers on."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch
from lms.core.audit import JournalEntry
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.faults import Faults
from lms.core.sources import read_yaml
from lms.people.models import Person
from lms.surveys import queries, rules
from lms.surveys.content import read_surveys
from lms.surveys.models import SurveyReceipt, SurveyReply
from tests import cast

SignIn = Callable[..., FlaskClient]

SOURCE = """\
surveys:
  - key: umum
    title: Survei umum
    about: batch
    opens: during
    intro: Nilailah.
    scale: [Buruk, Kurang, Cukup, Baik, Sangat baik]
    groups:
      - title: Pelayanan
        items:
          - {key: tanggap, text: Panitia tanggap}
          - {key: asrama, text: Asrama nyaman, optional: true}
    questions:
      - {key: saran, text: Saran Anda}
  - key: pengajar
    title: Survei pengajar
    about: instructor
    opens: during
    intro: Nilailah.
    scale: [Buruk, Kurang, Cukup, Baik, Sangat baik]
    groups:
      - title: Mengajar
        items:
          - {key: jelas, text: Penjelasan jelas}
"""


def _read(text: str) -> tuple[list[dict[str, Any]], Faults]:
    faults = Faults()
    source = read_yaml(text, "survei.yaml", faults)
    assert source is not None
    return read_surveys(source), faults


@pytest.fixture
def batch(budi: Person) -> Batch:
    """Give a batch under way whose programme has two surveys; Budi teaches in it."""
    forms, faults = _read(SOURCE)
    assert faults.found == []
    version = cast.a_programme(surveys=forms)
    found = cast.a_batch(version, state="running", starts_on=today() - timedelta(days=2))
    cast.a_staff(budi, found)
    return found


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("scale: [Buruk, ", "scale: [", 7, "lima sebutan"),
        ("key: asrama", "key: tanggap", 8, "tidak boleh berulang"),
        ("about: batch", "about: kelas", 4, "batch, instructor"),
        ("key: pengajar", "key: umum", 15, "sudah dipakai"),
    ],
)
def test_faults_are_named(before: str, after: str, line: int, words: str) -> None:
    faults = _read(SOURCE.replace(before, after, 1))[1]
    assert [(fault.line, words in fault.sentence) for fault in faults.errors] == [(line, True)]


@pytest.mark.parametrize(
    ("opens", "counts_as", "first", "last"),
    [
        ("during", "dasar", date(2026, 3, 2), date(2026, 6, 30)),
        ("after", "dasar", date(2026, 9, 30), date(2026, 10, 30)),
        ("after", "struktural", date(2027, 5, 31), date(2027, 6, 30)),
    ],
)
def test_the_days_on_which_a_survey_is_open(
    opens: str, counts_as: str, first: date, last: date
) -> None:
    days = rules.window(opens, date(2026, 3, 2), date(2026, 5, 31), counts_as)
    assert days == (first, last)


def test_means_are_rounded_half_up_and_skip_what_is_missing() -> None:
    answers = [{"a": 5}, {"a": 4}, {"a": 4, "b": 1}]
    assert rules.means(["a", "b", "c"], answers) == {
        "a": (Decimal("4.33"), 3), "b": (Decimal("1.00"), 1),
    }  # fmt: skip


def test_an_answer_is_kept_once_and_without_name(
    sign_in: SignIn, batch: Batch, sari: Person
) -> None:
    seat = cast.an_enrolment(sari, batch)
    before = len(db.session.scalars(select(JournalEntry)).all())
    browser = sign_in(sari)
    home, place = f"/angkatan/{batch.id}/survei", f"/angkatan/{batch.id}/survei/umum/0"
    assert "Isi survei" in browser.get(home).text
    assert browser.post(place, data={"q_saran": "Baik"}).status_code == 422
    given = {"i_tanggap": "4", "q_saran": "  Makanan lebih awal  "}
    assert browser.post(place, data=given).location == home
    reply = db.session.scalars(select(SurveyReply)).one()
    assert (reply.points, reply.words) == ({"tanggap": 4}, {"saran": "Makanan lebih awal"})
    assert len(reply.id) == 32
    receipt = db.session.scalars(select(SurveyReceipt)).one()
    assert (receipt.enrolment_id, receipt.survey, receipt.about_id) == (seat.id, "umum", 0)
    assert "enrolment" not in " ".join(SurveyReply.__table__.c.keys())
    assert len(db.session.scalars(select(JournalEntry)).all()) == before  # no line tells the time
    again = browser.post(place, data=given)
    assert again.status_code == 422 and "sudah mengisi" in again.text
    assert len(db.session.scalars(select(SurveyReply)).all()) == 1
    assert "Sudah diisi" in browser.get(home).text


def test_outside_its_days_nothing_is_taken() -> None:
    span = (date(2026, 3, 1), date(2026, 3, 31))
    rules.check_open(span, date(2026, 3, 31), answered=False)
    for day in (date(2026, 2, 28), date(2026, 4, 1)):
        with pytest.raises(RuleBroken, match="tidak sedang dibuka"):
            rules.check_open(span, day, answered=False)


def _replies(batch: Batch, survey: str, about_id: int, count: int) -> None:
    for number in range(count):
        points = {"tanggap": 5 - number % 2, "jelas": 3}
        db.session.add(
            SurveyReply(batch_id=batch.id, survey=survey, about_id=about_id, points=points,
                        words={"saran": f"Usul {number}"})
        )  # fmt: skip
    db.session.commit()


def test_results_show_from_five_answers_on(sign_in: SignIn, batch: Batch, rina: Person) -> None:
    _replies(batch, "umum", 0, 4)
    browser, place = sign_in(rina), f"/angkatan/{batch.id}/survei/umum/0/hasil"
    text = browser.get(place).text
    assert "belum dapat ditampilkan" in text and "Usul" not in text
    _replies(batch, "umum", 0, 1)
    text = browser.get(place).text
    assert "4,60" in text and "Usul 3" in text and "Panitia tanggap" in text
    assert browser.get(f"{place}.xlsx").data[:2] == b"PK"
    sheet = queries.sheet_in(batch, None, "umum", 0)
    assert sheet is not None and sheet.count == 5


def test_who_teaches_sees_only_what_is_said_about_oneself(
    sign_in: SignIn, batch: Batch, budi: Person, rina: Person, sari: Person
) -> None:
    cast.an_enrolment(sari, batch)
    _replies(batch, "pengajar", budi.id, 5)
    home = f"/angkatan/{batch.id}/survei"
    teacher = sign_in(budi)
    assert "Survei umum" not in teacher.get(home).text
    assert teacher.get(f"{home}/pengajar/{budi.id}/hasil").status_code == 200
    for place in ("umum/0/hasil", "umum/0/hasil.xlsx", f"pengajar/{rina.id}/hasil"):
        assert teacher.get(f"{home}/{place}").status_code == 403
    assert sign_in(sari).get(f"{home}/pengajar/{budi.id}/hasil").status_code == 403
    assert sign_in(rina).get(f"{home}/pengajar/{budi.id}/hasil").status_code == 200
    assert sign_in(rina).get(f"{home}/tiada/0/hasil").status_code == 404
