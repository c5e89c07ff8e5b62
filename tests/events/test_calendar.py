"""Events in calendars: one to keep, and in the feed of who takes part or speaks."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from lms.core.db import db
from lms.events import actions
from lms.events.models import Event
from lms.people.models import Person
from lms.schedule import actions as schedule
from tests.events.cast import a_period, an_event

pytestmark = pytest.mark.one_engine

Browser = Callable[..., FlaskClient]


def _events(data: bytes) -> dict[str, Calendar]:
    return {str(one["uid"]): one for one in Calendar.from_ical(data).walk("VEVENT")}


def test_an_event_is_kept_with_its_link_by_who_takes_part(
    webinar: Event, sari: Person, sign_in: Browser, client: FlaskClient
) -> None:
    actions.register(webinar, sari, by=sari)
    db.session.commit()
    address = f"/kegiatan/{webinar.id}.ics"
    own = _events(sign_in(sari).get(address).data)[webinar.uid]
    assert str(own["summary"]) == "Pelayanan Publik Digital"
    assert own.decoded("dtstart").isoformat() == "2026-12-01T09:00:00+07:00"
    assert str(own["location"]) == webinar.link
    guest = _events(client.get(address).data)[webinar.uid]
    assert str(guest["location"]) == "Daring"
    assert webinar.link not in str(guest)


def test_a_draft_is_in_no_calendar(rina: Person, sari: Person, client: FlaskClient) -> None:
    event = an_event(rina, state="draft")
    assert client.get(f"/kegiatan/{event.id}.ics").status_code == 404


def test_the_feed_holds_seats_and_talks_and_strikes_out_what_is_cancelled(
    webinar: Event, rina: Person, sari: Person, budi: Person, client: FlaskClient,
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    talk = an_event(rina, title="Bicara", speaker_nips=(budi.nip,))
    coaching = a_period(rina, title="Coaching", speaker_nips=(budi.nip,))
    full = an_event(rina, title="Penuh", quota=1)
    for event in (webinar, coaching):
        actions.register(event, sari, by=sari)
    for person in (rina, sari):  # Sari only waits
        actions.register(full, person, by=person)
    token = schedule.renew_calendar(sari).token
    speaker = schedule.renew_calendar(budi).token
    db.session.commit()
    found = _events(client.get(f"/kalender/{token}.ics").data)
    assert set(found) == {webinar.uid, coaching.uid}
    assert found[coaching.uid].decoded("dtstart") == date(2027, 2, 22)
    assert str(found[coaching.uid]["summary"]) == "Hari terakhir: Coaching"
    assert set(_events(client.get(f"/kalender/{speaker}.ics").data)) == {talk.uid, coaching.uid}
    actions.cancel_event(webinar, "Narasumber sakit.", by=rina)
    db.session.commit()
    off = _events(client.get(f"/kalender/{token}.ics").data)[webinar.uid]
    assert (str(off["status"]), int(off["sequence"])) == ("CANCELLED", 1)
    assert "Narasumber sakit." in str(off["description"])
    assert count_queries(lambda: client.get(f"/kalender/{token}.ics")) <= 8
