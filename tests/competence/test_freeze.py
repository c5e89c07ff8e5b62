"""What was reported stays as it was."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from lms.competence.models import IndexSnapshot
from lms.core.db import db
from lms.people.models import Person
from tests.competence.test_settle import a_training


def test_a_frozen_report_keeps_its_figures(
    sign_in: Callable[..., FlaskClient], rina: Person, sari: Person
) -> None:
    client = sign_in(rina)
    answer = client.post("/kompetensi/laporan", data={"title": "800/12/BPSDM/2026"})
    assert answer.status_code == 302
    db.session.add(a_training(sari, "teknis"))
    db.session.commit()
    frozen = db.session.scalars(select(IndexSnapshot)).one()
    assert (frozen.figures["mean"], frozen.figures["people"]) == ("0.00", 2)
    assert "800/12/BPSDM/2026" in client.get(answer.location).text
    assert client.get(f"{answer.location}.xlsx").status_code == 200


@pytest.mark.parametrize(
    "verb", ["UPDATE index_snapshot SET title = ''", "DELETE FROM index_snapshot"]
)
def test_the_database_refuses_to_change_a_report(
    app: Flask, sign_in: Callable[..., FlaskClient], rina: Person, verb: str
) -> None:
    sign_in(rina).post("/kompetensi/laporan", data={"title": "Uji"})
    with pytest.raises(DBAPIError, match="never changed"):
        db.session.execute(text(verb))


def test_only_bpsdm_freezes_and_officers_do_not_read_it(
    sign_in: Callable[..., FlaskClient], rina: Person, lena: Person, dedi: Person
) -> None:
    assert sign_in(rina).post("/kompetensi/laporan", data={"title": ""}).status_code == 422
    assert sign_in(lena).post("/kompetensi/laporan", data={"title": "Uji"}).status_code == 403
    assert sign_in(lena).get("/kompetensi/laporan").status_code == 200
    assert sign_in(dedi).get("/kompetensi/laporan").status_code == 403
