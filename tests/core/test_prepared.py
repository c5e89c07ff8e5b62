"""Statements asked again give what they gave at first, and their errors are the usual ones."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, Integer, Numeric, bindparam, literal, select
from sqlalchemy.exc import DBAPIError

from lms.core.db import UtcDateTime, db, read, rows
from lms.core.pages import QueryWhileRendering, closed_database
from lms.core.things import things
from lms.people.models import Opd, Person


def _thrice(statement: Any, **parameters: Any) -> list[list[Any]]:
    """Ask the usual way, by the words that are then kept, and by those that were kept."""
    return [read(statement, **parameters) for _turn in range(3)]


def test_values_come_as_the_types_have_them_each_time(sari: Person) -> None:
    statement = select(
        Person.name, Person.birth_date, Person.golongan,
        literal(Decimal("84.50"), Numeric(5, 2)).label("points"),
        literal({"a": [1]}, JSON).label("parts"), literal(True).label("yes"),
    ).where(Person.id == bindparam("id"))  # fmt: skip
    first, second, third = _thrice(statement, id=sari.id)
    assert [tuple(row) for row in first] == [tuple(row) for row in second] == list(third)
    assert [type(value) for value in third[0]] == [type(value) for value in first[0]]
    assert third[0].birth_date == sari.birth_date
    assert third[0].points == Decimal("84.50")


def test_moments_go_in_and_come_out_aware(app: Flask) -> None:
    moment = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    statement = select(bindparam("moment", type_=UtcDateTime).label("at"))
    for found in _thrice(statement, moment=moment):
        assert [tuple(row) for row in found] == [(moment,)]


def test_things_are_the_sessions_own(sari: Person) -> None:
    statement = things(Opd).where(Opd.id == bindparam("id"))
    own = db.session.get_one(Opd, sari.opd_id)
    for _turn in range(3):
        assert rows(statement, id=own.id) == [own]
    own.name = "Dinas Uji"
    assert rows(statement, id=own.id)[0].name == "Dinas Uji"
    assert read(select(Opd.name).where(Opd.id == own.id)) == [("Dinas Uji",)]


def test_lists_as_long_as_they_come_are_asked_the_usual_way(sari: Person) -> None:
    statement = select(Person.id).where(Person.id.in_(bindparam("ids", expanding=True)))
    for ids in ([sari.id], [sari.id, 0], []):
        assert read(statement, ids=ids) == ([(sari.id,)] if ids else [])


def test_lists_that_the_statement_holds_are_part_of_its_words(sari: Person, budi: Person) -> None:
    statement = select(Person.name).where(
        Person.id.in_((sari.id, budi.id)), Person.id != bindparam("id")
    )
    for found in _thrice(statement, id=budi.id):
        assert [tuple(row) for row in found] == [(sari.name,)]


def test_a_list_of_moments_is_written_as_moments(sari: Person) -> None:
    moment = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    at = literal(moment, UtcDateTime)
    statement = select(Person.name).where(at.in_((moment,)), Person.id == bindparam("id"))
    for found in _thrice(statement, id=sari.id):
        assert [tuple(row) for row in found] == [(sari.name,)]


def test_no_page_asks_while_it_is_written(app: Flask) -> None:
    statement = select(Person.id)
    _thrice(statement)
    with closed_database(), pytest.raises(QueryWhileRendering):
        read(statement)


def test_an_error_is_the_usual_one(app: Flask) -> None:
    statement = select(literal(1) / bindparam("by", type_=Integer)).where(
        Person.__table__.c.id == bindparam("id")
    )
    _thrice(statement, by=1, id=0)
    db.session.execute(db.text("ALTER TABLE person RENAME TO people"))
    with pytest.raises(DBAPIError):
        read(statement, by=1, id=0)
    db.session.rollback()
    assert read(statement, by=1, id=0) == []
