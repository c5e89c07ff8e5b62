"""Issuing: after the release, for those who passed, in numbers without gap, safe to repeat."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.catalogue.models import Batch
from lms.certificates import actions, pressroom, queries
from lms.certificates.models import Certificate, NumberSeries
from lms.core.audit import JournalEntry
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.files import StoredFile
from lms.core.jobs import Job
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import InlineRoom, award_of, blank, issue, issue_all, released, work

Browser = Callable[..., FlaskClient]


def _people(count: int) -> list[Person]:
    return [cast.a_person(f"Peserta {number:02d}") for number in range(count)]


def _count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_before_the_release_nothing_is_issued(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch
) -> None:
    cast.an_enrolment(sari, batch)
    answer = sign_in(rina).post(f"/angkatan/{batch.id}/sertifikat")
    assert answer.status_code == 422
    assert "belum dirilis" in answer.text
    assert _count(Job) == 0


@pytest.mark.usefixtures("no_paper")
def test_those_who_passed_get_one_each_in_the_order_of_names(rina: Person, batch: Batch) -> None:
    passed, failed, waiting = _people(5), cast.a_person("Gagal"), cast.a_person("Tunda")
    released(batch, list(reversed(passed)), by=rina)
    released(batch, [failed], by=rina, outcome="tidak_lulus")
    released(batch, [waiting], by=rina, outcome="ditunda")
    found = issue_all(batch, by=rina)
    assert [(c.seq, c.person.name) for c in found] == [
        (number, person.name) for number, person in enumerate(passed, 1)
    ]
    assert found[0].number == f"800.2.4.2/0001/BPSDM/{today().year}"
    assert len({c.code for c in found}) == 5
    assert all(c.file_id for c in found)
    issued = select(JournalEntry).where(JournalEntry.verb == "certificate.issued")
    lines = db.session.scalars(issued.order_by(JournalEntry.id)).all()
    assert [f'{{"number":"{c.number}"}}' for c in found] == [line.facts for line in lines]


@pytest.mark.parametrize("outcome", ["ditunda", "tidak_lulus"])
def test_only_passed_results_are_certified(rina: Person, batch: Batch, outcome: str) -> None:
    result = released(batch, _people(1), by=rina, outcome=outcome)[0]
    with pytest.raises(RuleBroken, match="hanya untuk peserta yang dinyatakan lulus"):
        issue(result, by=rina)
    with pytest.raises(RuleBroken, match="sudah menerima"):
        actions.ask_to_issue(batch, by=rina)


@pytest.mark.usefixtures("no_paper")
def test_asking_again_when_all_have_one_is_refused(
    sign_in: Browser, rina: Person, batch: Batch
) -> None:
    released(batch, _people(1), by=rina)
    browser = sign_in(rina)
    address = f"/angkatan/{batch.id}/sertifikat"
    assert "Terbitkan 1 sertifikat" in browser.get(address).text
    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 302  # a double click while it waits: one job
    assert _count(Job) == 1
    work()
    again = browser.post(address)
    assert again.status_code == 422
    assert "Semua peserta yang lulus sudah menerima sertifikat" in again.text
    assert _count(Certificate) == 1


def test_one_result_gives_one_certificate(rina: Person, batch: Batch) -> None:
    result = released(batch, _people(1), by=rina)[0]
    assert issue(result, by=rina).id == issue(result, by=rina).id
    assert db.session.scalars(select(NumberSeries.last)).one() == 1


def test_an_undone_issue_gives_its_number_back(rina: Person, batch: Batch) -> None:
    first, second = released(batch, _people(2), by=rina)
    actions.issue(award_of(first.id), by=rina, on=today())
    db.session.rollback()
    assert issue(second, by=rina).seq == 1
    assert issue(first, by=rina).seq == 2
    assert _count(JournalEntry) >= 2
    assert db.session.query(JournalEntry).filter_by(verb="certificate.issued").count() == 2


@pytest.mark.usefixtures("no_paper")
def test_the_year_changes_at_midnight_in_lampung(rina: Person, batch: Batch) -> None:
    people = _people(4)
    found = []
    for person, moment in zip(
        people,
        (
            datetime(2026, 12, 31, 10, 0, tzinfo=UTC),
            datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC),  # 23.59.59 WIB
            datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC),  # 00.00.00 WIB
            datetime(2027, 1, 1, 0, 30, tzinfo=UTC),
        ),
        strict=True,
    ):
        with time_machine.travel(moment, tick=False):
            released(batch, [person], by=rina)
            issue_all(batch, by=rina)
            found.append(queries.of_person(person.id)[0])
    assert [(c.year, c.seq, c.facts["issued_on"]) for c in found] == [
        (2026, 1, "2026-12-31"), (2026, 2, "2026-12-31"),
        (2027, 1, "2027-01-01"), (2027, 2, "2027-01-01"),
    ]  # fmt: skip
    assert found[2].number.endswith("/0001/BPSDM/2027")


def test_programmes_share_one_row_of_numbers(rina: Person) -> None:
    numbers = []
    for key, kind in (("latsar-cpns", "sttp"), ("pbj-level-1", "sertifikat")):
        batch = cast.a_batch(cast.a_programme(key, certificate_kind=kind), state="grading",
                             starts_on=today() - timedelta(days=30))  # fmt: skip
        result = released(batch, [cast.a_person(f"Peserta {key}")], by=rina)[0]
        numbers.append(issue(result, by=rina, on=date(2026, 5, 27)).seq)
    assert numbers == [1, 2]


def test_a_crash_while_numbering_leaves_whole_certificates_and_no_gap(
    rina: Person, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.pressroom, "fulfil", blank)
    released(batch, _people(4), by=rina)
    real, calls = actions.issue, []

    def crashing(*arguments: object, **more: object) -> Certificate:
        certificate = real(*arguments, **more)  # type: ignore[arg-type]
        calls.append(certificate.seq)
        if len(calls) == 2:
            raise OSError("listrik padam")
        return certificate

    monkeypatch.setattr(actions, "issue", crashing)
    found = issue_all(batch, by=rina)
    assert calls == [1, 2, 1, 2, 3, 4]  # the chunk that was undone is numbered again
    assert [c.seq for c in found] == [1, 2, 3, 4]
    assert len({c.enrolment_id for c in found}) == 4
    job = db.session.query(Job).one()
    assert (job.state, job.attempts) == ("done", 2)


def test_a_crash_while_printing_prints_the_rest_once(
    rina: Person, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(batch, _people(3), by=rina)
    printed: list[str] = []

    def crashing(order: pressroom.Order) -> list[pressroom.Outcome]:
        printed.append(order.sheets[0]["name"])
        if len(printed) == 2:
            raise MemoryError
        return [b"%PDF-"]

    monkeypatch.setattr(pressroom, "CHUNK", 1)
    monkeypatch.setattr(pressroom, "room", lambda _presses: InlineRoom(crashing))
    found = issue_all(batch, by=rina)
    assert [name[-2:] for name in printed] == ["00", "01", "01", "02"]
    assert [c.seq for c in found if c.file_id] == [1, 2, 3]
    assert _count(StoredFile) == 3


@pytest.mark.usefixtures("no_paper")
def test_a_job_done_twice_changes_nothing(rina: Person, batch: Batch) -> None:
    released(batch, _people(2), by=rina)
    before = [(c.id, c.number, c.code, c.file_id) for c in issue_all(batch, by=rina)]
    job = db.session.query(Job).one()
    actions.issue_all(job, batch_id=batch.id, by_id=rina.id)
    db.session.commit()
    assert [(c.id, c.number, c.code, c.file_id) for c in queries.papers_of(batch)] == before


def test_who_may_not_issue(
    sign_in: Browser,
    client: FlaskClient,
    rina: Person,
    sari: Person,
    budi: Person,
    dedi: Person,
    lena: Person,
    batch: Batch,
) -> None:
    cast.a_staff(budi, batch)
    released(batch, [sari], by=rina)
    address = f"/angkatan/{batch.id}/sertifikat"
    data = {"issued_at": "2020-01-01", "number": "1", "person_id": sari.id}
    found = [sign_in(p).post(address, data=data).status_code for p in (sari, budi, dedi, lena)]
    assert found == [403, 403, 404, 404]
    assert client.post(address).status_code == 302
    assert _count(Job) == 0
