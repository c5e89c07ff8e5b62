"""Who works in a batch, and the role that comes with the work."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms.catalogue import actions, queries
from lms.catalogue.models import Staff
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person, RoleGrant
from lms.people.queries import with_grants
from tests import cast
from tests.catalogue.test_open_batch import a_plan

Browser = Callable[..., FlaskClient]


def grants(person: Person, role: str) -> list[RoleGrant]:
    return db.session.query(RoleGrant).filter_by(person_id=person.id, role=role).all()


def test_work_brings_the_role_for_the_batchs_time(rina: Person, sari: Person) -> None:
    batch = cast.a_batch()
    actions.assign_staff(batch, sari.id, "mentor", by=rina)
    db.session.commit()
    [grant] = grants(sari, "mentor")
    assert (grant.starts_on, grant.granted_by_id) == (today(), rina.id)
    assert batch.ends_on < grant.ends_on < batch.ends_on + timedelta(days=90)  # type: ignore[operator]
    person = with_grants(sari.id)
    assert person is not None
    assert "instructor" in person.fronts


def test_whoever_holds_the_role_gets_no_second_one(rina: Person, budi: Person) -> None:
    actions.assign_staff(cast.a_batch(), budi.id, "instructor", by=rina)
    assert len(grants(budi, "instructor")) == 1


def test_a_role_that_ends_too_early_is_given_again_when_dates_move(
    rina: Person, sari: Person
) -> None:
    version = cast.a_programme()
    batch = actions.open_batch(version, a_plan(version), by=rina)
    actions.assign_staff(batch, sari.id, "coach", by=rina)
    plan = a_plan(version)
    later = {
        key: (first + timedelta(days=200), last + timedelta(days=200))
        for key, (first, last) in plan.phases.items()
    }
    actions.edit_batch(batch, a_plan(version, phases=later), by=rina)
    db.session.commit()
    assert max(g.ends_on for g in grants(sari, "coach")) > batch.ends_on  # type: ignore[type-var]


def test_running_trainings_is_not_given_by_an_organiser(rina: Person, sari: Person) -> None:
    batch = cast.a_batch()
    with pytest.raises(RuleBroken, match="Minta admin"):
        actions.assign_staff(batch, sari.id, "organiser", by=rina)
    assert grants(sari, "organiser") == []
    actions.assign_staff(batch, rina.id, "organiser", by=rina)


def test_the_same_work_is_not_given_twice(rina: Person, budi: Person) -> None:
    batch = cast.a_batch()
    actions.assign_staff(batch, budi.id, "instructor", by=rina)
    with pytest.raises(RuleBroken, match="sudah bertugas"):
        actions.assign_staff(batch, budi.id, "instructor", by=rina)
    actions.assign_staff(batch, budi.id, "examiner", by=rina)
    assert sorted(queries.roles_in(budi, batch)) == ["examiner", "instructor"]


def test_trainees_do_not_work_in_their_own_batch(rina: Person, sari: Person) -> None:
    batch = cast.a_batch()
    cast.an_enrolment(sari, batch)
    with pytest.raises(RuleBroken, match="peserta angkatan ini"):
        actions.assign_staff(batch, sari.id, "examiner", by=rina)


def test_the_page_finds_assigns_and_releases(sign_in: Browser, rina: Person, budi: Person) -> None:
    batch = cast.a_batch()
    browser = sign_in(rina)
    assert "Tim belum ditugaskan" in browser.get(f"/angkatan/{batch.id}/tim").text
    assert "Budi Hartanto" in browser.get(f"/angkatan/{batch.id}/tim?q=hartanto").text
    data = {"person": budi.id, "role": "instructor", "q": "hartanto"}
    answer = browser.post(f"/angkatan/{batch.id}/tim", data=data, follow_redirects=True)
    assert "Penugasan tersimpan." in answer.text
    again = browser.post(f"/angkatan/{batch.id}/tim", data=data)
    assert again.status_code == 422
    assert "sudah bertugas" in again.text
    work = db.session.query(Staff).one()
    answer = browser.post(f"/angkatan/{batch.id}/tim/{work.id}/lepas", follow_redirects=True)
    assert "tidak lagi bertugas" in answer.text
    assert db.session.query(Staff).count() == 0


def test_another_batchs_work_is_out_of_reach(sign_in: Browser, rina: Person, budi: Person) -> None:
    version = cast.a_programme()
    here, there = cast.a_batch(version), cast.a_batch(version, number=2)
    work = cast.a_staff(budi, there)
    assert sign_in(rina).post(f"/angkatan/{here.id}/tim/{work.id}/lepas").status_code == 404
    assert db.session.query(Staff).count() == 1


@pytest.mark.parametrize(
    "data", [{}, {"person": "x"}, {"person": 99999, "role": "coach"}, {"role": "king"}]
)
def test_nonsense_is_answered_with_a_sentence(
    sign_in: Browser, rina: Person, data: dict[str, object]
) -> None:
    batch = cast.a_batch()
    answer = sign_in(rina).post(f"/angkatan/{batch.id}/tim", data=data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_only_who_runs_the_batch_assigns(
    sign_in: Browser, sari: Person, budi: Person, dedi: Person
) -> None:
    batch = cast.a_batch()
    cast.an_enrolment(sari, batch)
    cast.a_staff(budi, batch)
    data = {"person": budi.id, "role": "coach"}
    statuses = [
        sign_in(person).post(f"/angkatan/{batch.id}/tim", data=data).status_code
        for person in (sari, budi, dedi)
    ]
    assert statuses == [403, 403, 404]
