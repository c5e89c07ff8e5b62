"""Two writers at once: a report is frozen once, and a claim is verified once."""

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.competence.models import IndexSnapshot, TrainingStep
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.competence.conftest import latest

WRITERS = 4


def at_once(
    app: Flask, sign_in: Callable[..., FlaskClient], people: list[Person], path: str,
    data: dict[str, str],
) -> list[int]:  # fmt: skip
    """Let people post the same at the same moment; returns the statuses."""
    cookies = []
    for person in people:
        cookie = sign_in(person).get_cookie("lms", domain="localhost")
        assert cookie is not None
        cookies.append(cookie.value)
    db.session.remove()
    start = threading.Barrier(len(cookies))

    def click(cookie: str) -> int:
        browser = app.test_client()
        browser.set_cookie("lms", cookie, domain="localhost")
        start.wait()
        return contextvars.Context().run(lambda: browser.post(path, data=data).status_code)

    with ThreadPoolExecutor(len(cookies)) as pool:
        return sorted(pool.map(click, cookies))


def organisers() -> list[Person]:
    """Return several people who run trainings."""
    return [cast.a_person(f"Penyelenggara {at}", roles=("organiser",)) for at in range(WRITERS)]


def test_a_report_is_frozen_once(
    app: Flask, sign_in: Callable[..., FlaskClient], rina: Person
) -> None:
    data = {"title": "800/12/BPSDM/2026"}
    statuses = at_once(app, sign_in, organisers(), "/kompetensi/laporan", data)
    assert statuses == [302] + [422] * (WRITERS - 1)
    assert db.session.scalar(select(func.count(IndexSnapshot.id))) == 1


def test_a_claim_is_verified_once(
    app: Flask, sign_in: Callable[..., FlaskClient], sari: Person, send: Any
) -> None:
    assert send(sign_in(sari)).status_code == 302
    path = f"/verifikasi-jp/{latest().id}"
    statuses = at_once(app, sign_in, organisers(), path, {"langkah": "verifikasi"})
    assert statuses == [302] + [422] * (WRITERS - 1)
    verified = select(func.count(TrainingStep.id)).where(TrainingStep.verb == "verified")
    assert db.session.scalar(verified) == 1
    assert latest().state == "verified"
