"""Releasing the result of a batch: once, complete, with who and when; then it stands."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import JournalEntry
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.gradebook import actions, queries
from lms.gradebook.models import ComponentScore, Release, Result
from lms.people.models import Person
from tests import cast
from tests.gradebook import sample

Browser = Callable[..., FlaskClient]
SURE = {"sure": "y"}


def _count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_everybody_gets_the_official_result(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    weak, poor = sample.seats(batch, 2)
    for place, points in ((seat, "85.25"), (weak, "65.00"), (poor, "40.00")):
        sample.enter(batch, place, points, by=rina)
    moment = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        answer = sign_in(rina).post(f"/angkatan/{batch.id}/nilai/rilis", data=SURE)
    assert answer.status_code == 302
    act = queries.release_of(batch)
    assert act is not None
    assert (act.by_id, act.at, act.rulebook) == (rina.id, moment, "latsar_cpns")
    found = queries.results_of(batch)
    assert [(found[p.id].outcome, found[p.id].final) for p in (seat, weak, poor)] == [
        ("lulus", Decimal("85.25")), ("ditunda", Decimal("65.00")), ("tidak_lulus", Decimal("40")),
    ]  # fmt: skip
    assert found[seat.id].predicate == "Memuaskan"
    assert [step["key"] for step in found[seat.id].trace] == ["attitude", "mooc", "pktbt"]
    entry = db.session.query(JournalEntry).filter_by(verb="result.released").one()
    assert (entry.by_id, entry.thing_id) == (rina.id, act.id)
    shown = sign_in(rina).get(f"/angkatan/{batch.id}/nilai").text
    assert "Dirilis 24 November 2026, 10.15 WIB oleh Rina Kusuma" in shown


def test_a_second_release_is_refused(
    sign_in: Browser, rina: Person, adi: Person, batch: Batch, seat: Enrolment
) -> None:
    sample.enter(batch, seat, "85.25", by=rina)
    actions.release(batch, by=rina)
    answer = sign_in(adi).post(f"/angkatan/{batch.id}/nilai/rilis", data=SURE)
    assert answer.status_code == 422
    assert "sudah dirilis" in answer.text
    assert (_count(Release), _count(Result)) == (1, 1)
    act = queries.release_of(batch)
    assert act is not None
    assert act.by_id == rina.id


def test_missing_marks_are_named_and_nothing_is_released(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    sample.enter(batch, seat, "85.25", by=rina)
    sample.enter(batch, sample.seats(batch, 1)[0], "85.25", by=rina, parts=("mooc", "pktbt"))
    answer = sign_in(rina).post(f"/angkatan/{batch.id}/nilai/rilis", data=SURE)
    assert answer.status_code == 422
    assert "Nilai 1 peserta belum lengkap (Peserta 000)" in answer.text
    assert "Belum ada nilai: Sikap perilaku" in answer.text
    assert (_count(Release), _count(Result)) == (0, 0)


def test_an_empty_batch_has_no_result(rina: Person, batch: Batch) -> None:
    with pytest.raises(RuleBroken, match="belum mempunyai peserta"):
        actions.release(batch, by=rina)


def test_without_weights_there_is_no_result(rina: Person, sari: Person) -> None:
    batch = cast.a_batch(cast.a_programme("pkp", rulebook="generic", components=[]))
    cast.an_enrolment(sari, batch)
    with pytest.raises(RuleBroken, match="belum lengkap"):
        actions.release(batch, by=rina)


def test_the_statement_must_be_ticked(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    sample.enter(batch, seat, "85.25", by=rina)
    answer = sign_in(rina).post(f"/angkatan/{batch.id}/nilai/rilis", data={"outcome": "lulus"})
    assert answer.status_code == 422
    assert "Centang pernyataan ini" in answer.text
    assert _count(Release) == 0


def test_who_may_not_release(
    sign_in: Browser,
    client: FlaskClient,
    rina: Person,
    sari: Person,
    budi: Person,
    dedi: Person,
    lena: Person,
    batch: Batch,
    seat: Enrolment,
) -> None:
    sample.enter(batch, seat, "85.25", by=rina)
    address = f"/angkatan/{batch.id}/nilai/rilis"
    for method in ("get", "post"):
        found = [
            getattr(sign_in(p), method)(address, data=SURE).status_code
            for p in (sari, budi, dedi, lena)
        ]
        assert found == [403, 403, 404, 404]
        assert getattr(client, method)(address, data=SURE).status_code == 302
    assert _count(Release) == 0


def test_the_released_result_stands_whatever_its_sources_do(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    sample.enter(batch, seat, "85.25", by=rina)
    actions.release(batch, by=rina)
    db.session.execute(ComponentScore.__table__.update().values(points=Decimal(10)))  # type: ignore[attr-defined]
    db.session.commit()
    row = queries.sheet(batch).rows[0]
    assert (row.verdict.outcome, row.verdict.final) == ("lulus", Decimal("85.25"))
    assert set(row.points.values()) == {Decimal("85.25")}
    shown = sign_in(rina).get(f"/angkatan/{batch.id}/nilai").text
    assert "85,25" in shown
    assert "10,00" not in shown


def test_a_trainee_sees_the_result_only_after_the_release(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    sample.enter(batch, seat, "85.25", by=rina)
    address = f"/angkatan/{batch.id}/nilai"
    before = sign_in(sari).get(address).text
    assert "Belum ada nilai yang dirilis" in before
    for secret in ("85,25", "Memuaskan", "Lulus"):
        assert secret not in before
    actions.release(batch, by=rina)
    after = sign_in(sari).get(address).text
    for words in ("85,25", "Memuaskan", "Lulus", "Sikap perilaku", "40%", "34,10"):
        assert words in after


def test_a_trainee_reads_why_it_was_not_passed(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    sample.enter(batch, seat, "65.00", by=rina)
    actions.release(batch, by=rina)
    shown = sign_in(sari).get(f"/angkatan/{batch.id}/nilai").text
    assert "Ditunda" in shown
    assert "perlu di atas 70,00" in shown
