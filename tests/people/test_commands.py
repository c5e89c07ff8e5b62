"""The commands that set accounts up."""

from flask import Flask
from flask.testing import FlaskClient

from lms.core.db import db
from lms.people import queries
from lms.people.models import Person


def test_a_first_password_opens_the_account(app: Flask, client: FlaskClient, sari: Person) -> None:
    nip = sari.nip
    db.session.commit()
    printed = app.test_cli_runner().invoke(args=["people", "first-password", nip]).output.strip()
    answer = client.post("/masuk", data={"account": nip, "password": printed})
    assert answer.status_code == 302
    assert client.get("/akun").location.endswith("/akun/sandi")


def test_a_role_is_given_for_one_office(app: Flask, sari: Person) -> None:
    nip, office = sari.nip, sari.opd
    code, office_id = office.code, office.id
    db.session.commit()
    args = ["people", "grant", nip, "opd_officer", "--opd", code]
    assert app.test_cli_runner().invoke(args=args).exit_code == 0
    person = queries.by_account(nip)
    assert person is not None
    assert person.has_role("opd_officer", opd_id=office_id)
    assert not person.has_role("opd_officer", opd_id=office_id + 1)


def test_an_unknown_account_is_said(app: Flask, sari: Person) -> None:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["people", "first-password", "tidak-ada"])
    assert result.exit_code == 1 and "nobody has the NIP" in result.output
