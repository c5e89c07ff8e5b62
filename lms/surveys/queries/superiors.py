"""Alumni, the superior named for each of them, and what that superior is asked."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload, undefer

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.catalogue.queries import offices_of
from lms.core.clock import today
from lms.core.db import db, rows
from lms.people.models import Person
from lms.surveys import rules
from lms.surveys.models import SurveyReceipt, SurveySuperior
from lms.surveys.queries.sheets import Sheet

#: Batches that ended longer ago are not looked at: the last survey closes before that.
LOOK_BACK = timedelta(days=500)
#: No more alumni than this on one page.
PAGE = 300


@dataclass(frozen=True)
class Alumnus:
    """A trainee, the superior named for them, and the surveys that superior is asked."""

    place: Enrolment
    superior: Person | None
    sheets: list[Sheet]

    def sheet(self, key: str) -> Sheet | None:
        """Return the survey with this key."""
        return next((sheet for sheet in self.sheets if sheet.key == key), None)

    def is_asked(self, on: date) -> bool:
        """Tell whether the superior's answer is still awaited or may come."""
        return any(not sheet.answered and on <= sheet.last for sheet in self.sheets)


def alumnus(enrolment_id: int) -> Alumnus:
    """Return one trainee with the superior and their surveys."""
    return _alumni(_seats().where(Enrolment.id == enrolment_id))[0]


def asked_of(person: Person) -> list[Alumnus]:
    """Return the alumni whose superior the person was named to be, while a survey is ahead."""
    found = _alumni(_seats().where(SurveySuperior.person_id == person.id))
    return [one for one in found if any(today() <= sheet.last for sheet in one.sheets)]


def alumni_of(officer: Person) -> list[Alumnus]:
    """Return alumni of the officer's offices whose superior is still to be asked."""
    if not officer.has_role("opd_officer"):
        return []
    statement = _seats().where(Batch.ends_on < today(), Batch.ends_on > today() - LOOK_BACK)
    offices = offices_of(officer)
    if offices is not None:
        statement = statement.where(Person.opd_id.in_(offices))
    return [one for one in _alumni(statement.limit(PAGE)) if one.is_asked(today())]


def named_count(batch: Batch) -> int:
    """Return for how many trainees of the batch a superior was named."""
    named = (
        select(func.count())
        .select_from(SurveySuperior)
        .join(Enrolment, Enrolment.id == SurveySuperior.enrolment_id)
        .where(Enrolment.batch_id == batch.id, Enrolment.state == "accepted")
    )
    return db.session.scalar(named) or 0


def _seats() -> Select[Any, Any]:
    superior = aliased(Person)
    return (
        select(Enrolment, superior)
        .join(Enrolment.person)
        .join(Enrolment.batch)
        .outerjoin(SurveySuperior, SurveySuperior.enrolment_id == Enrolment.id)
        .outerjoin(superior, superior.id == SurveySuperior.person_id)
        .where(Enrolment.state == "accepted")
        .options(
            joinedload(Enrolment.person),
            joinedload(Enrolment.batch)
            .joinedload(Batch.version)
            .options(undefer(ProgrammeVersion.surveys)),
        )
        .order_by(Batch.ends_on.desc(), Person.name)
    )


def _alumni(statement: Select[Any, Any]) -> list[Alumnus]:
    found = db.session.execute(statement).unique().all()
    ids = [place.id for place, _superior in found]
    receipts = rows(select(SurveyReceipt).where(SurveyReceipt.enrolment_id.in_(ids))) if ids else []
    answered = {(one.enrolment_id, one.survey) for one in receipts}
    return [
        Alumnus(place, superior, _sheets(place, {key for at, key in answered if at == place.id}))
        for place, superior in found
    ]


def _sheets(place: Enrolment, answered: set[str]) -> list[Sheet]:
    batch = place.batch
    return [
        Sheet(form, 0, place.person.full_name, *_span(form, batch), form["key"] in answered, 0)
        for form in batch.version.surveys
        if form.get("who") == "superior"
    ]


def _span(form: dict[str, Any], batch: Batch) -> tuple[date, date]:
    return rules.window(form["opens"], batch.starts_on, batch.ends_on, batch.version.counts_as)
