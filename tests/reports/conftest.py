"""A batch with marks, a closed roll and a released result: Sari passed, Tono did not."""

from datetime import timedelta
from decimal import Decimal

import pytest

from lms.catalogue.models import Batch
from lms.core.clock import now, today
from lms.core.db import db
from lms.gradebook import actions as gradebook
from lms.people.models import Person
from lms.schedule.models import Attendance, Session, Teaching
from tests import cast
from tests.gradebook import sample


@pytest.fixture
def batch(app: object, sari: Person, budi: Person, rina: Person) -> Batch:
    """Give the batch."""
    version = cast.a_programme(components=sample.PARTS)
    found = cast.a_batch(version, state="grading", starts_on=today() - timedelta(days=9))
    cast.a_staff(budi, found)
    cast.a_staff(rina, found, "organiser")
    tono = cast.a_person("Tono Wijaya", golongan="III/a", position_title="Analis")
    seats = [cast.an_enrolment(person, found) for person in (sari, tono)]
    sample.enter(found, seats[0], "88.50", by=rina)
    sample.enter(found, seats[1], "55.00", by=rina)
    starts = now() - timedelta(days=8)
    session = Session(
        batch_id=found.id, title="Berorientasi Pelayanan", mode="classical", starts_at=starts,
        ends_at=starts + timedelta(minutes=180), jp=4, uid="sesi-1", checkin_secret="x",
        checkin_opens_at=starts, checkin_closes_at=starts, roll_closed_at=now(),
        published_at=starts, teaching=[Teaching(person_id=budi.id)],
    )  # fmt: skip
    db.session.add(session)
    db.session.flush()
    db.session.add_all(
        Attendance(
            session_id=session.id,
            enrolment_id=seat.id,
            status=status,
            via="roll",
            at=now(),
            by_id=budi.id,
        )
        for seat, status in zip(seats, ("present", "sick"), strict=True)
    )
    db.session.commit()
    gradebook.release(found, by=rina)
    db.session.commit()
    return found


#: Sari's mark as every paper writes it.
MARK = Decimal("88.50")
