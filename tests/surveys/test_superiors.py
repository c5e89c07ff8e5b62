"""Superiors of alumni: named, asked the same items, and shown beside what the alumni said."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import JournalEntry
from lms.core.clock import today
from lms.core.db import db
from lms.people import actions as people
from lms.people.models import Person
from lms.surveys import queries
from lms.surveys.models import SurveyReceipt, SurveyReply, SurveySuperior
from tests import cast
from tests.surveys.test_surveys import _read

SignIn = Callable[..., FlaskClient]

SOURCE = """\
surveys:
  - key: pasca
    title: Survei alumni
    about: batch
    opens: after
    intro: Nilailah.
    scale: [Buruk, Kurang, Cukup, Baik, Sangat baik]
    groups:
      - title: Kerja
        items:
          - {key: memakai, text: Saya memakainya}
  - key: pasca-atasan
    title: Survei atasan alumni
    about: batch
    opens: after
    who: superior
    beside: pasca
    intro: Nilailah.
    scale: [Buruk, Kurang, Cukup, Baik, Sangat baik]
    groups:
      - title: Kerja
        items:
          - {key: memakai, text: Ia memakainya}
    questions:
      - {key: terlihat, text: Apa yang terlihat}
"""


@pytest.fixture
def batch(app: object) -> Batch:
    """Give a batch whose survey for alumni and superiors opened some days ago."""
    forms, faults = _read(SOURCE)
    assert faults.found == []
    version = cast.a_programme(surveys=forms)
    first = today() - timedelta(days=7 + 123 + 10)
    return cast.a_batch(version, state="closed", starts_on=first)


@pytest.fixture
def seat(batch: Batch, sari: Person) -> Enrolment:
    """Give Sari a seat in it."""
    return cast.an_enrolment(sari, batch)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("beside: pasca\n", "beside: lain\n", "survei peserta"),
        ("    who: superior\n", "", "hanya untuk"),
        ("{key: memakai, text: Ia", "{key: lain, text: Ia", "harus sama"),
        ("who: superior", "who: bupati", "trainee, superior"),
    ],
)
def test_faults_are_named(before: str, after: str, words: str) -> None:
    faults = _read(SOURCE.replace(before, after, 1))[1]
    assert words in " ".join(fault.sentence for fault in faults.errors)


def test_an_alumnus_names_the_superior(
    sign_in: SignIn, batch: Batch, seat: Enrolment, budi: Person, sari: Person,
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    browser, place = sign_in(sari), f"/survei-atasan/{seat.id}"
    home = f"/angkatan/{batch.id}/survei"
    assert "Sebutkan atasan langsung" in browser.get(home).text
    assert "Survei atasan alumni" not in browser.get(home).text
    for nip, words in (("", "Isi NIP"), ("1", "Tidak ada pegawai"), (sari.nip, "tidak mungkin")):
        answer = browser.post(place, data={"nip": nip})
        assert answer.status_code == 422 and words in answer.text
    far = cast.a_person("Jauh Sekali", opd=cast.an_office("DINKES"))
    assert "tidak bekerja di OPD" in browser.post(place, data={"nip": far.nip}).text
    assert browser.post(place, data={"nip": budi.nip}).location == home
    assert budi.full_name in browser.get(home).text
    assert count_queries(lambda: browser.get(home)) <= 8
    row = db.session.scalars(select(SurveySuperior)).one()
    assert (row.enrolment_id, row.person_id, row.named_by_id) == (seat.id, budi.id, sari.id)


def test_a_superior_may_sit_in_an_office_above(app: object, sari: Person) -> None:
    from lms.people import queries as find

    ward = people.add_office("uptd", "UPTD Contoh", kind="uptd", short_name="UPTD",
                             parent=cast.an_office())  # fmt: skip
    db.session.flush()
    below = cast.a_person("Di Bawah", opd=ward)
    assert find.is_in_line(sari, below) and not find.is_in_line(below, sari)


def test_a_superior_answers_once_and_without_name(
    sign_in: SignIn, batch: Batch, seat: Enrolment, budi: Person, sari: Person
) -> None:
    place = f"/survei-atasan/{seat.id}/pasca-atasan"
    superior = sign_in(budi)
    assert superior.get(place).status_code == 404  # not named
    assert "Tidak ada survei untuk Anda" in superior.get("/survei-atasan").text
    db.session.add(SurveySuperior(enrolment_id=seat.id, person_id=budi.id))
    db.session.commit()
    assert sari.full_name in superior.get("/survei-atasan").text
    assert sari.full_name in superior.get(place).text
    before = len(db.session.scalars(select(JournalEntry)).all())
    assert superior.post(place, data={}).status_code == 422
    given = {"i_memakai": "4", "q_terlihat": "Lebih rapi"}
    assert superior.post(place, data=given).location == "/survei-atasan"
    reply = db.session.scalars(select(SurveyReply)).one()
    assert (reply.survey, reply.points) == ("pasca-atasan", {"memakai": 4})
    receipt = db.session.scalars(select(SurveyReceipt)).one()
    assert (receipt.enrolment_id, receipt.survey) == (seat.id, "pasca-atasan")
    assert len(db.session.scalars(select(JournalEntry)).all()) == before
    assert superior.post(place, data=given).status_code == 422
    assert "Sudah diisi" in superior.get("/survei-atasan").text
    # the alumnus still has an own one, may not answer that of the superior, nor exchange them
    alumnus, home = sign_in(sari), f"/angkatan/{batch.id}/survei"
    assert alumnus.get(f"{home}/pasca/0").status_code == 200
    assert alumnus.get(f"{home}/pasca-atasan/0").status_code == 404
    assert (
        "tidak dapat diganti"
        in alumnus.post(
            f"/survei-atasan/{seat.id}", data={"nip": cast.a_person("Lain Lagi").nip}
        ).text
    )


def test_an_officer_names_superiors_of_the_own_office(
    sign_in: SignIn, seat: Enrolment, budi: Person, dedi: Person, lena: Person
) -> None:
    officer = sign_in(dedi)
    own = cast.a_person("Alumni Sendiri", opd=dedi.opd)
    theirs = cast.an_enrolment(own, db.session.get_one(Batch, seat.batch_id))
    chief = cast.a_person("Kepala Sendiri", opd=dedi.opd)
    text = officer.get("/survei-atasan").text
    assert "Alumni Sendiri" in text and "Sebutkan" in text
    place = f"/survei-atasan/{theirs.id}"
    assert officer.post(place, data={"nip": chief.nip}).location == "/survei-atasan"
    assert "Kepala Sendiri" in officer.get("/survei-atasan").text
    assert sign_in(lena).get(place).status_code == 404
    assert "Alumni di OPD Anda" not in sign_in(lena).get("/survei-atasan").text


def test_both_results_stand_side_by_side(sign_in: SignIn, batch: Batch, rina: Person) -> None:
    place = f"/angkatan/{batch.id}/survei/pasca/0/hasil"
    browser = sign_in(rina)
    for survey, points, count in (("pasca", 5, 5), ("pasca-atasan", 3, 4)):
        for _number in range(count):
            db.session.add(
                SurveyReply(batch_id=batch.id, survey=survey, about_id=0,
                            points={"memakai": points}, words={"terlihat": "Rapi sekali"})
            )  # fmt: skip
    db.session.commit()
    text = browser.get(place).text
    assert "5,00" in text and "3,00" not in text and "Rapi sekali" not in text
    assert "baru 4 orang" in text and "4 jawaban atasan" in text
    db.session.add(
        SurveyReply(batch_id=batch.id, survey="pasca-atasan", about_id=0, points={"memakai": 3},
                    words={})
    )  # fmt: skip
    db.session.commit()
    text = browser.get(place).text
    assert "5,00" in text and "3,00" in text and "-2,00" in text.replace("−", "-")
    assert "Rapi sekali" in text
    assert browser.get(f"{place}.xlsx").data[:2] == b"PK"
    assert browser.get(f"/angkatan/{batch.id}/survei/pasca-atasan/0/hasil").status_code == 404
    assert queries.named_count(batch) == 0
