"""The test before and the test after: who is compared, what is gained, and what stays hidden."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, ProgrammeVersion
from lms.core.db import db
from lms.elearning import actions, queries
from lms.elearning.gain import Gain, Mark, gain
from lms.elearning.models import Quiz
from lms.people.models import Person
from tests import cast
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]


def _marks(*points: int) -> list[Mark]:
    return [(Decimal(one), Decimal(4)) for one in points]


def test_the_gain_of_the_same_people() -> None:
    pairs = list(zip(_marks(1, 2, 1, 2, 2), _marks(3, 4, 3, 3, 4), strict=True))
    found = gain("Isu", pairs)
    assert found == Gain("Isu", 5, Decimal("40.00"), Decimal("85.00"))
    assert found is not None
    assert (found.change, found.normalised, found.level) == (45, Decimal("0.75"), "high")
    assert gain("Isu", pairs[:4]) is None


@pytest.mark.parametrize(
    ("before", "after", "share", "level"),
    [("40", "58", "0.30", "medium"), ("40", "57.94", "0.30", "medium"),
     ("40", "57.6", "0.29", "low"), ("50", "40", "-0.20", "low"), ("50", "85", "0.70", "high"),
     ("100", "90", None, "")],
)  # fmt: skip
def test_the_normalised_gain(before: str, after: str, share: str | None, level: str) -> None:
    found = Gain("", 9, Decimal(before), Decimal(after))
    assert found.normalised == (Decimal(share) if share else None)
    assert found.level == level


@pytest.fixture
def tests(version: ProgrammeVersion) -> tuple[Quiz, Quiz]:
    """Give two tests that draw alike, and between them a try-out that does not."""
    pool = sample.a_quiz(version, "Kuis mapel")
    found = []
    for title, draw, attempts in (("Tes awal", 5, 1), ("Uji coba", 4, 1), ("Tes akhir", 5, 1)):
        quiz = Quiz(
            unit_id=cast.a_unit(version, "quiz", title).id, intro="", minutes=30,
            pass_mark=Decimal(0), attempts_allowed=attempts, draw=draw, review={},
            counts=False, pools=[{"quiz": pool.unit.key, "draw": draw}],
        )  # fmt: skip
        db.session.add(quiz)
        found.append(quiz)
    db.session.commit()
    return found[0], found[2]


def _take(batch: Batch, quiz: Quiz, people: list[Person], *, right: bool) -> None:
    for person in people:
        seat = db.session.scalars(
            db.select(cast.Enrolment).filter_by(batch_id=batch.id, person_id=person.id)
        ).one()
        attempt = sample.an_attempt(batch, quiz, seat, person)
        if right:
            sample.answer_all(attempt)
        actions.submit_attempt(attempt, by=person)
    db.session.commit()


def test_the_two_tests_are_the_first_and_the_last_that_draw_alike(
    batch: Batch, tests: tuple[Quiz, Quiz]
) -> None:
    assert queries.tests_around(batch.version_id) == tests
    found = queries.comparison(batch)
    assert found is not None
    assert (found.before.title, found.after.title) == ("Tes awal", "Tes akhir")
    assert (found.took, found.people, found.whole, found.subjects) == ((0, 0), 0, None, [])


def test_a_programme_without_two_tests_is_said_so(
    sign_in: SignIn, batch: Batch, rina: Person
) -> None:
    assert queries.comparison(batch) is None
    assert (
        "Tidak ada pasangan tes" in sign_in(rina).get(f"/angkatan/{batch.id}/tes-awal-akhir").text
    )


def test_only_who_took_both_is_compared_and_small_groups_stay_hidden(
    sign_in: SignIn, batch: Batch, tests: tuple[Quiz, Quiz], budi: Person
) -> None:
    people = [cast.a_person(f"Peserta {number}") for number in range(6)]
    for person in people:
        cast.an_enrolment(person, batch)
    _take(batch, tests[0], people, right=False)
    _take(batch, tests[1], people[:4], right=True)
    browser, place = sign_in(budi), f"/angkatan/{batch.id}/tes-awal-akhir"
    text = browser.get(place).text
    assert "4 orang mengerjakan keduanya" in text and "belum dapat ditampilkan" in text
    assert "100,00" not in text
    assert browser.get(f"{place}.csv").text.count("\n") == 1  # the header only
    _take(batch, tests[1], people[4:5], right=True)
    text = browser.get(place).text
    assert "100,00" in text and "tinggi" in text and "Berorientasi Pelayanan" in text
    assert "<svg" in text and 'aria-describedby="gambar-kata"' in text
    lines = browser.get(f"{place}.csv").text.splitlines()
    assert len(lines) == 3 and "Seluruhnya" in lines[2] and "1" in lines[2]
    assert browser.get(f"{place}.xlsx").data[:2] == b"PK"


def test_trainees_do_not_see_it(
    sign_in: SignIn, batch: Batch, tests: tuple[Quiz, Quiz], sari: Person
) -> None:
    cast.an_enrolment(sari, batch)
    for name in ("tes-awal-akhir", "tes-awal-akhir.csv"):
        assert sign_in(sari).get(f"/angkatan/{batch.id}/{name}").status_code == 403
