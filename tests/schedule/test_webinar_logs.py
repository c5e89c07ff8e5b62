"""Logs of online meetings: read, matched, added up, looked at, and taken over."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from lms.schedule import actions, queries
from lms.schedule.actions import Noted
from lms.schedule.marks import queries as history
from lms.schedule.models import Session
from lms.schedule.webinars import logs, matching
from lms.schedule.webinars.logs import Presence, Visit
from lms.schedule.webinars.models import WebinarLog
from tests import cast
from tests.schedule.cast import wib

WIB = ZoneInfo("Asia/Jakarta")
DAY = date(2026, 11, 24)

ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
852 1848 6288,Kelas,11/24/2026 12:50:00 PM,11/24/2026 03:20:00 PM,rina@contoh.test,150,3

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Sari Wulandari,sari@contoh.test,11/24/2026 12:55:10 PM,11/24/2026 01:40:00 PM,45,No
Sari (HP),sari@contoh.test,11/24/2026 01:30:00 PM,11/24/2026 03:15:00 PM,105,No
Orang Lain,,11/24/2026 01:00:00 PM,11/24/2026 01:10:00 PM,10,Yes
"""
TEAMS = (
    "1. Summary\nMeeting title\tKelas\n\n2. Participants\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
    "Sari Wulandari\t11/24/26, 12:58:00 PM\t11/24/26, 3:15:00 PM\t1h 30m 5s\tsari@contoh.test\t"
    "sari@contoh.test\tAttendee\n\n3. In-Meeting Activities\n"
    "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
    "Sari Wulandari\t11/24/26, 12:58:00\u202fPM\t11/24/26, 1:30:00\u202fPM\t32m\t"
    "sari@contoh.test\tAttendee\n"
    "Sari Wulandari\t11/24/26, 2:15:00\u202fPM\t11/24/26, 3:15:00\u202fPM\t1h\t"
    "sari@contoh.test\tAttendee\n"
)
TEAMS_OLD = (
    "Full Name\tUser Action\tTimestamp\n"
    "Sari Wulandari\tJoined\t24/11/2026, 13:10:00\nBudi\tJoined before\t24/11/2026, 12:55:00\n"
    "Sari Wulandari\tLeft\t24/11/2026, 14:00:00\nSari Wulandari\tJoined\t24/11/2026, 14:30:00\n"
    "Budi\tLeft\t24/11/2026, 15:20:00\n"
)
MEET = """First name,Last name,Email,Duration,Time joined,Time exited
Sari,Wulandari,sari@contoh.test,1 hr 40 min,1:05 PM,3:15 PM
"""


def _presence(text: str, who: str = "sari") -> tuple[str, Presence | None]:
    data = text.encode("utf-16") if text in (TEAMS, TEAMS_OLD) else text.encode()
    log = logs.read(data, DAY, WIB)
    visits = [visit for visit in log.visits if who in f"{visit.name} {visit.email}".lower()]
    return log.platform, logs.presence(visits, wib("13.00"), wib("15.15"))


@pytest.mark.parametrize(
    ("text", "platform", "late", "early", "away"),
    [(ZOOM, "zoom", 0, 0, 0), (TEAMS, "teams", 0, 0, 45), (TEAMS_OLD, "teams", 10, 0, 30),
     (MEET, "meet", 5, 0, 29)],
    ids=["zoom", "teams", "teams old", "meet"],
)  # fmt: skip
def test_each_programs_log_is_read_by_its_columns(
    text: str, platform: str, late: int, early: int, away: int
) -> None:
    assert _presence(text) == (platform, Presence(late, early, away))


def test_dates_zones_and_what_is_no_log() -> None:
    swapped = ZOOM.replace("11/24/2026", "03/04/2026")
    april = logs.read(swapped.encode(), date(2026, 4, 3), WIB)
    assert {visit.joined.date() for visit in april.visits} == {date(2026, 4, 3)}
    iso = "Name,Email,Join time,Leave time\nA,a@b.test,2026-11-24T06:00:00Z,2026-11-24T08:15:00Z\n"
    (visit,) = logs.read(iso.encode(), DAY, WIB).visits
    assert visit.joined == datetime(2026, 11, 24, 6, tzinfo=UTC)
    broken = (
        ZOOM + "Dewi,,kemarin,nanti,3,No\nEka,,11/24/2026 02:00:00 PM,11/24/2026 01:00:00 PM,3,No\n"
    )
    assert logs.read(broken.encode(), DAY, WIB).unreadable == 2
    for wrong in (b"Nama,NIP\nSari,1\n", b"", b"\xff\xfe\x00", b"PK\x03\x04\x00\x00"):
        with pytest.raises(RuleBroken):
            logs.read(wrong, DAY, WIB)
    spoken = [
        logs.minutes_of(text) for text in ("75", "1 hr 15 min", "1h 2m 3s", "1:05:59", "40s", "?")
    ]
    assert spoken == [75, 75, 62, 65, 0, None]
    assert logs.presence([], wib("13.00"), wib("15.15")) is None


