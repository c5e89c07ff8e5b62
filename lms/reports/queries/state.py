"""In figures, what of a batch its report and its dossier rest on."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, distinct, func, or_, select

from lms.catalogue.models import Batch, Course, Enrolment, Unit
from lms.certificates.models import Certificate, RegistrationCode, Revocation
from lms.certificates.rules import PASSING_KINDS, REGISTERED_KINDS
from lms.core.clock import now, today
from lms.core.db import read
from lms.gradebook.models import FinalMeeting, Release, Result
from lms.people.models import Person
from lms.reports.models import ReportEdition, ReportText
from lms.reports.rules import State
from lms.schedule.models import Session, Teaching
from lms.surveys import queries as surveys
from lms.surveys import rules as survey_rules


def state(batch: Batch, texts: Mapping[str, ReportText]) -> State:
    """Return what is there and what is not; `texts` are what was written for its report."""
    ((*figures, is_released, has_minutes, has_report),) = read(
        _figures(), batch_id=batch.id, version_id=batch.version_id, moment=now()
    )
    counts = dict(zip(_COUNTED, figures, strict=True))
    config, is_registered = current_app.config, batch.version.certificate_kind in REGISTERED_KINDS
    asked, alumni = _surveys(batch)
    return State(
        **counts,
        is_released=is_released is not None,
        has_minutes=has_minutes is not None,
        has_report=has_report is not None,
        surveys=len(asked),
        answered_surveys=_shown(asked),
        alumni=len(alumni),
        answered_alumni=_shown(alumni),
        is_registered=is_registered,
        has_basis=bool(batch.version.legal_basis),
        has_signatory=bool(config["SIGNER_NAME"] and config["SIGNER_NIP"]),
        texts={key: text.body for key, text in texts.items()},
    )


def _surveys(batch: Batch) -> tuple[list[surveys.Sheet], list[surveys.Sheet]]:
    """Return the surveys of the training that are open by now, and all those of its alumni."""
    sheets = surveys.sheets_of(batch, None)
    during = [one for one in sheets if not one.is_of_alumni and one.first <= today()]
    return during, [one for one in sheets if one.is_of_alumni]


def _shown(sheets: Sequence[surveys.Sheet]) -> int:
    return sum(survey_rules.may_show(sheet.count) for sheet in sheets)


#: Fields of a State that `_figures` counts, in its order.
_COUNTED = ("trainees", "bare_trainees", "uncoded", "sessions", "open_rolls", "teachers", "passed",
            "certificates", "materials")  # fmt: skip


@cache
def _figures() -> Any:
    """Return one row of counts: a page asks for all of them, so they share a statement."""
    batch_id: Any = bindparam("batch_id")
    moment: Any = bindparam("moment")
    seats = (
        select(func.count())
        .select_from(Enrolment)
        .where(Enrolment.batch_id == batch_id, Enrolment.state == "accepted")
    )
    known = (Person.nip, Person.golongan, Person.position_title)
    coded = select(RegistrationCode.enrolment_id)
    held = (
        select(func.count())
        .select_from(Session)
        .where(
            Session.batch_id == batch_id,
            Session.published_at.is_not(None),
            Session.cancelled_at.is_(None),
        )
    )
    passed = (
        select(func.count())
        .select_from(Result)
        .join(Release, Release.id == Result.release_id)
        .where(Release.batch_id == batch_id, Result.outcome == "lulus")
    )
    standing = (
        select(Certificate.enrolment_id)
        .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
        .where(
            Certificate.enrolment_id.is_not(None), Certificate.kind.in_(PASSING_KINDS),
            Revocation.id.is_(None),
        )
    )  # fmt: skip
    counts = (
        seats,
        seats.join(Person, Person.id == Enrolment.person_id).where(
            or_(*(func.coalesce(column, "") == "" for column in known))
        ),
        seats.where(Enrolment.id.not_in(coded)),
        held,
        held.where(
            Session.mode != "asynchronous", Session.ends_at <= moment,
            Session.roll_closed_at.is_(None),
        ),
        held.with_only_columns(func.count(distinct(Teaching.person_id))).join(
            Teaching, Teaching.session_id == Session.id
        ),
        passed,
        passed.where(Result.enrolment_id.in_(standing)),
        select(func.count())
        .select_from(Unit)
        .join(Course, Course.id == Unit.course_id)
        .where(
            Course.version_id == bindparam("version_id"),
            or_(Unit.batch_id.is_(None), Unit.batch_id == batch_id),
        ),
    )  # fmt: skip
    return select(
        *(count.scalar_subquery() for count in counts),
        select(Release.id).where(Release.batch_id == batch_id).scalar_subquery(),
        select(FinalMeeting.locked_at).where(FinalMeeting.batch_id == batch_id).scalar_subquery(),
        select(func.max(ReportEdition.finished_at))
        .where(ReportEdition.batch_id == batch_id, ReportEdition.kind == "report")
        .scalar_subquery(),
    )
