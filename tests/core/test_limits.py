"""The fence at public addresses: many guesses a minute are stopped, others are not."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core import limits


@pytest.fixture
def fenced(house: Flask) -> Iterator[None]:
    """Let the fence stand during a test; it is down for all others."""
    house.config["FENCE"] = True
    limits.counter.storage.reset()
    yield
    house.config["FENCE"] = False


@pytest.mark.usefixtures("fenced")
def test_many_guesses_of_one_address_are_stopped(client: FlaskClient) -> None:
    statuses = [client.get("/verifikasi/TIDAK-ADA").status_code for _ in range(32)]
    assert statuses[:30] == [404] * 30
    assert statuses[-1] == 429
    other = client.get("/verifikasi/X", environ_base={"REMOTE_ADDR": "10.1.2.3"})
    assert other.status_code == 404
    assert client.get("/katalog").status_code == 200
