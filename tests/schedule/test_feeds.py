"""Calendars as programs read them, parsed by a library that did not write them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch
from lms.core.db import db
from lms.people.models import Person
from lms.schedule import actions
from lms.schedule.feeds.models import BatchFeed
from lms.schedule.models import Session
from tests import cast
from tests.schedule.cast import a_plan, a_running_batch, a_session

pytestmark = pytest.mark.one_engine
#: A zone of the country -> (its name, hours before UTC).
ZONES = {"WIB": ("Asia/Jakarta", 7), "WITA": ("Asia/Makassar", 8), "WIT": ("Asia/Jayapura", 9)}


def _calendar(client: FlaskClient, address: str):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n")), "RFC 5545, 3.1"
    return vobject.readOne(answer.text)


def _event(calendar, uid: str):
    (found,) = [event for event in calendar.vevent_list if event.uid.value == uid]
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_a_batchs_calendar_in_its_zone(
    zone: str, budi: Person, rina: Person, sari: Person, dedi: Person, client: FlaskClient,
    sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    batch = a_running_batch(zone=zone)
    cast.an_enrolment(sari, batch)
    session = a_session(batch, by=rina, instructors=(budi,))
    address = f"/angkatan/{batch.id}/kalender"
    assert sign_in(sari).post(address).status_code == 403
    assert sign_in(dedi).get(address).status_code in (403, 404)
    organiser = sign_in(rina)
    assert "belum memiliki" in organiser.get(address).text
    assert organiser.post(address).status_code == 302
    first = db.session.scalars(select(BatchFeed.token)).one()
    assert first in sign_in(sari).get(address).text
    feed = f"/kalender/angkatan/{first}.ics"
    calendar = _calendar(client, feed)
    name, hours = ZONES[zone]
    assert [one.tzid.value for one in calendar.vtimezone_list] == [name]
    event = _event(calendar, session.uid)
    starts = event.dtstart.value
    assert starts.utcoffset() == timedelta(hours=hours)
    assert starts.astimezone(UTC) == session.starts_at
    assert event.dtend.value.astimezone(UTC) == session.ends_at
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "0")
    sign_in(rina).post(address)
    assert client.get(feed).status_code == 404, "a new address ends the old one"


def test_changes_and_cancellations_reach_the_calendar(
    meeting: Session, batch: Batch, budi: Person, rina: Person, client: FlaskClient
) -> None:
    colleague = cast.a_person("Siti Lestari", roles=("instructor",))
    address = f"/kalender/{actions.renew_calendar(budi).token}.ics"
    theirs = f"/kalender/{actions.renew_calendar(colleague).token}.ics"
    db.session.commit()
    seen = [int(_event(_calendar(client, address), meeting.uid).sequence.value)]

    def edit(*people: Person, starts: str = "13.00") -> None:
        plan = a_plan(starts, "15.15", room_id=meeting.room_id,
                      instructor_ids=tuple(one.id for one in people))  # fmt: skip
        actions.edit_session(meeting, plan, by=rina)
        db.session.commit()

    edit(budi, starts="13.30")
    event = _event(_calendar(client, address), meeting.uid)
    assert event.dtstart.value.astimezone(UTC) == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    seen.append(int(event.sequence.value))
    edit(colleague)  # somebody else teaches now: struck out for one, new for the other
    gone = _event(_calendar(client, address), meeting.uid)
    assert (gone.status.value, gone.summary.value[:6]) == ("CANCELLED", "Batal:")
    assert gone.transp.value == "TRANSPARENT", "a struck-out session blocks no time"
    seen.append(int(gone.sequence.value))
    assert _event(_calendar(client, theirs), meeting.uid).status.value == "CONFIRMED"
    edit(budi)  # and comes back
    back = _event(_calendar(client, address), meeting.uid)
    assert back.status.value == "CONFIRMED"
    seen.append(int(back.sequence.value))
    actions.cancel_session(meeting, "Pengajar sakit", by=rina)
    db.session.commit()
    off = _event(_calendar(client, address), meeting.uid)
    assert off.status.value == "CANCELLED"
    seen.append(int(off.sequence.value))
    assert seen == sorted(set(seen)), "every change raises the number"
