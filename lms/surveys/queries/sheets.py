"""Which surveys a batch has, who answered them, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import today
from lms.core.db import db, rows
from lms.surveys import rules
from lms.surveys.models import SurveyReceipt, SurveyReply


@dataclass(frozen=True)
class Sheet:
    """One survey of a batch about one thing: the form, whom it is about, and its days."""

    form: dict[str, Any]
    about_id: int
    #: The instructor's name, empty for the batch as a whole.
    about: str
    first: date
    last: date
    answered: bool
    #: How many answered; 0 where it is somebody's own, who may not know.
    count: int

    @property
    def key(self) -> str:
        """Return the key of the form."""
        return str(self.form["key"])

    @property
    def who(self) -> str:
        """Return who answers it: "trainee" or "superior"."""
        return str(self.form.get("who", "trainee"))

    @property
    def is_of_alumni(self) -> bool:
        """Tell whether it is asked some months after the training."""
        return self.form["opens"] == "after"

    def is_open(self, today: date) -> bool:
        """Tell whether it may be answered on that day by who has not yet."""
        return not self.answered and self.first <= today <= self.last


@dataclass(frozen=True)
class Result:
    """What came of a sheet: means by item, and the words in no order."""

    sheet: Sheet
    means: dict[str, Any]
    words: dict[str, list[str]]


def sheets_of(batch: Batch, enrolment: Enrolment | None, who: str = "trainee") -> list[Sheet]:
    """Return the surveys of a batch in order, with what the trainee answered already.

    With `who` "superior" those for superiors, with what this trainee's superior answered.
    """
    forms = batch.version.surveys
    instructors = [(w.person_id, w.person.full_name) for w in catalogue.staff_of(batch)
                   if w.role == "instructor"]  # fmt: skip
    own = _answered(enrolment)
    counts = {} if enrolment else _counts(batch)
    found = []
    for form in forms:
        if form.get("who", "trainee") != who:
            continue
        span = rules.window(form["opens"], batch.starts_on, batch.ends_on, batch.version.counts_as)
        for about_id, name in instructors if form["about"] == "instructor" else [(0, "")]:
            place = (form["key"], about_id)
            found.append(Sheet(form, about_id, name, *span, place in own, counts.get(place, 0)))
    return found


def sheet_in(
    batch: Batch, enrolment: Enrolment | None, key: str, about_id: int, who: str = "trainee"
) -> Sheet | None:
    """Return one survey of a batch, None when it has no such one."""
    found = sheets_of(batch, enrolment, who)
    return next((one for one in found if (one.key, one.about_id) == (key, about_id)), None)


def _answered(enrolment: Enrolment | None) -> set[tuple[str, int]]:
    if enrolment is None:
        return set()
    found = select(SurveyReceipt).where(SurveyReceipt.enrolment_id == enrolment.id)
    return {(receipt.survey, receipt.about_id) for receipt in rows(found)}


def _counts(batch: Batch) -> dict[tuple[str, int], int]:
    counted = db.session.execute(
        select(SurveyReply.survey, SurveyReply.about_id, func.count())
        .where(SurveyReply.batch_id == batch.id)
        .group_by(SurveyReply.survey, SurveyReply.about_id)
    )
    return {(survey, about_id): count for survey, about_id, count in counted}


def result_of(batch: Batch, sheet: Sheet) -> Result:
    """Return what came of a survey; nothing while too few have answered."""
    if not rules.may_show(sheet.count):
        return Result(sheet, {}, {})
    replies = rows(
        _replies(batch).where(
            SurveyReply.survey == sheet.key, SurveyReply.about_id == sheet.about_id
        )
    )
    return _result(sheet, replies)


def results_of(batch: Batch) -> list[Result]:
    """Return what came of every survey that trainees of the batch may have answered by now."""
    sheets = [sheet for sheet in sheets_of(batch, None) if sheet.first <= today()]
    replies: dict[tuple[str, int], list[SurveyReply]] = {}
    for reply in rows(_replies(batch)) if sheets else ():
        replies.setdefault((reply.survey, reply.about_id), []).append(reply)
    return [
        _result(sheet, replies[sheet.key, sheet.about_id])
        if rules.may_show(sheet.count)
        else Result(sheet, {}, {})
        for sheet in sheets
    ]


def _replies(batch: Batch) -> Any:
    """Return the select of a batch's answers by their drawn ids: in no order of time."""
    return select(SurveyReply).where(SurveyReply.batch_id == batch.id).order_by(SurveyReply.id)


def _result(sheet: Sheet, replies: Sequence[SurveyReply]) -> Result:
    items = [item["key"] for group in sheet.form["groups"] for item in group["items"]]
    said = {
        one["key"]: [reply.words[one["key"]] for reply in replies if reply.words.get(one["key"])]
        for one in sheet.form["questions"]
    }
    return Result(sheet, rules.means(items, [reply.points for reply in replies]), said)


def beside(batch: Batch, sheet: Sheet) -> Result | None:
    """Return what superiors answered to the same items, None when they are not asked."""
    found = (one for one in sheets_of(batch, None, "superior") if one.form["beside"] == sheet.key)
    other = next(found, None)
    return result_of(batch, other) if other is not None else None
