"""Reports of outside training for the tests, sent through the real form."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from lms.competence.models import OutsideTraining
from lms.core.clock import today
from lms.core.db import db


def a_picture(colour: int = 0) -> bytes:
    """Return a small PNG; another colour makes another file."""
    target = BytesIO()
    Image.new("RGB", (8, 8), (colour % 256, colour // 256, 99)).save(target, "PNG")
    return target.getvalue()


def told(**changes: Any) -> dict[str, Any]:
    """Return the fields of the form for a one-day webinar of last week."""
    day: date = today() - timedelta(days=7)
    fields: dict[str, Any] = {
        "form": "webinar", "title": "Webinar Keamanan Siber", "organiser": "BSSN",
        "number": "WBN/2026/0042", "starts_on": day.isoformat(), "ends_on": day.isoformat(),
        "units": "1", "note": "",
    }  # fmt: skip
    return {key: value for key, value in (fields | changes).items() if value is not None}


@pytest.fixture
def send() -> Callable[..., Any]:
    """Give a function that reports a training as a signed-in person."""
    sent = iter(range(1, 60_000))

    def report(client: FlaskClient, *, picture: bytes | None = None, **changes: Any) -> Any:
        data = picture if picture is not None else a_picture(next(sent))
        files = {"proofs": (BytesIO(data), "bukti.png")} if data else {}
        return client.post(
            "/jam-pelatihan/lapor", data=told(**changes) | files,
            content_type="multipart/form-data",
        )  # fmt: skip

    return report


def latest() -> OutsideTraining:
    """Return the report that was sent last."""
    return db.session.scalars(
        select(OutsideTraining).order_by(OutsideTraining.id.desc()).limit(1)
    ).one()
