"""The organiser decides: seats while there are any, then the waiting list, one at a time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms.catalogue import actions, queries
from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import JournalEntry
from lms.core.clock import now, today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from tests import cast

Browser = Callable[..., FlaskClient]


def nominated(batch: Batch, count: int) -> list[Enrolment]:
    """Return this many nominated places, each asked for a minute after the one before."""
    places = []
    for number in range(count):
        place = cast.an_enrolment(cast.a_person(f"Peserta {number:02d}"), batch, "nominated")
        place.applied_at = now() - timedelta(minutes=count - number)
        places.append(place)
    db.session.commit()
    return places


def test_accepting_fills_seats_then_the_queue_in_the_order_of_asking(rina: Person) -> None:
    batch = cast.a_batch(quota=2)
    places = nominated(batch, 4)
    decision = actions.accept(batch, [place.id for place in reversed(places)], by=rina)
    assert decision == actions.Decision(seated=2, waiting=2)
    assert [(p.state, p.queue_no) for p in places] == [
        ("accepted", None), ("accepted", None), ("waiting", 1), ("waiting", 2),
    ]  # fmt: skip


def test_every_decision_is_in_the_journal(rina: Person) -> None:
    batch = cast.a_batch(quota=1)
    places = nominated(batch, 2)
    actions.accept(batch, [place.id for place in places], by=rina)
    db.session.commit()
    verbs = [e.verb for e in db.session.query(JournalEntry).order_by(JournalEntry.id)][-2:]
    assert verbs == ["enrolment.accepted", "enrolment.queued"]


def test_an_application_nobody_nominated_is_not_accepted(rina: Person, sari: Person) -> None:
    batch = cast.a_batch()
    place = actions.apply(batch, sari, by=sari)
    with pytest.raises(RuleBroken, match="sudah diusulkan"):
        actions.accept(batch, [place.id], by=rina)
    assert place.state == "applied"


def test_the_organiser_can_note_the_offices_letter(rina: Person, sari: Person) -> None:
    batch = cast.a_batch()
    place = actions.apply(batch, sari, by=sari)
    assert actions.put_forward(batch, [place.id], by=rina) == 1
    assert actions.accept(batch, [place.id], by=rina).seated == 1


def test_accepting_again_is_refused(rina: Person) -> None:
    batch = cast.a_batch()
    [place] = nominated(batch, 1)
    actions.accept(batch, [place.id], by=rina)
    with pytest.raises(RuleBroken):
        actions.accept(batch, [place.id], by=rina)
    assert place.state == "accepted"


def test_queue_numbers_are_never_given_twice(rina: Person) -> None:
    batch = cast.a_batch(quota=1)
    places = nominated(batch, 4)
    actions.accept(batch, [place.id for place in places[:3]], by=rina)
    actions.withdraw(places[2], by=rina)
    actions.accept(batch, [places[3].id], by=rina)
    assert [p.queue_no for p in places[1:]] == [1, 2, 3]
    last = db.session.get_one(Person, places[3].person_id)
    assert queries.positions(last) == {batch.id: 2}


def test_declining_needs_a_reason(rina: Person) -> None:
    batch = cast.a_batch()
    [place] = nominated(batch, 1)
    with pytest.raises(RuleBroken, match="alasan"):
        actions.decline(batch, [place.id], "  ", by=rina)
    actions.decline(batch, [place.id], "Belum memenuhi syarat", by=rina)
    assert (place.state, place.reason) == ("declined", "Belum memenuhi syarat")
    assert actions.put_forward(batch, [place.id], by=rina) == 1
    assert (place.state, place.reason) == ("nominated", "")


def test_nobody_is_accepted_once_marking_began(rina: Person) -> None:
    batch = cast.a_batch(state="grading")
    [place] = nominated(batch, 1)
    with pytest.raises(RuleBroken, match="sudah selesai"):
        actions.accept(batch, [place.id], by=rina)


def test_after_the_start_the_organiser_picks_from_the_queue(rina: Person) -> None:
    batch = cast.a_batch(quota=1)
    places = nominated(batch, 3)
    actions.accept(batch, [place.id for place in places], by=rina)
    batch.state, batch.starts_on = "running", today()
    actions.withdraw(places[0], by=rina)
    assert [p.state for p in places] == ["withdrawn", "waiting", "waiting"]
    actions.accept(batch, [places[2].id], by=rina)
    assert [p.state for p in places] == ["withdrawn", "waiting", "accepted"]


def test_the_page_decides_for_ticked_names(sign_in: Browser, rina: Person) -> None:
    batch = cast.a_batch(quota=1)
    places = nominated(batch, 3)
    browser = sign_in(rina)
    shown = browser.get(f"/angkatan/{batch.id}/peserta").text
    assert "3 menunggu keputusan" in shown
    data = {"decision": "accept", "enrolment": [places[0].id, places[1].id]}
    answer = browser.post(f"/angkatan/{batch.id}/peserta", data=data, follow_redirects=True)
    assert "1 orang diterima, 1 orang masuk daftar tunggu" in answer.text
    answer = browser.post(
        f"/angkatan/{batch.id}/peserta", data={"accept": places[2].id}, follow_redirects=True
    )
    assert "1 orang masuk daftar tunggu" in answer.text


def test_all_nominated_are_accepted_by_one_button(sign_in: Browser, rina: Person) -> None:
    batch = cast.a_batch()
    nominated(batch, 3)
    answer = sign_in(rina).post(
        f"/angkatan/{batch.id}/peserta", data={"decision": "accept_all"}, follow_redirects=True
    )
    assert "3 orang diterima." in answer.text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"decision": "accept"},
        {"decision": "decline"},
        {"decision": "nonsense"},
        {"accept": "x"},
    ],
)
def test_the_page_says_what_is_missing(
    sign_in: Browser, rina: Person, data: dict[str, str]
) -> None:
    batch = cast.a_batch()
    nominated(batch, 1)
    answer = sign_in(rina).post(f"/angkatan/{batch.id}/peserta", data=data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_another_batchs_places_are_out_of_reach(sign_in: Browser, rina: Person) -> None:
    version = cast.a_programme()
    here, there = cast.a_batch(version), cast.a_batch(version, number=2)
    [place] = nominated(there, 1)
    for decision in ("accept", "decline", "put_forward", "group"):
        data = {"decision": decision, "enrolment": place.id, "reason": "x", "group": "A"}
        assert sign_in(rina).post(f"/angkatan/{here.id}/peserta", data=data).status_code == 404
    assert place.state == "nominated"


def test_groups_are_set_and_cleared(rina: Person, sari: Person) -> None:
    batch = cast.a_batch()
    place = cast.an_enrolment(sari, batch)
    actions.set_group(batch, [place.id], "Kelompok 1", by=rina)
    assert place.group == "Kelompok 1"
    actions.set_group(batch, [place.id], "", by=rina)
    assert place.group == ""
