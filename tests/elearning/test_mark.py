"""Questions whose answer has parts go through the pages, and people mark essays."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.elearning import actions, queries
from lms.elearning.actions import HandMarking
from lms.elearning.models import Attempt
from lms.people.models import Person
from tests import cast
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]


@pytest.mark.one_engine
def test_answers_in_parts_are_given_by_forms_alone_marked_and_looked_back_at(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    quiz = sample.a_quiz(version, questions=sample.bodies_in_parts())
    attempt, browser = sample.an_attempt(batch, quiz, seat, sari), sign_in(sari)
    address = f"/percobaan/{attempt.id}"
    for position, parts in sample.right_answers(attempt).items():
        fields = {f"value-{place}": str(part) for place, part in parts.items()}
        shown = browser.get(f"{address}?n={position}").text
        assert all(f'name="{field}"' in shown for field in fields)
        sent = {"position": position, "seq": 0, "ke": position, **fields}
        assert browser.post(address, data=sent).status_code == 302
        again = browser.get(f"{address}?n={position}").text.partition("<template")[0]
        held = again.count(" selected") + sum(
            f'value="{one}" size' in again for one in fields.values()
        )
        assert held == len(parts)  # what was given stands there again
    cleared = {"position": 1, "seq": 1, "kosongkan": "1", "value-0": "1"}
    browser.post(address, data=cleared)
    assert queries.sheet_of(attempt).answer(1) is None
    browser.post(f"{address}/kirim")
    db.session.refresh(attempt)
    assert (attempt.points, attempt.out_of) == (Decimal("17.50"), Decimal("26.25"))
    review = browser.get(f"{address}/hasil").text
    assert "KENARI kata" in review and "73519,25" in review and "Langkah 3" in review
    assert "Butir 0" in review and "Jodoh 0" in review and "kiri" in review


def with_essay(version: ProgrammeVersion, batch: Batch, seat: Enrolment, person: Person) -> Attempt:
    """Hand in an attempt with one right choice and one essay."""
    quiz = sample.a_quiz(version, questions=[sample.bodies()[2], sample.an_essay()], counts=True)
    attempt = sample.an_attempt(batch, quiz, seat, person)
    for position, right in sample.right_answers(attempt).items():
        value = "Uraian saya <b>" if right is None else right
        assert actions.save_answer(attempt, position, value, flagged=False, seq=1)
    actions.submit_attempt(attempt, by=person)
    db.session.commit()
    return attempt


def test_an_essay_counts_once_a_person_marked_it(
    sign_in: SignIn, sari: Person, budi: Person, dedi: Person, batch: Batch, seat: Enrolment,
    version: ProgrammeVersion,
) -> None:  # fmt: skip
    attempt = with_essay(version, batch, seat, sari)
    address = f"/percobaan/{attempt.id}/esai"
    assert (attempt.unmarked, queries.scores(batch)) == (1, [])
    outcome = sign_in(sari).get(f"/percobaan/{attempt.id}/hasil").text
    assert "Menunggu penilaian" in outcome and "Mencapai nilai lulus" not in outcome
    assert sign_in(sari).get(address).status_code == 403
    assert sign_in(dedi).get(address).status_code == 404
    teacher = sign_in(budi)
    assert "menunggu penilaian esai" in teacher.get(f"/angkatan/{batch.id}/belajar").text
    assert f'href="{address}"' in teacher.get(f"/angkatan/{batch.id}/esai").text
    page = teacher.get(address).text
    assert "KENARI panduan" in page and "Uraian saya &lt;b&gt;" in page
    position = queries.essays_in(queries.sheet_of(attempt))[0].position
    given = {"position": position, "seen": 0, "points": "8,76", "comment": "Bagus"}
    refused = teacher.post(address, data=given)
    assert refused.status_code == 422 and "Poin harus antara 0 dan 8,75" in refused.text
    assert "Bagus" in refused.text
    assert teacher.post(address, data=given | {"points": "tujuh"}).status_code == 422
    assert teacher.post(address, data=given | {"position": 3 - position}).status_code == 422
    assert teacher.post(address, data=given | {"points": "7"}).location.endswith("/esai")
    db.session.refresh(attempt)
    assert (attempt.unmarked, attempt.points) == (0, Decimal("15.75"))
    assert [score.points for score in queries.scores(batch)] == [Decimal("90.00")]
    outcome = sign_in(sari).get(f"/percobaan/{attempt.id}/hasil").text
    assert "Mencapai nilai lulus" in outcome and "Bagus" in outcome and "7 dari 8,75" in outcome
    assert "panduan" not in outcome
    assert "Tidak ada esai yang menunggu" in teacher.get(f"/angkatan/{batch.id}/esai").text


def test_two_who_mark_the_same_answer_do_not_overwrite_each_other(
    sari: Person, budi: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    attempt = with_essay(version, batch, seat, sari)
    position = queries.essays_in(queries.sheet_of(attempt))[0].position
    actions.mark_by_hand(attempt, HandMarking(position, Decimal(5), ""), by=budi)
    other = cast.a_person("Ningsih Utami")
    with pytest.raises(RuleBroken, match="baru saja dinilai"):
        actions.mark_by_hand(attempt, HandMarking(position, Decimal(8), ""), by=other)
    actions.mark_by_hand(attempt, HandMarking(position, Decimal(8), "", seen=1), by=other)
    assert attempt.points == Decimal("16.75")
