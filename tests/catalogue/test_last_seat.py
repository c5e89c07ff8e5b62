"""A hundred clicks for the last seat, all at once: one person gets it, 99 wait in order."""

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Enrolment
from lms.core.clock import now
from lms.core.db import db
from lms.people.models import Person
from tests import cast

CROWD = 100


def test_the_last_seat_is_given_once(
    app: Flask, sign_in: Callable[..., FlaskClient], rina: Person
) -> None:
    batch = cast.a_batch(quota=1)
    people = [Person(name=f"Calon {number:03d}") for number in range(CROWD)]
    db.session.add_all(people)
    db.session.flush()
    places = [
        Enrolment(batch_id=batch.id, person_id=person.id, state="nominated", applied_at=now())
        for person in people
    ]
    db.session.add_all(places)
    db.session.commit()
    address = f"/angkatan/{batch.id}/peserta"
    ids = [place.id for place in places]
    cookie = sign_in(rina).get_cookie("lms", domain="localhost")
    assert cookie is not None
    db.session.remove()
    start = threading.Barrier(CROWD)

    def click(place_id: int) -> int:
        browser = app.test_client()
        browser.set_cookie("lms", cookie.value, domain="localhost")
        start.wait()
        return contextvars.Context().run(
            lambda: browser.post(address, data={"accept": place_id}).status_code
        )

    with ThreadPoolExecutor(CROWD) as pool:
        statuses = list(pool.map(click, ids))

    assert statuses == [302] * CROWD
    found = db.session.execute(select(Enrolment.state, Enrolment.queue_no)).all()
    assert [state for state, _no in found].count("accepted") == 1
    assert sorted(no for state, no in found if state == "waiting") == list(range(1, CROWD))
