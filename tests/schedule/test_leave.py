"""Leave and sickness: asked with a document, decided, and seen in the roll; warnings of absence."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment
from lms.core.db import db
from lms.messages.models import Message
from lms.people.models import Person
from lms.schedule import actions, queries
from lms.schedule.actions import Noted
from lms.schedule.leave.models import LeaveRequest
from lms.schedule.models import Session
from tests import cast
from tests.schedule.cast import MONDAY, TODAY, a_session, wib

pytestmark = pytest.mark.one_engine


def _letter() -> bytes:
    """Return a PDF of one empty page."""
    target, pdf = BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _told(person: Person) -> list[str]:
    return list(db.session.scalars(select(Message.kind).where(Message.person_id == person.id)))


def test_leave_is_asked_decided_and_seen_in_the_roll(
    meeting: Session, seat: Enrolment, batch: Batch, sari: Person, budi: Person, rina: Person,
    dedi: Person, clock: time_machine.Traveller, sign_in: Callable[..., FlaskClient],
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    other = cast.an_enrolment(cast.a_person("Peserta A"), batch)
    trainee, address = sign_in(sari), f"/angkatan/{batch.id}/izin"
    data = {"kind": "sick", "first_on": TODAY.isoformat(), "last_on": "", "session": "0",
            "reason": "Demam"}  # fmt: skip
    assert count_queries(lambda: trainee.get(address)) <= 8
    for wrong in ({"reason": ""}, {"first_on": ""}, {"first_on": "2020-01-01"},
                  {"last_on": (TODAY - timedelta(days=1)).isoformat()}):  # fmt: skip
        assert trainee.post(address, data=data | wrong).status_code == 422, wrong
    trap = {"document": (BytesIO(b"MZ not a letter"), "surat.pdf")}
    assert trainee.post(address, data=data | trap).status_code == 422
    letter = {"document": (BytesIO(_letter()), "surat dokter.pdf")}
    assert trainee.post(address, data=data | letter).status_code == 302
    assert trainee.post(address, data=data).status_code == 422, "the same days twice"
    leave = db.session.scalars(select(LeaveRequest)).one()
    assert "leave_asked" in _told(budi)

    page = f"/izin/{leave.id}"
    assert "surat_dokter.pdf" in trainee.get(page).text
    with trainee.get(f"{page}/surat?lihat=1") as answer:
        assert answer.data == _letter()
    assert trainee.post(f"{page}/putusan", data={"langkah": "setuju"}).status_code == 403
    assert sign_in(dedi).get(page).status_code == 404
    assert sign_in(dedi).get(f"{page}/surat").status_code == 404
    teacher = sign_in(budi)
    assert "Sari Wulandari" in teacher.get(f"{address}/masuk").text
    for path in (f"{address}/masuk", page):
        assert count_queries(lambda path=path: teacher.get(path)) <= 12
    assert teacher.post(f"{page}/putusan", data={"langkah": "tolak"}).status_code == 422
    assert teacher.post(f"{page}/putusan", data={"langkah": "apa"}).status_code == 400
    assert teacher.post(f"{page}/putusan", data={"langkah": "setuju"}).status_code == 302
    assert teacher.post(f"{page}/putusan", data={"langkah": "setuju"}).status_code == 422
    assert "leave_approved" in _told(sari)

    clock.move_to(wib("13.05"))
    assert 'data-leave="sick"' in sign_in(budi).get(f"/sesi/{meeting.id}/presensi").text
    assert actions.save_roll(meeting, {}, rest="present", by=budi) == 2
    db.session.commit()
    marks = queries.marks_of(meeting)
    assert (marks[seat.id].status, marks[other.id].status) == ("sick", "present")


def test_leave_for_one_session_after_the_class_and_taking_it_back(
    meeting: Session, seat: Enrolment, batch: Batch, sari: Person, budi: Person, rina: Person,
    clock: time_machine.Traveller, sign_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    morning = a_session(batch, by=rina, starts="10.00", ends="11.30", instructors=(budi,))
    clock.move_to(wib("15.30"))
    for session in (morning, meeting):
        actions.save_roll(session, {}, rest="absent", by=budi)
        actions.close_roll(session, by=budi)
    db.session.commit()
    trainee, address = sign_in(sari), f"/angkatan/{batch.id}/izin"
    data = {"kind": "permit", "session": str(morning.id), "first_on": TODAY.isoformat(),
            "reason": "Dipanggil atasan"}  # fmt: skip
    assert trainee.post(address, data=data).status_code == 302
    first = db.session.scalars(select(LeaveRequest)).one()
    assert trainee.post(f"/izin/{first.id}/tarik").status_code == 302
    assert trainee.post(f"/izin/{first.id}/tarik").status_code == 422
    assert trainee.post(address, data=data).status_code == 302
    second = db.session.scalars(select(LeaveRequest).where(LeaveRequest.state == "asked")).one()
    answer = sign_in(budi).post(f"/izin/{second.id}/putusan", data={"langkah": "setuju"})
    assert answer.status_code == 302
    after = [queries.marks_of(session)[seat.id].status for session in (morning, meeting)]
    assert after == ["permit", "absent"], "leave for one session is about that one alone"


def test_who_nears_the_limit_is_told_once_for_each_step(
    batch: Batch, seat: Enrolment, sari: Person, budi: Person, rina: Person,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    batch.version.absence_limit = {"sessions": 2, "jp": 18}
    sessions = [
        a_session(batch, by=rina, day=MONDAY + timedelta(days=day), instructors=(budi,))
        for day in range(4)
    ]
    for day, session in enumerate(sessions):
        clock.move_to(wib("15.30", MONDAY + timedelta(days=day)))
        actions.save_roll(session, {seat.id: Noted("absent")}, by=budi)
        actions.close_roll(session, by=budi)
    db.session.commit()
    told = _told(sari)
    assert [told.count(kind) for kind in ("absence_near", "absence_exceeded")] == [1, 1]
    facts = db.session.scalars(
        select(Message.facts).where(Message.kind == "absence_exceeded")
    ).one()
    assert (facts["sessions"], facts["jp"]) == (3, 9)
