"""Things read without the ORM's loading are the very things the ORM would have loaded."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.exc import InvalidRequestError

from lms.catalogue.models import Batch, BatchPhase, Enrolment, ProgrammeVersion
from lms.certificates.models import Certificate
from lms.core.db import db, get, one, read, rows
from lms.core.things import things
from lms.elearning.models import Attempt
from lms.people.models import Opd, Person
from lms.schedule.models import Session
from tests import cast


@pytest.fixture
def batch(app: Flask) -> Batch:
    """Give a batch with a seat, known to the database alone."""
    found = cast.a_batch(cast.a_programme())
    cast.an_enrolment(cast.a_person("Sari Dewi", nip=cast.a_nip(1)), found)
    db.session.commit()
    db.session.expunge_all()
    return db.session.scalars(select(Batch)).one()


def _written(thing: Any) -> dict[str, Any]:
    """Return all that is loaded of a thing and of what came along with it."""
    values = {name: getattr(thing, name) for name in inspect(thing).dict if name[0] != "_"}
    return {
        name: _written(value) if hasattr(value, "__table__") else value
        for name, value in values.items()
    }


def test_all_is_loaded_as_the_orm_loads_it(batch: Batch) -> None:
    for model in (Batch, BatchPhase, Enrolment, ProgrammeVersion, Person, Opd):
        db.session.expunge_all()
        by_orm = [_written(one) for one in db.session.scalars(select(model).order_by(model.id))]
        db.session.expunge_all()
        assert [_written(one) for one in rows(things(model).order_by(model.id))] == by_orm
        assert by_orm, model


def test_a_thing_is_the_sessions_own(batch: Batch) -> None:
    db.session.expunge_all()
    found = get(Batch, batch.id)
    assert found is get(Batch, batch.id) is db.session.get(Batch, batch.id)
    assert found.version.summary == "Ringkas"  # left for later, and asked for now
    with pytest.raises(InvalidRequestError):
        _ = found.phases  # nobody asked for them
    found.place = "Rajabasa"
    db.session.commit()
    assert get(Batch, batch.id) is found  # forgotten by the commit, and read again
    assert found.place == "Rajabasa" and found.version.programme.title
    assert get(Batch, 999_999) is None


def test_what_was_changed_is_found_before_it_is_kept(batch: Batch) -> None:
    batch.place = "Kalianda"
    statement = things(Batch).where(Batch.place == "Kalianda").add_columns(Batch.quota)
    assert read(statement) == [(batch, batch.quota)]
    assert one(statement) is batch
    db.session.rollback()
    assert one(statement) is None


def test_what_need_not_be_there_is_none(app: Flask) -> None:
    person = cast.a_person("Tanpa Instansi")
    number, person.opd_id = person.id, None
    db.session.commit()
    db.session.expunge_all()
    assert get(Person, number).opd is None


@pytest.mark.parametrize("model", [Attempt, Session, Certificate])
def test_every_branch_comes_along(app: Flask, model: type) -> None:
    assert rows(things(model)) == []
