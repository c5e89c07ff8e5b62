"""The radar: who is at risk by month and office, nominating in one step, and undoing that."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from lms.catalogue.models import Enrolment
from lms.competence import queries, rules
from lms.core.clock import today
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.competence.test_settle import a_training


def lapsing(person: Person, cell: str, month: date) -> None:
    """Give a person a training whose cell empties on the second day of a month."""
    window = {"teknis": 365, "seminar": 730}[cell]
    ago = (today() - (month.replace(day=2) - timedelta(days=window))).days
    db.session.add(a_training(person, cell, days_ago=ago))
    db.session.commit()


@pytest.fixture
def scene(dedi: Person) -> dict[str, Person]:
    """Give two people of Dedi's office and one of another who lose a cell in three months."""
    soon, late = queries.months_ahead()[3], queries.months_ahead()[7]
    own = {name: cast.a_person(name, opd=dedi.opd) for name in ("Wati", "Yuda")}
    other = cast.a_person("Tini", opd=cast.an_office("Dishub"))
    lapsing(own["Wati"], "teknis", soon)
    lapsing(own["Yuda"], "seminar", late)
    lapsing(other, "teknis", soon)
    return own | {"Tini": other}


def test_the_radar_is_counted_by_month_and_office(scene: dict[str, Person], dedi: Person) -> None:
    months = queries.months_ahead()
    lapses = dict(queries.lapses_ahead(rules.DEFAULT))
    assert (lapses[months[3]], lapses[months[7]], sum(lapses.values())) == (2, 1, 3)
    own = queries.radar_of_offices(rules.DEFAULT, frozenset({dedi.opd_id}))
    assert [(one.now, one.soon, one.year) for one in own] == [(0, 0, 2)]
    everybody = queries.at_risk(rules.DEFAULT, None, queries.RadarFilter(None, None, "sel", 1))
    assert [one.person.name for one in everybody[0]] == ["Tini", "Wati", "Yuda"]
    assert [one.lapsing for one in everybody[0]] == [("teknis",), ("teknis",), ("seminar",)]
    december = date(today().year, 12, 1)
    below = queries.RadarFilter(None, december, "jp", 1)
    short = {
        one.name
        for one in db.session.scalars(select(Person)).unique()
        if queries.hours_of(queries.ledger(one), december.year).total < rules.YEARLY_JP
    }
    assert {one.person.name for one in queries.at_risk(rules.DEFAULT, None, below)[0]} == short
    assert "Yuda" in short
    other_month = queries.RadarFilter(None, months[(months.index(december) + 1) % 12], "jp", 1)
    assert queries.at_risk(rules.DEFAULT, None, other_month)[1] == 0


@pytest.mark.one_engine
def test_each_sees_the_own_tree_and_nominates_in_one_step(
    sign_in: Callable[..., FlaskClient], scene: dict[str, Person], dedi: Person, lena: Person,
    rina: Person, sari: Person, count_queries: Callable[..., int],
) -> None:  # fmt: skip
    version = cast.a_programme("pbj", title="PBJ Level-1", counts_as="teknis")
    batch = cast.a_batch(version)
    officer, month = sign_in(dedi), f"{queries.months_ahead()[3]:%Y-%m}"
    seen = officer.get(f"/kompetensi/radar?sebab=sel&bulan={month}").text
    assert "Wati" in seen and "Yuda" not in seen and "Tini" not in seen
    assert "−22,50" in seen and batch.name in seen
    other = scene["Tini"].opd_id
    assert officer.get(f"/kompetensi/radar?opd={other}").status_code == 404
    assert officer.get(f"/kompetensi/radar.xlsx?opd={other}").status_code == 404
    assert officer.get("/kompetensi/radar?opd=x&bulan=13&sebab=y&halaman=-3").status_code == 200
    assert count_queries(lambda: officer.get("/kompetensi/radar")) <= 12
    table = CalamineWorkbook.from_filelike(
        BytesIO(officer.get("/kompetensi/radar.xlsx?sebab=sel").data)
    ).get_sheet_by_index(0).to_python()  # fmt: skip
    assert [row[1] for row in table[1:]] == ["Wati", "Yuda"] and table[1][8] == 22.5

    def nominate(client: FlaskClient, *names: str, to: str = f"batch-{batch.id}") -> object:
        ids = [str(scene[name].id) for name in names]
        return client.post(
            f"/kompetensi/radar/usulkan?sebab=sel&bulan={month}",
            data={"pegawai": ids, "angkatan": to},
        )

    assert nominate(officer).status_code == 422
    assert nominate(officer, "Wati", to="batch-999").status_code == 422
    assert nominate(officer, "Tini").status_code == 404
    assert nominate(sign_in(lena), "Wati").status_code == 403  # a leader reads
    assert "Tini" in sign_in(lena).get("/kompetensi/radar").text
    assert sign_in(sari).get("/kompetensi/radar").status_code == 403
    sent = nominate(officer, "Wati", "Yuda")
    assert sent.status_code == 302 and f"bulan={month}" in sent.location
    places = db.session.scalars(select(Enrolment)).all()
    assert {(one.person_id, one.state, one.nominated_by_id) for one in places} == {
        (scene[name].id, "nominated", dedi.id) for name in ("Wati", "Yuda")
    }
    again = nominate(officer, "Wati")
    assert again.status_code == 422 and "sudah terdaftar" in again.text
    undo = {"usulan": ",".join(str(one.id) for one in places)}
    refused = sign_in(rina).post("/kompetensi/radar/urungkan", data=undo)
    assert refused.status_code == 422  # another's step
    assert "Urungkan usulan" in officer.get(sent.location).text
    assert officer.post("/kompetensi/radar/urungkan", data=undo).status_code == 302
    assert {one.state for one in db.session.scalars(select(Enrolment))} == {"withdrawn"}


@pytest.mark.one_engine
def test_the_province_page_does_not_disclose_months_of_few_people(
    sign_in: Callable[..., FlaskClient], scene: dict[str, Person], dedi: Person, lena: Person
) -> None:
    def months(person: Person) -> str:
        text = sign_in(person).get("/kompetensi").text
        return text[text.index('id="lepas"') :].split("</section>")[0]

    assert '<td class="num">2</td>' in months(lena)
    assert '<td class="num">2</td>' not in months(dedi)
