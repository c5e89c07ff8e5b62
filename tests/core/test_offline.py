"""Without a connection: the worker, what is installed, and whose page it is."""

import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image

from lms.core import assets
from lms.core.assets import STATIC, manifest
from lms.people.models import Person

pytestmark = pytest.mark.one_engine


def test_the_worker_is_new_when_any_file_of_ours_is(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.get("/luring.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    build = json.loads(re.match(r"const BUILD = (.*);", answer.text).group(1))  # type: ignore[union-attr]
    assert client.get(build["door"]).status_code == 200
    for script in build["scripts"]:
        assert (STATIC / script.removeprefix("/static/").partition("?")[0]).exists()
    monkeypatch.setattr(assets, "static", lambda path: f"/static/{path}?v=other")
    assert build["version"] not in client.get("/luring.js").text


def test_a_file_that_is_not_what_its_address_names_is_kept_by_nobody(client: FlaskClient) -> None:
    """As while two versions are served side by side."""
    own = client.get(assets.static("js/shell.js"))
    other = client.get("/static/js/shell.js?v=0123456789")
    assert own.status_code == other.status_code == 200 and own.data == other.data
    assert "no-store" not in own.headers["Cache-Control"]
    assert other.headers["Cache-Control"] == "no-store"


def test_the_site_can_be_installed(client: FlaskClient) -> None:
    about = json.loads(client.get("/aplikasi.webmanifest").data)
    assert about["start_url"] == about["scope"] == "/"
    for icon in about["icons"]:
        data = (STATIC / icon["src"].removeprefix("/static/")).read_bytes()
        assert icon["sizes"] == "{}x{}".format(*Image.open(BytesIO(data)).size)
    with Image.open(STATIC / manifest()["icon-512.png"]["file"]).convert("RGBA") as picture:
        assert picture.getpixel((0, 0))[3] == 0  # round corners
        assert picture.getpixel((256, 150))[:2] > (200, 160)  # gold, in the middle spike
        cloth = zip(picture.getpixel((256, 60)), (61, 14, 36), strict=False)
        assert all(abs(one - other) < 4 for one, other in cloth)


def test_every_page_of_somebody_says_whose_it_is(
    client: FlaskClient, sign_in: Callable[..., FlaskClient], sari: Person
) -> None:
    assert "X-Person" not in client.get("/masuk").headers
    answer = sign_in(sari).get("/luring")
    assert answer.headers["X-Person"] == str(sari.id)
    assert 'rel="manifest"' in answer.text
