"""The index from the database: one statement that agrees with the rule for each person."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from lms.competence import queries, rules
from lms.competence.models import DimensionValue, IndexExemption, OutsideTraining
from lms.core.clock import now, today
from lms.core.db import db
from lms.demo.offices import load_offices
from lms.demo.people import draw_people, draw_trainings
from lms.people.models import Opd, Person
from tests import cast


@pytest.fixture
def province(app: Flask, rina: Person) -> list[Person]:
    """Give 120 synthetic people with their trainings."""
    rng = Random(7)
    offices = load_offices()
    db.session.flush()
    db.session.execute(insert(Person), list(draw_people(rng, 120, offices, today())))
    pairs = [(row.id, row.position_kind) for row in db.session.execute(
        select(Person.id, Person.position_kind).where(Person.id != rina.id))]  # fmt: skip
    db.session.execute(insert(OutsideTraining), list(draw_trainings(rng, pairs, rina.id, today())))
    db.session.commit()
    return list(db.session.scalars(select(Person)).unique())


@pytest.mark.parametrize("rule_set", rules.RULE_SETS.values(), ids=lambda one: one.key)
def test_the_province_is_the_mean_of_its_people(
    province: list[Person], rule_set: rules.RuleSet
) -> None:
    scores = [
        queries.score_of(person, queries.ledger(person), rule_set, today())
        for person in province
        if person.employment in rule_set.counted
    ]
    mean = sum((one.total for one in scores), Decimal()) / len(scores)
    found = queries.province_index(rule_set)
    assert found.sums.people == len(scores)
    assert abs(found.sums.mean - mean) < Decimal("0.006")
    assert sum(office.sums.people for office in found.offices) == len(scores)
    assert sum(count for _span, count in found.spread) == len(scores)


def test_the_page_asks_few_questions_however_many_people(
    province: list[Person], sign_in: Callable[..., FlaskClient], lena: Person, count_queries
) -> None:
    client = sign_in(lena)
    assert count_queries(lambda: client.get("/kompetensi")) <= 5
    office = province[5].opd_id
    assert count_queries(lambda: client.get(f"/kompetensi/opd/{office}")) <= 6


def test_officers_see_names_of_their_own_office_only(
    sign_in: Callable[..., FlaskClient], dedi: Person
) -> None:
    other = cast.an_office("Dishub")
    client = sign_in(dedi)
    assert client.get(f"/kompetensi/opd/{dedi.opd_id}").status_code == 200
    assert client.get(f"/kompetensi/opd/{dedi.opd_id}.xlsx").status_code == 200
    assert client.get(f"/kompetensi/opd/{other.id}").status_code == 404
    assert client.get(f"/kompetensi/opd/{other.id}.xlsx").status_code == 404


def test_officers_see_the_offices_below_their_own(
    sign_in: Callable[..., FlaskClient], dedi: Person
) -> None:
    below = cast.an_office("UPTD Lab")
    below.parent_id = dedi.opd_id
    tono = cast.a_person("Tono Wijaya", opd=below)
    stranger = cast.a_person("Tini", opd=cast.an_office("Dishub"))
    client = sign_in(dedi)
    assert client.get(f"/kompetensi/opd/{below.id}").status_code == 200
    assert "Tono" in client.get(f"/kompetensi/pegawai/{tono.id}").text
    assert client.get(f"/kompetensi/pegawai/{stranger.id}").status_code in (403, 404)


def test_small_groups_are_hidden_from_those_who_may_not_see_persons(
    sign_in: Callable[..., FlaskClient], dedi: Person, lena: Person
) -> None:
    for name, count in (("Dishub", 3), ("Bappeda", 6), ("Dinsos", 20)):
        for number in range(count):
            cast.a_person(f"{name} {number}", opd=cast.an_office(name))
    everything = sign_in(lena).get("/kompetensi").text
    assert everything.count("tidak ditampilkan: kelompok kecil") == 0
    seen = sign_in(dedi).get("/kompetensi").text
    rows = {row.split("</th>")[0].rsplit(">", 1)[-1]: row for row in seen.split("<tr>")}
    # Dishub is small; Bappeda's figures would give it away by subtraction
    assert "kelompok kecil" in rows["Dishub"]
    assert "kelompok kecil" not in rows["Dinsos"]


def test_my_trace_shows_the_whole_index_with_its_band(
    sign_in: Callable[..., FlaskClient], sari: Person
) -> None:
    for dimension, points in (("kualifikasi", 20), ("kinerja", 30), ("disiplin", 5)):
        db.session.add(DimensionValue(person_id=sari.id, year=2025, dimension=dimension,
                                      points=Decimal(points), source="simpeg.xlsx"))  # fmt: skip
    db.session.add(IndexExemption(person_id=sari.id, cell="teknis", starts_on=today(),
                                  ends_on=None, reason="Tugas belajar",
                                  granted_by_id=sari.id, granted_at=now()))  # fmt: skip
    db.session.commit()
    page = sign_in(sari).get(f"/kompetensi/pegawai/{sari.id}").text
    assert "77,50" in page and "Sedang" in page  # 20 + 30 + 5 + 22,5 = 77,5 -> 78
    assert "Tugas belajar" in page and "simpeg.xlsx" in page


def test_rule_sets_stand_side_by_side_on_the_same_people(
    sign_in: Callable[..., FlaskClient], lena: Person, province: list[Person]
) -> None:
    page = sign_in(lena).get("/kompetensi/banding").text
    for rule_set in rules.RULE_SETS.values():
        mean = f"{queries.province_index(rule_set).sums.mean:.2f}".replace(".", ",")
        assert rule_set.title in page and mean in page


def test_hours_of_unverified_training_do_not_count(app: Flask, sari: Person) -> None:
    for state, jp in (("submitted", 40), ("refused", 40), ("verified", 7)):
        db.session.add(
            OutsideTraining(
                person_id=sari.id,
                form="teknis",
                cell="teknis",
                title="Arsip",
                organiser="LPK",
                jp=Decimal(jp),
                starts_on=today(),
                ends_on=today(),
                state=state,
            )  # fmt: skip
        )
    db.session.commit()
    entries = queries.ledger(sari)
    assert queries.hours_of(entries, today().year).total == Decimal(7)


def test_my_page_names_the_source_of_each_cell(
    sign_in: Callable[..., FlaskClient], sari: Person
) -> None:
    ended = today() - timedelta(days=10)
    db.session.add(
        OutsideTraining(
            person_id=sari.id,
            form="teknis",
            cell="teknis",
            title="Pengelolaan Arsip",
            organiser="LPK",
            jp=Decimal(20),
            starts_on=ended,
            ends_on=ended,
            state="verified",
        )  # fmt: skip
    )
    db.session.commit()
    page = sign_in(sari).get("/kompetensi/saya", follow_redirects=True).text
    assert "22,50" in page and "Pengelolaan Arsip" in page
    assert "Perlu satu seminar" in page


def test_offices_without_people_do_not_break_the_page(
    app: Flask, sign_in: Callable[..., FlaskClient], lena: Person
) -> None:
    db.session.add(Opd(code="x", name="Kosong", short_name="Kosong", kind="biro"))
    db.session.commit()
    assert sign_in(lena).get("/kompetensi?aturan=tidak-ada").status_code == 200


def test_among_sibling_pages_only_the_open_one_is_marked(
    sign_in: Callable[..., FlaskClient], lena: Person
) -> None:
    text = sign_in(lena, "leader").get("/kompetensi/skenario").text
    tabs = text[text.index('aria-label="Halaman indeks"') :].split("</nav>")[0]
    assert tabs.count('aria-current="page"') == 1
    assert 'href="/kompetensi/skenario" aria-current="page"' in tabs