def test_people_are_recognised_but_never_guessed() -> None:
    at = (wib("13.00"), wib("15.15"))
    trainees = [
        matching.Trainee(1, "Sari Wulandari", "sari@contoh.test", "199001012020122001"),
        matching.Trainee(2, "Ahmad Fauzi", "", ""), matching.Trainee(3, "Ahmad Fauzi", "", ""),
        matching.Trainee(4, "Dewi Lestari", "", "198501012010012002"),
    ]  # fmt: skip
    visits = [
        Visit("HP saya", "sari@contoh.test", *at), Visit("12_SARI WULANDARI, S.Sos.", "", *at),
        Visit("198501012010012002", "", *at), Visit("Ahmad Fauzi", "", *at),
        Visit("Dinkes - Dewi Lestari", "", *at), Visit("Tamu", "", *at),
    ]  # fmt: skip
    people = matching.attendees(visits)
    told = {people[at].name: found for at, found in matching.match(people, trainees).items()}
    assert told == {
        "HP saya": (1, "email"), "12_SARI WULANDARI, S.Sos.": (1, "name"),
        "198501012010012002": (4, "nip"), "Dinkes - Dewi Lestari": (4, "part"),
    }  # fmt: skip


@pytest.mark.one_engine
def test_a_log_is_looked_at_and_taken_over(
    meeting: Session, seat: Enrolment, batch: Batch, budi: Person, sari: Person,
    clock: time_machine.Traveller, sign_in: Callable[..., FlaskClient],
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    sari.email = "sari@contoh.test"
    others = [cast.an_enrolment(cast.a_person(f"Peserta {letter}"), batch) for letter in "AB"]
    clock.move_to(wib("13.05"))
    actions.be_present(sari, meeting, via="qr")
    actions.save_roll(meeting, {others[0].id: Noted("absent")}, by=budi)
    db.session.commit()
    clock.move_to(wib("15.30"))
    browser, address = sign_in(budi), f"/sesi/{meeting.id}/presensi/log"
    assert browser.get(address).status_code == 200
    log = TEAMS + (
        "Peserta A\t11/24/26, 1:00:00 PM\t11/24/26, 3:15:00 PM\t2h 15m\t\tAttendee\n"
        "Laptop kantor\t11/24/26, 1:40:00 PM\t11/24/26, 3:15:00 PM\t1h 35m\t\tAttendee\n"
    )

    def hand_in(data: bytes):
        return browser.post(address, data={"log": (BytesIO(data), "kelas.csv")})

    for wrong in (b"", b"Nama,NIP\n", b"x" * 2_000_001, ZOOM.split("Sari")[0].encode()):
        assert hand_in(wrong).status_code == 422
    assert browser.post(address, data={}).status_code == 422
    answer = hand_in(log.encode("utf-16"))
    kept = db.session.scalars(select(WebinarLog)).one()
    page = browser.get(answer.location)
    assert "Belum dikenali" in page.text and "Laptop kantor" in page.text
    assert count_queries(lambda: browser.get(answer.location)) <= 12
    place = page.text.split('name="orang-')[1].split('"')[0]
    data = {f"orang-{place}": str(others[1].id), "orang-x": "1", "orang-99": str(others[1].id)}
    assert browser.post(answer.location, data=data).status_code == 302
    assert browser.post(answer.location, data=data).status_code == 422, "once"
    marks = queries.marks_of(meeting)
    own = marks[seat.id]
    assert (own.via, own.minutes_late, own.minutes_away) == ("log", 0, 45), "refines the check-in"
    assert (marks[others[1].id].status, marks[others[1].id].minutes_late) == ("present", 40)
    assert marks[others[0].id].status == "absent", "the instructor's mark stays until a choice"
    assert list(history.standing(meeting).conflicts) == [others[0].id]
    assert kept.platform == "teams"
    assert sign_in(sari).get(address).status_code == 403
