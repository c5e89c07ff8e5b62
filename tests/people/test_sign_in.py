"""Signing in: right, wrong, waiting, first password, sessions that end."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from lms.core.clock import now
from lms.core.db import db
from lms.people import actions, signin
from lms.people.models import Person
from tests import cast

PASSWORD = "kopi robusta liwa"


@pytest.fixture
def known(sari: Person) -> Person:
    """Give Sari a password of her own."""
    sari.password_hash = signin.hasher.hash(PASSWORD)
    sari.password_state = "own"
    sari.email = "sari@contoh.invalid"
    db.session.commit()
    return sari


def _try(client: FlaskClient, account: str, password: str):
    return client.post("/masuk", data={"account": account, "password": password})


def _bare(page: str) -> str:
    """Return a page without what was typed and without its CSRF token."""
    return re.sub(r'\d{18}|name="csrf[-_]token" (value|content)="[^"]*"', "", page)


@pytest.mark.one_engine
def test_a_page_that_stayed_open_signs_in_again_and_gets_a_new_token(
    client: FlaskClient, known: Person
) -> None:
    asked = {"Accept": "application/json"}
    before = client.get("/masuk/sesi").json
    assert before is not None and before["person"] is None and before["token"]
    given = {"account": "sari@contoh.invalid", "password": "salah"}
    refused = client.post("/masuk", data=given, headers=asked)
    assert refused.status_code == 422
    assert refused.json is not None and "belum sesuai" in refused.json["error"]
    told = client.post("/masuk", data=given | {"password": PASSWORD}, headers=asked)
    assert told.json is not None and told.json["person"] == known.id and told.json["token"]
    after = client.get("/masuk/sesi").json
    assert after is not None and after["person"] == known.id


def test_nip_with_spaces_signs_in(client: FlaskClient, known: Person) -> None:
    spaced = f"{known.nip[:8]} {known.nip[8:14]} {known.nip[14]} {known.nip[15:]}"
    assert _try(client, spaced, PASSWORD).status_code == 302
    assert client.get("/akun").status_code == 200


def test_email_in_any_case_signs_in(client: FlaskClient, known: Person) -> None:
    assert _try(client, "Sari@Contoh.invalid", PASSWORD).status_code == 302


def test_wrong_password_and_unknown_account_get_the_same_answer(
    client: FlaskClient, known: Person
) -> None:
    wrong = _try(client, known.nip, "salah")
    unknown = _try(client, "199901012020011999", "salah")
    assert wrong.status_code == unknown.status_code == 422
    assert "belum sesuai" in wrong.text
    assert _bare(wrong.text) == _bare(unknown.text)


def test_after_five_wrong_tries_even_the_right_password_waits(
    client: FlaskClient, known: Person
) -> None:
    for _ in range(5):
        _try(client, known.nip, "salah")
    refused = _try(client, known.nip, PASSWORD)
    assert refused.status_code == 422
    assert "Coba lagi dalam" in refused.text


def test_another_account_does_not_wait(client: FlaskClient, known: Person) -> None:
    other = cast.a_person("Tono Wijaya")
    other.password_hash, other.password_state = signin.hasher.hash(PASSWORD), "own"
    db.session.commit()
    for _ in range(6):
        _try(client, known.nip, "salah")
    assert _try(client, other.nip, PASSWORD).status_code == 302


def test_the_wait_ends(client: FlaskClient, known: Person) -> None:
    for _ in range(5):
        _try(client, known.nip, "salah")
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert _try(client, known.nip, PASSWORD).status_code == 302


def test_forwarded_address_makes_no_new_account(client: FlaskClient, known: Person) -> None:
    for number in range(5):
        client.post(
            "/masuk",
            data={"account": known.nip, "password": "salah"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert "Coba lagi dalam" in _try(client, known.nip, PASSWORD).text


def test_signing_out_kills_the_cookie(client: FlaskClient, known: Person) -> None:
    _try(client, known.nip, PASSWORD)
    with client.session_transaction() as session:
        kept = dict(session)
    client.post("/keluar")
    with client.session_transaction() as session:
        session.update(kept)
    assert client.get("/akun").status_code == 302


def test_an_idle_sign_in_ends(sign_in: Callable[..., FlaskClient], sari: Person) -> None:
    client = sign_in(sari)
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert client.get("/akun").status_code == 302


def test_use_keeps_a_sign_in_until_the_absolute_limit(
    sign_in: Callable[..., FlaskClient], sari: Person
) -> None:
    client = sign_in(sari)
    start = now()
    for step in range(1, 17):
        with time_machine.travel(start + timedelta(minutes=45 * step)):
            status = client.get("/akun").status_code
            assert status == (200 if 45 * step < 720 else 302), step


def test_who_left_is_out_at_the_next_request(
    sign_in: Callable[..., FlaskClient], sari: Person, adi: Person
) -> None:
    client = sign_in(sari)
    actions.end_service(sari, by=adi)
    db.session.commit()
    assert client.get("/akun").status_code == 302


def test_the_first_password_opens_only_the_page_that_replaces_it(
    app: Flask, sari: Person, rina: Person
) -> None:
    first = actions.give_first_password(sari, by=rina)
    db.session.commit()
    client = app.test_client()
    _try(client, sari.nip, first)
    assert client.get("/akun").location.endswith("/akun/sandi")
    chosen = {"password": PASSWORD, "again": PASSWORD}
    assert client.post("/akun/sandi", data=chosen).status_code == 302
    assert client.get("/akun").status_code == 200
    assert _try(app.test_client(), sari.nip, first).status_code == 422


def test_a_new_password_signs_other_devices_out(
    sign_in: Callable[..., FlaskClient], sari: Person
) -> None:
    here, there = sign_in(sari), sign_in(sari)
    here.post("/akun/sandi", data={"password": PASSWORD, "again": PASSWORD})
    assert here.get("/akun").status_code == 200
    assert there.get("/akun").status_code == 302


def test_the_way_back_never_leaves_the_site(client: FlaskClient, known: Person) -> None:
    data = {"account": known.nip, "password": PASSWORD, "next": "//jahat.example/x"}
    assert client.post("/masuk", data=data).location == "/"


def test_nobody_without_a_password_signs_in(client: FlaskClient, sari: Person) -> None:
    assert _try(client, sari.nip, "").status_code == 422
    assert _try(client, sari.nip, "apa saja").status_code == 422
