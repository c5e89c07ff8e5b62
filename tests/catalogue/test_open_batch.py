"""Opening, editing and moving a batch: works, refused, repeated; the quota feeds the queue."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.catalogue import actions, queries
from lms.catalogue.models import Batch, ProgrammeVersion
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from tests import cast
from tests.catalogue.test_accept import nominated

Browser = Callable[..., FlaskClient]


def a_plan(version: ProgrammeVersion, **changes: Any) -> actions.Plan:
    """Return a plan that begins in a month, phases of a week one after the other."""
    first = today() + timedelta(days=30)
    phases = {}
    for phase in queries.phases_of(version.id):
        phases[phase.id] = (first, first + timedelta(days=6))
        first += timedelta(days=7)
    plan = actions.Plan(
        number=3, quota=30, phases=phases, place="Kampus",
        registration_opens_on=today(), registration_closes_on=today() + timedelta(days=20),
    )  # fmt: skip
    return replace(plan, **changes)


def test_a_new_batch_is_planned_on_the_present_version(rina: Person) -> None:
    version = cast.a_programme()
    batch = actions.open_batch(version, a_plan(version, label=" Golongan III "), by=rina)
    assert batch.name == "Latsar CPNS Golongan III Angkatan III"
    assert (batch.state, batch.version_id, batch.opened_by_id) == ("planned", version.id, rina.id)
    dates = queries.phase_dates(batch)
    assert [d.phase.key for d in dates] == ["mandiri", "klasikal"]
    assert (batch.starts_on, batch.ends_on) == (dates[0].starts_on, dates[-1].ends_on)


def test_the_same_name_is_refused(rina: Person) -> None:
    version = cast.a_programme()
    actions.open_batch(version, a_plan(version), by=rina)
    with pytest.raises(RuleBroken, match="sudah ada"):
        actions.open_batch(version, a_plan(version), by=rina)
    actions.open_batch(version, a_plan(version, label="Golongan II"), by=rina)


@pytest.mark.parametrize(
    "changes",
    [
        {"quota": 0},
        {"quota": 501},
        {"number": 0},
        {"zone": "UTC"},
        {"phases": {}},
        {"registration_closes_on": None},
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(rina: Person, changes: dict[str, Any]) -> None:
    version = cast.a_programme()
    if "registration_closes_on" in changes:
        changes = {"registration_closes_on": today() - timedelta(days=1)}
    plan = a_plan(version)
    if "phases" in changes:
        changes = {"phases": dict(list(plan.phases.items())[:1])}
    with pytest.raises(RuleBroken):
        actions.open_batch(version, replace(plan, **changes), by=rina)
    assert db.session.query(Batch).count() == 0


def form_of(page: str) -> dict[str, str]:
    """Return the values that the form on the page is filled with."""
    import re

    found = dict(re.findall(r'<input[^>]*?name="([\w-]+)"[^>]*?value="([^"]*)"', page))
    return found | {"zone": "WIB"}


def test_the_form_proposes_dates_and_opens_the_batch(sign_in: Browser, rina: Person) -> None:
    cast.a_programme()
    browser = sign_in(rina)
    assert "Latsar CPNS" in browser.get("/angkatan/baru").text
    address = "/angkatan/baru?program=latsar-cpns&mulai=2027-03-01"
    data = form_of(browser.get(address).text)
    assert data["starts_mandiri"] == "2027-03-01"
    assert data["ends_mandiri"] == "2027-03-05"
    assert data["starts_klasikal"] == "2027-03-08"
    answer = browser.post(address, data=data)
    batch = db.session.query(Batch).one()
    assert answer.location.endswith(f"/angkatan/{batch.id}/pengaturan")
    assert (batch.year, batch.number, batch.quota) == (2027, 1, 40)


def test_errors_are_sentences_and_what_was_typed_stays(sign_in: Browser, rina: Person) -> None:
    cast.a_programme()
    browser = sign_in(rina)
    address = "/angkatan/baru?program=latsar-cpns&mulai=2027-03-01"
    data = form_of(browser.get(address).text)
    data |= {"ends_mandiri": "2027-02-01", "place": "Gedung Serbaguna", "quota": "banyak"}
    answer = browser.post(address, data=data)
    assert answer.status_code == 422
    assert "Gedung Serbaguna" in answer.text
    assert "banyak" in answer.text
    data["quota"] = "30"
    answer = browser.post(address, data=data)
    assert "Pilih tanggal pada atau setelah hari pertamanya." in answer.text
    assert "<title>Galat:" in answer.text
    assert db.session.query(Batch).count() == 0


def test_a_higher_quota_seats_the_queue_in_order(rina: Person) -> None:
    version = cast.a_programme()
    batch = actions.open_batch(version, a_plan(version, quota=1), by=rina)
    with pytest.raises(RuleBroken, match="Isi komponen nilai angkatan dulu"):
        actions.move_batch(batch, "open", by=rina)
    parts = [{"key": "tes", "title": "Tes", "weight": 100, "source": "outside"}]
    actions.set_components(batch, parts, reason="SK 1", by=rina)
    actions.move_batch(batch, "open", by=rina)
    places = nominated(batch, 4)
    actions.accept(batch, [place.id for place in places], by=rina)
    assert actions.edit_batch(batch, a_plan(version, quota=3), by=rina) == 2
    assert [p.state for p in places] == ["accepted", "accepted", "accepted", "waiting"]


def test_a_higher_quota_skips_no_approval(rina: Person, sari: Person) -> None:
    version = cast.a_programme()
    batch = actions.open_batch(version, a_plan(version, quota=1), by=rina)
    place = cast.an_enrolment(sari, batch, "nominated")
    actions.edit_batch(batch, a_plan(version, quota=9), by=rina)
    assert place.state == "nominated"


def test_the_quota_cannot_fall_below_the_seats_given(rina: Person) -> None:
    version = cast.a_programme()
    batch = actions.open_batch(version, a_plan(version), by=rina)
    for place in nominated(batch, 3):
        actions.accept(batch, [place.id], by=rina)
    with pytest.raises(RuleBroken, match="Sudah ada 3 peserta"):
        actions.edit_batch(batch, a_plan(version, quota=2), by=rina)
    actions.edit_batch(batch, a_plan(version, quota=3), by=rina)


def test_the_settings_page_saves_and_says_so(sign_in: Browser, rina: Person) -> None:
    version = cast.a_programme()
    batch = actions.open_batch(version, a_plan(version), by=rina)
    browser = sign_in(rina)
    data = form_of(browser.get(f"/angkatan/{batch.id}/pengaturan").text) | {"quota": "12"}
    answer = browser.post(f"/angkatan/{batch.id}/pengaturan", data=data, follow_redirects=True)
    assert "Perubahan tersimpan." in answer.text
    assert batch.quota == 12
    data["number"] = "0"
    assert browser.post(f"/angkatan/{batch.id}/pengaturan", data=data).status_code == 422
    assert batch.number == 3


def test_a_batch_goes_through_its_stages(sign_in: Browser, rina: Person) -> None:
    parts = [{"key": "tes", "title": "Tes", "weight": 100, "source": "outside"}]
    batch = cast.a_batch(cast.a_programme(components=parts), state="planned")
    browser = sign_in(rina)
    for state in ("open", "running", "grading", "closed"):
        answer = browser.post(f"/angkatan/{batch.id}/tahap", data={"state": state})
        assert answer.status_code == 302
        assert batch.state == state
    assert browser.get(f"/angkatan/{batch.id}/pengaturan").status_code == 200


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("planned", "running"),
        ("open", "closed"),
        ("closed", "open"),
        ("open", "nonsense"),
        ("open", ""),
    ],
)
def test_stages_are_not_skipped(sign_in: Browser, rina: Person, before: str, after: str) -> None:
    batch = cast.a_batch(state=before)
    answer = sign_in(rina).post(f"/angkatan/{batch.id}/tahap", data={"state": after})
    assert answer.status_code == 422
    assert batch.state == before


def test_a_closed_batch_is_not_edited(rina: Person) -> None:
    batch = cast.a_batch(state="closed")
    with pytest.raises(RuleBroken, match="sudah selesai"):
        actions.edit_batch(batch, a_plan(batch.version), by=rina)


def test_day_numbers_follow_the_batchs_calendar(rina: Person) -> None:
    version = cast.a_programme()
    plan = a_plan(version)
    batch = actions.open_batch(version, plan, by=rina)
    dates = queries.phase_dates(batch)
    assert queries.day_date(batch, 1) >= batch.starts_on
    assert queries.day_date(batch, 6) >= dates[1].starts_on  # the first phase has five days
    assert queries.day_date(batch, 99) == batch.ends_on
