"""Entering a score from outside: comma decimals, history, and who may not."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import JournalEntry
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.gradebook import actions, queries
from lms.people.models import Person
from tests import cast
from tests.gradebook import sample

Browser = Callable[..., FlaskClient]


def _address(batch: Batch, seat: Enrolment, part: str = "mooc") -> str:
    return f"/angkatan/{batch.id}/nilai/{seat.id}/{part}"


def _points(seat: Enrolment, part: str = "mooc") -> Decimal | None:
    score = queries.current_score(seat.id, part)
    return score.points if score else None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("84,50", "84.50"), ("84.5", "84.50"), (" 7 ", "7.00"), ("0", "0.00"), ("100,00", "100.00")],
)
def test_a_score_is_typed_as_people_here_write_it(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment, typed: str, kept: str
) -> None:
    answer = sign_in(rina).post(
        _address(batch, seat), data={"points": typed, "reason": "surat 12"}, follow_redirects=True
    )
    assert "Nilai Sari Wulandari tersimpan" in answer.text
    assert _points(seat) == Decimal(kept)


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "100,01", "-0,01", "84,505", "1.084,50", "NaN", "sNaN", "Infinity", "8 4", "1e400"],
)
def test_other_writing_is_refused_with_a_sentence(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment, typed: str
) -> None:
    answer = sign_in(rina).post(_address(batch, seat), data={"points": typed, "reason": "surat 12"})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert "fld_err" in answer.text
    assert _points(seat) is None


def test_a_score_needs_its_reason(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    answer = sign_in(rina).post(_address(batch, seat), data={"points": "80"})
    assert answer.status_code == 422
    assert "Tulis dari mana nilai ini berasal" in answer.text
    assert _points(seat) is None


def test_a_correction_supersedes_and_keeps_what_stood_there(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    sample.enter(batch, seat, "70.00", by=rina, parts=("mooc",))
    sample.enter(batch, seat, "75.25", by=rina, parts=("mooc",))
    assert _points(seat) == Decimal("75.25")
    kept = queries.history(seat.id, "mooc")
    assert [(str(s.points), s.superseded_at is None) for s in kept] == [
        ("75.25", True), ("70.00", False),
    ]  # fmt: skip
    shown = sign_in(rina).get(_address(batch, seat)).text
    for words in ("75,25", "70,00", "diganti", "surat instansi", "Rina Kusuma"):
        assert words in shown
    entered = select(JournalEntry).where(JournalEntry.verb == "score.entered")
    entry = db.session.scalars(entered.order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    assert '"former":"70.00"' in entry.facts
    assert entry.by_id == rina.id


def test_what_the_system_reckons_is_not_typed(sign_in: Browser, rina: Person, sari: Person) -> None:
    parts = [
        {"key": "kuis", "title": "Kuis", "weight": 50, "source": "quizzes"},
        {"key": "tugas", "title": "Tugas", "weight": 50, "source": "assignment:01-mapel/02-x"},
    ]
    batch = cast.a_batch(cast.a_programme(components=parts))
    seat = cast.an_enrolment(sari, batch)
    for key in ("kuis", "tugas", "tiada"):
        with pytest.raises(RuleBroken, match="tidak diketik"):
            actions.enter_score(batch, seat, key, Decimal(80), source="manual", reason="x", by=rina)
        assert "Simpan nilai" not in sign_in(rina).get(_address(batch, seat, key)).text
        post = sign_in(rina).post(
            _address(batch, seat, key), data={"points": "80", "reason": "surat"}
        )
        assert post.status_code == 404


def test_nothing_changes_after_the_release(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    sample.enter(batch, seat, "80.00", by=rina)
    actions.release(batch, by=rina)
    answer = sign_in(rina).post(
        _address(batch, seat), data={"points": "95", "reason": "surat susulan"}
    )
    assert answer.status_code == 422
    assert "sudah dirilis dan tidak dapat diubah" in answer.text
    assert _points(seat) == Decimal("80.00")


@pytest.mark.parametrize("state", ["applied", "waiting", "declined", "withdrawn"])
def test_only_who_has_a_seat_gets_a_score(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch, state: str
) -> None:
    place = cast.an_enrolment(sari, batch, state)
    with pytest.raises(RuleBroken, match="bukan peserta angkatan ini"):
        sample.enter(batch, place, "80.00", by=rina)
    assert sign_in(rina).get(_address(batch, place)).status_code == 404


def test_an_enrolment_of_another_batch_is_not_found(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    other = cast.a_batch(batch.version, number=2)
    assert sign_in(rina).get(_address(other, seat)).status_code == 404
    data = {"points": "80", "reason": "surat"}
    assert sign_in(rina).post(_address(other, seat), data=data).status_code == 404
    with pytest.raises(RuleBroken, match="bukan peserta"):
        sample.enter(other, seat, "80.00", by=rina)
    db.session.rollback()
    assert _points(seat) is None


def test_only_who_runs_the_batch_enters(
    sign_in: Browser,
    client: FlaskClient,
    batch: Batch,
    seat: Enrolment,
    sari: Person,
    budi: Person,
    dedi: Person,
    lena: Person,
    adi: Person,
) -> None:
    data = {"points": "100", "reason": "aku mau"}
    statuses = {
        person.name: sign_in(person).post(_address(batch, seat), data=data).status_code
        for person in (sari, budi, dedi, lena)
    }
    assert list(statuses.values()) == [403, 403, 404, 404]
    assert client.post(_address(batch, seat), data=data).status_code == 302
    assert _points(seat) is None
    assert sign_in(adi).get(_address(batch, seat)).status_code == 200


def test_fields_that_are_not_asked_for_do_nothing(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    other = cast.an_enrolment(cast.a_person("Tono"), batch)
    data = {
        "points": "80", "reason": "surat", "enrolment_id": other.id, "component": "pktbt",
        "entered_by_id": sari.id, "source": "lain", "superseded_at": "2020-01-01", "by": sari.id,
    }  # fmt: skip
    assert sign_in(rina).post(_address(batch, seat), data=data).status_code == 302
    score = queries.current_score(seat.id, "mooc")
    assert score is not None
    assert (score.entered_by_id, score.source) == (rina.id, "manual")
    assert _points(other) is None
    assert _points(seat, "pktbt") is None
