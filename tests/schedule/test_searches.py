"""The solver in the house: a batch planned, explained, mended; nothing moves before it is used."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch
from lms.core.clock import from_local
from lms.core.db import db
from lms.core.jobs import run_pending
from lms.messages.models import Message
from lms.people.models import Person
from lms.schedule import actions, queries
from lms.schedule.models import Block, Booking, PlanSearch, PlanUnit, Session
from tests import cast
from tests.schedule.cast import MONDAY, a_room, a_running_batch, a_session

pytestmark = pytest.mark.one_engine
THURSDAY, FRIDAY = MONDAY + timedelta(days=3), MONDAY + timedelta(days=4)


def a_row(day: int, at: str, jp: int, title: str, groups: int = 2) -> dict[str, Any]:
    """Return a line of a programme's timetable."""
    return {"first": day, "last": day, "at": at, "course": "02-mapel", "title": title, "jp": jp,
            "format": "classical", "groups": groups}  # fmt: skip


@pytest.fixture
def planned(app: Any) -> Batch:
    """Give a batch of this week and the next whose two groups have three lessons to come."""
    rows = [
        a_row(6, "08:00-09:30", 2, "Analisis Isu"),
        a_row(6, "09:45-12:00", 3, "Rancangan"),
        a_row(7, "08:00-09:30", 2, "Seminar"),
    ]
    version = cast.a_programme(timetable={"confidence": "D", "rows": rows})
    return a_running_batch(version=version)


def asked(browser: FlaskClient, batch: Batch, **facts: Any) -> PlanSearch:
    """Ask for a plan and let the worker find it."""
    facts = {"seconds": 5, "seed": 1} | facts
    answer = browser.post(f"/angkatan/{batch.id}/jadwal/susun", data=facts)
    assert answer.status_code == 302, answer.text
    number = int(answer.location.rpartition("/")[2])
    assert "Berhenti dengan susunan sejauh ini" in browser.get(answer.location).text
    run_pending()
    return db.session.get_one(PlanSearch, number)


