"""A live session: the meeting beside its subject, attendance, and its recording."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.clock import now
from lms.core.db import db
from lms.elearning import queries
from lms.people.models import Person
from lms.schedule.models import Attendance, Session, TrainingGroup
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.one_engine


def _session(batch: Batch, course_id: int, starts_in: timedelta, **facts: object) -> Session:
    starts = now() + starts_in
    common = {
        "title": "Bedah peta", "mode": "virtual", "jp": 3, "link": "https://temu.contoh.go.id/1",
        "published_at": now(), "uid": f"s{starts.timestamp()}", "checkin_secret": "x",
    }  # fmt: skip
    made = Session(
        batch_id=batch.id, course_id=course_id, starts_at=starts,
        ends_at=starts + timedelta(hours=2), checkin_opens_at=starts,
        checkin_closes_at=starts + timedelta(hours=2), **(common | facts),
    )  # fmt: skip
    db.session.add(made)
    db.session.commit()
    return made


def test_the_meeting_is_shown_joined_attended_and_seen_again(
    sign_in: SignIn, count_queries: Callable[..., int], sari: Person, budi: Person, batch: Batch,
    seat: Enrolment, version: ProgrammeVersion,
) -> None:  # fmt: skip
    unit = sample.an_activity(version, "live", "Sesi dua", {"session": 2})
    trainee, instructor = sign_in(sari), sign_in(budi)
    page = f"/angkatan/{batch.id}/belajar/{unit.id}"
    assert "belum dijadwalkan" in trainee.get(page).text
    _session(batch, unit.course_id, timedelta(days=-2), title="Pembuka")
    _session(batch, unit.course_id, timedelta(hours=9), title="Rancangan", published_at=None)
    meeting = _session(batch, unit.course_id, timedelta(days=1))
    text = trainee.get(page).text
    assert "Bedah peta" in text and "Pembuka" not in text and "Masuk sesi" not in text
    assert trainee.post(f"{page}/selesai").status_code == 422
    meeting.starts_at, meeting.ends_at = now() - timedelta(minutes=5), now() + timedelta(hours=2)
    db.session.commit()
    assert "https://temu.contoh.go.id/1" in trainee.get(page).text
    db.session.add(
        Attendance(session_id=meeting.id, enrolment_id=seat.id, status="present", via="instructor",
                   at=now(), by_id=budi.id)
    )  # fmt: skip
    db.session.commit()
    assert "hadir" in trainee.get(page).text and "Tandai selesai" in trainee.get(page).text
    assert trainee.post(f"{page}/selesai").status_code == 302
    assert queries.progress(batch, seat).done == 1
    assert count_queries(lambda: trainee.get(page)) <= 8

    entry = f"{page}/rekaman-sesi"
    assert trainee.post(entry, data={"url": "https://a.id/x"}).status_code == 403
    for wrong in ("http://a.id/x", "javascript:alert(1)", "https://", "rekaman"):
        refused = instructor.post(entry, data={"url": wrong})
        assert refused.status_code == 422 and "diawali https://" in refused.text
    assert instructor.post(entry, data={"url": "https://rekam.contoh.go.id/7"}).status_code == 302
    assert "https://rekam.contoh.go.id/7" in trainee.get(page).text
    assert instructor.post(entry, data={"url": ""}).status_code == 302
    assert "rekam.contoh" not in trainee.get(page).text
    other = sample.a_lesson(version)
    assert instructor.post(f"/angkatan/{batch.id}/belajar/{other.id}/rekaman-sesi",
                           data={"url": ""}).status_code == 404  # fmt: skip


def test_each_trainee_sees_the_meeting_of_the_own_group(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, version: ProgrammeVersion
) -> None:
    seat.group = "A"
    groups = [TrainingGroup(batch_id=batch.id, name=name) for name in "BA"]
    db.session.add_all(groups)
    db.session.flush()
    unit = sample.an_activity(version, "live", "Sesi satu", {"session": 1})
    for group, hours in zip(groups, (1, 2), strict=True):
        _session(batch, unit.course_id, timedelta(days=1, hours=hours), group_id=group.id,
                 title=f"Kelompok {group.name}")  # fmt: skip
    text = sign_in(sari).get(f"/angkatan/{batch.id}/belajar/{unit.id}").text
    assert "Kelompok A" in text and "Kelompok B" not in text
