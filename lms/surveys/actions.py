"""Answering a survey, and naming the superior who is asked as well."""

from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import record
from lms.core.clock import today
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people import queries as people
from lms.people.models import Person
from lms.surveys import queries, rules
from lms.surveys.models import SurveyReceipt, SurveyReply, SurveySuperior
from lms.surveys.queries import Sheet


def answer(
    batch: Batch, enrolment: Enrolment, sheet: Sheet, points: dict[str, int], words: dict[str, str]
) -> None:
    """Keep an answer apart from the note that this trainee, or their superior, has answered.

    The journal gets no line of it: a line with person and time would undo the anonymity.
    """
    lock(enrolment)  # two clicks give one answer
    fresh = queries.sheet_in(batch, enrolment, sheet.key, sheet.about_id, sheet.who)
    rules.check_open((sheet.first, sheet.last), today(), answered=fresh is None or fresh.answered)
    db.session.add(
        SurveyReceipt(enrolment_id=enrolment.id, survey=sheet.key, about_id=sheet.about_id)
    )
    db.session.add(
        SurveyReply(
            batch_id=batch.id, survey=sheet.key, about_id=sheet.about_id, points=points,
            words={key: text for key, text in words.items() if text},
        )
    )  # fmt: skip


def name_superior(enrolment: Enrolment, nip: str, *, by: Person) -> Person:
    """Name whom the office's surveys after the training ask about this alumnus."""
    lock(enrolment)
    superior = people.by_account(nip)
    if superior is None or not superior.is_active:
        raise RuleBroken(_("Tidak ada pegawai aktif dengan NIP itu."))
    alumnus = queries.alumnus(enrolment.id)
    rules.check_superior(
        is_oneself=superior.id == enrolment.person_id,
        is_near=people.is_in_line(superior, alumnus.place.person),
        answered=any(sheet.answered for sheet in alumnus.sheets),
    )
    row = db.session.get(SurveySuperior, enrolment.id)
    if row is None:
        row = SurveySuperior(enrolment_id=enrolment.id)
        db.session.add(row)
    row.person_id, row.named_by_id = superior.id, by.id
    record("survey.superior_named", enrolment, by=by, superior=superior.id)
    return superior