def test_a_batch_is_planned_used_and_undone_as_one(
    planned: Batch, budi: Person, rina: Person, sari: Person,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    """Two rooms, two instructors: both groups side by side, lessons in order, all drafts."""
    a_room("Way Kambas", by=rina), a_room("Krakatau", by=rina)
    cast.a_person("Tuti", roles=("instructor",))
    browser = sign_in(rina)
    number = planned.id
    page = browser.get(f"/angkatan/{number}/jadwal/susun").text
    assert "6 sesi" in page
    trainee = sign_in(sari)
    assert trainee.get(f"/angkatan/{planned.id}/jadwal/susun").status_code in (403, 404)
    refused = browser.post(f"/angkatan/{planned.id}/jadwal/susun", data={"seconds": 1, "seed": 1})
    assert refused.status_code == 422
    assert "Isi 5 sampai 600 detik." in refused.text

    search = asked(browser, planned)
    assert db.session.scalars(select(Session)).all() == [], "nothing changes before it is used"
    page = browser.get(f"/jadwal/susunan/{search.id}").text
    assert "Analisis Isu, Kelompok 1" in page
    assert "belum dijadwalkan" in page
    assert "Way Kambas" in page
    table = browser.get(f"/jadwal/susunan/{search.id}.csv").text
    assert table.count("\n") == 7 and "Seminar, Kelompok 2" in table
    assert trainee.get(f"/jadwal/susunan/{search.id}.csv").status_code in (403, 404)
    assert browser.post(f"/jadwal/susunan/{search.id}/pakai").status_code == 302

    sessions = queries.sessions_of(db.session.get_one(Batch, number), drafts=True)
    assert len(sessions) == 6
    assert all(one.is_draft and len(one.teaching) == 1 and one.room_id for one in sessions)
    for name in ("Kelompok 1", "Kelompok 2"):
        own = [one.title for one in sessions if one.group and one.group.name == name]
        assert own[-1] == "Seminar", "what the timetable puts on a later day comes later"
    assert len(db.session.scalars(select(Booking)).all()) == 18
    assert browser.post(f"/jadwal/susunan/{search.id}/pakai").status_code == 422, "used once"
    unit = db.session.scalars(select(PlanUnit)).one()
    assert unit.kind == "solver"
    browser.post(f"/jadwal/perubahan/{unit.id}/urungkan")
    assert db.session.scalars(select(Session)).all() == []


def test_what_cannot_be_is_explained_with_names_and_ways_out(
    planned: Batch, budi: Person, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    """The only room is closed for all the days there are."""
    room = a_room("Way Kambas", by=rina)
    last = datetime.combine(planned.ends_on, datetime.min.time())
    actions.add_block("room", room.id, from_local(datetime(2026, 11, 23)), from_local(last)
                      + timedelta(days=1), "perawatan", by=rina)  # fmt: skip
    db.session.commit()
    browser = sign_in(rina)
    search = asked(browser, planned)
    page = browser.get(f"/jadwal/susunan/{search.id}").text
    assert "Mengapa tidak semuanya dapat dijadwalkan" in page
    assert "Way Kambas ditutup" in page
    assert "(perawatan)" in page
    assert "Jalan keluar termurah" in page
    assert "Pinjam satu ruang lagi" in page
    assert browser.post(f"/jadwal/susunan/{search.id}/pakai").status_code == 422


def test_an_illness_is_mended_with_the_least_change(
    batch: Batch, seat: Any, budi: Person, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    """Budi's Thursday goes to Tuti; Friday stays; only Thursday's people are told."""
    tuti = cast.a_person("Tuti", roles=("instructor",))
    hit = a_session(batch, by=rina, instructors=(budi,), day=THURSDAY)
    stays = a_session(batch, by=rina, instructors=(budi,), day=FRIDAY, title="Rancangan")
    ids, starts_at, tuti_id, budi_id = [hit.id, stays.id], hit.starts_at, tuti.id, budi.id
    browser = sign_in(rina)
    facts = {"resource": f"person-{budi.id}", "begins": f"{THURSDAY}T00:00",
             "ends": f"{THURSDAY}T23:59", "reason": "sakit"}  # fmt: skip
    answer = browser.post("/jadwal/perbaikan", data=facts | {"reason": ""})
    assert answer.status_code == 422
    answer = browser.post("/jadwal/perbaikan", data=facts)
    assert answer.status_code == 302
    run_pending()
    waiting = browser.get("/jadwal/perbaikan").text
    assert "Perbaikan: sakit" in waiting and "Menunggu keputusan" in waiting
    page = browser.get(answer.location).text
    assert "Tuti" in page
    assert "Rancangan" not in page
    assert browser.post(answer.location + "/pakai").status_code == 302
    sessions = queries.sessions_by_id(ids)
    assert [one.person_id for one in sessions[ids[0]].teaching] == [tuti_id]
    assert [one.person_id for one in sessions[ids[1]].teaching] == [budi_id]
    assert sessions[ids[0]].starts_at == starts_at
    assert db.session.scalars(select(Block)).one().reason == "sakit"
    told = {one.person_id for one in db.session.scalars(select(Message))}
    assert told == {tuti_id, budi_id}, "Sari's lesson is when and where it was"
    free = facts | {"begins": f"{THURSDAY}T20:00", "ends": f"{THURSDAY}T21:00"}
    answer = browser.post("/jadwal/perbaikan", data=free)
    assert answer.status_code == 422
    assert "Tidak ada sesi yang terkena" in answer.text
    unit = db.session.scalars(select(PlanUnit)).one()
    answer = browser.post(f"/jadwal/perubahan/{unit.id}/urungkan", follow_redirects=True)
    assert "diurungkan. Yang tidak tersedia tetap tercatat" in answer.text
    sessions = queries.sessions_by_id(ids)
    assert [one.person_id for one in sessions[ids[0]].teaching] == [budi_id]
    assert db.session.scalars(select(Block)).one().reason == "sakit", "Budi is still ill"


def test_a_stopped_search_keeps_its_best(
    planned: Batch, budi: Person, rina: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    a_room("Way Kambas", by=rina), a_room("Krakatau", by=rina)
    cast.a_person("Tuti", roles=("instructor",))
    browser = sign_in(rina)
    browser.post(f"/angkatan/{planned.id}/jadwal/susun", data={"seconds": 60, "seed": 1})
    number = db.session.scalars(select(PlanSearch.id)).one()
    assert browser.post(f"/jadwal/susunan/{number}/berhenti").status_code == 302
    run_pending()
    found = db.session.get_one(PlanSearch, number)
    assert found.state == "done"
    assert all(line["after"] for line in found.result["lines"])
    assert date.fromisoformat(found.result["lines"][0]["after"]["day"]) > MONDAY
