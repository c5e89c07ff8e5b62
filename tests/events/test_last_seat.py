"""Forty clicks for two seats, all at once: two people get them, the others wait in order."""

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core.db import db
from lms.events.models import Event, Participation
from tests import cast

CROWD = 40


def test_the_last_seats_are_given_once(
    app: Flask, sign_in: Callable[..., FlaskClient], webinar: Event
) -> None:
    address = f"/kegiatan/{webinar.id}/daftar"
    cookies = []
    for number in range(CROWD):
        cookie = sign_in(cast.a_person(f"Calon {number:02d}")).get_cookie("lms", domain="localhost")
        assert cookie is not None
        cookies.append(cookie.value)
    db.session.remove()
    start = threading.Barrier(CROWD)

    def click(cookie: str) -> int:
        browser = app.test_client()
        browser.set_cookie("lms", cookie, domain="localhost")
        start.wait()
        return contextvars.Context().run(lambda: browser.post(address).status_code)

    with ThreadPoolExecutor(CROWD) as pool:
        statuses = list(pool.map(click, cookies))

    assert statuses == [302] * CROWD
    found = db.session.execute(select(Participation.state, Participation.queue_no)).all()
    assert [state for state, _no in found].count("registered") == 2
    assert sorted(no for state, no in found if state == "waiting") == list(range(1, CROWD - 1))
