"""What every answer carries: headers, cookies, plain error pages, and no trace of the inside."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms import create_app
from lms.people.models import Person


@pytest.mark.parametrize("address", ["/masuk", "/tidak-ada", "/akun", "/static/img/siger.svg"])
def test_security_headers_stand_on_every_answer(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_personal_pages_are_never_kept(sign_in: Callable[..., FlaskClient], sari: Person) -> None:
    assert sign_in(sari).get("/akun").headers["Cache-Control"] == "no-store"


def test_the_cookie_is_closed_to_scripts(client: FlaskClient) -> None:
    cookie = client.get("/masuk").headers.get("Set-Cookie", "")
    assert not cookie or ("HttpOnly" in cookie and "SameSite=Lax" in cookie)


def test_behind_https_the_cookie_is_bound_to_the_host(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LMS_HTTPS", "1")
    secure = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": "sqlite://"})
    assert secure.config["SESSION_COOKIE_NAME"] == "__Host-lms"
    assert secure.config["SESSION_COOKIE_SECURE"] is True


def test_an_unknown_address_gets_a_plain_page(client: FlaskClient) -> None:
    response = client.get("/tidak/ada")
    assert response.status_code == 404
    assert "Traceback" not in response.text and "lms/" not in response.text


def test_a_fault_shows_no_inside(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise ValueError("rahasia di dalam")

    broken.access = "public"  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "people.sign_in", broken)
    response = client.get("/masuk")
    assert response.status_code == 500
    assert "rahasia" not in response.text


def test_a_form_without_its_token_is_refused(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        response = client.post("/masuk", data={"account": "x", "password": "y"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert response.status_code == 400
    assert "kirim sekali lagi" in response.text


def test_english_is_a_choice_that_stays(client: FlaskClient) -> None:
    assert "Kata sandi" in client.get("/masuk").text
    client.post("/bahasa", data={"locale": "en", "next": "/masuk"})
    page = client.get("/masuk").text
    assert 'lang="en"' in page
    assert "Password" in page


def test_get_cannot_write(
    app: Flask, sign_in: Callable[..., FlaskClient], sari: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lms.core.db import db

    def writing_get() -> str:
        db.session.get_one(Person, sari_id).name = "Nama Lain"
        db.session.flush()
        return "selesai"

    sari_id = sari.id
    writing_get.access = "public"  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "people.account", writing_get)
    assert sign_in(sari).get("/akun").status_code == 200
    assert db.session.get_one(Person, sari_id).name == "Sari Wulandari"


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("gzip, deflate, br, zstd", "zstd"), ("gzip", "gzip")]
)
def test_pages_travel_compressed_in_what_the_browser_reads(
    client: FlaskClient, accepted: str, encoding: str
) -> None:
    answer = client.get("/masuk", headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(answer.data) * 2 < len(client.get("/masuk").data)
